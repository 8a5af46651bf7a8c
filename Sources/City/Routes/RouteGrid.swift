import Kernel

/// The ground as the distance maps see it: which cells can be walked in, at what cost, and between which neighbours.
/// Shared by all maps.
struct RouteGrid: Sendable {
  let frame: GridFrame
  let settings: RouteSettings
  let perCell: Float  // [1/m]
  let last: Vector2  // [cells] the last column and the last row
  /// By cell, whether its centre is walkable.
  private(set) var walkable: [Bool]
  /// Share of free walking speed by cell: 1 away from walls, less within the clearance.
  private(set) var speeds: [Float]
  let zones: ZoneCells
  let links: Links
  private(set) var linkCells: LinkCells
  /// By cell, what crowds make of the time: 1 nothing. Empty where they do not count.
  private(set) var losses: [Float] = []
  /// Ticks of a route's clock, `RouteTime.perCell` for a cell at free speed, that crossing a cell takes; by cell. In
  /// sloped cells at a pace of 1, whatever the direction.
  private(set) var costs: [Int32]
  /// By cell, bits of `Pass`.
  private(set) var passes: [UInt8]
  private var opens: [UInt8]  // by cell: free ways to the next column and row, whatever is allowed

  /// Where a grid would have more cells than this they are made twice as large until it has not.
  static let mostCells = 1 << 22
  /// As many cells as all maps together may have: 8 bytes each, half a gibibyte.
  static let mostCellsOfAllMaps = 1 << 26
  /// Share of free speed right at a wall: so low that people keep off it, so high that they squeeze past.
  static let slowest: Float = 0.3

  /// The cells for so many maps.
  static func frame(over area: Rectangle, settings: RouteSettings, maps: Int) -> GridFrame {
    var size = settings.cellSize
    return GridFrame(
      covering: area, upTo: min(mostCells, max(1, mostCellsOfAllMaps / max(1, maps))), cellSize: &size)
  }

  init(plan: CityPlan, frame: GridFrame, walls: Walls, links: Links, workers: Workers = .one) {
    self.links = links
    let ground = plan.ground
    settings = plan.routes
    zones = ZoneCells(plan.zones, frame: frame)
    self.frame = frame
    perCell = 1 / frame.cellSize
    last = Vector2(Float(frame.columns - 1), Float(frame.rows - 1))
    linkCells = LinkCells()
    walkable = [Bool](repeating: false, count: frame.count)
    speeds = [Float](repeating: 1, count: frame.count)
    costs = [Int32](repeating: 0, count: frame.count)
    passes = [UInt8](repeating: 0, count: frame.count)
    opens = passes
    for polygon in ground.walkable { polygon.forEachCell(of: frame) { walkable[$0] = true } }
    for obstacle in ground.obstacles { obstacle.polygon.forEachCell(of: frame) { walkable[$0] = false } }
    for barrier in plan.barriers where barrier.isClosed {
      barrier.polygon.forEachCell(of: frame) { walkable[$0] = false }
    }
    linkCells = LinkCells(links, walls: walls, frame: frame) { [walkable] in walkable[$0] }
    look(at: walls, columns: 0..<frame.columns, rows: 0..<frame.rows, workers: workers)
    settle(columns: 0..<frame.columns, rows: 0..<frame.rows)
  }

  /// Looks anew at the cells that a barrier within `box` can matter to. Returns those whose cost, passes or squares
  /// have changed.
  mutating func renew(near box: Rectangle, outline: Outline, walls: Walls, workers: Workers) -> [Int32] {
    let area = box.grown(by: max(settings.clearance, 1.5 * frame.cellSize) + 2 * frame.cellSize)
    let columns = frame.columns(from: area.minimum.x, to: area.maximum.x)
    let rows = frame.rows(from: area.minimum.y, to: area.maximum.y)
    var before: [(cost: Int32, pass: UInt8)] = []
    for row in rows {
      for column in columns {
        let cell = frame.index(column, row)
        before.append((costs[cell], passes[cell]))
        walkable[cell] = outline.isWalkable(frame.centre(column, row))
      }
    }
    look(at: walls, columns: columns, rows: rows, workers: workers)
    settle(columns: columns, rows: rows)
    var changed = renewLinks(walls)
    var k = 0
    for row in rows {
      for column in columns {
        let cell = frame.index(column, row)
        if costs[cell] != before[k].cost || passes[cell] != before[k].pass { changed.append(Int32(cell)) }
        k += 1
      }
    }
    return changed
  }

  /// Cells that go on to others over a link than before.
  private mutating func renewLinks(_ walls: Walls) -> [Int32] {
    if links.isEmpty { return [] }
    let before = linkCells
    linkCells = LinkCells(links, walls: walls, frame: frame) { [walkable] in walkable[$0] }
    let changed = linkCells.changed(from: before)
    if !changed.isEmpty { settle(columns: 0..<frame.columns, rows: 0..<frame.rows) }
    return changed
  }

  func isWalkable(_ cell: Int) -> Bool { walkable[cell] }
  func centre(_ cell: Int) -> Vector2 { frame.centre(cell % frame.columns, cell / frame.columns) }

  static func speed(clearance: Float, wanted: Float) -> Float {
    guard wanted > 0, clearance < wanted else { return 1 }
    return slowest + (1 - slowest) * clearance / wanted
  }

  /// From cells that know whether they are walkable to speeds and free ways.
  private mutating func look(at walls: Walls, columns: Range<Int>, rows: Range<Int>, workers: Workers) {
    let surveyor = Surveyor(walls: walls, links: links, frame: frame, clearance: settings.clearance)
    let walkable = self.walkable
    walkable.withUnsafeBufferPointer { walkable in
      let walkable = ReadRows(walkable)
      speeds.withUnsafeMutableBufferPointer { speeds in
        let speeds = Rows(speeds)
        opens.withUnsafeMutableBufferPointer { opens in
          let opens = Rows(opens)
          workers.forEachBlock(rows: rows.count, size: 16) { _, block in
            for row in block {
              for column in columns {
                let found = surveyor.survey(column, rows.lowerBound + row, walkable: walkable)
                let cell = surveyor.frame.index(column, rows.lowerBound + row)
                speeds[cell] = found.speed
                opens[cell] = found.opens
              }
            }
          }
        }
      }
    }
  }

  /// What crowds make of the time, by cell; the costs follow.
  mutating func set(losses: [Float]) {
    self.losses = losses
    settle(columns: 0..<frame.columns, rows: 0..<frame.rows)
  }

  /// From speeds, zones and free ways to costs and passes.
  private mutating func settle(columns: Range<Int>, rows: Range<Int>) {
    for row in rows {
      for column in columns {
        let cell = frame.index(column, row)
        let kind = zones.kinds[zones[cell]]
        let pace = kind.isSloped ? 1 : kind.paces.x
        costs[cell] = RouteTime.cost(speed: speeds[cell] * pace / (losses.isEmpty ? 1 : losses[cell]))
        var pass = opens[cell]
        if column > 0, opens[cell - 1] & Pass.east != 0 { pass |= Pass.west }
        if row > 0, opens[cell - frame.columns] & Pass.north != 0 { pass |= Pass.south }
        if kind.isSloped { pass |= Pass.sloped }
        passes[cell] = pass & ~forbidden(cell, pass)
      }
    }
    for entry in linkCells.entries {
      let way = ZoneCells.directions[Int(entry.way)].pass
      let (cell, other) = (Int(entry.cell), Int(entry.other))
      if (zones.kinds[zones[cell]].forbidden | zones.kinds[zones[other]].forbidden) & way != 0 { continue }
      passes[cell] |= Pass.linked
      passes[other] |= Pass.entered
    }
  }

  /// The ways out of a cell that one-way zones forbid: against its own, and against those of the cell they lead to.
  private func forbidden(_ cell: Int, _ ways: UInt8) -> UInt8 {
    if zones.kinds.count == 1 { return 0 }
    var forbidden = zones.kinds[zones[cell]].forbidden
    for (way, step) in [
      (Pass.west, -1), (Pass.east, 1), (Pass.south, -frame.columns), (Pass.north, frame.columns),
    ]
    where ways & way != 0 {
      forbidden |= zones.kinds[zones[cell + step]].forbidden & way
    }
    return forbidden & Pass.all
  }

  /// The walkable cell whose centre is nearest to `p`; nil where nothing is walkable.
  func nearestWalkable(to p: Vector2) -> Int? {
    var best: Int?
    var least = Float.infinity
    for cell in 0..<frame.count where isWalkable(cell) {
      let distance = (centre(cell) - p).lengthSquared
      if distance < least {
        least = distance
        best = cell
      }
    }
    return best
  }
}
