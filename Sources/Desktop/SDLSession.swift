import CSDL2
import Synchronization

/// SDL's parts, started and stopped in pairs. SDL counts the pairs itself; the lock keeps two threads from doing
/// it at the same time.
enum SDLSession {
  private static let lock = Mutex(())

  /// The reason where it fails. Signals stay with the program, so that Ctrl-C still ends it.
  static func start(_ parts: UInt32) -> String? {
    lock.withLock { _ in
      SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1")
      SDL_SetMainReady()
      return SDL_InitSubSystem(parts) == 0 ? nil : String(cString: SDL_GetError())
    }
  }
  static func stop(_ parts: UInt32) { lock.withLock { _ in SDL_QuitSubSystem(parts) } }
}
