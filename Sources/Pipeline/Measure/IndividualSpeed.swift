import Fields
import Kernel

/// Speeds over a window of n moments before and after each: v = |X(t + n) − X(t − n)| / (2n Δt). At both ends of a way
/// there is no full window; what then is done is `Border`. Definitions after PedPy 1.5.
package struct IndividualSpeed: Sendable {
  package enum Border: String, CaseIterable, Sendable {
    /// No speed there.
    case exclude
    /// A window as wide as the way's end allows, the same on both sides.
    case adaptive
    /// The half of the window that there is.
    case singleSided = "single-sided"
  }
  /// [m/s] by sample of the tracks; not a number where there is none.
  package private(set) var velocities: [Point]
  /// [m/s]
  package private(set) var speeds: [Double]

  package init(_ tracks: MeasuredTracks, frameStep: Int, border: Border) {
    let none = Point(repeating: .nan)
    velocities = [Point](repeating: none, count: tracks.times.count)
    speeds = [Double](repeating: .nan, count: tracks.times.count)
    let n = max(1, frameStep)
    for person in tracks.ids.indices {
      let samples = tracks.samples(of: person)
      for i in samples {
        guard let (before, after) = IndividualSpeed.window(tracks, samples, i, n, border) else { continue }
        let seconds = Double(tracks.times[after] - tracks.times[before]) / tracks.framesPerSecond
        guard seconds > 0 else { continue }
        velocities[i] = (tracks.places[after] - tracks.places[before]) / seconds
        speeds[i] = velocities[i].length
      }
    }
  }

  private static func window(
    _ tracks: MeasuredTracks, _ samples: Range<Int>, _ i: Int, _ n: Int, _ border: Border
  ) -> (Int, Int)? {
    // Of the window's ends, by samples, as the way has them.
    let hasBefore = i - samples.lowerBound >= n
    let hasAfter = samples.upperBound - 1 - i >= n
    switch border {
    case .exclude: return hasBefore && hasAfter ? (i - n, i + n) : nil
    case .singleSided: return (hasBefore ? i - n : i, hasAfter ? i + n : i)
    case .adaptive:
      let now = Int(tracks.times[i])
      let toStart = now - Int(tracks.times[samples.lowerBound])
      let toEnd = Int(tracks.times[samples.upperBound - 1]) - now
      let half = min(n, toStart, toEnd)
      guard half > 0, let before = find(tracks, samples, now - half),
        let after = find(tracks, samples, now + half)
      else { return nil }
      return (before, after)
    }
  }

  /// The sample of a moment, by halving.
  private static func find(_ tracks: MeasuredTracks, _ samples: Range<Int>, _ moment: Int) -> Int? {
    var low = samples.lowerBound
    var high = samples.upperBound
    while low < high {
      let middle = (low + high) / 2
      if Int(tracks.times[middle]) < moment { low = middle + 1 } else { high = middle }
    }
    return low < samples.upperBound && Int(tracks.times[low]) == moment ? low : nil
  }
}
