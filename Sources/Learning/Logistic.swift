import Kernel

/// The probability of yes as a function of features: 1/(1 + exp(−w·x)).
public struct Logistic: Equatable, Sendable {
  public private(set) var weights: [Double]
  public init(weights: [Double]) { self.weights = weights }

  /// `x` has one number for each weight.
  public func probability(_ x: UnsafePointer<Float>) -> Double {
    var sum = 0.0
    for k in weights.indices { sum += weights[k] * Double(x[k]) }
    return 1 / (1 + Math.exp(-sum))
  }

  /// Fits by Newton's method to the ridge-penalised likelihood (iteratively reweighted least squares), at most 12
  /// turns. `rows` holds `columns` features a row; the first, a constant, is not penalised.
  public static func fit(rows: [Float], columns: Int, yes: [Bool], ridge: Double = 5) -> Logistic {
    precondition(rows.count == columns * yes.count, "a row for every answer")
    var model = Logistic(weights: [Double](repeating: 0, count: columns))
    guard !yes.isEmpty else { return model }
    // Begin where the share of yes is right.
    let share = (Double(yes.count { $0 }) + 0.5) / (Double(yes.count) + 1)
    model.weights[0] = Math.log(share / (1 - share))
    for _ in 0..<12 {
      var slope = [Double](repeating: 0, count: columns)
      var bend = [Double](repeating: 0, count: columns * columns)
      rows.withUnsafeBufferPointer { rows in
        guard let base = rows.baseAddress else { return }
        bend.withUnsafeMutableBufferPointer { bend in
          for (i, answer) in yes.enumerated() {
            let x = base + i * columns
            let p = model.probability(x)
            let miss = (answer ? 1 : 0) - p
            let weight = max(p * (1 - p), 1e-6)
            for j in 0..<columns where x[j] != 0 {
              let xj = Double(x[j])
              slope[j] += miss * xj
              let by = weight * xj
              let row = bend.baseAddress! + j * columns
              for k in 0...j { row[k] += by * Double(x[k]) }
            }
          }
        }
      }
      for j in 0..<columns {
        let held = j == 0 ? 1e-6 : ridge
        slope[j] -= (j == 0 ? 0 : ridge) * model.weights[j]
        bend[j * columns + j] += held
      }
      guard let solver = Cholesky(bend, size: columns) else { break }
      let step = solver.solve(slope)
      var most = 0.0
      for j in 0..<columns {
        model.weights[j] += min(max(step[j], -4), 4)
        most = max(most, abs(step[j]))
      }
      if most < 1e-4 { break }
    }
    return model
  }
}

/// How well probabilities tell yes from no.
public enum Discrimination {
  /// The mean of the shares of yes and of no that are told rightly, where everything above `threshold` is called yes:
  /// 0.5 is guessing, however rare yes is.
  public static func balancedAccuracy(_ p: [Double], _ yes: [Bool], threshold: Double) -> Double {
    var right = (yes: 0, no: 0)
    var all = (yes: 0, no: 0)
    for (p, answer) in zip(p, yes) {
      if answer {
        all.yes += 1
        if p > threshold { right.yes += 1 }
      } else {
        all.no += 1
        if p <= threshold { right.no += 1 }
      }
    }
    guard all.yes > 0, all.no > 0 else { return .nan }
    return (Double(right.yes) / Double(all.yes) + Double(right.no) / Double(all.no)) / 2
  }

  /// The chance that a yes has a higher probability than a no: the area under the receiver's operating curve, ties
  /// counted half (Mann & Whitney 1947).
  public static func area(_ p: [Double], _ yes: [Bool]) -> Double {
    let order = p.indices.sorted { p[$0] < p[$1] }
    var rankSum = 0.0
    var at = 0
    while at < order.count {
      var end = at
      while end < order.count, p[order[end]] == p[order[at]] { end += 1 }
      let rank = Double(at + end + 1) / 2
      for k in at..<end where yes[order[k]] { rankSum += rank }
      at = end
    }
    let positives = Double(yes.count { $0 })
    let negatives = Double(yes.count) - positives
    guard positives > 0, negatives > 0 else { return .nan }
    return (rankSum - positives * (positives + 1) / 2) / (positives * negatives)
  }
}
