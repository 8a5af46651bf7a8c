import Fields
import Kernel

/// What a person asked of one run, beyond what the scene says.
public struct RunOptions: Sendable {
  public var seconds: Double  // [s] simulated; a window without `closesAfterSeconds` stays open
  public var closesAfterSeconds: Bool
  public var speed: Double?  // of simulated against real time; nil: as fast as possible, or 1 in a window
  public var workers: Workers
  public var folder: String  // for the results
  public var mute: Bool
  public var pictures: Int  // of the whole ground, spread over the run
  public var pictureWidth = 1280  // [px]
  public var pictureHeight = 720  // [px]
  public var command: String  // as the person gave it
  /// [1/s] frames of the recorded trajectories; brought to a whole number of steps. nil: every step.
  public var trajectoryRate: Double?
  /// Fields over time as NetCDF, beside the folder's files; nil: none.
  public var fields: FieldOutput?
  /// Addresses of real garments to drive while the run goes; see `LiveFeed`.
  public var live: [String] = []
  /// Files of what the first wearer's garment did, by their endings; beside the folder's own.
  public var haptics: [String] = []
  public var hapticRate = 2000  // [Hz] of a WAV
  public init(
    seconds: Double, closesAfterSeconds: Bool = true, speed: Double? = nil, workers: Workers, folder: String,
    mute: Bool = false, pictures: Int = 4, command: String
  ) {
    self.seconds = seconds
    self.closesAfterSeconds = closesAfterSeconds
    self.speed = speed
    self.workers = workers
    self.folder = folder
    self.mute = mute
    self.pictures = pictures
    self.command = command
  }
}

/// Which fields a run writes, how often and where to.
public struct FieldOutput: Equatable, Sendable {
  public var path: String
  public var variables: [FieldVariable]
  public var every: Double  // [s]; brought to a whole number of steps
  public init(path: String, variables: [FieldVariable], every: Double) {
    self.path = path
    self.variables = variables
    self.every = every
  }
}

/// How far a run has come.
public struct RunProgress: Sendable {
  public var seconds: Double  // [s] simulated
  public var share: Double  // 0...1 of the run
  public var present: Int  // people
  public var realTimeFactor: Double  // simulated against wall time so far
}

/// The version of Throng, written into every record.
public let throngVersion = "0.1.0"
