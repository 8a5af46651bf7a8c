import City
import Kernel

/// Tells when everybody has been standing for so long that nothing will happen any more: a model that has locked need
/// not be run to the end.
struct Standstill {
  static let span = 100.0  // [s]
  static let way: Float = 1  // [m] that nobody has gone in it

  private let mayChange: Bool  // by other means than people walking
  private let period: Int  // [ticks]
  private var places: [UInt32: Vector2] = [:]

  init(_ plan: CityPlan, clocks: Clocks) {
    mayChange =
      !plan.waitings.isEmpty || !plan.queues.isEmpty
      || plan.events.contains { event in
        switch event.trigger {
        case .time, .every: true
        case .arrived, .present, .density, .waiting: false
        }
      }
    period = max(1, Int(Standstill.span * 1000 / Double(clocks.crowdStepMilliseconds)))
  }

  /// To be asked at every tick; true when since the last look, a span ago, nobody came, left or got anywhere, and
  /// nobody was to set out later.
  mutating func isReached(_ crowd: Crowd, tick: Int, seconds: Double, book: PeopleBook) -> Bool {
    guard !mayChange, tick % period == 0 else { return false }
    var now: [UInt32: Vector2] = [:]
    var isStill = crowd.count == places.count
    for (row, id) in crowd.ids.enumerated() {
      let p = crowd.positions[row]
      now[id] = p
      guard isStill else { continue }
      let pause = book.people[Int(id) - 1].pauseSeconds
      isStill = places[id].map { ($0 - p).length < Standstill.way } ?? false
      isStill = isStill && pause < seconds - Standstill.span
    }
    places = now
    return isStill && tick > 0
  }
}
