import Kernel

/// When each person would run into somebody if all kept their velocities:
///
///     τᵢ = min over j of the smallest t > 0 with |x + v t| = rᵢ + rⱼ        x = xᵢ − xⱼ, v = vᵢ − vⱼ
///
/// the time to collision of two discs, as in Karamouzas, Skinner & Guy, "Universal power law governing pedestrian
/// interactions", Phys. Rev. Lett. 113 (2014). People who overlap and still close in have the least time there is.
/// Neighbours count up to `reach` away, and only those whom no wall hides.
struct CollisionTimes: Sendable {
  static let reach: Float = 5  // [m] between the people's middles
  static let horizon: Float = 5  // [s] beyond which nobody is said to collide
  static let least: Float = 0.1  // [s]

  /// Everybody at their places with 1/τ [1/s] as the velocity's x, 0 for those who collide with nobody.
  var crowd = Crowd()
  private var tree = PointTree()
  private var entries: [PointTree.Entry] = []

  mutating func find(_ people: Crowd, _ sight: SightEdges, _ place: GridPlace, workers: Workers) {
    crowd.positions.removeAll(keepingCapacity: true)
    crowd.velocities.removeAll(keepingCapacity: true)
    crowd.positions.append(contentsOf: people.positions)
    crowd.velocities.append(contentsOf: repeatElement(.zero, count: people.positions.count))
    entries.removeAll(keepingCapacity: true)
    for (i, p) in people.positions.enumerated() where place.isNear(place.cells(p)) {
      entries.append(PointTree.Entry(place: Point(p), index: Int32(truncatingIfNeeded: i)))
    }
    tree.build(entries)
    let leaves = tree.leaves
    crowd.velocities.withUnsafeMutableBufferPointer { rates in
      let rates = Rows(rates)
      tree.entries.withUnsafeBufferPointer { entries in
        tree.boxes.withUnsafeBufferPointer { boxes in
          let view = TreeView(entries: entries, boxes: boxes, leaves: leaves)
          workers.forEachBlock(rows: entries.count, size: 512) { _, slots in
            var search = CollisionSearch(view, people, sight, place)
            for slot in slots {
              search.begin(slot)
              search.visit(1)
              let time = max(CollisionTimes.least, search.time)
              rates[search.person] = time < CollisionTimes.horizon ? Vector2(1 / time, 0) : .zero
            }
          }
        }
      }
    }
  }

  /// The time [s] after which two discs touch that are `x` [m] apart and move by `v` [m/s] against each other, `reach`
  /// [m] being the sum of their radii; infinite where they never do or move apart.
  static func time(_ x: Vector2, _ v: Vector2, reach: Float) -> Float {
    let (a, b, c) = (v.lengthSquared, x.dot(v), x.lengthSquared - reach * reach)
    guard b < 0 else { return .infinity }
    if c <= 0 { return 0 }
    let root = b * b - a * c
    guard root >= 0 else { return .infinity }
    return c / (root.squareRoot() - b)
  }
}

/// One person's look at the neighbours after the other.
private struct CollisionSearch {
  private let tree: TreeView
  private let people: Crowd
  private let sight: SightEdges
  private let grid: GridPlace
  private var slot = 0
  private(set) var person = 0
  private var place = Point.zero
  private var position = Vector2.zero
  private var velocity = Vector2.zero
  private var radius: Float = 0
  private var cell = (column: 0, row: 0)
  private(set) var time = CollisionTimes.horizon

  init(_ tree: TreeView, _ people: Crowd, _ sight: SightEdges, _ grid: GridPlace) {
    self.tree = tree
    self.people = people
    self.sight = sight
    self.grid = grid
  }

  mutating func begin(_ slot: Int) {
    self.slot = slot
    person = Int(tree.entries[slot].index)
    place = tree.entries[slot].place
    position = people.positions[person]
    velocity = FieldEstimator.counted(people.velocities[person])
    radius = people.radii[person]
    let q = grid.cells(position)
    cell = (Int(q.x.rounded(.down)), Int(q.y.rounded(.down)))
    time = CollisionTimes.horizon
  }

  mutating func visit(_ node: Int) {
    let reach = Double(CollisionTimes.reach)
    if tree.boxes[node].distanceSquared(to: place) >= reach * reach { return }
    if node >= tree.leaves {
      for other in tree.range(leaf: node) where other != slot { look(Int(tree.entries[other].index)) }
      return
    }
    visit(2 * node)
    visit(2 * node + 1)
  }

  private mutating func look(_ other: Int) {
    let x = position - people.positions[other]
    guard x.lengthSquared < CollisionTimes.reach * CollisionTimes.reach else { return }
    let v = velocity - FieldEstimator.counted(people.velocities[other])
    let radii = radius + people.radii[other]
    let touching = CollisionTimes.time(x, v, reach: radii.isFinite ? max(0, radii) : 0)
    guard touching < time else { return }
    if sight.isNear(cell.column, cell.row) {
      let (from, to) = (grid.cells(position), grid.cells(people.positions[other]))
      if sight.isBlocked(from: Point(from), to: Point(to), in: cell) { return }
    }
    time = touching
  }
}
