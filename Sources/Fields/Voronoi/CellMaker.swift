/// Makes one person's cell after the other; each block of people has its own.
struct CellMaker {
  private var cell = ConvexCell()
  private var cutter = RingCutter()
  private var part = RingSet()
  private var circle: [Point] = []
  private var sight = SightLines()

  /// The cell of the entry at `slot` before walls cut it: all that is nearer to it than to any other entry, within
  /// the ring `start` (counter-clockwise, convex) or, with a cut-off, within `circle` and the box of the ground.
  mutating func free(
    _ tree: TreeView, slot: Int, start: [Point], circle: [Point]?, box: (low: Point, high: Point)
  ) {
    let p = tree.entries[slot].place
    if let circle {
      cell.begin(circle, relativeTo: .zero)
      cell.cut(normal: Point(-1, 0), limit: p.x - box.low.x)
      cell.cut(normal: Point(1, 0), limit: box.high.x - p.x)
      cell.cut(normal: Point(0, -1), limit: p.y - box.low.y)
      cell.cut(normal: Point(0, 1), limit: box.high.y - p.y)
    } else {
      cell.begin(start, relativeTo: p)
    }
    let leaf = tree.leaf(of: slot)
    visitLeaf(tree, leaf, slot, p)
    var node = leaf
    while node > 1 {
      visit(tree, node ^ 1, slot, p)
      node /= 2
    }
  }
  var corners: ArraySlice<Point> { cell.points }

  private mutating func visit(_ tree: TreeView, _ node: Int, _ slot: Int, _ p: Point) {
    // A neighbour cuts at half its distance: beyond twice the farthest corner nobody can.
    // Whether anybody in the box can is up to the corners: one must be nearer to the box than to its own person.
    let box = tree.boxes[node]
    if box.distanceSquared(to: p) >= 4 * cell.reachSquared { return }
    if !cell.canBeCut(from: box.low - p, box.high - p) { return }
    if node >= tree.leaves { return visitLeaf(tree, node, slot, p) }
    let a = 2 * node
    let nearFirst = tree.boxes[a].distanceSquared(to: p) <= tree.boxes[a + 1].distanceSquared(to: p)
    visit(tree, nearFirst ? a : a + 1, slot, p)
    visit(tree, nearFirst ? a + 1 : a, slot, p)
  }

  private mutating func visitLeaf(_ tree: TreeView, _ node: Int, _ slot: Int, _ p: Point) {
    for k in tree.range(leaf: node) where k != slot {
      let d = tree.entries[k].place - p
      if d.lengthSquared < 4 * cell.reachSquared { cell.cut(by: d) }
    }
  }

  /// What of `rings` lies in the cell made last and belongs to whoever stands at `p`: the piece with `p` in it. Rings
  /// come out relative to `p`, the outline first.
  mutating func clip(_ rings: RingSet, at p: Point) -> RingSet {
    part.set(rings, relativeTo: p)
    var a = cell.points.last ?? .zero
    for b in cell.points {
      let edge = b - a
      // The inside of a ring that runs counter-clockwise lies to the left.
      let normal = Point(edge.y, -edge.x)
      cutter.cut(&part, normal: normal, limit: normal.dot(a))
      a = b
    }
    return CellMaker.piece(of: part)
  }

  /// Of a piece of a cell, what can be seen from the origin.
  mutating func seen(_ piece: RingSet) -> RingSet { sight.seen(piece) }

  /// The outline that has the origin in it, or comes nearest to it, and its holes.
  private static func piece(of rings: RingSet) -> RingSet {
    var best = -1
    var least = Double.infinity
    var outlines = 0
    for k in 0..<rings.count where Ring.signedArea(rings.ring(k)) > 0 {
      outlines += 1
      let ring = rings.ring(k)
      let distance = Ring.contains(ring, .zero) ? -1 : Ring.distanceSquared(ring, to: .zero)
      if distance < least {
        least = distance
        best = k
      }
    }
    var piece = RingSet()
    if best < 0 { return piece }
    let outline = rings.ring(best)
    piece.append(outline)
    for k in 0..<rings.count where Ring.signedArea(rings.ring(k)) < 0 {
      // A hole may touch the outline with some of its corners, not with most.
      let hole = rings.ring(k)
      if outlines == 1 || 2 * hole.count(where: { Ring.contains(outline, $0) }) > hole.count {
        piece.append(hole)
      }
    }
    return piece
  }
}

/// A tree's memory, for as long as it is being asked.
struct TreeView: @unchecked Sendable {
  let entries: UnsafeBufferPointer<PointTree.Entry>
  let boxes: UnsafeBufferPointer<PointTree.Box>
  let leaves: Int

  func range(leaf node: Int) -> Range<Int> {
    PointTree.range(first: node - leaves, leaves: 1, of: leaves, count: entries.count)
  }
  /// The node of the leaf that holds the entry at `slot`.
  func leaf(of slot: Int) -> Int {
    var leaf = slot * leaves / max(1, entries.count)
    while leaf > 0, entries.count * leaf / leaves > slot { leaf -= 1 }
    while leaf + 1 < leaves, entries.count * (leaf + 1) / leaves <= slot { leaf += 1 }
    return leaves + leaf
  }
}
