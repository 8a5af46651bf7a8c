import CSDL2
import Foundation
import Kernel
import Presentation

/// A window that shows canvases and tells what was done at it. For the thread that made it, the main one where
/// the system insists.
public final class Window {
  private let window: OpaquePointer
  private let renderer: OpaquePointer
  private var texture: OpaquePointer?
  private var textureSize = (width: 0, height: 0)  // [px]
  private var input: WindowInput
  /// [px] of the drawable area: what a canvas should measure to be shown pixel by pixel.
  public private(set) var width: Int
  public private(set) var height: Int

  /// Opens a window of `width` × `height` (in the screen's own units, which a fine screen splits into pixels).
  /// Throws D0301 where there is no display, D0302 where the window cannot be made.
  public init(title: String, width: Int, height: Int) throws(Diagnostics) {
    if let reason = SDLSession.start(SDL_INIT_VIDEO) {
      throw Diagnostics(
        Diagnostic(
          "D0301", "there is no display: \(reason)", hint: "run headless, or set DISPLAY or WAYLAND_DISPLAY"),
        exit: .unavailable)
    }
    // A display that has gone since it was looked for makes SDL fall back to one in memory, which nobody sees.
    if Window.isUnseen {
      SDLSession.stop(SDL_INIT_VIDEO)
      throw Diagnostics(
        Diagnostic(
          "D0301", "there is no display: it does not answer",
          hint: "run headless, or set DISPLAY or WAYLAND_DISPLAY"),
        exit: .unavailable)
    }
    // No controller is no reason to stay away.
    let hasControllers = SDLSession.start(SDL_INIT_GAMECONTROLLER) == nil
    let flags =
      SDL_WINDOW_RESIZABLE.rawValue | SDL_WINDOW_ALLOW_HIGHDPI.rawValue | SDL_WINDOW_SHOWN.rawValue
    let centred = Int32(SDL_WINDOWPOS_CENTERED_MASK)
    guard
      let window = SDL_CreateWindow(
        title, centred, centred, Int32(min(max(width, 160), 16_384)), Int32(min(max(height, 120), 16_384)),
        flags)
    else { throw Window.failed(hasControllers) }
    // The first that works: the graphics card, else SDL's own software.
    guard
      let renderer = SDL_CreateRenderer(window, -1, SDL_RENDERER_PRESENTVSYNC.rawValue)
        ?? SDL_CreateRenderer(window, -1, SDL_RENDERER_SOFTWARE.rawValue)
    else {
      let error = Window.failed(hasControllers)
      SDL_DestroyWindow(window)
      throw error
    }
    self.window = window
    self.renderer = renderer
    input = WindowInput(hasControllers: hasControllers)
    self.width = width
    self.height = height
    measure()
  }

  /// Vibrates the game controllers, 0…1 of each motor, for a tenth of a second. False where none can.
  public func rumble(low: Float, high: Float) -> Bool { input.rumble(low: low, high: high) }

  deinit {
    input.close()
    if let texture { SDL_DestroyTexture(texture) }
    SDL_DestroyRenderer(renderer)
    SDL_DestroyWindow(window)
    if input.hasControllers { SDLSession.stop(SDL_INIT_GAMECONTROLLER) }
    SDLSession.stop(SDL_INIT_VIDEO)
  }

  private static func failed(_ hasControllers: Bool) -> Diagnostics {
    let reason = String(cString: SDL_GetError())
    if hasControllers { SDLSession.stop(SDL_INIT_GAMECONTROLLER) }
    SDLSession.stop(SDL_INIT_VIDEO)
    return Diagnostics(
      Diagnostic("D0302", "the window cannot be opened: \(reason)", hint: "run headless"), exit: .unavailable)
  }

  /// True where a person could see a window. Without a display server SDL would still open one, in memory; that
  /// counts only when SDL_VIDEODRIVER asks for it.
  public static func displayAvailable() -> Bool {
    let environment = ProcessInfo.processInfo.environment
    let named = ["DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"].contains {
      environment[$0]?.isEmpty == false
    }
    guard named, SDLSession.start(SDL_INIT_VIDEO) == nil else { return false }
    defer { SDLSession.stop(SDL_INIT_VIDEO) }
    return !isUnseen && SDL_GetNumVideoDisplays() > 0
  }

  /// Whether SDL has fallen back to a display in memory that nobody asked for.
  private static var isUnseen: Bool {
    let driver = SDL_GetCurrentVideoDriver().map { String(cString: $0) } ?? ""
    return ["dummy", "offscreen", "evdev"].contains(driver)
      && ProcessInfo.processInfo.environment["SDL_VIDEODRIVER"]?.isEmpty != false
  }

  /// Names what is shown.
  public func setTitle(_ title: String) { SDL_SetWindowTitle(window, title) }

  /// Shows `canvas`, stretched to the window where the sizes differ. Waits for the screen where it can.
  public func show(_ canvas: Canvas) {
    upload(canvas)
    guard let texture else { return }
    SDL_RenderClear(renderer)
    SDL_RenderCopy(renderer, texture, nil, nil)
    SDL_RenderPresent(renderer)
  }

  private func upload(_ canvas: Canvas) {
    if texture == nil || textureSize != (canvas.width, canvas.height) {
      if let texture { SDL_DestroyTexture(texture) }
      texture = SDL_CreateTexture(
        renderer, Uint32(SDL_PIXELFORMAT_ARGB8888.rawValue), Int32(SDL_TEXTUREACCESS_STREAMING.rawValue),
        Int32(canvas.width), Int32(canvas.height))
      textureSize = (canvas.width, canvas.height)
    }
    guard let texture else { return }
    canvas.withPixels { pixels in
      _ = SDL_UpdateTexture(texture, nil, pixels.baseAddress, Int32(canvas.width * 4))
    }
  }

  /// Shows `canvas` pixel by pixel at the top left, and the panels over it.
  public func show(_ canvas: Canvas, _ panels: Panels) {
    upload(canvas)
    guard let texture else { return }
    SDL_SetRenderDrawColor(renderer, 0, 0, 0, 255)
    SDL_RenderClear(renderer)
    var place = SDL_Rect(x: 0, y: 0, w: Int32(canvas.width), h: Int32(canvas.height))
    SDL_RenderCopy(renderer, texture, nil, &place)
    panels.draw(on: renderer)
    SDL_RenderPresent(renderer)
  }

  /// What was done since the last call to `poll`, as panels need it: the mouse's place, letters.
  public private(set) var panelEvents: [PanelEvent] = []

  /// Everything that was done since the last call, in order.
  public func poll() -> [InputEvent] {
    panelEvents.removeAll(keepingCapacity: true)
    var events: [InputEvent] = []
    var event = SDL_Event()
    while SDL_PollEvent(&event) != 0 {
      if event.type == SDL_WINDOWEVENT.rawValue,
        UInt32(event.window.event) == SDL_WINDOWEVENT_SIZE_CHANGED.rawValue
      {
        measure()
        events.append(.resized(width: width, height: height))
        continue
      }
      if let read = PanelEvent(event, pixelsPerUnit: pixelsPerUnit) { panelEvents.append(read) }
      if let read = input.read(event, pixelsPerUnit: pixelsPerUnit) { events.append(read) }
    }
    return events
  }

  /// [px] for every unit of the screen: 2 on many fine screens.
  private var pixelsPerUnit: Float {
    var units: Int32 = 0
    SDL_GetWindowSize(window, &units, nil)
    return units > 0 ? Float(width) / Float(units) : 1
  }

  private func measure() {
    var w: Int32 = 0
    var h: Int32 = 0
    if SDL_GetRendererOutputSize(renderer, &w, &h) != 0 { SDL_GetWindowSize(window, &w, &h) }
    width = max(1, Int(w))
    height = max(1, Int(h))
  }
}
