import Kernel

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// Whole files as bytes.
enum FileBytes {
  enum Fault: Error, Equatable {
    case cannotOpen(reason: String)
    case isDirectory
    case tooLarge
    case cannotRead(reason: String)
  }

  /// The words for the last failed call.
  static func lastReason() -> String { reason(errno) }
  static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }

  /// The first `limit` bytes and what the file measures; `limit` nil for all, up to RecordingLimits.bytes.
  static func read(_ path: String, first limit: Int? = nil) throws(Fault) -> (bytes: [UInt8], size: Int) {
    var descriptor: Int32
    repeat { descriptor = open(path, O_RDONLY | O_CLOEXEC) } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else { throw .cannotOpen(reason: lastReason()) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .cannotOpen(reason: lastReason()) }
    if status.st_mode & S_IFMT == S_IFDIR { throw .isDirectory }
    let size = Int(status.st_size)
    let most = limit ?? RecordingLimits.bytes
    if limit == nil, size > most { throw .tooLarge }

    var bytes = [UInt8](repeating: 0, count: min(most, max(size, 65_536)))
    var count = 0
    while true {
      if count == bytes.count {
        if count == most { break }
        bytes.append(contentsOf: repeatElement(0, count: min(most - count, count)))
      }
      let got = bytes.withUnsafeMutableBytes {
        SystemCalls.read(descriptor, into: UnsafeMutableRawBufferPointer(rebasing: $0[count...]))
      }
      if got == 0 { break }
      if got < 0 { throw .cannotRead(reason: lastReason()) }
      count += got
    }
    if limit == nil, count >= most { throw .tooLarge }
    bytes.removeSubrange(count...)
    return (bytes, max(size, count))
  }
}
