import Haptics
import Kernel

/// How long a change in the field is under way to the skin, stage by stage: an empty field becomes a crowded one, and
/// every stage is watched until it is at half of what it comes to. Means over many seeds, since jitter and grains are
/// chance.
public struct LatencyBudget: Sendable {
  public struct Stage: Sendable {
    public var name: String
    public var cause: String  // what takes the time
    public var milliseconds: Double  // from the change in the field to half level, mean
    public var latest: Double  // [ms] of all seeds
  }
  public var garment: String
  public var mapping: String
  public var stages: [Stage] = []

  /// [ms] from the field to the skin.
  public var total: Double { stages.last?.milliseconds ?? 0 }

  /// Follows the actuator that is driven the most.
  public static func measure(_ mapping: Mapping, on garment: Garment, seeds: Int = 64) -> LatencyBudget {
    let dt: Float = 0.01
    // Nothing but the way itself: the skin is fresh, and nothing turns the level.
    var settings = mapping.suit
    settings.feedback.enabled = false
    settings.comfort.enabled = false
    var times = [[Double]](repeating: [], count: 5)
    let crowded = view()
    for seed in 0..<UInt64(seeds) {
      var mapper = Mapper(mapping, on: garment, seed: seed, step: dt)
      var suit = HapticSuit(garment, settings, skin: mapping.skin, seed: seed)
      var request = HapticRequest(actuators: garment.actuators.count)
      var traces = [[[Float]]](repeating: [], count: 5)
      mapper.listen(crowded)
      for tick in 0..<150 {
        mapper.ask(tick: tick, into: &request)
        suit.drive(request, settings, dt: dt, stopped: false)
        suit.feel(settings, dt: dt)
        traces[0].append(zip(request.level, request.hazard).map { max($0, $1) })
        traces[1].append(suit.drive.sent)
        traces[2].append(suit.line.drive)
        traces[3].append(suit.motors.acceleration)
        traces[4].append(suit.percept.intensity)
      }
      let most = traces[4].indices.map { tick in traces[4][tick] }
      let peaks = garment.actuators.indices.map { a in most.map { $0[a] }.max() ?? 0 }
      guard let watched = peaks.indices.max(by: { peaks[$0] < peaks[$1] }), peaks[watched] > 0 else {
        continue
      }
      for (k, trace) in traces.enumerated() {
        let values = trace.map { $0[watched] }
        // What is commanded holds from the beginning of its tick; what moves is there at its end.
        if let half = half(values, from: k < 3 ? 0 : 1) { times[k].append(half * Double(dt) * 1000) }
      }
    }
    var budget = LatencyBudget(garment: garment.name, mapping: mapping.name)
    let words = [
      ("asked", "the mapping blends from field to field"),
      ("sent", "the limiter's slope, and the device's levels"),
      ("arrived", "the transport, and its jitter"), ("moving", "the motor"),
      ("felt", "the skin's integration"),
    ]
    for (k, (name, cause)) in words.enumerated() where !times[k].isEmpty {
      budget.stages.append(
        Stage(
          name: name, cause: cause, milliseconds: times[k].reduce(0, +) / Double(times[k].count),
          latest: times[k].max() ?? 0))
    }
    return budget
  }

  /// Ticks until half of the greatest value, on the straight line between ticks where it is one.
  private static func half(_ values: [Float], from first: Double) -> Double? {
    guard let most = values.max(), most > 0, let k = values.firstIndex(where: { $0 >= most / 2 }) else {
      return nil
    }
    if first == 0 { return Double(k) }
    let before = k == 0 ? 0 : values[k - 1]
    return Double(k) + Double((most / 2 - before) / max(values[k] - before, 1e-9))
  }

  /// A crowd all round that comes nearer; and whatever else a layer may listen to.
  private static func view() -> BodyView {
    var view = BodyView()
    for i in view.density.indices {
      view.density[i] = 4
      view.closingSpeed[i] = 1
      view.relativeSpeed[i] = 1
      view.pressure[i] = 0.5
    }
    for k in 0..<view.sectors {
      view.nearest[k] = 0.5
      view.collision[k] = 0.7
    }
    return view
  }
}
