import Kernel

/// Which of the moments that a crowd has are wanted.
public struct MomentChoice: Equatable, Sendable {
  public var from: Double?  // [s]
  public var to: Double?  // [s]
  public var at: Double?  // [s] one alone
  public var every: Double?  // [s] from one to the next
  public var nth: Int?  // every nth of those there are
  public init() {}

  /// Numbers of the moments wanted, rising, out of `count` that lie at `seconds`, rising. A time that none lies at
  /// means the nearest one.
  public func choose(_ count: Int, seconds: (Int) -> Double) -> [Int] {
    guard count > 0 else { return [] }
    let slack = 1e-6
    if let at {
      guard at >= seconds(0) - slack, at <= seconds(count - 1) + slack else { return [] }
      return [MomentChoice.nearest(at, count, seconds)]
    }
    let low = from.map { t in MomentChoice.first(count) { seconds($0) >= t - slack } } ?? 0
    let high = (to.map { t in MomentChoice.first(count) { seconds($0) > t + slack } } ?? count) - 1
    guard low <= high else { return [] }
    guard let every, every > 0 else {
      return Array(stride(from: low, through: high, by: max(1, nth ?? 1)))
    }
    var chosen: [Int] = []
    let start = from ?? seconds(low)
    var k = 0.0
    while start + k * every <= seconds(high) + slack, chosen.count <= count {
      let one = min(max(MomentChoice.nearest(start + k * every, count, seconds), low), high)
      if chosen.last.map({ $0 < one }) ?? true { chosen.append(one) }
      k += 1
      // Where moments are sparse, the times between two of them are passed over at once.
      if one < high { k = max(k, ((seconds(one) + seconds(one + 1)) / 2 - start) / every).rounded(.up) }
    }
    return chosen
  }

  private static func nearest(_ t: Double, _ count: Int, _ seconds: (Int) -> Double) -> Int {
    let after = first(count) { seconds($0) >= t }
    if after == 0 { return 0 }
    if after == count { return count - 1 }
    return seconds(after) - t < t - seconds(after - 1) ? after : after - 1
  }
  /// The first of 0..<count that `isBeyond`, which holds from some number on; `count` for none.
  private static func first(_ count: Int, where isBeyond: (Int) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBeyond(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
