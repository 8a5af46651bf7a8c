import Haptics
import Kernel

/// What one garment is to do at one haptic tick.
public struct GarmentFrame: Equatable, Sendable {
  public var tick: Int
  public var seconds: Double  // [s] simulated
  public var drive: [Float]  // 0…1 per actuator
  public var carrier: [Float]  // [Hz] per actuator; 0 leaves it to the motor
  public var stopped: Bool  // the hard stop: goes out at once, whatever the device's pace
  public init(tick: Int, seconds: Double, drive: [Float], carrier: [Float], stopped: Bool = false) {
    self.tick = tick
    self.seconds = seconds
    self.drive = drive
    self.carrier = carrier
    self.stopped = stopped
  }
}

/// A way out of the program to a garment. Nothing waits for it: `send` puts the frame into a box for one, and what was
/// still in there is dropped.
public protocol GarmentDriver: AnyObject, Sendable {
  func send(_ frame: GarmentFrame)
  /// Sends zeros where it can, and ends within a second.
  func close()
  var report: DriverReport { get }
}

/// How a driver fared.
public struct DriverReport: Equatable, Sendable {
  public enum State: String, Sendable { case connected, waiting, closed }
  public var url: String
  public var state = State.waiting
  public var sent = 0  // frames that the device took
  public var dropped = 0  // frames that a newer one overtook
  public var lost = 0  // frames that found no connection
  public var reconnects = 0  // connections after the first
  public var bytes = 0
  public var latencyMean = 0.0  // [ms] from `send` to the socket having taken it
  public var latencyMost99 = 0.0  // [ms] that 99 of 100 stay below
  public var problem: String?  // the last one
  public init(url: String) { self.url = url }
}

/// Codes of everything that can be wrong with a garment's address or its server.
public enum DeviceCode {
  public static let all: [(code: String, meaning: String)] = [
    (
      "N0101",
      "The address of a garment is none: it begins with osc://, bhaptics://, belt://, lsl:// or gamepad://."
    ),
    (
      "N0102",
      "The garment does not say how the device numbers its actuators; its file needs wires of that protocol."
    ),
    ("N0103", "An address has a part that is wrong: a port outside 1…65535, a space that is not known."),
    ("N0104", "The library that a device needs is not there; the message names it."),
    ("N0105", "An address names a wearer after #, and nobody in the run has that name."),
    ("N0201", "The virtual Player cannot listen on its port: another program has it, or you may not."),
    ("N0202", "The virtual Player cannot make a certificate: the program openssl is missing."),
  ]
}
