/// What a figure has to be. The figure is a measure of a run, of which another may be taken away or by which it may be
/// divided; or a curve is compared with a band.
public struct CriterionPlan: Equatable, Sendable {
  public struct Operand: Equatable, Sendable {
    public var measure: String?  // nil: the criterion's own
    public var run: String?  // nil: the criterion's own
    public init(measure: String? = nil, run: String? = nil) {
      self.measure = measure
      self.run = run
    }
  }
  /// What of a curve has to lie in the band.
  public enum Counted: String, CaseIterable, Sendable {
    case bins  // the median of the points nearest to each row of the band
    case points  // each point, with the band drawn out between its rows
  }
  public struct BandRow: Equatable, Sendable {
    public var x: Double
    public var low: Double
    public var high: Double
    public init(x: Double, low: Double, high: Double) {
      self.x = x
      self.low = low
      self.high = high
    }
  }

  public var label = ""
  public var measure = ""
  /// Empty: all. Each of them has to meet the criterion; a curve is made of all of them together.
  public var runs: [String] = []
  public var minus: Operand?
  public var over: Operand?
  public var atLeast: Double?
  public var atMost: Double?
  public var band: [BandRow] = []  // x rising
  public var counted = Counted.bins
  public var share = 1.0  // 0...1 of what is counted
  public var leastRows = 1  // of the band that have to have points at all
  public init() {}

  public var isCurve: Bool { !band.isEmpty }
}
