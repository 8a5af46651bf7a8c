/// A linear axis with ticks at 1, 2 or 5 times a power of ten.
struct PlotAxis: Equatable {
  var low: Double
  var high: Double
  var ticks: [Double]
  var digits: Int  // behind the point in the ticks' labels

  /// Covers `low`...`high` with about `count` ticks; widens to whole ticks where `whole` says so. Values that
  /// are not finite or do not rise give 0...1.
  init(from low: Double, to high: Double, about count: Int, whole: Bool) {
    var (low, high) = (low, high)
    if !(high - low).isFinite || high < low { (low, high) = (0, 1) }
    if high - low < max(1e-9, abs(high) * 1e-9) { high = low + max(1, abs(low) * 1e-3) }
    var power = 1.0
    let rough = (high - low) / Double(max(1, count))
    while power > rough { power /= 10 }
    while power * 10 <= rough { power *= 10 }
    let step = [1.0, 2, 5, 10].first { $0 * power >= rough * 0.999 }.map { $0 * power } ?? 10 * power
    if whole {
      low = (low / step + 1e-9).rounded(.down) * step
      high = (high / step - 1e-9).rounded(.up) * step
    }
    self.low = low
    self.high = high
    let first = (low / step - 1e-9).rounded(.up)
    let last = (high / step + 1e-9).rounded(.down)
    ticks = stride(from: first, through: last, by: 1).map { $0 * step }
    var places = 0
    var rest = step
    while places < 9, rest < 0.999 {
      rest *= 10
      places += 1
    }
    digits = places
  }

  /// 0 at `low`, 1 at `high`.
  func part(_ value: Double) -> Double { (value - low) / (high - low) }
  func label(_ tick: Double) -> String { NumberText.fixed(tick, digits) }
}
