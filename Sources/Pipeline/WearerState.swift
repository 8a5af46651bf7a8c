import Fields
import Haptics
import Kernel
import Presentation
import Scenes

/// What one actuator column held at one haptic tick.
public struct HapticSample: Sendable, Equatable {
  public var drive: [Float]  // 0…1 sent
  public var motion: [Float]  // [g] done
}

/// A body with a garment, inside a crowd.
public struct WearerState: Sendable {
  public let id: UInt32?  // of a person in the crowd; nil for somebody who stands in a film
  public let name: String
  public let garment: Garment
  public let mapping: Mapping
  let receptive: ReceptiveField

  public internal(set) var pose: Pose
  public internal(set) var present: Bool
  public internal(set) var view = BodyView()  // computed by sense
  public internal(set) var suit: HapticSuit
  /// The haptic ticks of the last frame, oldest first; computed by feel.
  public internal(set) var strip: [HapticSample] = []
  var before = BodyView()  // the view of the frame before
  var between = BodyView()  // scratch: the blend that a haptic tick feels
  public internal(set) var request: HapticRequest  // computed by map

  /// `start` is where somebody stands who is not part of the crowd, or enters it.
  init(id: UInt32?, name: String, garment: Garment, mapping: Mapping, start: Pose?) {
    self.id = id
    self.name = name
    self.garment = garment
    self.mapping = mapping
    receptive = ReceptiveField(garment, mapping.receptive)
    pose = start ?? Pose(position: .zero, heading: Vector2(0, 1))
    present = id == nil
    suit = HapticSuit(garment)
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

  /// Looks round in the field of this frame. Whoever has left senses nothing.
  mutating func sense(_ crowd: Crowd, _ field: CrowdField, _ estimator: FieldEstimator) {
    swap(&before, &view)
    var own: (position: Vector2, velocity: Vector2)?
    if let id {
      guard let row = crowd.row(of: id) else {
        present = false
        view.clear()
        return
      }
      present = true
      pose = Pose(position: crowd.positions[row], heading: crowd.headings[row])
      own = (crowd.positions[row], crowd.velocities[row])
    }
    estimator.sense(field, pose: pose, own: own, velocity: own?.velocity ?? .zero, into: &view)
  }

  /// What haptic tick `tick` of `ticks` asks of the actuators: between the last view and this one.
  mutating func map(tick: Int, of ticks: Int) {
    between.blend(before, view, Float(tick) / Float(ticks))
    Haptics.map(between, mapping, receptive, into: &request)
  }
  mutating func drive(dt: Float, stopped: Bool) {
    suit.drive(request, mapping.suit, dt: dt, stopped: stopped)
  }
  mutating func silence(dt: Float) { suit.drive(request, mapping.suit, dt: dt, stopped: true) }
  mutating func feel(dt: Float) {
    suit.feel(dt: dt)
    strip.append(HapticSample(drive: suit.drive.sent, motion: suit.motors.acceleration))
  }

  var moment: WearerMoment? {
    guard present else { return nil }
    return WearerMoment(
      id: id ?? 0, pose: pose, garment: garment, view: view, drive: suit.drive.sent,
      motion: suit.motors.acceleration,
      percept: suit.percept.intensity)
  }
}
