import Kernel
import Scenes

/// When people first cross a line, whichever way. The moment lies between ticks where the way of a step meets the line.
package struct CrossingProbe: Probe {
  private let measure: MeasurePlan
  private let selection: Selection
  private let a: Vector2
  private let b: Vector2
  private var moments: [UInt32: Double] = [:]  // [s] by id

  init(_ measure: MeasurePlan, _ selection: Selection) {
    self.measure = measure
    self.selection = selection
    a = measure.line[0]
    b = measure.line[1]
  }

  mutating func look(_ glance: Glance) {
    let box = Rectangle(minimum: pointwiseMin(a, b), maximum: pointwiseMax(a, b)).grown(by: 1)
    for (row, id) in glance.crowd.ids.enumerated() {
      let now = glance.crowd.positions[row]
      guard box.contains(now), let before = glance.book.former(id),
        let share = CrossingProbe.crossing(from: before, to: now, a, b), moments[id] == nil
      else { continue }
      moments[id] = glance.seconds - (1 - share) * glance.step
    }
  }

  func value(_ book: PeopleBook) -> MeasureValue {
    let selected = moments.filter { selection.takes(book.people[Int($0.key) - 1]) }
    let times = selected.values.sorted()
    if measure.kind == .crossings {
      return .number(Double(times.filter { $0 >= measure.window[0] && $0 <= measure.window[1] }.count))
    }
    return .number(CrossingProbe.flow(times, from: Int(measure.persons[0]), to: Int(measure.persons[1])))
  }

  /// People per second between the crossings of two persons, counted from 1; not a number when the second has not
  /// crossed. A last person beyond anybody's number stands for the last who crossed.
  package static func flow(_ times: [Double], from first: Int, to last: Int) -> Double {
    let last = last >= 1_000_000 ? times.count : last
    guard first >= 1, last > first, last <= times.count else { return .nan }
    let duration = times[last - 1] - times[first - 1]
    return duration > 0 ? Double(last - first) / duration : .nan
  }

  /// Share 0...1 of the way from `p` to `q` at which it meets the line a–b; nil where it does not, or where the way
  /// is a leap to another floor.
  package static func crossing(from p: Vector2, to q: Vector2, _ a: Vector2, _ b: Vector2) -> Double? {
    let way = q - p
    let along = b - a
    let turn = way.cross(along)
    guard turn != 0, way.lengthSquared < 1 else { return nil }
    let share = (a - p).cross(along) / turn
    let place = (a - p).cross(way) / turn
    // A way that ends on the line crosses with the next step.
    return share >= 0 && share < 1 && place >= 0 && place <= 1 ? Double(share) : nil
  }
}
