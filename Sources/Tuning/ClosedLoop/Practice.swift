import Fields
import Haptics
import Kernel
import Learning

/// Walks about at random in one reel, kept so that any mapping can be felt on them afterwards, with what the eyes saw and
/// what would have come of a few ways to go at every decision.
public struct Practice: Sendable {
  struct Try: Sendable {
    var angle: Float  // [radians] to the left of the chest
    var collides: Bool  // within the horizon
  }
  struct Decision: Sendable {
    var step: Int
    var sight: [Float]
    var tries: [Try]
  }
  struct Attempt: Sendable {
    var walk: Walk
    var decisions: [Decision]
  }
  static let every: Float = 0.25  // [s] between decisions
  static let triesEach = 4

  var attempts: [Attempt] = []
  let seed: UInt64

  /// `walkers` of them, over the whole reel. Tries are kept at every second decision.
  public init(_ reel: CrowdReel, walkers: Int) {
    seed = reel.chance
    let dt = reel.clocks.crowdStep
    let every = max(1, Int((Practice.every / dt).rounded()))
    let random = CounterRandom(seed: seed)
    let foresight = Foresight(reel: reel)
    var lookout = Lookout(reel)
    var ghosts = (0..<walkers).map { Ghost(Course(reel.ground, seed: seed, walker: UInt32($0))) }
    attempts = (0..<walkers).map {
      Attempt(walk: Walk(group: reel.group, number: UInt32($0)), decisions: [])
    }
    var holding = [Int](repeating: 0, count: walkers)
    var view = BodyView()
    for step in reel.frames.indices {
      lookout.measure(step)
      for k in 0..<walkers {
        lookout.look(step, ghost: ghosts[k], into: &view)
        attempts[k].walk.append(view, speed: ghosts[k].velocity.length)
        if step % every == 0 {
          let u = random.uniform4(.practice, entity: UInt32(k), tick: step)
          if holding[k] == 0 {
            let choice = min(Int(u.x * Float(Steering.choices.count)), Steering.choices.count - 1)
            ghosts[k].will = Steering.velocity(Steering.choices[choice], goal: ghosts[k].goalDirection)
            holding[k] = 2 + Int(u.y * 5)
          }
          holding[k] -= 1
          // Of the last ones nobody knows what comes of them.
          let known = step + Int((Foresight.horizon / dt).rounded()) < reel.frames.count
          if step % (2 * every) == 0, known {
            attempts[k].decisions.append(
              Practice.decision(step, ghosts[k], foresight, random, walker: UInt32(k)))
          }
        }
        ghosts[k].advance(dt)
      }
    }
  }

  private static func decision(
    _ step: Int, _ ghost: Ghost, _ foresight: Foresight, _ random: CounterRandom, walker: UInt32
  ) -> Decision {
    let bits = random.bits4(.practice, entity: walker &+ 1 << 16, tick: step)
    let tries = (0..<triesEach).map { n in
      let choice = Steering.choices[Int(bits[n]) % Steering.choices.count]
      let velocity = Steering.velocity(choice, goal: ghost.goalDirection)
      let own = velocity.seen(from: ghost.heading)
      return Try(
        angle: Math.atan2(own.y, own.x),
        collides: foresight.collisions(step, at: ghost.position, velocity) > 0)
    }
    return Decision(
      step: step,
      sight: Sight.look(foresight.reel.frames[step], from: ghost.position, heading: ghost.heading),
      tries: tries)
  }

  /// What every attempt's skin told at each of its decisions, under one mapping.
  func touches(_ outfit: Outfit, _ fault: Touch.Fault, crowdStep: Float) -> [[[Float]]] {
    let ticks = max(1, Int((crowdStep / outfit.hapticStep).rounded()))
    let every = max(1, Int((Practice.every / crowdStep).rounded()))
    return attempts.map { attempt in
      var worn = outfit.worn(seed: seed ^ UInt64(attempt.walk.number) &* 0x9E37_79B9_7F4A_7C15)
      var touch = Touch(outfit, seed: seed, walker: attempt.walk.number)
      var view = BodyView()
      var told: [[Float]] = []
      var next = 0
      for step in 0..<attempt.walk.steps {
        attempt.walk.load(step, into: &view)
        worn.mapper.listen(view)
        for _ in 0..<ticks {
          worn.feel(speed: attempt.walk.speeds[step])
          touch.add(worn.suit.percept)
        }
        guard step % every == 0 else { continue }
        let felt = touch.decide(step, fault)
        if next < attempt.decisions.count, attempt.decisions[next].step == step {
          told.append(felt)
          next += 1
        }
      }
      return told
    }
  }
}

extension Lookout {
  /// Of a body that is not part of the crowd.
  func look(_ step: Int, ghost: Ghost, into view: inout BodyView) {
    let pose = Pose(position: ghost.position, heading: ghost.heading)
    estimator.sense(field, pose: pose, own: nil, velocity: ghost.velocity, into: &view)
    senseNeighbours(reel.frames[step], pose: pose, velocity: ghost.velocity, into: &view)
    senseHazards(reel.hazards, pose: pose, velocity: ghost.velocity, into: &view)
  }
}

/// The rows that one kind of walker learns from in one reel.
struct Lessons: Sendable {
  var rows: [Float] = []
  var collides: [Bool] = []
  let columns: Int

  init(_ kind: WalkerKind, _ practice: Practice, touches: [[[Float]]]) {
    columns = Observation.features(channels: kind.channels)
    for (a, attempt) in practice.attempts.enumerated() {
      for (d, decision) in attempt.decisions.enumerated() {
        let observation = Observation(
          channels: (kind.sees ? decision.sight : [])
            + (kind.feels ? touches[(a + kind.stranger) % touches.count][d] : []))
        for one in decision.tries {
          observation.write(angle: one.angle, into: &rows)
          collides.append(one.collides)
        }
      }
    }
  }
}
