import Kernel
import Scenes

/// Density and speed in an area at even distances in time, and each person's own speed of walking through it.
struct PresenceProbe: Probe {
  private struct Walk {
    var way = 0.0  // [m]
    var seconds = 0.0
  }
  private let measure: MeasurePlan
  private let selection: Selection
  private let period: Int  // [ticks]
  private let area: Polygon?
  private let size: Double  // [m²]
  private var values: [Double] = []
  private var walks: [UInt32: Walk] = [:]

  init(_ measure: MeasurePlan, _ selection: Selection, clocks: Clocks) {
    self.measure = measure
    self.selection = selection
    area = measure.area
    size = Double(measure.area?.area ?? 1)
    period = max(1, Int((measure.period * 1000 / Double(clocks.crowdStepMilliseconds)).rounded()))
  }

  mutating func look(_ glance: Glance) {
    guard glance.seconds >= measure.window[0], glance.seconds <= measure.window[1] else { return }
    if measure.kind == .walkingSpeed {
      walk(glance)
    } else if glance.tick % period == 0 {
      let rows = glance.crowd.positions.indices.filter { isInside($0, glance) }
      if measure.kind == .density {
        values.append(Double(rows.count) / size)
      } else {
        values += rows.map { Double(glance.crowd.velocities[$0].length) }
      }
    }
  }

  private func isInside(_ row: Int, _ glance: Glance) -> Bool {
    guard area?.contains(glance.crowd.positions[row]) ?? true else { return false }
    if selection.isEverybody { return true }
    let i = Int(glance.crowd.ids[row]) - 1
    return i < glance.book.people.count && selection.takes(glance.book.people[i])
  }

  private mutating func walk(_ glance: Glance) {
    for (row, id) in glance.crowd.ids.enumerated() {
      let now = glance.crowd.positions[row]
      guard let before = glance.book.former(id), area?.contains(now) ?? true, area?.contains(before) ?? true,
        glance.seconds > glance.book.people[Int(id) - 1].pauseSeconds
      else { continue }
      walks[id, default: Walk()].way += Double((now - before).length)
      walks[id, default: Walk()].seconds += glance.step
    }
  }

  func value(_ book: PeopleBook) -> MeasureValue {
    guard measure.kind == .walkingSpeed else { return .number(measure.figure(values)) }
    let speeds = walks.filter { selection.takes(book.people[Int($0.key) - 1]) }.map {
      $0.value.way / $0.value.seconds
    }
    return .number(measure.figure(speeds.sorted()))
  }
}
