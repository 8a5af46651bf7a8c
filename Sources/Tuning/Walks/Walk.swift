import Fields
import Kernel

/// All that somebody's garment could sense on a walk, step by step: enough to try any mapping on it afterwards.
public struct Walk: Sendable {
  /// Which seed, or person of a recording: walks of one group hang together.
  public var group: Int
  /// Says the chance of this walk apart from all others.
  public var number: UInt32
  public private(set) var speeds: [Float] = []  // [m/s] of walking, one a step
  private var columns: [Float] = []  // views one after the other
  private let size: Int

  public init(group: Int, number: UInt32) {
    (self.group, self.number) = (group, number)
    size = Walk.size(BodyView())
  }

  /// Crowd steps.
  public var steps: Int { speeds.count }

  private static func size(_ view: BodyView) -> Int { 4 * view.density.count + 4 * view.sectors + 1 }

  mutating func append(_ view: BodyView, speed: Float) {
    precondition(Walk.size(view) == size, "views of one shape")
    speeds.append(speed)
    columns += view.density
    columns += view.closingSpeed
    columns += view.relativeSpeed
    columns += view.pressure
    columns += view.nearest
    columns += view.collision
    columns += view.wearer
    columns += view.hazard
    columns.append(view.ownDensity)
  }

  /// `view` takes on what was met with at `step`.
  public func load(_ step: Int, into view: inout BodyView) {
    columns.withUnsafeBufferPointer { columns in
      var at = columns.baseAddress! + step * size
      func take(_ column: inout [Float]) {
        column.withUnsafeMutableBufferPointer { $0.baseAddress!.update(from: at, count: $0.count) }
        at += column.count
      }
      take(&view.density)
      take(&view.closingSpeed)
      take(&view.relativeSpeed)
      take(&view.pressure)
      take(&view.nearest)
      take(&view.collision)
      take(&view.wearer)
      take(&view.hazard)
      view.ownDensity = at.pointee
    }
  }
}

/// Looks round for somebody in a reel.
struct Lookout {
  let reel: CrowdReel
  let estimator: FieldEstimator
  var field: CrowdField

  init(_ reel: CrowdReel) {
    self.reel = reel
    estimator = reel.estimator()
    field = estimator.emptyField(.pressure)
  }

  mutating func measure(_ step: Int) { estimator.measure(reel.frames[step], into: &field, workers: .one) }

  /// Of a person of the crowd: row `own` of the step that was measured last.
  func look(_ step: Int, own: Int, into view: inout BodyView) {
    let crowd = reel.frames[step]
    let velocity = crowd.velocities[own]
    let pose = Pose(position: crowd.positions[own], heading: crowd.headings[own])
    estimator.sense(
      field, pose: pose, own: (pose.position, velocity), velocity: velocity, into: &view)
    senseNeighbours(crowd, pose: pose, own: own, wearers: [], into: &view)
    senseHazards(reel.hazards, pose: pose, velocity: velocity, into: &view)
  }
}

extension Walk {
  /// Walks of people of the crowd itself. Each of `seats` follows one person, drawn by chance, for as long as that
  /// person is there, and then another one, as a walk of its own. Walks under two seconds are dropped.
  public static func ofPeople(_ reel: CrowdReel, seats: Int) -> [Walk] {
    var lookout = Lookout(reel)
    let random = CounterRandom(seed: reel.chance)
    var view = BodyView()
    var sitting = [(id: UInt32, walk: Walk)?](repeating: nil, count: seats)
    var walks: [Walk] = []
    var number = UInt32(reel.variant) << 16
    let shortest = Int(2 / reel.clocks.crowdStep)
    func keep(_ walk: Walk?) { if let walk, walk.steps >= shortest { walks.append(walk) } }
    for step in reel.frames.indices {
      let crowd = reel.frames[step]
      guard crowd.count > 0 else { continue }
      lookout.measure(step)
      for seat in 0..<seats {
        var row = sitting[seat].flatMap { crowd.row(of: $0.id) }
        if row == nil {
          keep(sitting[seat]?.walk)
          sitting[seat] = nil
          let taken = Set(sitting.compactMap { $0?.id })
          let free = crowd.ids.indices.filter { !taken.contains(crowd.ids[$0]) }
          guard !free.isEmpty else { continue }
          let u = random.uniform(.seats, entity: number, tick: step)
          row = free[min(Int(u * Float(free.count)), free.count - 1)]
          sitting[seat] = (crowd.ids[row!], Walk(group: reel.group, number: number))
          number += 1
        }
        lookout.look(step, own: row!, into: &view)
        sitting[seat]!.walk.append(view, speed: crowd.velocities[row!].length)
      }
    }
    for seat in sitting { keep(seat?.walk) }
    return walks
  }
}
