/// Whether memory stays what it is: straight lines that fit the second half of the samples best.
struct MemoryTrend {
  private struct Sample {
    let seconds: Double
    let people: Double
    let live: Double  // [B] of the heap
    let resident: Double  // [B] of the process
  }
  private var samples: [Sample] = []
  /// [B] over the second half, however long: the system gives memory in pages, and scratch grows when people come to
  /// stand closer than ever before. In the first minutes they do so again and again.
  private static let mostLive = (early: 1e6, late: 64e3)
  private static let mostResident = 1e6
  private static let early = 600.0  // [s] of the second half: shorter ones are early
  /// [B] for each person more: twice what one takes, as columns grow ahead.
  private static let perPerson = 500.0

  init() { samples.reserveCapacity(1 << 16) }

  mutating func add(seconds: Double, people: Int, live: Int, resident: Int) {
    samples.append(
      Sample(seconds: seconds, people: Double(people), live: Double(live), resident: Double(resident)))
  }

  /// What the second half shows, and whether that is growth.
  var verdict: (text: String, isGrowing: Bool) {
    let half = samples.suffix(samples.count / 2)
    guard half.count >= 4 else { return ("too short a run to see memory grow", false) }
    let seconds = half[half.endIndex - 1].seconds - half[half.startIndex].seconds
    func grown(_ value: KeyPath<Sample, Double>) -> Double { slope(half, value) * seconds }
    let allowance = max(0, grown(\.people)) * MemoryTrend.perPerson
    let (live, resident) = (grown(\.live), grown(\.resident))
    let mostLive = seconds < MemoryTrend.early ? MemoryTrend.mostLive.early : MemoryTrend.mostLive.late
    return (
      "memory over the last \(Int(seconds)) s: heap \(Int(live)) B, process \(Int(resident)) B more",
      live > mostLive + allowance || resident > MemoryTrend.mostResident + allowance
    )
  }

  /// Per second, of the line with the least squares.
  private func slope(_ samples: ArraySlice<Sample>, _ value: KeyPath<Sample, Double>) -> Double {
    let n = Double(samples.count)
    let time = samples.reduce(0) { $0 + $1.seconds } / n
    let mean = samples.reduce(0) { $0 + $1[keyPath: value] } / n
    let joint = samples.reduce(0) { $0 + ($1.seconds - time) * ($1[keyPath: value] - mean) }
    let spread = samples.reduce(0) { $0 + ($1.seconds - time) * ($1.seconds - time) }
    return joint / spread
  }
}
