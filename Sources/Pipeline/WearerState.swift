import Fields
import Haptics
import Kernel
import Presentation
import Scenes

/// What one garment's actuators held at one haptic tick.
public struct HapticSample: Sendable, Equatable {
  public var drive: [Float]  // 0…1 sent
  public var carrier: [Float]  // [Hz] of what was sent, as the motor would settle at it
  public var motion: [Float]  // [g] done
  public var frequency: [Float]  // [Hz] of the motion; 0 at rest
  public var felt: [Float]  // multiples of the sensation at threshold
}

/// A body with a garment, inside a crowd.
public struct WearerState: Sendable {
  public let id: UInt32?  // of a person in the crowd; nil for somebody who stands in a film
  public let name: String
  public let garment: Garment
  public var mapping: Mapping { mapper.mapping }

  public internal(set) var pose: Pose
  public internal(set) var present: Bool
  public internal(set) var view = BodyView()  // computed by sense
  private var speed: Float = 0  // [m/s] of walking; computed by sense
  public internal(set) var mapper: Mapper
  public internal(set) var suit: HapticSuit
  /// The haptic ticks of the last frame, oldest first; computed by feel.
  public internal(set) var strip: [HapticSample] = []
  /// Of the last ten seconds; computed by feel.
  public private(set) var history: HapticHistory
  public internal(set) var request: HapticRequest  // computed by map
  /// Actuators that may be driven; nil: all. For a bench where single ones are to be felt.
  public var mask: [Bool]?

  /// `start` is where somebody stands who is not part of the crowd, or enters it.
  init(
    id: UInt32?, name: String, garment: Garment, mapping: Mapping, seed: UInt64, clocks: Clocks, start: Pose?
  ) {
    self.id = id
    self.name = name
    self.garment = garment
    // Wearers of one scene have sand of their own.
    mapper = Mapper(
      mapping, on: garment, seed: seed ^ (UInt64(id ?? 0) &* 0x9E37_79B9_7F4A_7C15), step: clocks.hapticStep)
    pose = start ?? Pose(position: .zero, heading: Vector2(0, 1))
    present = id == nil
    suit = HapticSuit(
      garment, mapping.suit, skin: mapping.skin,
      seed: seed ^ (UInt64(id ?? 0) &* 0x9E37_79B9_7F4A_7C15) ^ 0x5055_4953)
    history = HapticHistory(actuators: garment.actuators.count, seconds: 10, step: clocks.hapticStep)
    request = HapticRequest(actuators: garment.actuators.count)
  }

  /// For a file's name: letters, digits, hyphens and underscores.
  var fileName: String { String(name.map { $0.isLetter || $0.isNumber || $0 == "_" ? $0 : "-" }) }

  /// The greatest drive of every actuator in the last frame, 0…1.
  public var strongestDrive: [Float] {
    var most = [Float](repeating: 0, count: garment.actuators.count)
    for sample in strip {
      for i in most.indices { most[i] = max(most[i], sample.drive[i]) }
    }
    return most
  }

  /// Looks round in the field of this frame and among its people. Whoever has left senses nothing.
  mutating func sense(
    _ crowd: Crowd, _ field: CrowdField, _ estimator: FieldEstimator, wearers: [UInt32], hazards: [Hazard]
  ) {
    defer { mapper.listen(view) }
    var own: Int?
    if let id {
      guard let row = crowd.row(of: id) else {
        present = false
        speed = 0
        view.clear()
        return
      }
      present = true
      pose = Pose(position: crowd.positions[row], heading: crowd.headings[row])
      own = row
    }
    let velocity = own.map { crowd.velocities[$0] } ?? .zero
    speed = velocity.length
    estimator.sense(
      field, pose: pose, own: own.map { (crowd.positions[$0], crowd.velocities[$0]) }, velocity: velocity,
      into: &view)
    senseNeighbours(crowd, pose: pose, own: own, wearers: wearers, into: &view)
    senseHazards(hazards, pose: pose, velocity: velocity, into: &view)
  }

  /// What haptic tick `tick` of the run asks of the actuators.
  mutating func map(tick: Int) {
    mapper.ask(tick: tick, into: &request)
    guard let mask else { return }
    for k in mask.indices where !mask[k] { (request.level[k], request.hazard[k]) = (0, 0) }
  }
  /// Takes another mapping in the middle of a walk: from the next haptic tick on the actuators follow it.
  public mutating func change(to mapping: Mapping) {
    mapper.change(to: mapping, view: view)
    suit.change(skin: mapping.skin)
  }
  mutating func drive(dt: Float, stopped: Bool) {
    suit.drive(request, mapper.mapping.suit, dt: dt, stopped: stopped)
  }
  mutating func silence(dt: Float) { suit.drive(request, mapper.mapping.suit, dt: dt, stopped: true) }
  mutating func feel(dt: Float) {
    suit.feel(
      mapper.mapping.suit, dt: dt,
      surroundings: WearerSurroundings(ambience: mapper.mapping.suit.feedback.ambience, speed: speed))
    strip.append(HapticSample(suit, garment, carrier: request.carrier))
    history.append(
      drive: suit.drive.sent, motion: suit.motors.acceleration, felt: suit.percept.intensity)
  }

  var moment: WearerMoment? {
    guard present else { return nil }
    var moment = WearerMoment(
      id: id ?? 0, pose: pose, garment: garment, view: view, drive: suit.drive.sent,
      motion: suit.motors.acceleration,
      percept: suit.percept.intensity)
    moment.mapping = mapping.name
    moment.history = history
    moment.meters = suit.meters(mapper.mapping.suit)
    moment.feltDirection = suit.percept.feltDirection
    moment.directionError = suit.percept.directionError
    return moment
  }
}
