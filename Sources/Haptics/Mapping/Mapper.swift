import Kernel

/// A mapping at work on one garment: listens once per field, asks once per haptic tick.
///
/// `listen` turns a view into the levels of every layer; `ask` leads each level from where it was to there, gives it
/// its texture and mixes the layers. Any parameter may change in between by `change`.
///
///     E = 1 − Π (1 − eᵢ)       eᵢ = (gain · duckᵢ · levelᵢ)²        level = √E · volume
///
/// so that layers of one strength add their energy and never pass the full drive. A hazard's layers stand apart:
/// nothing turns them down, and while one is felt the crowd keeps below it.
public struct Mapper: Sendable {
  /// What the crowd's levels may reach beside a hazard: two just-noticeable differences of 20 % below it.
  public static let besideHazard: Float = 1 / (1.2 * 1.2)

  public private(set) var mapping: Mapping
  public let garment: Garment
  private var random: CounterRandom
  private let step: Float  // [s] of a haptic tick
  private let rows: GarmentRows
  private var listeners: [LayerListener] = []
  private var order: [Int] = []  // layers by falling priority
  private var traits: [LayerTraits] = []
  private var stirring: [Bool] = []  // state: layers that have a level above zero, or did until now
  private var volume: [Float] = []  // 0…1 of each actuator: the wearer's own
  private var now: [Float] = []  // state: level of each layer and actuator
  private var goal: [Float] = []  // state: where they are led
  private var pace: [Float] = []  // state: what is left of the way per tick, of each layer and actuator
  private var speeds: [Float] = []  // [m/s] state: of the people, for sand
  private var left = 0  // state: ticks until the goal
  private var phases: [Float] = []  // state: of pulses, strokes and effects, in periods
  private var sand: [Sand?] = []  // state
  private var scratch: [Float] = []
  private var textured: [Float] = []  // scratch
  private var energy: [Float] = []  // scratch

  /// `seed` is all of the chance: the same seed, views and ticks give the same sand.
  public init(_ mapping: Mapping, on garment: Garment, seed: UInt64, step: Float, view: BodyView = BodyView())
  {
    self.mapping = mapping
    self.garment = garment
    self.step = step
    random = CounterRandom(seed: seed)
    rows = GarmentRows(garment)
    arrange(view)
  }

  /// The same with other chance. Tables are shared: a thousand wearers of one garment read the same ones.
  public func reseeded(_ seed: UInt64) -> Mapper {
    var other = self
    other.random = CounterRandom(seed: seed)
    return other
  }

  private mutating func arrange(_ view: BodyView) {
    let count = garment.actuators.count
    let layers = mapping.layers
    listeners = layers.map { LayerListener($0, garment, rows, view: view) }
    setTraits()
    stirring = [Bool](repeating: false, count: layers.count)
    now = [Float](repeating: 0, count: layers.count * count)
    goal = now
    pace = now
    speeds = now
    left = 0
    phases = [Float](repeating: 0, count: layers.count)
    sand = layers.indices.map { layer in
      guard case .grains(let grains) = layers[layer].texture else { return nil }
      return Sand(garment, rows, layer: layer, grains: grains, step: step)
    }
    textured = [Float](repeating: 0, count: count)
    energy = textured
    setVolume()
  }

  private mutating func setTraits() {
    traits = mapping.layers.map(LayerTraits.init)
    let all = traits
    order = all.indices.sorted { (-all[$0].priority, $0) < (-all[$1].priority, $1) }
  }

  private mutating func setVolume() {
    volume = garment.actuators.map { actuator in
      let zone = mapping.zoneGains.last { $0.zone == actuator.zone }?.gain ?? 1
      return min(max(mapping.gain * zone, 0), 1)
    }
  }

  /// Takes another mapping in the middle of a walk; `view` is the latest. What sounds goes on from where it is where
  /// the layers are the same in number, source and texture.
  public mutating func change(to other: Mapping, view: BodyView) {
    let alike =
      other.layers.count == mapping.layers.count
      && zip(other.layers, mapping.layers).allSatisfy { $0.texture == $1.texture && $0.source == $1.source }
    mapping = other
    if !alike {
      arrange(view)
    } else {
      listeners = other.layers.map { LayerListener($0, garment, rows, view: view) }
      setTraits()
      setVolume()
    }
    listen(view)
  }

  /// Takes in a new view: the goal of the ticks to come.
  public mutating func listen(_ view: BodyView) {
    let count = garment.actuators.count
    left = max(1, Int((mapping.blend / step).rounded()))
    let share = 1 / Float(left)
    goal.withUnsafeMutableBufferPointer { goal in
      speeds.withUnsafeMutableBufferPointer { speeds in
        guard let levels = goal.baseAddress, let moving = speeds.baseAddress else { return }
        for layer in listeners.indices {
          let base = layer * count
          let heard = listeners[layer].listen(
            view, &scratch, levels: levels + base, speeds: sand[layer] != nil ? moving + base : nil)
          let was = stirring[layer]
          stirring[layer] = heard || was && now[base..<base + count].contains { $0 > 0 }
          if !stirring[layer] { phases[layer] = 0 }
          guard heard || was else { continue }
          for i in base..<base + count { pace[i] = (levels[i] - now[i]) * share }
        }
      }
    }
  }

  /// What haptic tick `tick` of the run asks of every actuator.
  public mutating func ask(tick: Int, into request: inout HapticRequest) {
    let count = garment.actuators.count
    precondition(request.count == count, "a request for every actuator")
    let arriving = left == 1
    let moving = left > 0
    left = max(0, left - 1)
    energy.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    request.hazard.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    request.carrier.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    var duck: Float = 1
    var duckBelow: Float = 1
    var priority = Int.max
    var strongestHazard: Float = 0
    var hazardCarrier: Float = 0
    for layer in order {
      let traits = traits[layer]
      if traits.priority < priority {
        duck *= duckBelow
        duckBelow = 1
        priority = traits.priority
      }
      // Sand still falls for a while when nobody is there any more.
      guard stirring[layer] || sand[layer] != nil else { continue }
      let strongest = advance(layer, moving: moving, arriving: arriving)
      if !traits.isSteady { texture(layer, strongest, tick: tick) }
      guard strongest > 0 || sand[layer] != nil else { continue }
      if traits.isHazard {
        for a in 0..<count where textured[a] > request.hazard[a] {
          request.hazard[a] = min(textured[a], 1)
          hazardCarrier = traits.carrier
          strongestHazard = max(strongestHazard, textured[a])
        }
      } else {
        mix(gain: traits.gain * duck, carrier: traits.carrier, &request)
      }
      duckBelow *= 1 - traits.duck * strongest
    }
    if strongestHazard > 0 {
      for a in 0..<count where request.hazard[a] > 0 { request.carrier[a] = hazardCarrier }
    }
    let most = strongestHazard > 0 ? strongestHazard * Mapper.besideHazard : 1
    energy.withUnsafeBufferPointer { energy in
      volume.withUnsafeBufferPointer { volume in
        request.level.withUnsafeMutableBufferPointer { level in
          for a in 0..<count { level[a] = min(energy[a].squareRoot() * volume[a], most) }
        }
      }
    }
  }

  /// Adds the energy of `textured`.
  private mutating func mix(gain: Float, carrier: Float, _ request: inout HapticRequest) {
    energy.withUnsafeMutableBufferPointer { energy in
      textured.withUnsafeBufferPointer { textured in
        request.carrier.withUnsafeMutableBufferPointer { carriers in
          for a in energy.indices {
            let level = textured[a] * gain
            let e = min(level * level, 1)
            carriers[a] = e > energy[a] ? carrier : carriers[a]
            energy[a] += e * (1 - energy[a])
          }
        }
      }
    }
  }

  /// Leads the levels of a layer one tick further to their goals, which they meet exactly, and lays them into
  /// `textured`; the strongest comes back.
  private mutating func advance(_ layer: Int, moving: Bool, arriving: Bool) -> Float {
    let count = garment.actuators.count
    let base = layer * count
    return now.withUnsafeMutableBufferPointer { now in
      textured.withUnsafeMutableBufferPointer { textured in
        goal.withUnsafeBufferPointer { goal in
          pace.withUnsafeBufferPointer { pace in
            var strongest: Float = 0
            for a in 0..<count {
              let i = base + a
              let level = arriving ? goal[i] : moving ? now[i] + pace[i] : now[i]
              now[i] = level
              textured[a] = level
              strongest = max(strongest, level)
            }
            return strongest
          }
        }
      }
    }
  }

  /// Gives the levels in `textured` the texture of their layer; `strongest` is the greatest of them.
  private mutating func texture(_ layer: Int, _ strongest: Float, tick: Int) {
    let count = garment.actuators.count
    switch mapping.layers[layer].texture {
    case .steady: break
    case .flutter(let flutter):
      for a in 0..<count { textured[a] *= flutter.share(a, seconds: Float(tick) * step) }
    case .pulses(let pulses):
      let on = beat(layer, strongest, pulses.slowestHertz, pulses.fastestHertz) < pulses.duty
      if !on { for a in 0..<count { textured[a] = 0 } }
    case .stroke(let stroke): move(stroke, layer, strongest)
    case .grains(let grains): pour(grains, layer, tick: tick)
    case .effect(let played): play(played, layer, strongest)
    }
  }

  /// The phase 0..<1 of a rhythm that quickens with the level; it begins anew after silence.
  private mutating func beat(_ layer: Int, _ level: Float, _ slowest: Float, _ fastest: Float) -> Float {
    guard level > 0 else {
      phases[layer] = 0
      return 0
    }
    let phase = phases[layer]
    let next = phase + (slowest + (fastest - slowest) * min(level, 1)) * step
    phases[layer] = next - next.rounded(.down)
    return phase
  }

  private mutating func move(_ stroke: Stroke, _ layer: Int, _ strongest: Float) {
    let steps = rows.rows.count
    let rate = stroke.slowestHertz + (stroke.fastestHertz - stroke.slowestHertz) * min(strongest, 1)
    // A stroke is never cut by the next one.
    let fastest = min(rate, 1 / max(stroke.duration, 0.02))
    let into = beat(layer, strongest, fastest, fastest) / max(fastest, 1e-3)  // [s] since this stroke began
    let burst = ApparentMotion.duration(total: stroke.duration, steps: steps)
    let asynchrony = ApparentMotion.onsetAsynchrony(duration: burst)
    for a in textured.indices {
      let place = stroke.direction == .up ? rows.row[a] : steps - 1 - rows.row[a]
      let since = into - Float(place) * asynchrony
      if since < 0 || since >= burst { textured[a] = 0 }
    }
  }

  private mutating func pour(_ grains: Grains, _ layer: Int, tick: Int) {
    let base = layer * garment.actuators.count
    now.withUnsafeBufferPointer { now in
      speeds.withUnsafeBufferPointer { speeds in
        textured.withUnsafeMutableBufferPointer { out in
          guard let now = now.baseAddress, let speeds = speeds.baseAddress, let out = out.baseAddress else {
            return
          }
          sand[layer]?.fall(
            grains, levels: now + base, speeds: speeds + base, random: random, tick: tick, step: step,
            gain: 1, out: out)
        }
      }
    }
  }

  private mutating func play(_ played: PlayedEffect, _ layer: Int, _ strongest: Float) {
    guard strongest > 0, let effect = played.effect, effect.actuators == textured.count else {
      phases[layer] = 0
      for a in textured.indices { textured[a] = 0 }
      return
    }
    // The phase counts seconds here.
    var milliseconds = Int(phases[layer] * 1000 + 0.5)
    let whole = effect.steps * effect.stepMilliseconds
    if played.repeats, whole > 0 { milliseconds %= whole }
    phases[layer] = min(phases[layer] + step, 1e4)
    guard let row = effect.step(atMilliseconds: milliseconds) else {
      for a in textured.indices { textured[a] = 0 }
      return
    }
    for a in textured.indices { textured[a] = effect.level[row * textured.count + a] * strongest }
  }

  func listener(_ layer: Int) -> LayerListener { listeners[layer] }

  public func hash(into hash: inout StableHash) {
    hash.combine(now)
    hash.combine(goal)
    hash.combine(speeds)
    hash.combine(phases)
    hash.combine(UInt64(left))
    hash.combine(stirring)
    for sand in sand { sand?.hash(into: &hash) }
  }
}

/// What every tick has to know of a layer, without its names and lists.
private struct LayerTraits: Sendable {
  let priority: Int
  let gain: Float
  let duck: Float
  let carrier: Float  // [Hz]
  let isHazard: Bool
  let isSteady: Bool

  init(_ layer: MappingLayer) {
    priority = layer.priority
    gain = min(max(layer.gain, 0), 1)
    duck = min(max(layer.duck, 0), 1)
    carrier = layer.texture.carrierHertz
    isHazard = layer.source == .hazard
    if case .steady = layer.texture { isSteady = true } else { isSteady = false }
  }
}

extension Mapping {
  /// What a person has to know about this mapping on a garment: what it cannot do there.
  public func remarks(on garment: Garment) -> [String] {
    var remarks: [String] = []
    for layer in layers {
      guard case .grains = layer.texture else { continue }
      let slow = garment.actuators.count { !$0.kind.followsGrains }
      guard slow > 0 else { continue }
      let worst = garment.actuators.map(\.kind.riseTime).max() ?? 0
      let which = slow == garment.actuators.count ? "the motors" : "\(slow) motors"
      let milliseconds = Int((worst * 1000).rounded())
      remarks.append(
        "\(which) of \(garment.name) need \(milliseconds) ms to come up, too slow for grains of sand: "
          + "layer '\(layer.name)' of \(name) is a flutter there")
    }
    for zone in zoneGains where !garment.zones.contains(zone.zone) {
      let names = garment.zones.joined(separator: ", ")
      remarks.append(
        "\(name) sets a gain for the zone '\(zone.zone)', but \(garment.name) has only \(names)")
    }
    return remarks
  }
}
