import Kernel

/// A recording by person: each one's samples in the order of time, with velocities and headings worked out
/// once.
struct RecordedTracks {
  var ids: [UInt32] = []  // one a person, rising
  var starts: [Int] = []  // person k's samples are starts[k] ..< starts[k + 1]
  var frames: [Int32] = []  // one a sample, rising within a person
  var positions: [Vector2] = []  // [m]
  var velocities: [Vector2] = []  // [m/s]     computed by setVelocities
  var headings: [Vector2] = []  // unit vectors  computed by setHeadings

  /// Half of the time over which a velocity is taken [s]: long enough for the body's sway from step to step
  /// to fall out of it, short enough for a turn.
  static let reach = 0.2
  /// Below this speed [m/s] a heading says nothing.
  static let standing: Float = 0.15

  let longestGap: Int  // [frames]

  init(_ recording: Recording, framesPerSecond: Double, longestGap given: Int?) {
    let stride = RecordedTracks.stride(recording.frames)
    let longestGap = given ?? max(Int(framesPerSecond.rounded()), stride + stride / 2)
    self.longestGap = longestGap
    var order = Array(recording.ids.indices)
    order.sort { (recording.ids[$0], recording.frames[$0]) < (recording.ids[$1], recording.frames[$1]) }
    for row in order {
      if ids.last != recording.ids[row] {
        ids.append(recording.ids[row])
        starts.append(frames.count)
      } else if frames.last == Int32(clamping: recording.frames[row]) {
        continue  // a person has one place a frame: the first given
      }
      frames.append(Int32(clamping: recording.frames[row]))
      positions.append(recording.positions[row])
    }
    starts.append(frames.count)
    velocities = [Vector2](repeating: .zero, count: frames.count)
    headings = [Vector2](repeating: Vector2(1, 0), count: frames.count)
    for k in ids.indices {
      var start = starts[k]
      for i in starts[k]..<starts[k + 1]
      where i + 1 == starts[k + 1] || Int(frames[i + 1]) - Int(frames[i]) > longestGap {
        setVelocities(start...i, framesPerSecond: framesPerSecond)
        start = i + 1
      }
      setHeadings(starts[k]..<starts[k + 1])
    }
  }

  /// Frame numbers from one frame that anybody stands in to the next, as most of them are apart; 1 for a
  /// single one.
  static func stride(_ frames: [Int]) -> Int {
    var counts: [Int: Int] = [:]
    let sorted = frames.map { Int(Int32(clamping: $0)) }.sorted()
    for (a, b) in zip(sorted, sorted.dropFirst()) where a < b { counts[b - a, default: 0] += 1 }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 1
  }

  /// Over one stretch without gaps: the difference between the samples `reach` before and after, one-sided at
  /// the ends, then the mean with both neighbours in the weights 1, 2, 1.
  private mutating func setVelocities(_ stretch: ClosedRange<Int>, framesPerSecond: Double) {
    guard stretch.count > 1 else { return }
    let reach = max(1, Int((RecordedTracks.reach * framesPerSecond).rounded()))
    var raw: [Vector2] = []
    raw.reserveCapacity(stretch.count)
    var before = stretch.lowerBound
    var after = stretch.lowerBound
    for i in stretch {
      while before + 1 < i, Int(frames[before]) < Int(frames[i]) - reach { before += 1 }
      while after < stretch.upperBound, Int(frames[after]) < Int(frames[i]) + reach { after += 1 }
      let seconds = (Double(frames[after]) - Double(frames[before])) / framesPerSecond
      raw.append((positions[after] - positions[before]) / Float(seconds))
    }
    for (k, i) in stretch.enumerated() {
      velocities[i] = (raw[max(0, k - 1)] + raw[k] * 2 + raw[min(raw.count - 1, k + 1)]) / 4
    }
  }

  /// The velocity's direction; of whoever stands, the last one walked in, before the first step the first.
  private mutating func setHeadings(_ samples: Range<Int>) {
    guard let first = samples.first(where: { velocities[$0].length >= RecordedTracks.standing }) else {
      return
    }
    var heading = velocities[first].normalized
    for i in samples {
      if velocities[i].length >= RecordedTracks.standing { heading = velocities[i].normalized }
      headings[i] = heading
    }
  }

  /// The last of person `k`'s samples at or before frame `f`; nil before the first.
  func sample(of k: Int, atOrBefore f: Double) -> Int? {
    var low = starts[k]
    var high = starts[k + 1]
    while low < high {
      let middle = (low + high) / 2
      if Double(frames[middle]) <= f { low = middle + 1 } else { high = middle }
    }
    return low > starts[k] ? low - 1 : nil
  }
}
