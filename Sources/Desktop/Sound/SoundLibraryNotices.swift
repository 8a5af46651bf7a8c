import COpenAL

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Keeps the sound libraries' own complaints off standard error: a machine without a sound card is no fault, and
/// what a person must know is said once, as a diagnostic.
enum SoundLibraryNotices {
  /// OpenAL Soft reads its log level once, at its first call; a level that a person has set is kept.
  static func quieten() { _ = once }
  private static let once: Void = { _ = setenv("ALSOFT_LOGLEVEL", "0", 0) }()

  private typealias AlsaHandler =
    @convention(c) (
      UnsafePointer<CChar>?, CInt, UnsafePointer<CChar>?, CInt, UnsafePointer<CChar>?
    ) -> Void
  private typealias SetAlsaHandler = @convention(c) (AlsaHandler?) -> CInt

  /// Runs `probe` with ALSA's message handler replaced by one that says nothing. Neither the process's standard error
  /// nor any other thread's output is touched. Where ALSA is not installed there is nothing to replace.
  ///
  /// ALSA's handler is variadic. One that takes only the fixed arguments may stand in for it, because the C calling
  /// conventions of Linux leave it to the caller to pass and clear the rest.
  static func withoutAlsaMessages<R>(_ probe: () -> R) -> R {
    guard let library = dlopen("libasound.so.2", RTLD_LAZY) else { return probe() }
    defer { dlclose(library) }
    guard let symbol = dlsym(library, "snd_lib_error_set_handler") else { return probe() }
    let setHandler = unsafeBitCast(symbol, to: SetAlsaHandler.self)
    _ = setHandler { _, _, _, _, _ in }
    defer { _ = setHandler(nil) }
    return probe()
  }
}
