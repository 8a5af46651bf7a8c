import Haptics
import Kernel

/// The kinds of file that a stretch of haptics can be written to; the ending picks one.
public enum HapticFormat: String, CaseIterable, Sendable {
  case hjif  // MPEG haptics, ISO/IEC 23090-31, as JSON
  case wav  // what the motors do, a channel an actuator
  case haptic  // Meta's, of one actuator
  case ahap  // Apple's, of one actuator
  case tact  // bHaptics'
  case csv
  case nc  // NetCDF-4

  /// By the ending of `path`; nil where it is none of them.
  public init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    self.init(rawValue: path[path.index(after: dot)...].lowercased())
  }
}

/// Writes what a garment did to files, each whole under its name or not there.
public enum HapticFile {
  public static let rates = 200...192_000  // [Hz] of a WAV

  /// Writes `track` in the format of the ending of `path`. `rate` [Hz] is a WAV's.
  ///
  /// Throws R0701 for an unknown ending, R0702 where a format cannot hold the garment, R0703 where the track is empty,
  /// and what the disk says.
  public static func save(
    _ track: HapticTrack, to path: String, name: String, rate: Int = 2000
  ) throws(Diagnostics) {
    guard let format = HapticFormat(path: path) else { throw unknownEnding(path) }
    guard track.ticks > 0 else {
      throw Diagnostics(
        Diagnostic("R0703", "there is nothing to write: not one haptic tick was recorded", file: path),
        exit: .data)
    }
    switch format {
    case .hjif: try TextFile.save(HJIFText.text(track, name: name), to: path)
    case .wav: try HapticWave.save(track, to: path, rate: rate)
    case .haptic: try TextFile.save(MonoHaptics(track).lofelt(name: name), to: path)
    case .ahap: try TextFile.save(MonoHaptics(track).ahap(), to: path)
    case .tact: try TextFile.save(TactText.text(track, name: name, path: path), to: path)
    case .csv: try TextFile.save(HapticText.text(track), to: path)
    case .nc: try HapticNetCDF.save(track, to: path, name: name)
    }
  }

  /// Makes sure that `path` can be written as one of the formats for `garment`, before a long run begins.
  public static func check(_ path: String, for garment: Garment) throws(Diagnostics) {
    guard let format = HapticFormat(path: path) else { throw unknownEnding(path) }
    if format == .tact { _ = try TactText.wire(of: garment, path: path) }
    _ = try PartialFile(path)
  }

  private static func unknownEnding(_ path: String) -> Diagnostics {
    let endings = HapticFormat.allCases.map { "." + $0.rawValue }.joined(separator: ", ")
    return Diagnostics(
      Diagnostic(
        "R0701", "the ending is none that haptics can be written in", file: path,
        hint: "endings are \(endings)"),
      exit: .usage)
  }
}

extension HapticTrack {
  /// The columns of one actuator over time.
  func drive(of actuator: Int) -> [Float] { column(drive, actuator) }
  func carrier(of actuator: Int) -> [Float] { column(carrier, actuator) }
  private func column(_ values: [Float], _ actuator: Int) -> [Float] {
    (0..<ticks).map { values[index(tick: $0, actuator: actuator)] }
  }
}
