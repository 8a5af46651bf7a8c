import Fields
import Kernel

/// Everybody's ways, by person and by moment, in the precision of the file. Moments are frames counted from the first
/// in steps of the recording's own stride, so that films annotated at every tenth frame have no holes.
package struct MeasuredTracks: Sendable {
  package let framesPerSecond: Double  // [1/s] of moments
  package let firstFrame: Int  // the file's number of moment 0
  package let stride: Int  // frames from one moment to the next
  package let moments: Int
  package private(set) var ids: [UInt32] = []  // one a person, rising
  package private(set) var starts: [Int] = []  // person k's samples are starts[k] ..< starts[k + 1]
  package private(set) var times: [Int32] = []  // moment of each sample, rising within a person
  package private(set) var places: [Point] = []  // [m]
  package private(set) var people: [Int32] = []  // whose sample it is
  /// The samples of moment t are order[momentStarts[t] ..< momentStarts[t + 1]].
  package private(set) var momentStarts: [Int] = []
  package private(set) var order: [Int32] = []  // by moment, then by id

  /// The most moments that a recording may span.
  package static let mostMoments = 20_000_000

  /// Rows in any order; the first of several of one person in one frame counts. nil where the frames span more than
  /// `mostMoments` or there is nobody.
  package init?(framesPerSecond rate: Double, frames: [Int], ids rowIDs: [UInt32], places rowPlaces: [Point])
  {
    guard let first = frames.min(), let last = frames.max(), frames.count < Int(Int32.max) else { return nil }
    var stride = 0
    for f in frames where f != first { stride = MeasuredTracks.commonDivisor(f - first, stride) }
    self.stride = max(1, stride)
    firstFrame = first
    let span = (last - first) / self.stride
    guard span < MeasuredTracks.mostMoments else { return nil }
    moments = span + 1
    framesPerSecond = rate / Double(self.stride)
    var rows = Array(frames.indices)
    rows.sort { (rowIDs[$0], frames[$0], $0) < (rowIDs[$1], frames[$1], $1) }
    for row in rows {
      let time = Int32((frames[row] - first) / self.stride)
      if ids.last != rowIDs[row] {
        ids.append(rowIDs[row])
        starts.append(times.count)
      } else if times.last == time {
        continue
      }
      times.append(time)
      places.append(rowPlaces[row])
      people.append(Int32(ids.count - 1))
    }
    starts.append(times.count)
    sortByMoment()
  }

  private mutating func sortByMoment() {
    var next = [Int](repeating: 0, count: moments + 1)
    for t in times { next[Int(t) + 1] += 1 }
    for t in 0..<moments { next[t + 1] += next[t] }
    momentStarts = next
    order = [Int32](repeating: 0, count: times.count)
    for (sample, t) in times.enumerated() {
      order[next[Int(t)]] = Int32(sample)
      next[Int(t)] += 1
    }
  }

  private static func commonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (abs(a), abs(b))
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }

  /// The file's number of a moment.
  package func frame(_ moment: Int) -> Int { firstFrame + moment * stride }
  /// Samples of a moment, by rising id.
  package func samples(at moment: Int) -> ArraySlice<Int32> {
    order[momentStarts[moment]..<momentStarts[moment + 1]]
  }
  package func samples(of person: Int) -> Range<Int> { starts[person]..<starts[person + 1] }
}
