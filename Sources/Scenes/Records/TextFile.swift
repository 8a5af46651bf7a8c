import Kernel

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// A text file written bit by bit through a buffer. It has its name only after `finish()`; until then it
/// grows under `NAME.partial`, which stays where it is when the program is killed.
///
/// Errors: exit `cannotCreate` where the file cannot be opened or named, `inputOutput` where it cannot grow.
/// After an error every further call throws the same.
public final class TextFile {
  private static let capacity = 1 << 16  // [bytes]
  public let path: String
  /// [bytes] that have reached the file.
  public private(set) var bytesSaved = 0
  private let place: PartialFile
  private var descriptor: Int32
  private var buffer: [UInt8] = []
  private var failure: Diagnostics?

  public init(path: String) throws(Diagnostics) {
    self.path = path
    place = try PartialFile(path)
    descriptor = open(place.partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw PartialFile.cannotCreate(path, FileBytes.lastReason()) }
    buffer.reserveCapacity(TextFile.capacity)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  public func write(_ text: String) throws(Diagnostics) { try write(bytes: text.utf8) }

  /// For what is not text.
  func write(bytes: some Collection<UInt8>) throws(Diagnostics) {
    if let failure { throw failure }
    precondition(descriptor >= 0, "a finished file takes nothing more")
    buffer.append(contentsOf: bytes)
    if buffer.count >= TextFile.capacity { try flush() }
  }

  public func write(line: String) throws(Diagnostics) {
    try write(line)
    try write("\n")
  }

  /// Hands everything written so far to the system, so that a kill does not lose it.
  public func flush() throws(Diagnostics) {
    if let failure { throw failure }
    var sent = 0
    while sent < buffer.count {
      let count = buffer.withUnsafeBytes {
        SystemCalls.write(descriptor, UnsafeRawBufferPointer(rebasing: $0[sent...]))
      }
      if count < 0 {
        let error = place.cannotWrite(
          FileBytes.lastReason(), saved: "\(bytesSaved) bytes are saved in \(place.partial)")
        failure = error
        close(descriptor)
        descriptor = -1
        throw error
      }
      sent += count
      bytesSaved += count
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Writes the rest and gives the file its name.
  public func finish() throws(Diagnostics) {
    try flush()
    let result = close(descriptor)
    descriptor = -1
    if result != 0 {
      let error = place.cannotWrite(FileBytes.lastReason(), saved: "some of it may be in \(place.partial)")
      failure = error
      throw error
    }
    try place.finish()
  }

  /// Leaves nothing behind.
  public func abandon() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
    place.remove()
  }

  /// A whole file at once; nothing stays behind after an error.
  public static func save(_ text: String, to path: String) throws(Diagnostics) {
    let file = try TextFile(path: path)
    do throws(Diagnostics) {
      try file.write(text)
      try file.finish()
    } catch {
      file.abandon()
      throw error
    }
  }
}
