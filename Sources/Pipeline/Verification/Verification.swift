import City
import Foundation
import Kernel
import Scenes
import Synchronization

/// Runs tests with models and judges them.
public struct Verification: Sendable {
  public struct Progress: Sendable {
    public var done: Int
    public var total: Int
    public var name: String  // of the run that has ended
    public var seconds: Double  // [s] of simulated time in it
    public var wall: Double  // [s] that it took
  }

  public var cases: [VerificationCase]
  public var models: [String]
  public var workers: Workers
  public var overrides: [String] = []  // laid over every scene

  public init(cases: [VerificationCase], models: [String], workers: Workers) {
    self.cases = cases
    self.models = models
    self.workers = workers
  }

  /// People from whom on a run gets all workers; smaller ones are run side by side.
  private static let large = 3000.0

  private struct Job: Sendable {
    var test: Int
    var model: Int
    var variant: Int
    var seed: Int
    var scene: Scene
  }
  private struct Done: Sendable {
    var values: [MeasureValue]
    var seconds: Double
    var wall: Double
  }

  /// Throws, before anything is run, what is wrong with a scene under one of its runs.
  public func run(
    command: String, interrupted: @escaping @Sendable () -> Bool,
    progress: @escaping @Sendable (Progress) -> Void
  ) throws(Diagnostics) -> VerificationResults {
    let started = SteadyClock.now()
    let jobs = try self.jobs()
    let slots = Mutex([Done?](repeating: nil, count: jobs.count))
    let ended = Mutex(0)
    let work: @Sendable (Int, Workers) -> Void = { index, workers in
      if interrupted() { return }
      let start = SteadyClock.now()
      let job = jobs[index]
      let test = cases[job.test]
      let run = VerificationRun(
        job.scene, measures: job.scene.verification?.measures ?? [], workers: workers,
        interrupted: interrupted)
      if run.wasInterrupted { return }
      let wall = Double(SteadyClock.now() - start) / 1e9
      slots.withLock { $0[index] = Done(values: run.values, seconds: run.seconds, wall: wall) }
      ended.withLock { count in
        count += 1
        progress(
          Progress(
            done: count, total: jobs.count,
            name:
              "\(test.plan.suite.rawValue) \(test.plan.test) \(test.plan.runs[job.variant].name), \(models[job.model])",
            seconds: run.seconds, wall: wall))
      }
    }
    let large = jobs.indices.filter { jobs[$0].scene.city.headcount >= Verification.large }
    let small = jobs.indices.filter { jobs[$0].scene.city.headcount < Verification.large }
    workers.forEachBlock(rows: small.count, size: 1) { _, block in
      for i in block { work(small[i], .one) }
    }
    for index in large { work(index, workers) }

    var results = VerificationResults(
      version: throngVersion, machine: Machine.name, command: command, models: models)
    let done = slots.withLock { $0 }
    results.tests = cases.indices.map { result(of: $0, jobs, done) }
    results.interrupted = done.contains { $0 == nil }
    results.wallSeconds = Double(SteadyClock.now() - started) / 1e9
    return results
  }

  private func jobs() throws(Diagnostics) -> [Job] {
    var jobs: [Job] = []
    for (t, test) in cases.enumerated() {
      for (m, model) in models.enumerated() where test.plan.exemption(of: model) == nil {
        for (v, variant) in test.plan.runs.enumerated() {
          let scene = try test.scene(of: variant, seed: 1, model: model, overrides: overrides)
          for (s, seed) in test.plan.seeds.enumerated() {
            var seeded = scene
            seeded.seed = seed
            jobs.append(Job(test: t, model: m, variant: v, seed: s, scene: seeded))
          }
        }
      }
    }
    return jobs
  }

  private func result(of test: Int, _ jobs: [Job], _ done: [Done?]) -> TestResult {
    let found = cases[test]
    var result = TestResult(
      file: found.file, plan: found.plan, ground: found.scene.city.ground,
      description: found.scene.description)
    for (m, model) in models.enumerated() {
      if let reason = found.plan.exemption(of: model) {
        result.outcomes.append(ModelOutcome(model: model, verdict: .notApplicable, reason: reason))
        continue
      }
      let mine = jobs.indices.filter { jobs[$0].test == test && jobs[$0].model == m }
      let ended = mine.compactMap { i in done[i].map { (jobs[i], $0) } }
      guard ended.count == mine.count else {
        result.outcomes.append(ModelOutcome(model: model, verdict: .notRun, reason: "interrupted"))
        continue
      }
      var outcome = ModelOutcome(model: model, verdict: .passed)
      outcome.runs = found.plan.runs.indices.map { v in
        variant(v, of: found.plan, ended.filter { $0.0.variant == v }.map(\.1.values))
      }
      outcome.criteria = found.plan.criteria.map { Judge.judge($0, outcome.runs) }
      outcome.verdict = outcome.criteria.allSatisfy(\.passed) ? .passed : .failed
      outcome.simulatedSeconds = ended.reduce(0) { $0 + $1.1.seconds }
      outcome.wallSeconds = ended.reduce(0) { $0 + $1.1.wall }
      result.outcomes.append(outcome)
    }
    return result
  }

  private func variant(_ index: Int, of plan: VerificationPlan, _ seeds: [[MeasureValue]]) -> VariantResult {
    let run = plan.runs[index]
    let figures = plan.measures.enumerated().map { k, measure in
      var figure = VariantResult.Figure(measure: measure.name, unit: measure.unit)
      for values in seeds {
        switch values[k] {
        case .number(let value): figure.values.append(value)
        case .points(let points):
          figure.points += points
          figure.values.append(middle(of: points.map(\.y)))
        }
      }
      return figure
    }
    return VariantResult(name: run.name, x: run.x, figures: figures)
  }
}

/// What the runs were done on.
enum Machine {
  static var name: String {
    let info = FileManager.default.contents(atPath: "/proc/cpuinfo").map {
      String(decoding: $0, as: UTF8.self)
    }
    let line = info?.split(separator: "\n").first { $0.hasPrefix("model name") }
    let processor = line?.split(separator: ":").last.map { $0.drop { $0 == " " } } ?? "unknown processor"
    return "\(processor), \(ProcessInfo.processInfo.activeProcessorCount) processors"
  }
}

extension VerificationResults {
  /// Writes `verify.json` and `report.html` into a folder, which is made where it is missing.
  public func save(in folder: String) throws(Diagnostics) {
    try OutputFolder.make(folder)
    let lock = try FolderLock(folder)
    try withExtendedLifetime(lock) { () throws(Diagnostics) in try save(to: folder) }
  }
}
