import Kernel

/// How the cells of a route grid go on over the edges of links: extra neighbours. There are few of them.
struct LinkCells: Sendable, Equatable {
  struct Entry: Sendable, Equatable {
    var cell: Int32
    var way: Int32  // index into `ZoneCells.directions`, towards the edge
    var other: Int32  // the cell beyond
    var share: Float  // of a cell's length, from centre to centre
  }
  private(set) var entries: [Entry] = []  // rising in cell and way, at most one of each
  private var back: [Entry] = []  // the same, rising in the other cell

  init() {}

  /// Finds for every walkable cell whose way to a neighbour leads over an edge the cell at which that way goes on.
  init(_ links: Links, walls: Walls, frame: GridFrame, isWalkable: (Int) -> Bool) {
    for edge in links.edges.indices {
      let box = links.edges[edge].line.bounds.grown(by: 1.5 * frame.cellSize)
      for cell in frame.cells(meeting: box) where isWalkable(cell) {
        for way in 0..<4 {
          guard !entries.contains(where: { $0.cell == cell && $0.way == way }),
            let entry = LinkCells.entry(cell, way, edge, links, walls, frame, isWalkable)
          else { continue }
          entries.append(entry)
        }
      }
    }
    entries.sort { ($0.cell, $0.way) < ($1.cell, $1.way) }
    back = entries.sorted { ($0.other, $0.cell, $0.way) < ($1.other, $1.cell, $1.way) }
  }

  private static func entry(
    _ cell: Int, _ way: Int, _ edge: Int, _ links: Links, _ walls: Walls, _ frame: GridFrame,
    _ isWalkable: (Int) -> Bool
  ) -> Entry? {
    let out = links.edges[edge]
    let mate = links.edges[edge ^ 1]
    let centre = frame.centre(cell % frame.columns, cell / frame.columns)
    let step = ZoneCells.directions[way].way
    guard let exit = out.exit(from: centre, to: centre + step * frame.cellSize),
      walls.seesFreely(from: centre, to: exit + out.inward * min(Links.hair, out.depth(of: centre)))
    else { return nil }
    let entry = exit + out.shift + mate.inward * Links.hair
    let landing = centre + step * frame.cellSize + out.shift
    // The landing's own cell may have its centre beyond the edge where the two grids do not match.
    for place in [landing, landing + mate.inward * (0.5 * frame.cellSize)] {
      guard let (column, row) = frame.cell(at: place), isWalkable(frame.index(column, row)) else { continue }
      let other = frame.centre(column, row)
      guard mate.depth(of: other) >= 0, walls.seesFreely(from: entry, to: other) else { continue }
      let length = (other - out.shift - centre).dot(step)
      return Entry(
        cell: Int32(cell), way: Int32(way), other: Int32(frame.index(column, row)),
        share: min(2, max(0.25, length / frame.cellSize)))
    }
    return nil
  }

  /// Visits the cells that `cell` goes on to.
  func forEach(from cell: Int, _ visit: (Entry) -> Void) {
    var k = entries.partitionPoint { $0.cell < cell }
    while k < entries.count, entries[k].cell == cell {
      visit(entries[k])
      k += 1
    }
  }
  /// Visits the cells that go on to `cell`.
  func forEach(to cell: Int, _ visit: (Entry) -> Void) {
    var k = back.partitionPoint { $0.other < cell }
    while k < back.count, back[k].other == cell {
      visit(back[k])
      k += 1
    }
  }

  /// Cells whose entries are not the same in `before`.
  func changed(from before: LinkCells) -> [Int32] {
    if self == before { return [] }
    let new = entries.filter { !before.entries.contains($0) }
    let gone = before.entries.filter { !entries.contains($0) }
    return (new + gone).map(\.cell)
  }
}

extension Array {
  /// The first index from which on `isBefore` is false; the elements for which it is true come first.
  func partitionPoint(where isBefore: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
