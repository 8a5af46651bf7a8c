import CLanes
import Kernel

/// Velocities v that a person may choose: normal·v ≥ offset for each half-plane. Columns of borrowed memory, padded to
/// sixteens with half-planes that allow everything. The first `hard` of them are never given up.
struct HalfPlanes {
  static let most = 48  // places; a whole number of sixteens
  static let size = 3 * most  // [floats]

  let x: UnsafeMutablePointer<Float>  // unit normals
  let y: UnsafeMutablePointer<Float>
  let offset: UnsafeMutablePointer<Float>  // [m/s]
  var count = 0
  var hard = 0

  @inline(__always)
  init(in base: UnsafeMutablePointer<Float>) {
    x = base
    y = base + HalfPlanes.most
    offset = base + 2 * HalfPlanes.most
  }

  @inline(__always)
  mutating func add(normal: Vector2, offset: Float) {
    set(count, normal, offset)
    count += 1
  }

  @inline(__always)
  func set(_ k: Int, _ normal: Vector2, _ offset: Float) {
    x[k] = normal.x
    y[k] = normal.y
    self.offset[k] = offset
  }

  /// Fills the last sixteen up.
  @inline(__always)
  func pad() {
    for k in count..<(count + Lanes.width - 1) / Lanes.width * Lanes.width { set(k, .zero, -1) }
  }

  @inline(__always)
  func normal(_ k: Int) -> Vector2 { Vector2(x[k], y[k]) }
  /// [m/s] by which `v` misses half-plane `k`.
  @inline(__always)
  func miss(_ v: Vector2, _ k: Int) -> Float { offset[k] - normal(k).dot(v) }

  /// The first from `start` on that `v` misses; nil for none.
  @inline(__always)
  func firstMissed(by v: Vector2, from start: Int) -> Int? {
    var k = start & ~(Lanes.width - 1)
    while k < count {
      let reached = Lanes(x + k) * v.x + Lanes(y + k) * v.y
      var bits = lanes_less(reached, Lanes(offset + k))
      if start > k { bits &= ~0 << UInt32(truncatingIfNeeded: start - k) }
      if bits != 0 { return k + bits.trailingZeroBitCount }
      k += Lanes.width
    }
    return nil
  }
}

extension HalfPlanes {
  /// What a programme looks for among the allowed velocities.
  enum Aim {
    case nearest(Vector2)  // [m/s] to this one
    case farthest(Vector2)  // along this unit vector
  }

  /// The best velocity in all half-planes of those no faster than `limit` [m/s], by adding one half-plane after the
  /// other: where the best so far misses it, the new best lies on its edge. `failed` is the first that cannot be
  /// met, and the velocity then the best of those before. After R. Seidel, Discrete & Computational Geometry 6
  /// (1991), and M. de Berg et al., "Computational Geometry", chapter 4.
  @inline(__always)
  func best(_ aim: Aim, limit: Float, from first: Vector2) -> (velocity: Vector2, failed: Int?) {
    var v = first
    var next = 0
    while let k = firstMissed(by: v, from: next) {
      guard let better = bestOnEdge(k, aim, limit: limit) else { return (v, k) }
      v = better
      next = k + 1
    }
    return (v, nil)
  }

  /// The best on the edge of `k` that those before it allow.
  private func bestOnEdge(_ k: Int, _ aim: Aim, limit: Float) -> Vector2? {
    let n = normal(k)
    let t = n.left
    let squared = limit * limit - offset[k] * offset[k]
    if squared < 0 { return nil }
    let end = squared.squareRoot()
    var low = Lanes(repeating: -end)
    var high = Lanes(repeating: end)
    let parallel = Lanes(repeating: HalfPlanes.parallel)
    var base = 0
    while base < k {
      let slope = Lanes(x + base) * t.x + Lanes(y + base) * t.y
      let lack = Lanes(offset + base) - (Lanes(x + base) * n.x + Lanes(y + base) * n.y) * offset[k]
      let place = lack / slope
      let before = k - base < Lanes.width ? (UInt32(1) << UInt32(k - base)) - 1 : 0xFFFF
      // Those whose edge runs along this one allow all of it or nothing.
      let flat = ~lanes_less(parallel, lanes_max(slope, -slope))
      if flat & lanes_less(parallel, lack) & before != 0 { return nil }
      let counts = lanes_pick_less(HalfPlanes.numbers, Lanes(repeating: Float(k - base)), slope, .zero)
      low = lanes_pick_less(parallel, counts, lanes_max(place, low), low)
      high = lanes_pick_less(counts, -parallel, lanes_min(place, high), high)
      base += Lanes.width
    }
    let least = -lanes_least(-low)
    let most = lanes_least(high)
    if least > most { return nil }
    switch aim {
    case .nearest(let wish): return n * offset[k] + t * max(least, min(most, t.dot(wish)))
    case .farthest(let way): return n * offset[k] + t * (t.dot(way) > 0 ? most : least)
    }
  }

  /// Where not all can be met: the velocity whose greatest miss of a soft half-plane is least, hard ones kept.
  /// `failed` is where `v` stopped. A programme in three dimensions, the third being the miss: wherever `v` misses one
  /// by more than so far, the new best misses it exactly as much as another.
  func leastMissed(limit: Float, from v: Vector2, failed: Int) -> Vector2 {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: HalfPlanes.size) { memory in
      var v = v
      var worst: Float = 0
      for k in max(failed, hard)..<max(count, hard) where miss(v, k) > worst {
        let edges = bisected(at: k, in: memory.baseAddress!)
        let found = edges.best(.farthest(normal(k)), limit: limit, from: normal(k) * limit)
        // It can only fail by rounding: then the velocity is good already.
        if found.failed == nil { v = found.velocity }
        worst = miss(v, k)
      }
      return v
    }
  }

  /// Half-planes in which those before `k` are missed by no more than `k` is, and the hard ones not at all.
  private func bisected(at k: Int, in memory: UnsafeMutablePointer<Float>) -> HalfPlanes {
    var edges = HalfPlanes(in: memory)
    for j in 0..<hard { edges.add(normal: normal(j), offset: offset[j]) }
    let n = normal(k)
    for j in hard..<k {
      let between = normal(j) - n
      let length = between.length
      // Of two that look the same way, the one missed by more has been here before.
      if length > HalfPlanes.parallel {
        edges.add(normal: between / length, offset: (offset[j] - offset[k]) / length)
      }
    }
    edges.pad()
    return edges
  }

  private static let parallel: Float = 1e-5
  private static let numbers = Lanes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
}
