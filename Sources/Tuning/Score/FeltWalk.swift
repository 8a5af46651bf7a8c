import Haptics
import Kernel

/// A mapping on a garment, ready to be worn on walk after walk: tables are made once.
public struct Outfit: Sendable {
  public let mapping: Mapping
  public let garment: Garment
  let mapper: Mapper
  let suit: HapticSuit
  let hapticStep: Float

  public init(_ mapping: Mapping, on garment: Garment, hapticStep: Float = 0.01) {
    self.mapping = mapping
    self.garment = garment
    self.hapticStep = hapticStep
    mapper = Mapper(mapping, on: garment, seed: 0, step: hapticStep)
    suit = HapticSuit(garment, mapping.suit, skin: mapping.skin)
  }

  /// Put on by somebody with fresh skin; `seed` is for all of the chance in it.
  func worn(seed: UInt64) -> WornOutfit {
    WornOutfit(
      mapper: mapper.reseeded(seed), suit: suit.reseeded(seed ^ 0x5055_4953, mapping.suit),
      request: HapticRequest(actuators: garment.actuators.count), settings: mapping.suit, dt: hapticStep)
  }
}

/// One garment on one body on the way.
struct WornOutfit {
  var mapper: Mapper
  var suit: HapticSuit
  var request: HapticRequest
  let settings: SuitSettings
  let dt: Float
  var tick = 0

  /// A haptic tick; `speed` [m/s] is that of walking.
  mutating func feel(speed: Float) {
    mapper.ask(tick: tick, into: &request)
    suit.drive(request, settings, dt: dt, stopped: false)
    suit.feel(
      settings, dt: dt, surroundings: WearerSurroundings(ambience: settings.feedback.ambience, speed: speed))
    tick += 1
  }
}

/// What lies round the body, in the words of the scores.
struct Surroundings {
  /// [m] that count as near: some 15 m², as large a space as people in a street look over.
  static let reach: Float = 2.2
  var density: Float = 0  // [1/m²] of others within reach
  var people: Float = 0  // of them
  /// Mean direction of those people in the body's frame; length 0…1: how much they are on one side.
  var crowd = Vector2.zero
  var threat: Float?  // [radians] direction of the first collision within 4 s

  init(_ view: BodyView) {
    var area: Float = 0
    for sector in 0..<view.sectors {
      let direction = view.direction(ofSector: sector)
      for ring in 0..<view.rings where view.edges[ring + 1] <= Surroundings.reach + 1e-3 {
        let size = view.area(ofRing: ring)
        let here = view.density[view.index(sector: sector, ring: ring)] * size
        area += size
        people += here
        crowd += direction * here
      }
    }
    density = people / max(area, 1e-6)
    crowd = people > 1e-6 ? crowd / people : .zero
    // Of equally near sectors the middle of the first run of them.
    if let soonest = view.collision.min(), soonest < 4 {
      var sum = Vector2.zero
      for sector in 0..<view.sectors where view.collision[sector] == soonest {
        sum += view.direction(ofSector: sector)
      }
      threat = Math.atan2(sum.y, sum.x)
    }
  }
}

/// What a wearer makes of half a second.
struct Judgement: Sendable {
  /// [s] over which pulses, strokes and grains run together into one impression.
  static let length: Float = 0.5
  var density: Float  // [1/m²] true, mean
  var people: Float
  var crowd: Vector2
  var threat: Float?
  var felt: Float  // sum over the actuators, multiples of the sensation at threshold, mean
  var strength: Float  // just-noticeable steps above nothing, with the noise of judging
  /// [radians] where it is believed to come from, with the error of judging; nil where nothing is felt.
  var direction: Float?
}

/// A walk as felt under one mapping.
struct FeltWalk: Sendable {
  let group: Int
  var judgements: [Judgement] = []
  var seconds: Float = 0
  var strongSeconds: Float = 0  // with an actuator that feels strong
  var joules: Float = 0
  var exposure: Float = 0  // [m²/s³] ∫ a_w² dt of the actuator with the most

  /// Plays `walk` through the garment. The first second is not judged: the skin is still coming up.
  init(_ walk: Walk, _ outfit: Outfit, crowdStep: Float) {
    group = walk.group
    var worn = outfit.worn(seed: UInt64(walk.number) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(walk.group))
    let skin = outfit.mapping.skin
    let site = outfit.garment.actuators.first?.site ?? .chest
    let random = CounterRandom(seed: UInt64(walk.group) &* 0xD1B5_4A32_D192_ED03)
    let ticks = max(1, Int((crowdStep / outfit.hapticStep).rounded()))
    let window = max(1, Int((Judgement.length / crowdStep).rounded()))
    let settling = Int((1 / crowdStep).rounded())
    let strong = skin.strong.value
    var view = BodyView()
    var open = OpenJudgement()
    for step in 0..<walk.steps {
      walk.load(step, into: &view)
      worn.mapper.listen(view)
      for _ in 0..<ticks {
        worn.feel(speed: walk.speeds[step])
        open.add(worn.suit.percept)
        if worn.suit.percept.intensity.contains(where: { $0 > strong }) { strongSeconds += outfit.hapticStep }
      }
      open.add(Surroundings(view))
      if (step + 1) % window == 0 {
        if step >= settling {
          judgements.append(
            open.close(
              skin, site: site, noise: random.normals(.judgement, entity: walk.number, tick: step)))
        }
        open = OpenJudgement()
      }
    }
    seconds = Float(walk.steps) * crowdStep
    joules = worn.suit.comfort.joules
    exposure =
      outfit.garment.actuators.indices.map { a in
        let dose = worn.suit.comfort.dose(of: a)
        return dose * dose * 8 * 3600
      }.max() ?? 0
  }
}

/// Sums on the way to a judgement.
private struct OpenJudgement {
  private var ticks: Float = 0
  private var felt: Float = 0
  private var energy: Float = 0
  private var pull = Vector2.zero
  private var steps: Float = 0
  private var density: Float = 0
  private var people: Float = 0
  private var crowd = Vector2.zero
  private var threat: Float?

  mutating func add(_ percept: Percept) {
    ticks += 1
    let total = percept.total.felt
    felt += total
    // Directions count by how much is felt when they are.
    energy += total * total
    pull += percept.direction * (total * total)
  }
  mutating func add(_ around: Surroundings) {
    steps += 1
    density += around.density
    people += around.people
    crowd += around.crowd * around.people
    threat = threat ?? around.threat
  }

  func close(_ skin: SkinModel, site: BodySite, noise: (Float, Float)) -> Judgement {
    let felt = felt / max(ticks, 1)
    let crowd = people > 1e-6 ? self.crowd / people : .zero
    var judgement = Judgement(
      density: density / max(steps, 1), people: people / max(steps, 1), crowd: crowd, threat: threat,
      felt: felt,
      strength: 0, direction: nil)
    // A difference of one noticeable step is 0.95 standard deviations of what is judged.
    judgement.strength = skin.jnds(from: 0, to: felt, at: site) + noise.0 / 0.954
    let direction = energy > 0 ? pull / energy : .zero
    if felt >= 1, direction.length > 1e-3 {
      let angle = Math.atan2(direction.y, direction.x)
      let error = skin.directionError(angle, clarity: direction.length) * (.pi / 180)
      judgement.direction = skin.feltAngle(angle) + error * noise.1
    }
    return judgement
  }
}

extension CounterRandom {
  /// Two independent numbers of the standard normal distribution (Box and Muller 1958).
  func normals(_ stream: RandomStream, entity: UInt32, tick: Int) -> (Float, Float) {
    let u = uniform4(stream, entity: entity, tick: tick)
    let size = (-2 * Math.log(1 - u.x)).squareRoot()
    let turn = 2 * Float.pi * u.y
    return (size * Math.cos(turn), size * Math.sin(turn))
  }
}
