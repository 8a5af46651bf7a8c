import Fields
import Kernel

/// Who crosses a line, and when; after PedPy 1.5.
package struct LineCrossings: Sendable {
  package struct Crossing: Equatable, Sendable {
    package var person: Int  // row in the tracks' ids
    package var moment: Int
  }
  /// Each person's first crossing, by moment, then by id.
  package let first: [Crossing]
  /// N(t): people who have crossed at or before each moment.
  package let cumulative: [Int]

  /// A way that ends nearer to the line than this has not crossed it yet; the next step that begins there has.
  private static let touch = 1e-5  // [m]

  package init(_ tracks: MeasuredTracks, _ line: MeasurementLine) {
    var first: [Crossing] = []
    for person in tracks.ids.indices {
      let moment = LineCrossings.moments(tracks, person, line, countsOnLine: false).first
      if let moment { first.append(Crossing(person: person, moment: moment)) }
    }
    first.sort { ($0.moment, $0.person) < ($1.moment, $1.person) }
    self.first = first
    var counts = [Int](repeating: 0, count: tracks.moments)
    for crossing in first { counts[crossing.moment] += 1 }
    for t in 1..<max(1, counts.count) { counts[t] += counts[t - 1] }
    cumulative = counts
  }

  /// Moments at which a person's step from the moment before meets the line. The last sample of a way counts for
  /// nothing, as the adaptive window has no width there.
  static func moments(
    _ tracks: MeasuredTracks, _ person: Int, _ line: MeasurementLine, countsOnLine: Bool
  ) -> [Int] {
    let samples = tracks.samples(of: person)
    return samples.dropFirst().dropLast().filter { i in
      guard tracks.times[i] == tracks.times[i - 1] + 1,
        meets(tracks.places[i - 1], tracks.places[i], line.start, line.end)
      else { return false }
      if countsOnLine { return true }
      let way = Ring.distanceSquared(from: tracks.places[i], toSegment: line.start, line.end)
      return way.squareRoot() >= touch
    }.map { Int(tracks.times[$0]) }
  }

  /// Whether two segments have a point in common, ends counted.
  private static func meets(_ p: Point, _ q: Point, _ a: Point, _ b: Point) -> Bool {
    func side(_ a: Point, _ b: Point, _ c: Point) -> Int {
      let turn = (b - a).cross(c - a)
      return turn > 0 ? 1 : turn < 0 ? -1 : 0
    }
    func isOn(_ a: Point, _ b: Point, _ c: Point) -> Bool {
      let low = pointwiseMin(a, b)
      let high = pointwiseMax(a, b)
      return c.x >= low.x && c.x <= high.x && c.y >= low.y && c.y <= high.y
    }
    let sides = (side(p, q, a), side(p, q, b), side(a, b, p), side(a, b, q))
    if sides.0 * sides.1 < 0, sides.2 * sides.3 < 0 { return true }
    return sides.0 == 0 && isOn(p, q, a) || sides.1 == 0 && isOn(p, q, b) || sides.2 == 0 && isOn(a, b, p)
      || sides.3 == 0 && isOn(a, b, q)
  }

  /// People per second [1/s] between the first and the last crossing within moments: (N − 1) / (t_last − t_first).
  /// Not a number for fewer than two, or for all at once.
  package func flow(_ moments: ClosedRange<Int>, framesPerSecond: Double) -> (people: Int, flow: Double) {
    let inside = first.filter { moments.contains($0.moment) }
    guard let a = inside.first, let b = inside.last, b.moment > a.moment else { return (inside.count, .nan) }
    return (inside.count, Double(inside.count - 1) * framesPerSecond / Double(b.moment - a.moment))
  }

  package struct Window: Equatable, Sendable {
    package var flow: Double  // [1/s]
    package var meanSpeed: Double  // [m/s] of who crossed in it, at the moment of crossing
    package var lastMoment: Int
  }

  /// Flow in windows of `delta` moments: J = N / Δt from the last crossing of the window before to one moment after
  /// that of this one; windows without a crossing give nothing.
  package func windows(_ tracks: MeasuredTracks, _ speed: IndividualSpeed, delta: Int) -> [Window] {
    guard let start = first.first?.moment, delta > 0 else { return [] }
    let speeds = first.map { crossing -> (moment: Int, speed: Double) in
      let sample = tracks.samples(at: crossing.moment).first { tracks.people[Int($0)] == crossing.person }
      return (crossing.moment, sample.map { speed.speeds[Int($0)] } ?? .nan)
    }
    var windows: [Window] = []
    var before = 0
    var beforeMoment = start
    for moment in Swift.stride(from: start + delta, to: tracks.moments - 1, by: delta)
    where cumulative[moment] != before {
      let passed = cumulative[moment]
      // The moment of the crossing that made it so many, and one more.
      let last = first[passed - 1].moment + 1
      let inside = speeds.filter { $0.moment >= beforeMoment && $0.moment <= last && !$0.speed.isNaN }
      let mean = inside.isEmpty ? .nan : inside.reduce(0) { $0 + $1.speed } / Double(inside.count)
      windows.append(
        Window(
          flow: Double(passed - before) / Double(last - beforeMoment) * tracks.framesPerSecond,
          meanSpeed: mean,
          lastMoment: last))
      before = passed
      beforeMoment = last
    }
    return windows
  }
}

/// Ways through the area between a line and its parallel at a distance to the left.
package struct Passings: Sendable {
  package struct Passing: Equatable, Sendable {
    package var person: Int
    package var entered: Int  // first moment inside
    package var left: Int  // first moment outside again
    package var density = 0.0  // [1/m²] mean of the classic density of the area while inside
    package var speed = 0.0  // [m/s] width / time
  }
  package let area: MeasurementArea
  package private(set) var all: [Passing] = []

  /// Whoever enters across one line and leaves across the other counts.
  package init(_ tracks: MeasuredTracks, _ line: MeasurementLine, width: Double) {
    let shift = line.normal * -width
    let second = MeasurementLine(start: line.start + shift, end: line.end + shift)
    area = MeasurementArea(AreaShape(outline: [line.start, line.end, second.end, second.start]))
    let shape = area.shape
    var counts = [Int](repeating: 0, count: tracks.moments)
    for person in tracks.ids.indices {
      let inside = tracks.samples(of: person).filter { shape.containsStrictly(tracks.places[$0]) }
      for i in inside { counts[Int(tracks.times[i])] += 1 }
      if inside.isEmpty { continue }
      let acrossFirst = LineCrossings.moments(tracks, person, line, countsOnLine: true)
      let acrossSecond = LineCrossings.moments(tracks, person, second, countsOnLine: true)
      var start = 0
      for k in inside.indices
      where k + 1 == inside.count || tracks.times[inside[k + 1]] > tracks.times[inside[k]] + 1 {
        let entered = Int(tracks.times[inside[start]])
        let left = Int(tracks.times[inside[k]]) + 1
        start = k + 1
        if acrossFirst.contains(entered) && acrossSecond.contains(left)
          || acrossSecond.contains(entered) && acrossFirst.contains(left)
        {
          all.append(Passing(person: person, entered: entered, left: left))
        }
      }
    }
    for k in all.indices {
      let moments = all[k].entered..<all[k].left
      let heads = moments.reduce(0) { $0 + counts[$1] }
      all[k].density = Double(heads) / Double(moments.count) / area.area
      all[k].speed = width * tracks.framesPerSecond / Double(moments.count)
    }
  }
}
