import Kernel

/// Who stands where, as discs that may be added one by one, to ask where there is room for one more. Scratch.
struct StandingRoom: Sendable {
  private struct Disc: Sendable {
    var centre: Vector2
    var radius: Float
    var next: Int32  // disc in the same cell; −1: none
  }
  private let frame: GridFrame
  private var heads: [Int32]  // by cell: its latest disc; −1: none
  private var discs: [Disc] = []
  private var largest: Float = 0  // [m] radius so far

  init(over area: Rectangle) {
    var size: Float = 1
    frame = GridFrame(covering: area, upTo: 1 << 20, cellSize: &size)
    heads = [Int32](repeating: -1, count: frame.count)
  }

  mutating func removeAll() {
    for disc in discs {
      if let (column, row) = frame.cell(at: disc.centre) { heads[frame.index(column, row)] = -1 }
    }
    discs.removeAll(keepingCapacity: true)
    largest = 0
  }

  /// A disc that is not finite or lies outside the area takes no room.
  mutating func add(_ centre: Vector2, radius: Float) {
    guard let (column, row) = frame.cell(at: centre) else { return }
    let cell = frame.index(column, row)
    discs.append(Disc(centre: centre, radius: radius, next: heads[cell]))
    heads[cell] = Int32(discs.count - 1)
    largest = max(largest, radius)
  }

  var count: Int { discs.count }

  /// Takes back the discs added after the first `count`.
  mutating func shrink(to count: Int) {
    while discs.count > count {
      let disc = discs.removeLast()
      if let (column, row) = frame.cell(at: disc.centre) { heads[frame.index(column, row)] = disc.next }
    }
  }

  /// True where a disc overlaps none of those added.
  func isFree(_ p: Vector2, radius: Float) -> Bool {
    let reach = radius + largest
    let columns = frame.columns(from: p.x - reach, to: p.x + reach)
    for row in frame.rows(from: p.y - reach, to: p.y + reach) {
      for column in columns {
        var k = heads[frame.index(column, row)]
        while k >= 0 {
          let disc = discs[Int(k)]
          let least = radius + disc.radius
          if (disc.centre - p).lengthSquared < least * least { return false }
          k = disc.next
        }
      }
    }
    return true
  }
}
