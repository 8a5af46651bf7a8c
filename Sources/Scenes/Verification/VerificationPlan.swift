/// What a scene proves, and by which figures: its `verification` key. The scene is run once per variant and seed with
/// each locomotion model; every measure is taken of every run, and the criteria judge the measures.
public struct VerificationPlan: Equatable, Sendable {
  public enum Suite: String, CaseIterable, Sendable { case rimea, nist, fundamental, bottleneck }

  /// The scene with some values changed.
  public struct Variant: Equatable, Sendable {
    public var name = "run"
    public var overrides: [String] = []  // path=value, laid over the scene
    public var x: Double?  // what varies from run to run, for curves over runs
    public init(name: String = "run", overrides: [String] = [], x: Double? = nil) {
      self.name = name
      self.overrides = overrides
      self.x = x
    }
  }

  /// Why a test says nothing.
  public struct Exemption: Equatable, Sendable {
    public var models: [String] = []  // that it does not apply to; empty: to none at all
    public var reason = ""
    public init(models: [String] = [], reason: String = "") {
      self.models = models
      self.reason = reason
    }
  }

  public var suite = Suite.rimea
  public var test = ""  // the suite's own number, such as 12a
  public var title = ""
  public var source = ""  // where the figures come from
  public var isLong = false  // left out of a quick run
  public var runs: [Variant] = [Variant()]
  public var seeds: [UInt64] = [1]  // every variant is run with each; figures are means over them
  public var measures: [MeasurePlan] = []
  public var criteria: [CriterionPlan] = []
  public var exemptions: [Exemption] = []
  public init() {}

  /// Why the test does not apply to `model`; nil where it does.
  public func exemption(of model: String) -> String? {
    exemptions.first { $0.models.isEmpty || $0.models.contains(model) }?.reason
  }
}
