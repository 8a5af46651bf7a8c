import CImGui
import CSDL2
import Kernel
import Presentation

/// Panels of sliders, buttons and drawings: Dear ImGui. They are said anew for every picture, in `frame`. There is one of
/// it at a time in a process, for one thread.
public final class Panels {
  private var sheet: (texture: OpaquePointer, renderer: OpaquePointer)?
  /// False where the font could not be read: letters are ImGui's own small ones.
  public let hasFont: Bool

  /// `size` [px] of the type.
  public init(size: Float = 14) { hasFont = ig_open(FontBook.shared.path, size) }

  deinit {
    if let sheet { SDL_DestroyTexture(sheet.texture) }
    ig_close()
  }

  /// Whether keys go into a field of text now.
  public var wantsText: Bool { ig_wants_text() }

  /// One picture's panels: `body` says them.
  public func frame(
    width: Int, height: Int, seconds: Double, events: [PanelEvent], _ body: (Panels) -> Void
  ) {
    for event in events {
      switch event {
      case .mouse(let x, let y): ig_mouse(x, y)
      case .button(let number, let down): ig_mouse_button(Int32(number), down)
      case .wheel(let notches): ig_wheel(notches)
      case .key(let code, let down, let ctrl, let shift, let alt):
        ig_key(Int32(code), down, ctrl, shift, alt)
      case .text(let text): ig_text_input(text)
      case .focusLost: ig_forget_keys()
      }
    }
    if sheet == nil {
      var (wide, high): (Int32, Int32) = (0, 0)
      _ = ig_sheet(&wide, &high)
    }
    ig_begin_frame(Float(width), Float(height), Float(seconds))
    body(self)
    ig_end_frame()
  }

  /// Draws what the last frame said.
  func draw(on renderer: OpaquePointer) {
    guard let texture = texture(renderer) else { return }
    for list in 0..<ig_lists() {
      var command: Int32 = 0
      var run = ig_run()
      while ig_run_at(list, command, &run) {
        command += 1
        guard run.count > 0 else { continue }
        var clip = SDL_Rect(
          x: Int32(run.clip.0), y: Int32(run.clip.1), w: Int32(max(0, run.clip.2 - run.clip.0)),
          h: Int32(max(0, run.clip.3 - run.clip.1)))
        SDL_RenderSetClipRect(renderer, &clip)
        run.colours.withMemoryRebound(to: SDL_Color.self, capacity: Int(run.vertices)) { colours in
          _ = SDL_RenderGeometryRaw(
            renderer, texture, run.positions, run.stride, colours, run.stride, run.coordinates, run.stride,
            run.vertices, run.indices, run.count, 2)
        }
      }
    }
    SDL_RenderSetClipRect(renderer, nil)
  }

  private func texture(_ renderer: OpaquePointer) -> OpaquePointer? {
    if let sheet, sheet.renderer == renderer { return sheet.texture }
    if let sheet { SDL_DestroyTexture(sheet.texture) }
    sheet = nil
    var (width, height): (Int32, Int32) = (0, 0)
    guard let pixels = ig_sheet(&width, &height),
      let texture = SDL_CreateTexture(
        renderer, Uint32(SDL_PIXELFORMAT_ABGR8888.rawValue), Int32(SDL_TEXTUREACCESS_STATIC.rawValue), width,
        height)
    else { return nil }
    SDL_UpdateTexture(texture, nil, pixels, width * 4)
    SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND)
    sheet = (texture, renderer)
    return texture
  }

  /// The canvas with the panels of the last frame over it, without a window, as a canvas of its own. Nil where SDL has no
  /// software renderer.
  public func picture(over canvas: Canvas, width: Int, height: Int) -> Canvas? {
    guard
      let surface = SDL_CreateRGBSurfaceWithFormat(
        0, Int32(width), Int32(height), 32, Uint32(SDL_PIXELFORMAT_ARGB8888.rawValue))
    else { return nil }
    defer { SDL_FreeSurface(surface) }
    guard let renderer = SDL_CreateSoftwareRenderer(surface) else { return nil }
    defer {
      if let sheet, sheet.renderer == renderer {
        SDL_DestroyTexture(sheet.texture)
        self.sheet = nil
      }
      SDL_DestroyRenderer(renderer)
    }
    SDL_SetRenderDrawColor(renderer, 0, 0, 0, 255)
    SDL_RenderClear(renderer)
    canvas.withPixels { pixels in
      guard let from = pixels.baseAddress, let to = surface.pointee.pixels else { return }
      for row in 0..<min(height, canvas.height) {
        (to + row * Int(surface.pointee.pitch)).copyMemory(
          from: from + row * canvas.width, byteCount: min(width, canvas.width) * 4)
      }
    }
    draw(on: renderer)
    SDL_RenderFlush(renderer)
    let whole = Canvas(width: width, height: height)
    guard let from = surface.pointee.pixels else { return nil }
    for row in 0..<height {
      let line = (from + row * Int(surface.pointee.pitch)).assumingMemoryBound(to: UInt32.self)
      for x in 0..<width { whole.raster.base[row * width + x] = line[x] | 0xFF00_0000 }
    }
    return whole
  }
}

// MARK: what panels say

extension Panels {
  /// A panel that stands still; `body` is what is in it.
  public func panel(_ name: String, x: Float, y: Float, width: Float, height: Float, _ body: () -> Void) {
    if ig_begin(name, x, y, width, height) { body() }
    ig_end()
  }
  /// A part of a panel that scrolls by itself.
  public func scrolled(_ name: String, height: Float, _ body: () -> Void) {
    if ig_child(name, 0, height) { body() }
    ig_end_child()
  }
  public func group(_ id: String, _ body: () -> Void) {
    ig_push_id(id)
    body()
    ig_pop_id()
  }
  public func text(_ words: String) { ig_text(words) }
  public func text(_ words: String, _ colour: UInt32) { ig_colour_text(words, colour) }
  public func wrapped(_ words: String) { ig_wrapped(words) }
  /// What comes next stands on the same line, `x` [px] from the panel's edge, or behind what was last.
  public func sameLine(_ x: Float = 0) { ig_same_line(x) }
  public func separator() { ig_separator() }
  public func button(_ label: String, width: Float = 0) -> Bool { ig_button(label, width) }
  public func toggle(_ label: String, _ on: Bool, width: Float = 0) -> Bool { ig_toggle(label, on, width) }
  public func checkbox(_ label: String, _ on: inout Bool) -> Bool { ig_checkbox(label, &on) }
  public func header(_ label: String, open: Bool = true) -> Bool { ig_header(label, open) }
  public func bar(_ share: Float, width: Float, height: Float = 0, _ words: String) {
    ig_bar(min(max(share, 0), 1), width, height, words)
  }
  public func tooltip(_ words: String) { _ = ig_tooltip_if_hovered(words) }

  /// What a slider tells: its value, and when a turn begins and ends.
  public struct Turn {
    public var value: Float
    public var isChanged: Bool
    public var begins: Bool
    public var ends: Bool
  }
  public func slider(
    _ label: String, _ value: Float, _ range: ClosedRange<Float>, format: String, isRatio: Bool, width: Float
  ) -> Turn {
    var now = value
    ig_width(width)
    let changed = ig_slider(label, &now, range.lowerBound, range.upperBound, format, isRatio)
    return Turn(value: now, isChanged: changed, begins: ig_item_activated(), ends: ig_item_released())
  }

  /// One of `choices`, by its place; nil where nothing new was chosen.
  public func choose(_ label: String, _ choices: [String], _ chosen: Int, width: Float) -> Int? {
    ig_width(width)
    guard ig_begin_combo(label, choices.indices.contains(chosen) ? choices[chosen] : "") else { return nil }
    var picked: Int?
    for (k, choice) in choices.enumerated() where ig_selectable(choice, k == chosen) { picked = k }
    ig_end_combo()
    return picked
  }

  /// An area to draw in and to pull at; true while it is held.
  public func area(_ id: String, width: Float, height: Float) -> (
    low: Vector2, isHeld: Bool, begins: Bool, ends: Bool
  ) {
    let low = ig_cursor()
    let held = ig_area(id, width, height)
    return (Vector2(low.x, low.y), held, ig_item_activated(), ig_item_released())
  }
  public var isFocused: Bool { ig_item_focused() }
  public var mouse: Vector2 {
    let at = ig_mouse_at()
    return Vector2(at.x, at.y)
  }
  public var isMouseDown: Bool { ig_mouse_is_down() }
  /// [px] left in the line.
  public var room: Float { ig_room() }

  private func point(_ p: Vector2) -> ig_point { ig_point(x: p.x, y: p.y) }
  /// Colours are R, G, B, A from the lowest byte on.
  public func line(_ a: Vector2, _ b: Vector2, _ colour: UInt32, width: Float = 1) {
    ig_draw_line(point(a), point(b), colour, width)
  }
  public func box(_ low: Vector2, _ high: Vector2, _ colour: UInt32, isFilled: Bool = true) {
    ig_draw_box(point(low), point(high), colour, isFilled)
  }
  public func disc(_ centre: Vector2, _ radius: Float, _ colour: UInt32, isFilled: Bool = true) {
    ig_draw_disc(point(centre), radius, colour, isFilled)
  }
  public func write(_ words: String, at place: Vector2, _ colour: UInt32) {
    ig_draw_text(point(place), colour, words)
  }
}
