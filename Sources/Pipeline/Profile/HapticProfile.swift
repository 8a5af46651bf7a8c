import Fields
import Haptics
import Kernel

/// What the haptic stage costs: many wearers in made-up surroundings, stage by stage, and the slowest ticks of one.
public struct HapticProfile: Sendable {
  public struct Stage: Sendable {
    public var name: String  // listen, map, drive, feel
    public var nanosecondsPerTick: Double  // of one wearer
  }
  public var garment: String
  public var mapping: String
  public var actuators: Int
  public var wearers: Int
  public var seconds: Double  // [s] simulated
  public var stages: [Stage] = []
  /// Share of one core that all wearers take at the haptic rate, 0…
  public var core = 0.0
  /// [ns] of one wearer's whole tick: the middle, and what 99 % and 99.9 % stay below.
  public var tick: (median: Double, most99: Double, most999: Double) = (0, 0, 0)

  /// Runs `seconds` of simulated time at 20 fields and 100 ticks a second on this thread. Who is where changes with
  /// every field: an even stream of chance, the same for every run.
  public static func measure(
    _ mapping: Mapping, on garment: Garment, wearers: Int, seconds: Double,
    interrupted: () -> Bool = { false }
  ) -> HapticProfile {
    var profile = HapticProfile(
      garment: garment.name, mapping: mapping.name, actuators: garment.actuators.count, wearers: wearers,
      seconds: seconds)
    let step: Float = 0.01
    let views = (0..<64).map { surroundings(UInt64($0)) }
    let mapper = Mapper(mapping, on: garment, seed: 0, step: step)
    var mappers = (0..<wearers).map { mapper.reseeded(UInt64($0)) }
    let suit = HapticSuit(garment, mapping.suit, skin: mapping.skin)
    var suits = (0..<wearers).map { suit.reseeded(UInt64($0), mapping.suit) }
    var request = HapticRequest(actuators: garment.actuators.count)
    var spent = [UInt64](repeating: 0, count: 4)
    let fields = max(1, Int(seconds * 20))
    for field in 0..<fields where !interrupted() {
      for wearer in 0..<wearers {
        let a = SteadyClock.now()
        mappers[wearer].listen(views[(field * 7 + wearer) % views.count])
        spent[0] += SteadyClock.now() - a
        for tick in 0..<5 {
          let b = SteadyClock.now()
          mappers[wearer].ask(tick: field * 5 + tick, into: &request)
          let c = SteadyClock.now()
          suits[wearer].drive(request, mapping.suit, dt: step, stopped: false)
          let d = SteadyClock.now()
          suits[wearer].feel(mapping.suit, dt: step)
          let e = SteadyClock.now()
          spent[1] += c - b
          spent[2] += d - c
          spent[3] += e - d
        }
      }
    }
    // The clock's own readings are not the stages': what one costs is taken off each.
    let clock = clockCost()
    let ticks = Double(fields * 5 * wearers)
    for (k, name) in ["listen", "map", "drive", "feel"].enumerated() {
      let readings = k == 0 ? ticks / 5 : ticks
      let time = max(0, Double(spent[k]) - readings * clock)
      profile.stages.append(Stage(name: name, nanosecondsPerTick: time / ticks))
    }
    let perTick = profile.stages.reduce(0) { $0 + $1.nanosecondsPerTick }
    profile.core = perTick * 1e-9 * 100 * Double(wearers)
    profile.tick = slowest(mapping, garment, views, step)
    return profile
  }

  /// One wearer alone, tick by tick; a field's listening belongs to its first tick.
  private static func slowest(
    _ mapping: Mapping, _ garment: Garment, _ views: [BodyView], _ step: Float
  ) -> (median: Double, most99: Double, most999: Double) {
    var mapper = Mapper(mapping, on: garment, seed: 1, step: step)
    var suit = HapticSuit(garment, mapping.suit, skin: mapping.skin)
    var request = HapticRequest(actuators: garment.actuators.count)
    let count = 20_000
    var times = [UInt64](repeating: 0, count: count)
    for tick in 0..<count {
      let start = SteadyClock.now()
      if tick % 5 == 0 { mapper.listen(views[tick / 5 % views.count]) }
      mapper.ask(tick: tick, into: &request)
      suit.drive(request, mapping.suit, dt: step, stopped: false)
      suit.feel(mapping.suit, dt: step)
      times[tick] = SteadyClock.now() - start
    }
    times.sort()
    func share(_ s: Double) -> Double { Double(times[min(count - 1, Int(s * Double(count)))]) }
    return (share(0.5), share(0.99), share(0.999))
  }

  private static func clockCost() -> Double {
    let start = SteadyClock.now()
    var last = start
    for _ in 0..<100_000 { last = SteadyClock.now() }
    return Double(last - start) / 100_000
  }

  /// Up to 3 people per square metre in half of the cells, and a few close by.
  private static func surroundings(_ seed: UInt64) -> BodyView {
    var view = BodyView()
    let random = CounterRandom(seed: seed)
    for i in view.density.indices {
      let u = random.uniform4(.test, entity: UInt32(i), tick: 0)
      view.density[i] = u.z < 0.5 ? 0 : 3 * u.x
      view.closingSpeed[i] = 3 * u.y - 1.5
      view.relativeSpeed[i] = 2 * u.w
      view.pressure[i] = view.density[i] * u.y * 0.1
    }
    for k in 0..<view.sectors {
      let u = random.uniform4(.test, entity: UInt32(k), tick: 1)
      if u.x < 0.3 { view.nearest[k] = 4 * u.y }
      if u.y < 0.3 { view.collision[k] = 5 * u.z }
    }
    return view
  }
}
