import Kernel

/// What a garment was sent at each haptic tick: `haptics.csv`. Columns: `seconds`, the drive 0...1 of every
/// actuator under its name, and where motion is kept too the acceleration [g] of every actuator under
/// `NAME/g`.
public final class HapticTable {
  private let file: TextFile
  private let actuators: Int
  private let motion: Bool
  private var line = ""
  /// Rows recorded.
  public private(set) var rows = 0

  public init(path: String, actuators: [String], motion: Bool = false) throws(Diagnostics) {
    self.actuators = actuators.count
    self.motion = motion
    file = try TextFile(path: path)
    let names = actuators + (motion ? actuators.map { $0 + "/g" } : [])
    try file.write(line: (["seconds"] + names.map(CommaSeparated.field)).joined(separator: ","))
  }

  /// One row; `drive` and, where kept, `motion` have a value per actuator. What is not finite is left empty.
  public func record(seconds: Double, drive: [Float], motion values: [Float] = []) throws(Diagnostics) {
    precondition(
      drive.count == actuators && values.count == (motion ? actuators : values.count),
      "a row has a value for every actuator")
    line.removeAll(keepingCapacity: true)
    line += NumberText.short(seconds)
    append(drive)
    if motion { append(values) }
    line += "\n"
    rows += 1
    try file.write(line)
  }

  private func append(_ values: [Float]) {
    for value in values {
      line += ","
      // Most actuators rest most of the time.
      line += value == 0 ? "0" : NumberText.short(value)
    }
  }

  public func flush() throws(Diagnostics) { try file.flush() }
  public func finish() throws(Diagnostics) { try file.finish() }
  public func abandon() { file.abandon() }
}
