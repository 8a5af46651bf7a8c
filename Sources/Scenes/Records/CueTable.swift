import Kernel

/// What sounded and when: `cues.csv`. Columns: `seconds`, the murmur's level 0...1 of every direction under
/// `level_0`, `level_1` …, and `earcons`: those that start at this moment, with a blank between.
public final class CueTable {
  /// A short sound: what kind, and where from.
  public struct Earcon: Equatable, Sendable {
    public var kind: String
    public var degrees: Float?  // counter-clockwise from straight ahead; nil: no direction
    public init(kind: String, degrees: Float? = nil) {
      self.kind = kind
      self.degrees = degrees
    }
    /// `dense`, or `dense@90` for one from the left.
    var text: String { degrees.map { "\(kind)@\(NumberText.short($0))" } ?? kind }
  }

  private let file: TextFile
  private let directions: Int

  public init(path: String, directions: Int) throws(Diagnostics) {
    self.directions = directions
    file = try TextFile(path: path)
    let levels = (0..<max(0, directions)).map { "level_\($0)" }
    try file.write(line: (["seconds"] + levels + ["earcons"]).joined(separator: ","))
  }

  public func record(seconds: Double, levels: [Float], earcons: [Earcon] = []) throws(Diagnostics) {
    precondition(levels.count == directions, "a row has a level for every direction")
    let sounds = CommaSeparated.field(earcons.map(\.text).joined(separator: " "))
    let fields = [NumberText.short(seconds)] + levels.map { NumberText.short($0) } + [sounds]
    try file.write(line: fields.joined(separator: ","))
  }

  public func flush() throws(Diagnostics) { try file.flush() }
  public func finish() throws(Diagnostics) { try file.finish() }
  public func abandon() { file.abandon() }
}
