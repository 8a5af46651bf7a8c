/// Whether memory stays what it is: the straight line that fits the second half of the samples best.
struct MemoryTrend {
  private var samples: [(seconds: Double, bytes: Double)] = []

  init() { samples.reserveCapacity(1 << 16) }

  mutating func add(seconds: Double, bytes: Int) { samples.append((seconds, Double(bytes))) }

  /// [B/s] over the second half; 0 of fewer than four samples.
  var slope: Double {
    let half = samples.suffix(samples.count / 2)
    if half.count < 2 { return 0 }
    let n = Double(half.count)
    let time = half.reduce(0) { $0 + $1.seconds } / n
    let size = half.reduce(0) { $0 + $1.bytes } / n
    let joint = half.reduce(0) { $0 + ($1.seconds - time) * ($1.bytes - size) }
    let spread = half.reduce(0) { $0 + ($1.seconds - time) * ($1.seconds - time) }
    return joint / spread
  }
}
