import Fields
import Haptics
import Kernel

/// Everything that a picture or a sound is made of, at one moment. The pipeline fills it; nothing here is changed
/// by drawing it.
public struct Moment: Sendable {
  public var title: String  // of the scene or recording
  public var seconds: Double  // [s] simulated or filmed time
  public var tick: Int  // crowd tick
  public var seed: UInt64?  // nil for a recording
  public var frameMilliseconds: Double?  // [ms] of the last screen frame, where one is drawn live
  public var ground: Ground
  public var features = GroundFeatures()
  public var crowd: Crowd
  public var density: Grid2D<Float>  // [1/m^2]
  public var walkableCells: Grid2D<Bool>
  public var wearer: WearerMoment?
  public var lost: [Vector2] = []  // [m] where people stood last whom the run had to take out
  public var stages: [Trace.Scope]  // for the profile panel
  public var notices: [String]  // one line each, newest last
  public var stopped = false  // all vibration and sound is off
  public var paused = false
  public var speed: Double = 1  // of simulated against real time
  public init(
    title: String, seconds: Double, tick: Int, seed: UInt64?, frameMilliseconds: Double? = nil,
    ground: Ground,
    crowd: Crowd, density: Grid2D<Float>, walkableCells: Grid2D<Bool>, wearer: WearerMoment? = nil,
    stages: [Trace.Scope] = [], notices: [String] = []
  ) {
    self.title = title
    self.seconds = seconds
    self.tick = tick
    self.seed = seed
    self.frameMilliseconds = frameMilliseconds
    self.ground = ground
    self.crowd = crowd
    self.density = density
    self.walkableCells = walkableCells
    self.wearer = wearer
    self.stages = stages
    self.notices = notices
  }
}

/// The wearer's part of a moment.
public struct WearerMoment: Sendable {
  public var id: UInt32
  public var pose: Pose
  public var garment: Garment
  public var view: BodyView
  public var drive: [Float]  // 0...1 per actuator, what is sent
  public var motion: [Float]  // [g] per actuator, what the motor really does
  public var percept: [Float]  // perceived intensity per actuator, in multiples of the threshold's
  public var mapping = ""  // its name
  public var history: HapticHistory?  // of the last seconds
  public var meters: SuitMeters?
  /// Where the wearer believes it to come from: x ahead, y to the left, length 0…1 how clear.
  public var feltDirection = Vector2.zero
  public var directionError: Float = 90  // [degrees] standard error of that belief
  public init(
    id: UInt32, pose: Pose, garment: Garment, view: BodyView, drive: [Float], motion: [Float],
    percept: [Float]
  ) {
    self.id = id
    self.pose = pose
    self.garment = garment
    self.view = view
    self.drive = drive
    self.motion = motion
    self.percept = percept
  }
}
