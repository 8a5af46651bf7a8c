import CSDL2

/// What a person did, as panels need to know it. Places in pixels of the picture.
public enum PanelEvent: Equatable, Sendable {
  case mouse(x: Float, y: Float)
  case button(Int, down: Bool)  // 0 left, 1 right, 2 middle
  case wheel(Float)
  case key(Int, down: Bool, ctrl: Bool, shift: Bool, alt: Bool)  // SDL's scancode
  case text(String)
  case focusLost

  init?(_ event: SDL_Event, pixelsPerUnit: Float) {
    switch SDL_EventType(event.type) {
    case SDL_MOUSEMOTION:
      self = .mouse(x: Float(event.motion.x) * pixelsPerUnit, y: Float(event.motion.y) * pixelsPerUnit)
    case SDL_MOUSEBUTTONDOWN, SDL_MOUSEBUTTONUP:
      let number = [1: 0, 2: 2, 3: 1][Int(event.button.button)] ?? 4
      self = .button(number, down: event.type == SDL_MOUSEBUTTONDOWN.rawValue)
    case SDL_MOUSEWHEEL: self = .wheel(event.wheel.preciseY)
    case SDL_KEYDOWN, SDL_KEYUP:
      let modifiers = UInt32(event.key.keysym.mod)
      self = .key(
        Int(event.key.keysym.scancode.rawValue), down: event.type == SDL_KEYDOWN.rawValue,
        ctrl: modifiers & KMOD_CTRL.rawValue != 0, shift: modifiers & KMOD_SHIFT.rawValue != 0,
        alt: modifiers & KMOD_ALT.rawValue != 0)
    case SDL_TEXTINPUT:
      var bytes = event.text.text
      self = .text(withUnsafeBytes(of: &bytes) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
    case SDL_WINDOWEVENT where UInt32(event.window.event) == SDL_WINDOWEVENT_FOCUS_LOST.rawValue:
      self = .focusLost
    default: return nil
    }
  }
}
