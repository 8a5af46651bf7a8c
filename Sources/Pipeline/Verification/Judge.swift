import Kernel
import Scenes

/// Holds figures against criteria.
package enum Judge {
  package static func judge(_ criterion: CriterionPlan, _ runs: [VariantResult]) -> CriterionResult {
    let chosen = runs.filter { criterion.runs.isEmpty || criterion.runs.contains($0.name) }
    return criterion.isCurve ? judgeCurve(criterion, chosen) : judgeFigures(criterion, chosen, all: runs)
  }

  private static func judgeFigures(
    _ criterion: CriterionPlan, _ chosen: [VariantResult], all: [VariantResult]
  ) -> CriterionResult {
    func value(_ operand: CriterionPlan.Operand, of run: VariantResult) -> Double {
      let run = operand.run.flatMap { name in all.first { $0.name == name } } ?? run
      return run.figure(operand.measure ?? criterion.measure)?.value ?? .nan
    }
    let parts = chosen.map { run in
      var figure = run.figure(criterion.measure)?.value ?? .nan
      if let minus = criterion.minus { figure -= value(minus, of: run) }
      if let over = criterion.over { figure /= value(over, of: run) }
      let passed =
        figure.isFinite && figure >= criterion.atLeast ?? -.infinity
        && figure <= criterion.atMost ?? .infinity
      return CriterionResult.Part(run: run.name, value: figure, passed: passed)
    }
    let unit = criterion.over == nil ? chosen.first?.figure(criterion.measure)?.unit ?? "" : ""
    return CriterionResult(
      label: criterion.label, limits: criterion.limits(unit: unit),
      passed: !parts.isEmpty && parts.allSatisfy(\.passed), parts: parts)
  }

  private static func judgeCurve(_ criterion: CriterionPlan, _ chosen: [VariantResult]) -> CriterionResult {
    let points = chosen.flatMap { run -> [SIMD2<Double>] in
      guard let figure = run.figure(criterion.measure) else { return [] }
      if let x = run.x, figure.points.isEmpty { return [SIMD2(x, figure.value)] }
      return figure.points
    }
    let band = Band(criterion.band)
    let bins = band.medians(of: points)
    let curve = bins.compactMap { $0 }
    let judged = criterion.counted == .bins ? curve : points.filter { band.covers($0.x) }
    let inside = judged.filter { band.contains($0) }.count
    let share = judged.isEmpty ? Double.nan : Double(inside) / Double(judged.count)
    let passed = !judged.isEmpty && curve.count >= criterion.leastRows && share >= criterion.share - 1e-9
    let rows = "\(inside) of \(judged.count) \(criterion.counted == .bins ? "rows" : "points")"
    var result = CriterionResult(
      label: criterion.label, limits: criterion.limits(unit: ""), passed: passed,
      parts: [CriterionResult.Part(run: rows, value: share, passed: passed)], curve: curve)
    if curve.count < criterion.leastRows { result.limits += ", \(criterion.leastRows) rows reached" }
    return result
  }
}

extension CriterionPlan {
  func limits(unit: String) -> String {
    let tail = unit.isEmpty ? "" : " \(unit)"
    func text(_ x: Double) -> String { x == x.rounded() && abs(x) < 1e15 ? "\(Int(x))" : "\(x)" }
    if isCurve { return "\(text((share * 100).rounded())) % in the band" }
    switch (atLeast, atMost) {
    case (let low?, let high?):
      return low == high ? "\(text(low))\(tail)" : "\(text(low))…\(text(high))\(tail)"
    case (let low?, nil): return "≥ \(text(low))\(tail)"
    case (nil, let high?): return "≤ \(text(high))\(tail)"
    case (nil, nil): return ""
    }
  }
}

/// Limits over x.
package struct Band {
  let rows: [CriterionPlan.BandRow]
  package init(_ rows: [CriterionPlan.BandRow]) { self.rows = rows }

  /// For each row the median of the points nearest to it, at the row's x; nil where there are none. Points farther
  /// from the first or last row than half the distance to its neighbour belong to none.
  package func medians(of points: [SIMD2<Double>]) -> [SIMD2<Double>?] {
    rows.indices.map { i in
      let low = i > 0 ? (rows[i - 1].x + rows[i].x) / 2 : rows[i].x - reach(i)
      let high = i + 1 < rows.count ? (rows[i].x + rows[i + 1].x) / 2 : rows[i].x + reach(i)
      let values = points.filter { $0.x >= low && $0.x < high && $0.y.isFinite }.map(\.y)
      return values.isEmpty ? nil : SIMD2(rows[i].x, middle(of: values))
    }
  }
  private func reach(_ i: Int) -> Double {
    if rows.count < 2 { return .infinity }
    return abs(rows[i].x - rows[i == 0 ? 1 : i - 1].x) / 2
  }

  func covers(_ x: Double) -> Bool { x >= rows[0].x && x <= rows[rows.count - 1].x }

  /// Whether a point lies in the band as drawn from row to row; at the ends it goes on level.
  package func contains(_ point: SIMD2<Double>) -> Bool {
    let above = rows.firstIndex { $0.x >= point.x } ?? rows.count - 1
    let below = max(0, rows[above].x >= point.x ? above - 1 : above)
    let a = rows[below]
    let b = rows[above]
    let part = b.x > a.x ? min(1, max(0, (point.x - a.x) / (b.x - a.x))) : 1
    return point.y >= a.low + (b.low - a.low) * part && point.y <= a.high + (b.high - a.high) * part
  }
}
