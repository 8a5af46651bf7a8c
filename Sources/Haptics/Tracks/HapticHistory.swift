/// What a garment did of late: a ring of haptic ticks with a value per actuator for each of three columns.
public struct HapticHistory: Equatable, Sendable {
  public let actuators: Int
  public let capacity: Int  // ticks
  public let step: Float  // [s] of a tick
  private var drive: [Float]  // 0…1 sent
  private var motion: [Float]  // [g]
  private var felt: [Float]  // multiples of the sensation at threshold
  public private(set) var ticks = 0  // booked since the beginning

  /// For the last `seconds` [s].
  public init(actuators: Int, seconds: Float, step: Float) {
    self.actuators = actuators
    self.step = step
    capacity = max(1, Int((seconds / step).rounded()))
    drive = [Float](repeating: 0, count: capacity * actuators)
    motion = drive
    felt = drive
  }

  public mutating func append(drive: [Float], motion: [Float], felt: [Float]) {
    precondition(
      drive.count == actuators && motion.count == actuators && felt.count == actuators,
      "a tick has a value for every actuator")
    let base = ticks % capacity * actuators
    for a in 0..<actuators {
      self.drive[base + a] = drive[a]
      self.motion[base + a] = motion[a]
      self.felt[base + a] = felt[a]
    }
    ticks += 1
  }

  public enum Column: CaseIterable, Sendable { case drive, motion, felt }

  /// The greatest value of an actuator over `span`, counted in ticks before the latest: 0 is the latest. Ticks that
  /// have not been or are forgotten count as 0.
  public func greatest(_ column: Column, actuator: Int, ticksAgo span: Range<Int>) -> Float {
    var most: Float = 0
    for ago in span.clamped(to: 0..<min(ticks, capacity)) {
      let at = (ticks - 1 - ago) % capacity * actuators + actuator
      let value =
        switch column {
        case .drive: drive[at]
        case .motion: motion[at]
        case .felt: felt[at]
        }
      most = max(most, value)
    }
    return most
  }
}
