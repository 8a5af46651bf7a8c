import City
import Kernel
import Scenes

/// What a measure of one run came to.
enum MeasureValue: Sendable {
  case number(Double)  // not a number where the run gives none
  case points([SIMD2<Double>])
}

/// What probes see at a tick.
struct Glance {
  let crowd: Crowd
  let tick: Int
  let seconds: Double
  let step: Double  // [s] of a tick
  let book: PeopleBook  // as of the tick before
}

/// Takes one measure of a run: looks at every tick, the start included, and says at the end what it saw.
protocol Probe {
  mutating func look(_ glance: Glance)
  func value(_ book: PeopleBook) -> MeasureValue
}

/// Makes the probe that a measure asks for.
func probe(_ measure: MeasurePlan, scene: Scene) -> any Probe {
  let selection = Selection(measure.who, in: scene.city)
  switch measure.kind {
  case .evacuationTime, .timeUntil, .left, .travelTime, .arrivalTime, .startTime, .startLateness,
    .desiredSpeed:
    return BookProbe(measure, selection, plan: scene.city)
  case .flow, .crossings: return CrossingProbe(measure, selection)
  case .areaPoints: return AreaProbe(measure, selection, ground: scene.city.ground, clocks: scene.clocks)
  case .singleFilePoints: return SingleFileProbe(measure, clocks: scene.clocks)
  case .density, .speed, .walkingSpeed: return PresenceProbe(measure, selection, clocks: scene.clocks)
  case .outside: return OutsideProbe(selection, ground: scene.city.ground)
  case .quarantined: return QuarantineProbe()
  }
}

/// Counts whom the run took out: those who neither left nor were there at the end.
struct QuarantineProbe: Probe {
  private var last = 0
  mutating func look(_ glance: Glance) { last = glance.tick }
  func value(_ book: PeopleBook) -> MeasureValue {
    .number(Double(book.people.filter { $0.isKnown && $0.lastTick < last && $0.leaveSeconds.isNaN }.count))
  }
}

extension MeasurePlan.Statistic {
  /// Of `values`; not a number where there are none.
  package func of(_ values: [Double]) -> Double {
    guard !values.isEmpty else { return .nan }
    let mean = values.reduce(0, +) / Double(values.count)
    switch self {
    case .mean: return mean
    case .median: return middle(of: values)
    case .minimum: return values.min() ?? .nan
    case .maximum: return values.max() ?? .nan
    case .spread: return (values.max() ?? .nan) - (values.min() ?? .nan)
    case .deviation:
      guard values.count > 1 else { return 0 }
      let sum = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (sum / Double(values.count - 1)).squareRoot()
    }
  }
}

/// The middle value, or the mean of the two middle ones; not a number for none.
func middle(of values: [Double]) -> Double {
  guard !values.isEmpty else { return .nan }
  let sorted = values.sorted()
  let half = sorted.count / 2
  return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

extension MeasurePlan {
  /// The figure that values of several people give.
  func figure(_ values: [Double]) -> Double {
    if values.contains(where: { !$0.isFinite }) { return .nan }
    guard let distribution else { return statistic.of(values) }
    return KolmogorovSmirnov.probability(of: values) { distribution.share(below: $0) }
  }
}
