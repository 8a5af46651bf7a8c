import Kernel

/// How wide each person's own kernel is: as far as the k-th nearest other person whom no wall hides.
///
///     ρ(t) = Σᵢ W(|t − xᵢ| / Rᵢ)        Rᵢ = the distance from person i to the k-th nearest other, 2 h at least
///
/// with Wendland's W, each person's values on the cells in sight together one person, so that the mass is kept. Where
/// people stand close it resolves them, where they are few it smooths; `width` says how wide a kernel is at most.
/// Breiman, Meisel & Purcell, "Variable kernel estimates of multivariate densities", Technometrics 19 (1977), after the
/// nearest-neighbour estimate of Loftsgaarden & Quesenberry, Ann. Math. Statist. 36 (1965), which keeps no mass.
struct NeighbourWidths: Sendable {
  private(set) var places: [Vector2] = []  // [cells] by person; not finite for who has no place near the grid
  private(set) var radii: [Float] = []  // [cells] by person
  private var tree = PointTree()
  private var entries: [PointTree.Entry] = []

  static let least: Float = 2  // [cells]

  /// Looks up everybody's k-th neighbour, farther than `most` [cells] counting as that far.
  mutating func find(
    _ positions: UnsafeBufferPointer<Vector2>, k: Int, most: Float, _ edges: SightEdges, _ place: GridPlace,
    workers: Workers
  ) {
    places.removeAll(keepingCapacity: true)
    entries.removeAll(keepingCapacity: true)
    for (i, p) in positions.enumerated() {
      let q = place.cells(p)
      places.append(q)
      if place.isNear(q) {
        entries.append(PointTree.Entry(place: Point(q), index: Int32(truncatingIfNeeded: i)))
      }
    }
    if radii.count < places.count { radii = [Float](repeating: 0, count: places.count + places.count / 4) }
    tree.build(entries)
    let (most, leaves) = (max(most, NeighbourWidths.least), tree.leaves)
    radii.withUnsafeMutableBufferPointer { radii in
      let radii = Rows(radii)
      tree.entries.withUnsafeBufferPointer { entries in
        tree.boxes.withUnsafeBufferPointer { boxes in
          let view = TreeView(entries: entries, boxes: boxes, leaves: leaves)
          workers.forEachBlock(rows: entries.count, size: 1024) { _, slots in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: k) { nearest in
              var search = NeighbourSearch(view, nearest, edges)
              for slot in slots {
                search.begin(slot, farthest: Double(most))
                search.visit(1)
                let radius = Float(search.kth.squareRoot())
                radii[Int(view.entries[slot].index)] = min(most, max(NeighbourWidths.least, radius))
              }
            }
          }
        }
      }
    }
  }
}

/// One person's look at the tree after the other.
private struct NeighbourSearch {
  private let tree: TreeView
  private let nearest: UnsafeMutableBufferPointer<Double>  // squares of distances, rising
  private let edges: SightEdges
  private var slot = 0
  private var place = Point.zero
  private var cell = (column: 0, row: 0)
  private var hasWalls = false

  init(_ tree: TreeView, _ nearest: UnsafeMutableBufferPointer<Double>, _ edges: SightEdges) {
    self.tree = tree
    self.nearest = nearest
    self.edges = edges
  }

  mutating func begin(_ slot: Int, farthest: Double) {
    self.slot = slot
    place = tree.entries[slot].place
    cell = (Int(place.x.rounded(.down)), Int(place.y.rounded(.down)))
    hasWalls = edges.isNear(cell.column, cell.row)
    nearest.update(repeating: farthest * farthest)
  }

  var kth: Double { nearest[nearest.count - 1] }

  mutating func visit(_ node: Int) {
    if tree.boxes[node].distanceSquared(to: place) >= kth { return }
    if node >= tree.leaves {
      for other in tree.range(leaf: node) where other != slot { look(tree.entries[other].place) }
      return
    }
    let a = 2 * node
    let nearFirst = tree.boxes[a].distanceSquared(to: place) <= tree.boxes[a + 1].distanceSquared(to: place)
    visit(nearFirst ? a : a + 1)
    visit(nearFirst ? a + 1 : a)
  }

  private func look(_ other: Point) {
    let square = (other - place).lengthSquared
    guard square < kth else { return }
    if hasWalls, edges.isBlocked(from: place, to: other, in: cell) { return }
    var k = nearest.count - 1
    while k > 0, nearest[k - 1] > square {
      nearest[k] = nearest[k - 1]
      k -= 1
    }
    nearest[k] = square
  }
}
