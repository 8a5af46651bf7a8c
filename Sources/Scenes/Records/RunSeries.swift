/// What a run's report draws over time, gathered step by step in bounded memory.
public struct RunSeries: Equatable, Sendable {
  private static let mostColumns = 576

  public var garment: String  // the title of what the wearer wears; "" for no wearer
  public var actuators: [String]
  public var zones: [String]  // one an actuator
  public private(set) var seconds: [Double] = []  // [s]
  public private(set) var maximumDensity: [Double] = []  // [1/m^2]
  public private(set) var meanDensity: [Double] = []  // [1/m^2]
  public private(set) var wearerDensity: [Double] = []  // [1/m^2], NaN where there is no wearer
  public private(set) var present: [Double] = []
  private var drives: [[Float]] = []
  private var stepsPerColumn = 1
  private var stepsInLast = 0

  public init(garment: String = "", actuators: [String] = [], zones: [String] = []) {
    self.garment = garment
    self.actuators = actuators
    self.zones = zones
  }

  /// One crowd step. `drive` is the greatest of each actuator since the last one, 0...1, and may be empty.
  public mutating func record(
    seconds: Double, maximumDensity: Double, meanDensity: Double, wearerDensity: Double? = nil, present: Int,
    drive: [Float] = []
  ) {
    self.seconds.append(seconds)
    self.maximumDensity.append(maximumDensity)
    self.meanDensity.append(meanDensity)
    self.wearerDensity.append(wearerDensity ?? .nan)
    self.present.append(Double(present))
    if !actuators.isEmpty { add(drive) }
  }

  /// Columns stand for equally many steps; when there are too many, neighbours become one with the greater
  /// values.
  private mutating func add(_ drive: [Float]) {
    let row = actuators.indices.map { $0 < drive.count ? drive[$0] : 0 }
    if stepsInLast > 0, stepsInLast < stepsPerColumn, let last = drives.popLast() {
      drives.append(zip(last, row).map { max($0, $1) })
      stepsInLast += 1
      return
    }
    if drives.count == RunSeries.mostColumns {
      drives = stride(from: 0, to: drives.count, by: 2).map { i in
        i + 1 < drives.count ? zip(drives[i], drives[i + 1]).map { max($0, $1) } : drives[i]
      }
      stepsPerColumn *= 2
    }
    drives.append(row)
    stepsInLast = 1
  }

  private func line(_ name: String, _ values: [Double]) -> Plot.Line {
    Plot.Line(name: name, points: zip(seconds, values).map { SIMD2($0, $1) })
  }

  public var densityPlot: Plot {
    var lines = [line("greatest", maximumDensity), line("mean", meanDensity)]
    if wearerDensity.contains(where: \.isFinite) { lines.append(line("at the wearer", wearerDensity)) }
    return Plot(title: "Density over time", xLabel: "time [s]", yLabel: "density [1/m²]", lines: lines)
  }

  public var presencePlot: Plot {
    Plot(
      title: "People present over time", xLabel: "time [s]", yLabel: "people",
      lines: [line("present", present)])
  }

  /// nil without a garment.
  public var strip: HeatStrip? {
    guard !drives.isEmpty, let first = seconds.first, let last = seconds.last else { return nil }
    return HeatStrip(
      title: "Drive of every actuator over time", rows: actuators, groups: zones,
      seconds: first...max(first, last),
      columns: drives)
  }
}
