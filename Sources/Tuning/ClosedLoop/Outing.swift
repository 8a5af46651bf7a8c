import Fields
import Haptics
import Kernel
import Learning

/// What came of one walker's way through a reel.
public struct OutingFigures: Equatable, Sendable {
  public var seconds = 0.0
  public var collisions = 0
  public var fromBehind = 0
  public var path = 0.0  // [m] walked
  public var progress = 0.0  // [m] nearer to goals
  public var crushed = 0.0  // [s] above 4 people per square metre
  public var joules = 0.0
  /// [s] to the first collision if all kept their velocities, at most 5; mean over the steps.
  public var leastTime = 5.0
}

/// Walkers who choose, four times a second, the way of the least predicted risk:
///
///     cost = −ln(1 − p) + caution · (1 − cos(angle to the goal))        p = P(somebody is hit within 2 s)
///
/// and set out on it a quarter of a second later. −ln(1 − p) is how many collisions to expect where they come
/// independently; in a dense crowd p alone is near 1 for every way, and tells nothing.
struct Outing {
  /// Collisions that two seconds without getting nearer to the goal are worth.
  static let caution = 1.0
  /// Of those who know what will happen: only where ways are equally good.
  static let perfectCaution = 0.05
  static let crush: Float = 4  // [1/m²]

  /// All of `walkers` of every kind in one reel, in one pass. Figures come by kind, then walker.
  static func run(
    _ kinds: [WalkerKind], _ reel: CrowdReel, walkers: Int, _ schooling: Schooling, outfit: Outfit?
  ) -> [[OutingFigures]] {
    let dt = reel.clocks.crowdStep
    let seed = reel.chance
    let every = max(1, Int((Practice.every / dt).rounded()))
    var lookout = Lookout(reel)
    let foresight = Foresight(reel: reel)
    var all: [Walker] = []
    for kind in kinds {
      for k in 0..<walkers {
        // Other courses than those of practice.
        all.append(
          Walker(
            kind, Ghost(Course(reel.ground, seed: seed, walker: UInt32(1000 + k))),
            model: schooling.model(kind, group: reel.group), outfit: kind.feels ? outfit : nil, seed: seed,
            number: UInt32(1000 + k)))
      }
    }
    var view = BodyView()
    for step in reel.frames.indices {
      lookout.measure(step)
      let decides = step % every == 0
      for k in all.indices { all[k].live(step, lookout, dt: dt, feelsNow: decides, &view) }
      for k in all.indices {
        if decides {
          let first = k / walkers * walkers
          let source = first + (k - first + all[k].kind.stranger) % walkers
          all[k].decide(step, reel.frames[step], foresight, felt: all[source].felt)
        }
        all[k].ghost.advance(dt)
      }
    }
    return kinds.indices.map { kind in
      (0..<walkers).map { all[kind * walkers + $0].result }
    }
  }
}

private struct Walker {
  let kind: WalkerKind
  var ghost: Ghost
  let model: Logistic?
  var worn: WornOutfit?
  var touch: Touch?
  var figures = OutingFigures()
  /// The last step at which somebody was touched; looked up, never listed.
  private var touching: [UInt32: Int] = [:]
  private var times = 0.0  // [s²] sum of times to the first collision
  private var next = Vector2.zero  // the will that comes after the time to react
  private var row: [Float] = []
  private(set) var felt: [Float] = []  // at the latest decision

  init(
    _ kind: WalkerKind, _ ghost: Ghost, model: Logistic?, outfit: Outfit?, seed: UInt64, number: UInt32
  ) {
    self.kind = kind
    self.ghost = ghost
    self.model = model
    worn = outfit?.worn(seed: seed ^ UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
    touch = outfit.map { Touch($0, seed: seed, walker: number) }
    next = ghost.goalDirection * Steering.speed
  }

  var result: OutingFigures {
    var figures = figures
    figures.path = Double(ghost.path)
    figures.progress = Double(ghost.progress)
    figures.joules = Double(worn?.suit.comfort.joules ?? 0)
    if figures.seconds > 0 { figures.leastTime = times / figures.seconds }
    return figures
  }

  /// A step of what goes on round the body.
  mutating func live(_ step: Int, _ lookout: Lookout, dt: Float, feelsNow: Bool, _ view: inout BodyView) {
    let crowd = lookout.reel.frames[step]
    if worn != nil {
      lookout.look(step, ghost: ghost, into: &view)
      feel(view, dt)
    } else {
      let pose = Pose(position: ghost.position, heading: ghost.heading)
      senseNeighbours(crowd, pose: pose, velocity: ghost.velocity, into: &view)
    }
    times += Double(min(view.collision.min() ?? 5, 5) * dt)
    collide(crowd, step, dt)
    if lookout.density(at: ghost.position) > Outing.crush { figures.crushed += Double(dt) }
    figures.seconds += Double(dt)
    if feelsNow, let fault = kind.fault { felt = touch?.decide(step, fault) ?? [] }
  }

  private mutating func feel(_ view: BodyView, _ dt: Float) {
    worn!.mapper.listen(view)
    let speed = ghost.velocity.length
    for _ in 0..<max(1, Int((dt / worn!.dt).rounded())) {
      worn!.feel(speed: speed)
      touch!.add(worn!.suit.percept)
    }
  }

  /// A collision begins where somebody is touched who was not within the last half second.
  private mutating func collide(_ crowd: Crowd, _ step: Int, _ dt: Float) {
    let pause = Int((0.5 / dt).rounded())
    for row in 0..<crowd.count where Foresight.touch(crowd, row, ghost.position) {
      let id = crowd.ids[row]
      let last = touching[id]
      touching[id] = step
      // Nobody is to blame for where the walk begins.
      guard step > 0, last.map({ step - $0 > pause }) ?? true else { continue }
      figures.collisions += 1
      if (crowd.positions[row] - ghost.position).dot(ghost.heading) < 0 { figures.fromBehind += 1 }
    }
  }

  /// Sets out on what was decided last, and decides anew.
  mutating func decide(_ step: Int, _ crowd: Crowd, _ foresight: Foresight, felt: [Float]) {
    ghost.will = next
    let goal = ghost.goalDirection
    let observation = Observation(
      channels: (kind.sees ? Sight.look(crowd, from: ghost.position, heading: ghost.heading) : []) + felt)
    var best = Double.infinity
    for angle in Steering.choices {
      let velocity = Steering.velocity(angle, goal: goal)
      var risk = 0.0
      if kind == .perfect {
        risk = foresight.riskOnTheBestWay(step, at: ghost.position, velocity)
      } else if let model {
        let own = velocity.seen(from: ghost.heading)
        row.removeAll(keepingCapacity: true)
        observation.write(angle: Math.atan2(own.y, own.x), into: &row)
        risk = -Math.log(max(1 - model.probability(row), 1e-6))
      }
      let caution = kind == .perfect ? Outing.perfectCaution : Outing.caution
      let cost = risk + caution * Double(1 - Math.cos(angle))
      if cost < best - 1e-12 { (best, next) = (cost, velocity) }
    }
  }
}

extension Lookout {
  /// [1/m²] of the cell at `place`; 0 off the grid.
  func density(at place: Vector2) -> Float {
    let frame = field.density.frame
    let cell = (place - frame.origin) / frame.cellSize
    guard cell.x >= 0, cell.y >= 0, cell.x < Float(frame.columns), cell.y < Float(frame.rows) else {
      return 0
    }
    return field.density.cells[frame.index(Int(cell.x), Int(cell.y))]
  }
}
