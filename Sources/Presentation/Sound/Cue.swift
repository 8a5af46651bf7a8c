import Kernel

/// What the cues remember from one moment to the next.
public struct CueState: Equatable, Sendable {
  public var presence: [Float] = []  // N_eff per direction, smoothed in time
  public var dense = false  // what was told last
  public var sinceEarcon: Float = .infinity  // [s]
  public init() {}
}

/// What shall sound for a wearer who has `view` round the body, `seconds` [s] after the moment before.
///
/// Every direction's level follows the people there as a number of talkers at one metre would sound: powers of
/// unrelated voices add, and each falls with the square of its distance,
///
///     N_eff = Σ_r ρ_r · A_r / r²        L = L1 + 10 · log10 N_eff  [dB]     level = 10^(L/20), at most 1
///
/// and below the bottom of the range the level runs to zero in proportion to N_eff, so that an empty direction is
/// silent and the first person fades in. A person between two directions is shared by both in power.
///
/// `dense` sounds once when the wearer's own density rises to `earconDensity`, `clear` once when it has fallen
/// below it by the hysteresis. Within the refractory time a crossing waits, and is told afterwards if it still
/// holds. Under `stopped` nothing sounds and nothing is kept waiting; afterwards the murmur fades in anew.
///
/// Values of the view that are not finite count as empty. The same arguments give the same list.
public func cue(
  view: BodyView, settings: CueSettings, previous state: inout CueState, seconds: Float, stopped: Bool = false
) -> CueList {
  let elapsed = seconds.isFinite ? max(0, seconds) : 0
  let count = min(max(settings.directions, 4), 32)
  if state.presence.count != count { state.presence = [Float](repeating: 0, count: count) }
  state.sinceEarcon += elapsed

  let heard = directedPresence(of: view, directions: count)
  let blend = settings.smoothing > 0 ? 1 - Math.exp(-elapsed / settings.smoothing) : 1
  for k in 0..<count {
    let next = stopped ? 0 : state.presence[k] + (heard[k].talkers - state.presence[k]) * blend
    state.presence[k] = next < 1e-4 && heard[k].talkers == 0 ? 0 : next
  }

  var list = CueList()
  list.silent = stopped
  if let kind = crossing(view.ownDensity, settings, &state, stopped: stopped) {
    list.earcons = [CueList.Earcon(kind: kind, direction: kind == .dense ? thickestSide(heard) : .zero)]
  }
  let gain = duckGain(settings, sinceEarcon: state.sinceEarcon)
  list.presence = heard.indices.map { k in
    CueList.Presence(
      direction: heard[k].direction, distance: heard[k].distance,
      level: presenceLevel(talkers: state.presence[k], settings) * gain)
  }
  return list
}

/// The people of one direction as they are heard.
struct DirectedPresence {
  var direction: Vector2  // unit vector in the body's frame
  var talkers: Float  // N_eff
  var distance: Float  // [m], mean weighted by what is heard; the edge of the view where nobody is
}

/// N_eff of each direction. A sector of the view belongs to the directions on either side of it, in shares that
/// fall linearly with the angle to each and add up to one: turning the body moves energy and never loses any.
func directedPresence(of view: BodyView, directions: Int) -> [DirectedPresence] {
  var talkers = [Float](repeating: 0, count: directions)
  var weighted = talkers
  for sector in 0..<view.sectors {
    let place = Float(sector) * Float(directions) / Float(view.sectors)
    let below = Int(place)
    let share = place - Float(below)
    for ring in 0..<view.rings {
      let density = view.density[view.index(sector: sector, ring: ring)]
      let r = view.distance(ofRing: ring)
      guard density.isFinite, density > 0, r > 0 else { continue }
      let n = density * view.area(ofRing: ring) / (r * r)
      for (k, part) in [(below, 1 - share), ((below + 1) % directions, share)] {
        talkers[k] += n * part
        weighted[k] += n * part * r
      }
    }
  }
  return (0..<directions).map { k in
    DirectedPresence(
      direction: Math.unit(degrees: 360 * Float(k) / Float(directions)), talkers: talkers[k],
      distance: talkers[k] > 0 ? weighted[k] / talkers[k] : view.edges[view.rings])
  }
}

/// 0...1 linear amplitude of `talkers` effective talkers: +3.01 dB per doubling inside the range.
func presenceLevel(talkers: Float, _ settings: CueSettings) -> Float {
  guard talkers > 0, settings.fullPresence > 0 else { return 0 }
  let decibels = min(settings.singleTalkerLevel + 10 * Math.log10(talkers), 0)
  let bottom = -min(max(settings.range, 0), 12)
  guard decibels < bottom else { return amplitude(decibels: decibels) }
  let share = talkers / (settings.fullPresence * Math.pow(10, bottom / 10))
  return amplitude(decibels: bottom) * min(share, 1)
}

/// Holds the murmur down while an earcon speaks, then lets it come back within half a second.
private func duckGain(_ settings: CueSettings, sinceEarcon: Float) -> Float {
  let back = min(max((sinceEarcon - settings.duckSeconds) / 0.5, 0), 1)
  return amplitude(decibels: -settings.duck * (1 - back))
}

private func crossing(
  _ density: Float, _ settings: CueSettings, _ state: inout CueState, stopped: Bool
) -> CueList.Earcon.Kind? {
  guard density.isFinite, stopped || state.sinceEarcon >= settings.refractory else { return nil }
  let leave = settings.earconDensity * (1 - min(max(settings.hysteresis, 0), 1))
  let dense = state.dense ? density >= leave : density >= settings.earconDensity
  guard dense != state.dense else { return nil }
  state.dense = dense
  if stopped { return nil }
  state.sinceEarcon = 0
  return dense ? .dense : .clear
}

/// Where most people are; zero where they are spread so evenly that a direction would mislead.
private func thickestSide(_ heard: [DirectedPresence]) -> Vector2 {
  var sum = Vector2.zero
  var total: Float = 0
  for one in heard {
    sum += one.direction * one.talkers
    total += one.talkers
  }
  return sum.length > 0.2 * total ? sum.normalized : .zero
}

func amplitude(decibels: Float) -> Float { Math.pow(10, decibels / 20) }
