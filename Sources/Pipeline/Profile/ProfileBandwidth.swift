import CLanes
import Kernel

/// What memory and arithmetic can do at best, measured on the spot: the roofs that times are held against.
public struct ProfileRoofs: Codable, Equatable, Sendable {
  /// [GB/s] of a[i] = b[i] + s·c[i], twelve bytes counted for each i (McCalpin's STREAM triad), best of the runs.
  public var memory: Double
  /// The same on arrays that stay in the caches, 1.5 MB a worker.
  public var cache: Double
  /// [GFLOP/s] of multiplications and additions of sixteen floats in registers.
  public var arithmetic: Double
  public var workers: Int

  public init(memory: Double, cache: Double, arithmetic: Double, workers: Int) {
    self.memory = memory
    self.cache = cache
    self.arithmetic = arithmetic
    self.workers = workers
  }

  private static let repeats = 7

  public static func measure(workers: Workers) -> ProfileRoofs {
    ProfileRoofs(
      memory: triad(floats: 1 << 24, workers, passes: 1), cache: triad(floats: 1 << 17, workers, passes: 64),
      arithmetic: arithmetic(workers), workers: workers.count)
  }

  /// Each worker has three arrays of `floats` / 3 floats when passes are many, and a share of three such when it is one.
  private static func triad(floats: Int, _ workers: Workers, passes: Int) -> Double {
    let each = passes > 1 ? floats : floats / workers.count / 16 * 16
    let total = each * workers.count
    var a = [Float](repeating: 0, count: total)
    let b = [Float](repeating: 1, count: total)
    let c = [Float](repeating: 2, count: total)
    var best = UInt64.max
    a.withUnsafeMutableBufferPointer { a in
      let a = Rows(a)
      b.withUnsafeBufferPointer { b in
        c.withUnsafeBufferPointer { c in
          let (b, c) = (Source(b.baseAddress!), Source(c.baseAddress!))
          for run in 0..<repeats {
            let start = SteadyClock.now()
            workers.forEachBlock(rows: total, size: each) { _, range in
              for pass in 0..<passes {
                let s = SIMD16<Float>(repeating: Float(run + pass))
                var i = range.lowerBound
                while i < range.upperBound {
                  lanes_store(a.base + i, lanes_load(b.at + i) + s * lanes_load(c.at + i))
                  i &+= 16
                }
              }
            }
            best = min(best, SteadyClock.now() - start)
          }
        }
      }
    }
    return Double(total) * 12 * Double(passes) / Double(max(1, best))
  }

  private static func arithmetic(_ workers: Workers) -> Double {
    let rounds = 200_000
    var results = [Float](repeating: 0, count: workers.count)
    var best = UInt64.max
    results.withUnsafeMutableBufferPointer { results in
      let results = Rows(results)
      for run in 0..<repeats {
        let start = SteadyClock.now()
        workers.forEachBlock(rows: workers.count, size: 1) { _, range in
          let factor = SIMD16<Float>(repeating: 0.999 + Float(run) * 1e-6)
          let addend = SIMD16<Float>(repeating: 1e-3)
          // Eight chains, so that none waits for its own last result.
          var (p, q, r, s) = (addend, addend + 1, addend + 2, addend + 3)
          var (t, u, v, w) = (addend + 4, addend + 5, addend + 6, addend + 7)
          for _ in 0..<rounds {
            p = p * factor + addend
            q = q * factor + addend
            r = r * factor + addend
            s = s * factor + addend
            t = t * factor + addend
            u = u * factor + addend
            v = v * factor + addend
            w = w * factor + addend
          }
          for block in range { results[block] = lanes_sum(p + q + r + s + t + u + v + w) }
        }
        best = min(best, SteadyClock.now() - start)
      }
    }
    // A number that is not a number would mean that nothing was reckoned.
    precondition(results.allSatisfy(\.isFinite), "the arithmetic stays finite")
    return Double(rounds) * 8 * 2 * 16 * Double(workers.count) / Double(max(1, best))
  }
}

private struct Source: @unchecked Sendable {
  let at: UnsafePointer<Float>
  init(_ at: UnsafePointer<Float>) { self.at = at }
}
