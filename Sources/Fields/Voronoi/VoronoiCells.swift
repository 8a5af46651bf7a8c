import Kernel

/// The Voronoi diagram of a crowd on walkable ground, cell by cell and exact to rounding: to each person belongs what
/// is nearer to them than to anybody else.
///
///     Vᵢ = { x in the walkable area : |x − xᵢ| ≤ |x − xⱼ| for every j }        density of person i: 1 / A(Vᵢ)
///
/// A cell is a convex polygon cut by the bisectors of the ways to the neighbours, nearest first, until twice its
/// farthest corner is nearer than anybody not yet seen; then clipped to the walkable area. Where walls take a cell in
/// pieces, the piece in which the person stands is theirs and the others are nobody's (`unowned`), as in PedPy 1.5
/// (Steffen and Seyfried 2010, Physica A 389, for the method).
///
/// People at one place share their cell evenly. Whoever has no finite place or stands off the walkable area has no
/// cell and takes none from others. All of them are counted. The bits do not depend on the number of workers.
public struct VoronoiCells: Sendable {
  public struct Counts: Equatable, Sendable {
    public var withCell = 0
    public var notFinite = 0
    public var outside = 0  // off the walkable area
    public var coincident = 0  // at the same place as somebody before them
    public init() {}
  }
  /// The cells of `size` neighbours in the tree.
  struct Block {
    static let size = 64
    var points: [Point] = []
    var ringStarts: [Int] = [0]
    var cellRings: [Int] = [0]  // the block's cell k is rings cellRings[k] ..< cellRings[k + 1]
    var areas: [Double] = []  // [m²]

    mutating func removeAll() {
      points.removeAll(keepingCapacity: true)
      ringStarts.removeAll(keepingCapacity: true)
      ringStarts.append(0)
      cellRings.removeAll(keepingCapacity: true)
      cellRings.append(0)
      areas.removeAll(keepingCapacity: true)
    }
  }

  public let ground: WalkableArea
  public let settings: VoronoiSettings
  public private(set) var counts = Counts()
  /// [m²] of person i's cell, their share of it where several stand at one place; 0 for nobody's.
  public private(set) var areas: [Double] = []
  /// [m²] of walkable ground that is in nobody's cell: behind walls, beyond cut-offs; all of it with nobody there.
  public var unowned: Double { max(0, ground.area - owned) }
  /// [m²] computed by divide
  public private(set) var owned = 0.0

  private var slots: [Int32] = []  // person i's entry in the tree; −1 for none
  private var sharers: [Int32] = []  // people at an entry's place
  private var blocks: [Block] = []
  private var tree = PointTree()
  private let circle: [Point]?
  private let start: [Point]

  public init(ground: WalkableArea, settings: VoronoiSettings = VoronoiSettings()) {
    self.ground = ground
    self.settings = settings
    circle = settings.circle
    start =
      ground.convexOutline
      ?? [
        ground.lower, Point(ground.upper.x, ground.lower.y), ground.upper,
        Point(ground.lower.x, ground.upper.y),
      ]
  }

  /// Divides the ground among people at `places` [m].
  public mutating func divide(_ places: [Point], workers: Workers = .one) {
    precondition(places.count < Int32.max, "people are counted in 32 bits")
    let taken = enter(places)
    tree.build(taken)
    blocks.removeAll(keepingCapacity: true)
    let blockCount = (taken.count + Block.size - 1) / Block.size
    blocks.append(contentsOf: repeatElement(Block(), count: blockCount))
    let ground = ground
    let visible = settings.isVisibilityAware
    let start = start
    let circle = circle
    let leaves = tree.leaves
    tree.entries.withUnsafeBufferPointer { entries in
      tree.boxes.withUnsafeBufferPointer { boxes in
        let view = TreeView(entries: entries, boxes: boxes, leaves: leaves)
        blocks.withUnsafeMutableBufferPointer { buffer in
          let rows = Rows(buffer)
          workers.forEachBlock(rows: blockCount, size: 4) { _, range in
            // On the stack: two workers' makers side by side would write the same cache lines.
            var maker = CellMaker()
            for b in range {
              let slots = b * Block.size..<min(view.entries.count, (b + 1) * Block.size)
              VoronoiCells.fill(
                &rows.base[b], with: &maker, view, slots, ground: ground, start: start, circle: circle,
                visible: visible)
            }
          }
        }
      }
    }
    collect(places.count)
  }

  /// Takes in everybody who stands on the ground; one entry a place.
  private mutating func enter(_ places: [Point]) -> [PointTree.Entry] {
    counts = Counts()
    var snapped = places
    var taking = [Bool](repeating: false, count: places.count)
    for (i, p) in places.enumerated() {
      if !p.isFinite {
        counts.notFinite += 1
      } else if !ground.contains(p) {
        counts.outside += 1
      } else {
        // A grid of 2⁻⁴⁰ m, below a picometre: squares of distances never vanish between different places.
        snapped[i] = (p * 0x1p40).rounded(.toNearestOrEven) * 0x1p-40
        taking[i] = true
        counts.withCell += 1
      }
    }
    let firsts = Coincidence.firsts(snapped, taking: taking)
    sharers = [Int32](repeating: 0, count: places.count)
    var entries: [PointTree.Entry] = []
    for (i, first) in firsts.enumerated() where first >= 0 {
      sharers[Int(first)] += 1
      if Int(first) == i {
        entries.append(PointTree.Entry(place: snapped[i], index: Int32(i)))
      } else {
        counts.coincident += 1
      }
    }
    slots = firsts
    return entries
  }

  /// Areas by person, and each person's slot, once the cells are made.
  private mutating func collect(_ count: Int) {
    var slotOfFirst = [Int32](repeating: -1, count: count)
    for (slot, entry) in tree.entries.enumerated() { slotOfFirst[Int(entry.index)] = Int32(slot) }
    areas.removeAll(keepingCapacity: true)
    owned = 0
    for block in blocks { for area in block.areas { owned += area } }
    for i in 0..<count {
      let first = slots[i]
      guard first >= 0 else {
        areas.append(0)
        continue
      }
      let slot = Int(slotOfFirst[Int(first)])
      slots[i] = Int32(slot)
      sharers[i] = sharers[Int(first)]
      areas.append(blocks[slot / Block.size].areas[slot % Block.size] / Double(sharers[i]))
    }
  }

  private static func fill(
    _ block: inout Block, with maker: inout CellMaker, _ tree: TreeView, _ slots: Range<Int>,
    ground: WalkableArea, start: [Point], circle: [Point]?, visible: Bool
  ) {
    block.removeAll()
    let isBare = ground.convexOutline != nil && circle == nil
    let local = isBare ? nil : LocalGround(ground, tree, slots, circle: circle)
    for slot in slots {
      let p = tree.entries[slot].place
      maker.free(tree, slot: slot, start: start, circle: circle, box: (ground.lower, ground.upper))
      let corners = maker.corners
      var low = Point.zero
      var high = Point.zero
      for c in corners {
        low = pointwiseMin(low, c)
        high = pointwiseMax(high, c)
      }
      if isBare || !ground.mayCut(p + low, p + high) {
        block.append(corners, at: p)
        block.areas.append(Ring.signedArea(corners))
      } else {
        var piece = maker.clip(local?.rings(p + low, p + high) ?? ground.rings, at: p)
        if visible { piece = maker.seen(piece) }
        var area = 0.0
        for k in 0..<piece.count {
          block.append(piece.ring(k), at: p)
          area += Ring.signedArea(piece.ring(k))
        }
        block.areas.append(max(0, area))
      }
      block.cellRings.append(block.ringStarts.count - 1)
    }
  }
}

extension VoronoiCells.Block {
  mutating func append(_ ring: some Collection<Point>, at p: Point) {
    for q in ring { points.append(q + p) }
    ringStarts.append(points.count)
  }
}

/// The rings near one block of people, cut once from all of the ground so that each cell meets few edges.
struct LocalGround {
  private let near: RingSet
  private let low: Point
  private let high: Point
  private let all: RingSet

  /// Worth it only where the ground has many edges.
  static let leastEdges = 24

  init?(_ ground: WalkableArea, _ tree: TreeView, _ slots: Range<Int>, circle: [Point]?) {
    guard ground.edgeCount >= LocalGround.leastEdges, let first = slots.first else { return nil }
    var low = tree.entries[first].place
    var high = low
    for slot in slots {
      low = pointwiseMin(low, tree.entries[slot].place)
      high = pointwiseMax(high, tree.entries[slot].place)
    }
    // Cells reach beyond the block about as far as its people stand apart; the few that reach farther take all.
    let size = high - low
    let spacing = (max(size.x, 1e-3) * max(size.y, 1e-3) / Double(slots.count)).squareRoot()
    let margin = circle.map { $0[0].x } ?? max(4 * spacing, 0.1 * max(size.x, size.y))
    self.low = low - margin
    self.high = high + margin
    all = ground.rings
    var rings = ground.rings
    var cutter = RingCutter()
    cutter.cut(&rings, normal: Point(-1, 0), limit: -self.low.x)
    cutter.cut(&rings, normal: Point(1, 0), limit: self.high.x)
    cutter.cut(&rings, normal: Point(0, -1), limit: -self.low.y)
    cutter.cut(&rings, normal: Point(0, 1), limit: self.high.y)
    near = rings
  }

  /// Rings that are right within the box.
  func rings(_ boxLow: Point, _ boxHigh: Point) -> RingSet {
    let isNear = boxLow.x >= low.x && boxLow.y >= low.y && boxHigh.x <= high.x && boxHigh.y <= high.y
    return isNear ? near : all
  }
}

// MARK: - What cells are asked

extension VoronoiCells {
  /// The outline of person `i`'s cell and its holes [m], what is inside to the left of every edge; none without a cell.
  public func rings(of i: Int) -> [[Point]] {
    var rings: [[Point]] = []
    forEachRing(of: i) { rings.append(Array($0)) }
    return rings
  }

  /// [1/m²] 1 / A(Vᵢ) of person `i`; 0 without a cell.
  public func density(of i: Int) -> Double { areas[i] > 0 ? 1 / areas[i] : 0 }

  func forEachRing(of i: Int, _ body: (ArraySlice<Point>) -> Void) {
    let slot = Int(slots[i])
    guard slot >= 0 else { return }
    let block = blocks[slot / Block.size]
    let k = slot % Block.size
    for ring in block.cellRings[k]..<block.cellRings[k + 1] {
      body(block.points[block.ringStarts[ring]..<block.ringStarts[ring + 1]])
    }
  }

  /// How many people share person `i`'s place, themselves counted; 0 without a cell.
  public func sharers(of i: Int) -> Int { slots[i] >= 0 ? Int(sharers[i]) : 0 }
}
