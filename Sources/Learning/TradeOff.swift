/// What is best where several things are wanted at once.
public enum TradeOff {
  /// Indices of those points that no other is at least as good as in everything and better in something; more is better.
  /// Of equal points the first.
  public static func front(_ points: [[Double]]) -> [Int] {
    points.indices.filter { k in
      !points.indices.contains { other in
        other != k && dominates(points[other], points[k])
          || (other < k && points[other] == points[k])
      }
    }
  }

  public static func dominates(_ a: [Double], _ b: [Double]) -> Bool {
    zip(a, b).allSatisfy { $0 >= $1 } && zip(a, b).contains { $0 > $1 }
  }
}
