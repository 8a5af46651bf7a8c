import CSDL2
import Kernel
import Presentation

/// SDL's events as our own values, and the controllers that are open.
package struct WindowInput {
  let hasControllers: Bool
  private var controllers: [(id: SDL_JoystickID, handle: OpaquePointer)] = []

  init(hasControllers: Bool) { self.hasControllers = hasControllers }

  mutating func close() {
    for controller in controllers { SDL_GameControllerClose(controller.handle) }
    controllers.removeAll()
  }

  /// nil for what nobody here needs to know.
  mutating func read(_ event: SDL_Event, pixelsPerUnit: Float) -> InputEvent? {
    switch SDL_EventType(event.type) {
    case SDL_QUIT: return .quit
    case SDL_WINDOWEVENT:
      return UInt32(event.window.event) == SDL_WINDOWEVENT_FOCUS_LOST.rawValue ? .focusLost : nil
    case SDL_KEYDOWN:
      let shift = UInt32(event.key.keysym.mod) & KMOD_SHIFT.rawValue != 0
      return WindowInput.key(event.key.keysym.sym, shift: shift)
        .map { .keyDown($0, repeated: event.key.repeat != 0) }
    case SDL_KEYUP:
      // Without shift: whoever lets shift go first must still release the key that was pressed with it.
      return WindowInput.key(event.key.keysym.sym, shift: false).map { .keyUp($0) }
    case SDL_MOUSEMOTION:
      let buttons: UInt32 = 1 | 2 | 4  // left, middle, right
      guard event.motion.state & buttons != 0 else { return nil }
      return .drag(Vector2(Float(event.motion.xrel), Float(event.motion.yrel)) * pixelsPerUnit)
    case SDL_MOUSEWHEEL:
      let flipped: Float = event.wheel.direction == SDL_MOUSEWHEEL_FLIPPED.rawValue ? -1 : 1
      let at = Vector2(Float(event.wheel.mouseX), Float(event.wheel.mouseY)) * pixelsPerUnit
      return .wheel(event.wheel.preciseY * flipped, at: at)
    case SDL_CONTROLLERDEVICEADDED: return open(event.cdevice.which)
    case SDL_CONTROLLERDEVICEREMOVED: return remove(SDL_JoystickID(event.cdevice.which))
    case SDL_CONTROLLERAXISMOTION: return axis(event.caxis)
    case SDL_CONTROLLERBUTTONDOWN: return WindowInput.button(event.cbutton.button).map { .buttonDown($0) }
    case SDL_CONTROLLERBUTTONUP: return WindowInput.button(event.cbutton.button).map { .buttonUp($0) }
    default: return nil
    }
  }

  private mutating func open(_ index: Int32) -> InputEvent? {
    guard let handle = SDL_GameControllerOpen(index) else { return nil }
    controllers.append((SDL_JoystickInstanceID(SDL_GameControllerGetJoystick(handle)), handle))
    return .controllerAdded(name: WindowInput.name(handle))
  }

  private mutating func remove(_ id: SDL_JoystickID) -> InputEvent? {
    guard let k = controllers.firstIndex(where: { $0.id == id }) else { return nil }
    let name = WindowInput.name(controllers[k].handle)
    SDL_GameControllerClose(controllers[k].handle)
    controllers.remove(at: k)
    return .controllerRemoved(name: name)
  }

  /// All controllers, for a tenth of a second at most: one that nobody asks any more stops by itself. False where none
  /// can rumble.
  func rumble(low: Float, high: Float) -> Bool {
    func word(_ value: Float) -> UInt16 { UInt16(value > 0 ? min(value, 1) * 65_535 : 0) }
    var some = false
    for controller in controllers {
      if SDL_GameControllerRumble(controller.handle, word(low), word(high), 100) == 0 { some = true }
    }
    return some
  }

  private static func name(_ handle: OpaquePointer) -> String {
    SDL_GameControllerName(handle).map { String(cString: $0) } ?? "controller"
  }

  /// SDL counts down as positive; here up is.
  private func axis(_ event: SDL_ControllerAxisEvent) -> InputEvent? {
    let value = max(-1, Float(event.value) / 32_767)
    switch SDL_GameControllerAxis(Int32(event.axis)) {
    case SDL_CONTROLLER_AXIS_LEFTX: return .axis(.leftX, value)
    case SDL_CONTROLLER_AXIS_LEFTY: return .axis(.leftY, -value)
    case SDL_CONTROLLER_AXIS_RIGHTX: return .axis(.rightX, value)
    case SDL_CONTROLLER_AXIS_RIGHTY: return .axis(.rightY, -value)
    default: return nil
    }
  }

  package static func button(_ number: UInt8) -> ControllerButton? {
    switch SDL_GameControllerButton(Int32(number)) {
    case SDL_CONTROLLER_BUTTON_A: .south
    case SDL_CONTROLLER_BUTTON_B: .east
    case SDL_CONTROLLER_BUTTON_X: .west
    case SDL_CONTROLLER_BUTTON_Y: .north
    case SDL_CONTROLLER_BUTTON_START: .start
    case SDL_CONTROLLER_BUTTON_BACK: .back
    case SDL_CONTROLLER_BUTTON_LEFTSHOULDER: .leftShoulder
    case SDL_CONTROLLER_BUTTON_RIGHTSHOULDER: .rightShoulder
    default: nil
    }
  }

  /// By what the key is labelled, not by where it lies. Keys of the number block count as their signs.
  package static func key(_ code: Int32, shift: Bool) -> Key? {
    switch SDL_KeyCode(UInt32(bitPattern: code)) {
    case SDLK_SPACE: return "space"
    case SDLK_BACKSPACE: return "backspace"
    case SDLK_DELETE: return "delete"
    case SDLK_TAB: return "tab"
    case SDLK_ESCAPE: return "escape"
    case SDLK_RETURN: return "return"
    case SDLK_LEFT: return "left"
    case SDLK_RIGHT: return "right"
    case SDLK_UP: return "up"
    case SDLK_DOWN: return "down"
    case SDLK_HOME: return "home"
    case SDLK_END: return "end"
    case SDLK_PAGEUP: return "pageup"
    case SDLK_PAGEDOWN: return "pagedown"
    case SDLK_KP_PLUS: return "+"
    case SDLK_KP_MINUS: return "-"
    case SDLK_KP_PERIOD: return "."
    case SDLK_SLASH where shift: return "?"
    default: break
    }
    if code >= Int32(bitPattern: SDLK_F1.rawValue), code <= Int32(bitPattern: SDLK_F12.rawValue) {
      return Key("f\(code - Int32(bitPattern: SDLK_F1.rawValue) + 1)")
    }
    if code > 32, code < 127, let scalar = Unicode.Scalar(UInt32(code)) {
      return Key(String(Character(scalar)).lowercased())
    }
    return nil
  }
}
