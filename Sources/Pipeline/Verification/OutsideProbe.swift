import Kernel
import Scenes

/// People ever found off the walkable ground by more than a millimetre.
struct OutsideProbe: Probe {
  private let selection: Selection
  private let ground: Ground
  private var found: Set<UInt32> = []

  init(_ selection: Selection, ground: Ground) {
    self.selection = selection
    self.ground = ground
  }

  mutating func look(_ glance: Glance) {
    for (row, id) in glance.crowd.ids.enumerated() where !isWalkable(glance.crowd.positions[row]) {
      found.insert(id)
    }
  }

  /// Walkable, or no more than a millimetre away from it.
  private func isWalkable(_ p: Vector2) -> Bool {
    if ground.isWalkable(p) { return true }
    func isNear(_ polygon: Polygon) -> Bool { (polygon.nearestOnOutline(to: p) - p).length <= 1e-3 }
    let inside = ground.walkable.contains { $0.contains(p) || isNear($0) }
    return inside && !ground.obstacles.contains { $0.polygon.contains(p) && !isNear($0.polygon) }
  }

  func value(_ book: PeopleBook) -> MeasureValue {
    .number(Double(found.filter { selection.takes(book.people[Int($0) - 1]) }.count))
  }
}
