import Kernel

/// Mutual information of two columns that have been put into classes.
public enum Information {
  /// Bits that `b` tells about `a`, at least 0; classes are numbered from 0, and a row's two classes stand side by side.
  ///
  ///     I = H(A) + H(B) − H(A, B)        H = −Σ p log₂ p + (m − 1)/(2 n ln 2)
  ///
  /// with m the classes that occur (Miller 1955): without that term few samples would seem to tell much.
  public static func bits(_ a: [Int], _ b: [Int]) -> Double {
    precondition(a.count == b.count, "two columns of one length")
    guard !a.isEmpty else { return .nan }
    let wide = (b.max() ?? 0) + 1
    let pairs = zip(a, b).map { $0 * wide + $1 }
    return max(0, entropy(a) + entropy(b) - entropy(pairs))
  }

  /// [bits] of one column of classes.
  public static func entropy(_ classes: [Int]) -> Double {
    guard let most = classes.max() else { return .nan }
    var counts = [Int](repeating: 0, count: most + 1)
    for c in classes { counts[c] += 1 }
    let n = Double(classes.count)
    var sum = 0.0
    var met = 0
    for count in counts where count > 0 {
      let p = Double(count) / n
      sum -= p * Math.log(p)
      met += 1
    }
    return (sum + Double(met - 1) / (2 * n)) / Math.log(2.0)
  }

  /// The class of each value when they are cut into `count` classes of as equal shares as ties allow: equal values are
  /// of one class.
  public static func equalShares(_ values: [Float], _ count: Int) -> [Int] {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return [] }
    var edges: [Float] = []
    for k in 1..<max(count, 1) {
      let edge = sorted[k * sorted.count / count]
      if edge > edges.last ?? sorted[0] { edges.append(edge) }
    }
    return values.map { value in
      var low = 0
      var high = edges.count
      while low < high {
        let middle = (low + high) / 2
        if value >= edges[middle] { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }

  /// The class of an angle [radians] among `count` of one width, the first centred on 0.
  public static func sector(_ angle: Float, of count: Int) -> Int {
    let k = Int((angle / (2 * .pi) * Float(count)).rounded()) % count
    return k < 0 ? k + count : k
  }
}
