/// What a recording's file may leave open. Where the file says something itself, an option must agree with
/// it.
public struct RecordingOptions: Equatable, Sendable {
  /// Of positions in text files.
  public enum Unit: String, CaseIterable, Sendable {
    case centimetre = "cm"
    case metre = "m"
    /// [m]
    var metres: Double { self == .centimetre ? 0.01 : 1 }
  }
  /// What the columns of a text file without names mean.
  public enum ColumnOrder: String, CaseIterable, Sendable {
    case idFrame = "id-frame"  // id frame x y, further columns ignored: the data archive's
    case frameId = "frame-id"  // frame id x y, further columns ignored
    case obsmat  // frame id x z y vx vz vy in metres: ETH's and UCY's
  }

  /// [1/s] 0.01...1000. Of the frames' numbers; for obsmat files, whose frame numbers skip, of the annotated
  /// frames (2.5 unless given).
  public var framesPerSecond: Double?
  public var unit: Unit?
  /// nil: by the file's name and first row.
  public var columnOrder: ColumnOrder?

  public init(framesPerSecond: Double? = nil, unit: Unit? = nil, columnOrder: ColumnOrder? = nil) {
    self.framesPerSecond = framesPerSecond
    self.unit = unit
    self.columnOrder = columnOrder
  }
}

/// What a recording may hold; anything beyond is an error, so that a damaged file cannot exhaust the machine.
enum RecordingLimits {
  static let bytes = 1 << 30  // of a text file
  static let rows = 20_000_000
  static let frames = 0...100_000_000
  static let ids = 0...Int(UInt32.max)
  static let coordinate = 100_000.0  // [m] from the origin, where a Float still resolves 8 mm
  static let framesPerSecond = 0.01...1000.0  // [1/s]
  static let vertices = 1_000_000  // of a geometry
}
