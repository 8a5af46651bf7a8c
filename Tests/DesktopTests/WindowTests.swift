import Desktop
import Foundation
import Kernel
import Presentation
import Testing

/// One after the other: SDL has one video driver a process.
@Suite(.serialized) struct WindowTests {
  /// SDL's driver without a screen, unless somebody asks for a real one.
  private static let driver = ProcessInfo.processInfo.environment["SDL_VIDEODRIVER"] ?? "dummy"
  init() { setenv("SDL_VIDEODRIVER", WindowTests.driver, 1) }

  @Test func opensShowsAndCloses() throws {
    #expect(Window.displayAvailable())
    for _ in 0..<2 {
      let window = try Window(title: "test", width: 320, height: 240)
      #expect(window.width == 320 && window.height == 240)
      for size in [(320, 240), (64, 48)] { window.show(Canvas(width: size.0, height: size.1)) }
      window.setTitle("other")
      for event in window.poll() { #expect(event != .quit) }
    }
  }

  @Test func withoutADisplayItSaysSo() {
    setenv("SDL_VIDEODRIVER", "nonesuch", 1)
    defer { setenv("SDL_VIDEODRIVER", WindowTests.driver, 1) }
    #expect(!Window.displayAvailable())
    do {
      _ = try Window(title: "test", width: 320, height: 240)
      Issue.record("a window opened on no display")
    } catch {
      #expect(error.exit == .unavailable)
      #expect(error.all[0].code == "D0301" && error.all[0].hint != nil)
    }
  }

  /// Every key of the table can be typed: each name is one that the window knows how to give.
  @Test func everyKeyOfTheTableCanBeTyped() {
    var typed: Set<Key> = []
    for code in Int32(0)..<128 {
      for shift in [false, true] { if let key = WindowInput.key(code, shift: shift) { typed.insert(key) } }
    }
    // SDL's codes of keys without a character are scancodes with bit 30 set.
    for scancode in Int32(0)..<128 {
      if let key = WindowInput.key(scancode | 1 << 30, shift: false) { typed.insert(key) }
    }
    for row in KeyTable.rows {
      for key in row.keys { #expect(typed.contains(key), "\(key.name)") }
    }
  }

  @Test func keysAreNamedByTheirLabels() {
    #expect(WindowInput.key(97, shift: false) == "a" && WindowInput.key(97, shift: true) == "a")
    #expect(WindowInput.key(47, shift: false) == "/" && WindowInput.key(47, shift: true) == "?")
    #expect(WindowInput.key(27, shift: false) == "escape")
    #expect(WindowInput.key(0, shift: false) == nil)
    #expect(WindowInput.key(-5, shift: false) == nil)
  }
}
