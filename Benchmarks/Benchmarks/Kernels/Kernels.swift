import Benchmark
import Fields
import Kernel

/// The density field's kernels one by one, on a seeded crowd of 100,000 at 1 /m² in the order that a step leaves.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .throughput], timeUnits: .microseconds, warmupIterations: 5,
    scalingFactor: .one, maxDuration: .seconds(2), maxIterations: 100_000)

  let crowd = Crowd.evenly(100_000, side: 316)
  for (name, quantities) in [
    ("density", FieldQuantities.density), ("velocity", .velocity), ("pressure", .pressure),
    ("danger", .danger),
  ] {
    for workers in [1, 2] {
      Benchmark("measure \(name), \(workers) \(workers == 1 ? "worker" : "workers")") { benchmark in
        let estimator = FieldEstimator(settings: FieldSettings(), ground: .square(316))
        var field = estimator.emptyField(quantities)
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
          estimator.measure(crowd, into: &field, workers: Workers(workers))
          blackHole(field.density.cells[0])
        }
      }
    }
  }

  for deposit in FieldSettings.Deposit.allCases {
    Benchmark("\(deposit.rawValue) deposit") { benchmark in
      var settings = FieldSettings()
      settings.deposit = deposit
      let estimator = FieldEstimator(settings: settings, ground: .square(316))
      var field = estimator.emptyField(.density)
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations {
        estimator.measure(crowd, into: &field, workers: .one)
        blackHole(field.density.cells[0])
      }
    }
  }

  for phase in [FieldTiming.Phase.sort, .deposit, .blur] {
    // The phase's own time, by the clock that the field books it with.
    Benchmark(
      "phase \(phase.rawValue)",
      configuration: .init(metrics: [.custom("ns")], scalingFactor: .one, maxDuration: .seconds(2))
    ) { benchmark in
      let estimator = FieldEstimator(settings: FieldSettings(), ground: .square(316))
      var field = estimator.emptyField(.density)
      var timing = FieldTiming(now: { SteadyTime.now() })
      for _ in benchmark.scaledIterations {
        estimator.measure(crowd, into: &field, workers: .one, timing: &timing)
        benchmark.measurement(.custom("ns"), Int(timing.busy(phase)))
      }
    }
  }

  Benchmark("Voronoi cells of 5,000") { benchmark in
    let places = Crowd.evenly(5_000, side: 100).positions.map { Point(Double($0.x), Double($0.y)) }
    let square = AreaShape(outline: [Point(0, 0), Point(100, 0), Point(100, 100), Point(0, 100)])
    var cells = VoronoiCells(ground: WalkableArea([square]))
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      cells.divide(places)
      blackHole(cells.owned)
    }
  }

  Benchmark("sense") { benchmark in
    let estimator = FieldEstimator(settings: FieldSettings(), ground: .square(316))
    var field = estimator.emptyField(.velocity)
    estimator.measure(crowd, into: &field, workers: .one)
    var view = BodyView()
    let pose = Pose(position: Vector2(158, 158), heading: Vector2(1, 0))
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      estimator.sense(field, pose: pose, own: nil, velocity: .zero, into: &view)
      blackHole(view)
    }
  }
}

/// The clock that phases are booked with.
enum SteadyTime {
  private static let start = ContinuousClock.now
  static func now() -> UInt64 {
    let first = start  // before the clock is read
    let time = (ContinuousClock.now - first).components
    return UInt64(time.seconds) * 1_000_000_000 + UInt64(time.attoseconds / 1_000_000_000)
  }
}
