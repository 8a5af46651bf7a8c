import Kernel

/// What a verification came to.
public struct VerificationResults: Sendable {
  public var version: String
  public var machine: String
  public var command: String
  public var models: [String]  // the default one first
  public var tests: [TestResult] = []
  public var wallSeconds = 0.0
  public var interrupted = false

  public init(version: String, machine: String, command: String, models: [String]) {
    self.version = version
    self.machine = machine
    self.command = command
    self.models = models
  }

  /// True when `model` passes every test that was run and applies to it.
  public func passes(_ model: String) -> Bool {
    !interrupted
      && tests.allSatisfy { test in
        test.outcomes.allSatisfy {
          $0.model != model || $0.verdict == .passed || $0.verdict == .notApplicable
        }
      }
  }
  public func count(_ verdict: Verdict, of model: String) -> Int {
    tests.reduce(0) { $0 + $1.outcomes.filter { $0.model == model && $0.verdict == verdict }.count }
  }
}

public enum Verdict: String, Sendable {
  case passed = "pass"
  case failed = "fail"
  case notApplicable = "n.a."
  case notRun = "not run"
}

/// One test with every model.
public struct TestResult: Sendable {
  public var file: String
  public var plan: VerificationPlan
  public var ground: Ground
  public var description: String
  public var outcomes: [ModelOutcome] = []  // in the order of the results' models
  public init(file: String, plan: VerificationPlan, ground: Ground, description: String) {
    self.file = file
    self.plan = plan
    self.ground = ground
    self.description = description
  }
  public var name: String { "\(plan.suite.rawValue) \(plan.test)" }
}

/// One test with one model.
public struct ModelOutcome: Sendable {
  public var model: String
  public var verdict: Verdict
  public var reason = ""  // why it does not apply or was not run
  public var runs: [VariantResult] = []
  public var criteria: [CriterionResult] = []
  public var simulatedSeconds = 0.0  // of all runs together
  public var wallSeconds = 0.0
  public init(model: String, verdict: Verdict, reason: String = "") {
    self.model = model
    self.verdict = verdict
    self.reason = reason
  }
}

/// One variant of a scene over all its seeds.
public struct VariantResult: Sendable {
  public struct Figure: Sendable {
    public var measure: String
    public var unit: String
    public var values: [Double]  // one per seed; not a number where the run gave none
    public var points: [SIMD2<Double>]  // of all seeds; empty but for clouds of points
    public init(measure: String, unit: String, values: [Double] = [], points: [SIMD2<Double>] = []) {
      self.measure = measure
      self.unit = unit
      self.values = values
      self.points = points
    }
    /// Mean over the seeds; not a number where one of them gave none.
    public var value: Double { values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count) }
  }
  public var name: String
  public var x: Double?
  public var figures: [Figure]
  public init(name: String, x: Double?, figures: [Figure]) {
    self.name = name
    self.x = x
    self.figures = figures
  }
  public func figure(_ measure: String) -> Figure? { figures.first { $0.measure == measure } }
}

/// One criterion with one model.
public struct CriterionResult: Sendable {
  public struct Part: Sendable {
    public var run: String
    public var value: Double
    public var passed: Bool
    public init(run: String, value: Double, passed: Bool) {
      self.run = run
      self.value = value
      self.passed = passed
    }
  }
  public var label: String
  public var limits: String  // such as "26...34 s"
  public var passed: Bool
  public var parts: [Part]  // a figure per run that was judged; of a curve the share in the band
  public var curve: [SIMD2<Double>]  // a curve's points as they were judged, x rising
  public init(
    label: String, limits: String, passed: Bool, parts: [Part] = [], curve: [SIMD2<Double>] = []
  ) {
    self.label = label
    self.limits = limits
    self.passed = passed
    self.parts = parts
    self.curve = curve
  }

  /// The figure, or the least and the greatest of several.
  public var words: String {
    let values = parts.map(\.value)
    guard let low = values.min(), let high = values.max(), values.allSatisfy(\.isFinite) else {
      return values.contains { $0.isFinite } ? "some none" : "none"
    }
    let least = NumberText.figure(low)
    let most = NumberText.figure(high)
    return least == most ? least : "\(least)…\(most)"
  }
}

extension NumberText {
  /// Three digits that say something, and no more than the number has.
  static func figure(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    let size = abs(value)
    let digits = size >= 100 || value == value.rounded() ? 0 : size >= 10 ? 1 : size >= 0.095 ? 2 : 3
    return fixed(value, digits)
  }
}
