import Haptics

/// A game controller, through whoever has its window: the strongest drive of each of its motors.
struct RumbleLink: DeviceLink {
  let low: [Int]  // actuators of the low-frequency motor
  let high: [Int]
  let rumble: @Sendable (Float, Float) -> Bool

  mutating func open() throws {
    guard rumble(0, 0) else { throw LinkProblem("no game controller that can rumble") }
  }
  mutating func send(_ frame: GarmentFrame) throws -> Int {
    func most(_ actuators: [Int]) -> Float { actuators.map { frame.drive[$0] }.max() ?? 0 }
    guard rumble(most(low), most(high)) else { throw LinkProblem("the controller is gone") }
    return 4
  }
  mutating func listen() throws {}
  mutating func close() { _ = rumble(0, 0) }
}
