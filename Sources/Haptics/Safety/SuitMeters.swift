/// What the gauges of a garment show.
public struct SuitMeters: Equatable, Sendable {
  public struct ZoneDose: Equatable, Sendable {
    public var zone: String
    public var dose: Float  // [m/s²] A(8) so far, the zone's greatest
  }
  public var gain: Float = 1  // of the feedback
  public var adaptation: Float = 0  // 0…1 share of the possible loss that driven skin has got used to
  public var dose: Float = 0  // [m/s²] A(8) so far, the greatest
  public var doseLimit: Float = 0  // [m/s²]
  public var zones: [ZoneDose] = []
  public var duty: Float = 0  // 0…1 greatest share of the time above the duty level
  public var dutyLimit: Float = 0
  public var warmth: Float = 0  // [K] greatest
  public var warmthLimit: Float = 0  // [K]
  public var joules: Float = 0  // since the beginning
  public var wattsOfMinute: Float = 0  // [W] mean of the last minute
  public var limited = 0  // actuators that comfort holds back now
  public var faults = 0  // requests that were not numbers, since the beginning
  public var released = 0  // times that an actuator was cut off since it stayed on, since the beginning
  public init() {}

  /// [J] in a minute at the last minute's mean.
  public var joulesPerMinute: Float { wattsOfMinute * 60 }
}
