import Haptics
import Kernel
import Scenes

/// What one garment did, kept until the end, and then written to files of several formats.
public struct HapticRecord: Sendable {
  /// Values a column that are kept at most: of 40 actuators, 83 minutes.
  static let most = 20_000_000
  public private(set) var track: HapticTrack
  private let paths: [String]
  private let name: String
  private let rate: Int
  public private(set) var isCut = false  // the memory's limit was met

  /// Throws where a path cannot be written to, or a format cannot hold the garment.
  public init(
    _ garment: Garment, clocks: Clocks, name: String, paths: [String], rate: Int
  ) throws(Diagnostics) {
    for path in paths { try HapticFile.check(path, for: garment) }
    track = HapticTrack(garment, stepMilliseconds: clocks.hapticStepMilliseconds)
    (self.paths, self.name, self.rate) = (paths, name, rate)
  }

  /// Books the haptic ticks of the session's last frame, of its first wearer.
  public mutating func record(_ wearer: WearerState) {
    for sample in wearer.strip { record(sample) }
  }

  public mutating func record(_ sample: HapticSample) {
    guard track.drive.count < HapticRecord.most else {
      isCut = true
      return
    }
    track.append(
      drive: sample.drive, carrier: sample.carrier, motion: sample.motion, frequency: sample.frequency,
      felt: sample.felt)
  }

  /// Writes every file. The names of those that are whole.
  public func finish(progress: (Double, String) -> Void = { _, _ in }) throws(Diagnostics) -> [String] {
    for (k, path) in paths.enumerated() {
      progress(Double(k) / Double(paths.count), path)
      try HapticFile.save(track, to: path, name: name, rate: rate)
    }
    return paths
  }
}

/// A stretch of a session's haptics, without anything else that a run leaves behind.
public enum HapticExport {
  public struct Result: Sendable {
    public var files: [String]
    public var seconds: Double  // recorded
    public var ticks: Int
    public var greatestDrive: Float
    public var isCut: Bool
    public init(files: [String], seconds: Double, ticks: Int, greatestDrive: Float, isCut: Bool) {
      (self.files, self.seconds, self.ticks) = (files, seconds, ticks)
      (self.greatestDrive, self.isCut) = (greatestDrive, isCut)
    }
  }

  /// Runs `session` to `end` and keeps what lies after `start` [s]. Interrupted, it writes what there is.
  public static func run(
    _ session: inout Session, from start: Double, to end: Double, paths: [String], rate: Int,
    interrupted: () -> Bool, progress: (Double, String) -> Void
  ) throws(Diagnostics) -> Result {
    guard let first = session.wearers.first else {
      throw Diagnostics(
        Diagnostic("R0704", "nobody in it wears a garment", hint: "give the scene a wearer"), exit: .data)
    }
    var record = try HapticRecord(
      first.garment, clocks: session.clocks, name: session.name, paths: paths, rate: rate)
    while session.seconds < end - 1e-9, !interrupted(), !record.isCut {
      session.frame(FrameInput())
      if session.seconds > start + 1e-9 { record.record(session.wearers[0]) }
      progress(end > 0 ? session.seconds / end : 1, "haptics")
    }
    let files = try record.finish(progress: progress)
    return Result(
      files: files, seconds: record.track.seconds, ticks: record.track.ticks,
      greatestDrive: record.track.drive.max() ?? 0, isCut: record.isCut)
  }
}
