import Kernel

/// The zones as a route grid sees them: for each cell, what the zones that hold its centre do together.
struct ZoneCells: Sendable {
  struct Kind: Equatable, Sendable {
    var zones: [Int] = []
    /// Share of the desired speed when walking west, east, south and north.
    var paces = SIMD4<Float>(repeating: 1)
    var forbidden: UInt8 = 0  // directions of `Pass` in which nobody may walk

    var isSloped: Bool { paces != SIMD4(repeating: paces.x) }
  }
  let kinds: [Kind]  // the first: no zone
  private let cells: [UInt16]  // index into the kinds; empty where the plan has no zones

  static let directions: [(pass: UInt8, way: Vector2)] = [
    (Pass.west, Vector2(-1, 0)), (Pass.east, Vector2(1, 0)), (Pass.south, Vector2(0, -1)),
    (Pass.north, Vector2(0, 1)),
  ]

  init(_ zones: [ZonePlan], frame: GridFrame) {
    var kinds = [Kind()]
    var cells = zones.isEmpty ? [] : [UInt16](repeating: 0, count: frame.count)
    for (k, zone) in zones.enumerated() {
      var successors = [UInt16?](repeating: nil, count: kinds.count)
      zone.polygon.forEachCell(of: frame) { cell in
        let before = Int(cells[cell])
        if successors[before] == nil {
          // So many kinds that they cannot be numbered: the zone does not count in the maps there.
          if kinds.count > Int(UInt16.max) { return }
          successors[before] = UInt16(kinds.count)
          kinds.append(kinds[before].with(zone, k))
        }
        if let after = successors[before] { cells[cell] = after }
      }
    }
    self.kinds = kinds
    self.cells = cells
  }

  @inline(__always)
  subscript(cell: Int) -> Int { cells.isEmpty ? 0 : Int(cells[cell]) }
}

extension ZoneCells.Kind {
  fileprivate func with(_ zone: ZonePlan, _ index: Int) -> ZoneCells.Kind {
    var kind = self
    kind.zones.append(index)
    for (k, direction) in ZoneCells.directions.enumerated() {
      kind.paces[k] *= zone.pace(along: direction.way)
      if !zone.allows(direction.way) { kind.forbidden |= direction.pass }
    }
    return kind
  }
}
