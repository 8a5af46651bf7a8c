import Kernel

/// The state's hash once a second: `hashes.csv`, columns `second,tick,hash`. Two runs that should be the same
/// differ first in the second where they parted.
public final class HashTrack {
  private let file: TextFile

  public init(path: String) throws(Diagnostics) {
    file = try TextFile(path: path)
    try file.write(line: "second,tick,hash")
  }

  public func record(second: Int, tick: Int, hash: UInt64) throws(Diagnostics) {
    try file.write(line: "\(second),\(tick),\(hashText(hash))")
    try file.flush()
  }

  public func finish() throws(Diagnostics) { try file.finish() }
  public func abandon() { file.abandon() }
}
