import CLanes
import Kernel

/// Who stands in which strip of rows: runs of people who follow each other in the crowd and stand in one strip. A
/// crowd in order of place has few runs, one in any order nearly as many as people; both lead to the same field.
struct CrowdStrips: Sendable {
  static let block = 8192  // people

  private(set) var keys: [UInt16] = []  // strip of each person, `nowhere` for a place off the grid
  private(set) var starts: [Int] = []  // where each strip's runs begin, and the end of the last
  private(set) var runs: [SIMD2<Int32>] = []  // first person, and one after the last
  private(set) var outside = 0  // people with no strip
  private(set) var people = 0
  private var counts: [Int32] = []  // runs by block and strip, then where the next one goes
  private var lost: [Int32] = []  // people without a strip, by block
  private static let nowhere = UInt16.max

  /// Spans that sorting so many people takes.
  static func slots(_ people: Int) -> Int { 2 * blocks(people) }
  private static func blocks(_ people: Int) -> Int { (people + block - 1) / block }

  mutating func sort(
    _ positions: [Vector2], _ bands: Bands, _ place: GridPlace, workers: Workers, _ book: SpanBook? = nil
  ) {
    people = positions.count
    let blocks = CrowdStrips.blocks(people)
    let strips = bands.strips
    if keys.count < positions.count {
      keys = [UInt16](repeating: 0, count: positions.count + positions.count / 4)
    }
    counts.removeAll(keepingCapacity: true)
    counts.append(contentsOf: repeatElement(0, count: blocks * strips))
    lost.removeAll(keepingCapacity: true)
    lost.append(contentsOf: repeatElement(0, count: blocks))
    keys.withUnsafeMutableBufferPointer { keys in
      counts.withUnsafeMutableBufferPointer { counts in
        lost.withUnsafeMutableBufferPointer { lost in
          let (keys, counts, lost) = (Rows(keys), Rows(counts), Rows(lost))
          workers.forEachBlock(rows: positions.count, size: CrowdStrips.block) { worker, people in
            let block = people.lowerBound / CrowdStrips.block
            book.time(2 * block, .sort, worker: worker, part: block) {
              lost[block] = CrowdStrips.count(people, positions, place, keys, counts.base + block * strips)
            }
          }
        }
      }
    }
    outside = lost.reduce(0) { $0 + Int($1) }
    lay(blocks: blocks, strips: strips)
    counts.withUnsafeMutableBufferPointer { counts in
      keys.withUnsafeMutableBufferPointer { keys in
        runs.withUnsafeMutableBufferPointer { runs in
          let (keys, counts, runs) = (Rows(keys), Rows(counts), Rows(runs))
          workers.forEachBlock(rows: positions.count, size: CrowdStrips.block) { worker, people in
            let block = people.lowerBound / CrowdStrips.block
            book.time(2 * block + 1, .sort, worker: worker, part: block) {
              CrowdStrips.write(people, keys, counts.base + block * strips, runs)
            }
          }
        }
      }
    }
  }

  /// Runs strip by strip, in the crowd's order in each.
  @inline(__always) func forEachRun(
    in strips: Range<Int>, _ body: (_ people: Range<Int>) -> Void
  ) {
    runs.withUnsafeBufferPointer { runs in
      for strip in strips {
        for run in starts[strip]..<starts[strip + 1] {
          body(Int(runs[run].x)..<Int(runs[run].y))
        }
      }
    }
  }

  /// Keys of `people`, and how many runs each strip has; returns how many have no strip.
  private static func count(
    _ people: Range<Int>, _ positions: [Vector2], _ place: GridPlace, _ keys: Rows<UInt16>,
    _ counts: UnsafeMutablePointer<Int32>
  ) -> Int32 {
    var lost: Int32 = 0
    var last = nowhere
    positions.withUnsafeBufferPointer { positions in
      guard let all = positions.baseAddress else { return }
      var i = people.lowerBound
      while i < people.upperBound {
        // Neighbours in the crowd mostly stand in one strip.
        if people.upperBound &- i >= Lanes.scalarCount, let key = place.strip(ofSixteen: all + i) {
          UnsafeMutableRawPointer(keys.base + i).storeBytes(of: Keys(repeating: key), as: Keys.self)
          if key != last { counts[Int(key)] &+= 1 }
          last = key
          i &+= Lanes.scalarCount
          continue
        }
        for j in i..<min(people.upperBound, i + Lanes.scalarCount) {
          let key = place.strip(positions[j])
          keys[j] = key
          if key == nowhere {
            lost &+= 1
          } else if key != last {
            counts[Int(key)] &+= 1
          }
          last = key
        }
        i = min(people.upperBound, i + Lanes.scalarCount)
      }
    }
    return lost
  }

  /// From how many runs to where they go: strip by strip, and in a strip block by block.
  private mutating func lay(blocks: Int, strips: Int) {
    starts.removeAll(keepingCapacity: true)
    var sum = 0
    for strip in 0..<strips {
      starts.append(sum)
      for block in 0..<blocks {
        let count = Int(counts[block * strips + strip])
        counts[block * strips + strip] = Int32(truncatingIfNeeded: sum)
        sum += count
      }
    }
    starts.append(sum)
    if runs.count < sum { runs = [SIMD2<Int32>](repeating: .zero, count: sum + sum / 4) }
  }

  private static func write(
    _ people: Range<Int>, _ keys: Rows<UInt16>, _ next: UnsafeMutablePointer<Int32>,
    _ runs: Rows<SIMD2<Int32>>
  ) {
    var i = people.lowerBound
    while i < people.upperBound {
      let key = keys[i]
      let first = i
      let same = Keys(repeating: key)
      repeat { i &+= 1 } while i < people.upperBound && keys[i] == key && i & 15 != 0
      while i &+ 16 <= people.upperBound, i & 15 == 0,
        UnsafeRawPointer(keys.base + i).loadUnaligned(as: Keys.self) == same
      { i &+= 16 }
      while i < people.upperBound, keys[i] == key { i &+= 1 }
      if key != nowhere {
        let at = Int(next[Int(key)])
        next[Int(key)] &+= 1
        runs[at] = SIMD2(Int32(truncatingIfNeeded: first), Int32(truncatingIfNeeded: i))
      }
    }
  }
}

private typealias Keys = SIMD16<UInt16>

/// From metres to cells.
struct GridPlace: Sendable {
  let origin: Vector2
  let cellSize: Float
  let low: Vector2 = Vector2(-3.5, -3.5)  // [cells] beyond which nobody counts
  let high: Vector2
  let strips: Int

  init(_ frame: GridFrame) {
    origin = frame.origin
    cellSize = frame.cellSize
    high = Vector2(Float(frame.columns), Float(frame.rows)) + 3.5
    strips = (frame.rows + Bands.strip - 1) / Bands.strip
  }

  /// In units of cells, (0, 0) at the grid's corner.
  @inline(__always) func cells(_ p: Vector2) -> Vector2 { (p - origin) / cellSize }

  /// False too for a place that is not a number.
  @inline(__always) func isNear(_ q: Vector2) -> Bool {
    q.x > low.x && q.y > low.y && q.x < high.x && q.y < high.y
  }

  /// Of a place that has one.
  func stripOf(_ p: Vector2) -> Int { Int(strip(p)) }

  /// The strip of sixteen places that share one and are all near; nil for any others.
  @inline(__always) func strip(ofSixteen places: UnsafePointer<Vector2>) -> UInt16? {
    let pairs = UnsafeRawPointer(places).assumingMemoryBound(to: Float.self)
    let x = (lanes_load_first(pairs) - origin.x) / Lanes(repeating: cellSize)
    let y = (lanes_load_second(pairs) - origin.y) / Lanes(repeating: cellSize)
    let near =
      lanes_less(Lanes(repeating: low.x), x) & lanes_less(x, Lanes(repeating: high.x))
      & lanes_less(Lanes(repeating: low.y), y) & lanes_less(y, Lanes(repeating: high.y))
    guard near == 0xFFFF else { return nil }
    let (lowest, highest) = (lanes_least(y), -lanes_least(-y))
    let per = 1 / Float(Bands.strip)
    let strip = max(0, lanes_whole(lowest * per))
    guard strip == max(0, lanes_whole(highest * per)) else { return nil }
    return UInt16(truncatingIfNeeded: min(Int(strip), strips - 1))
  }

  @inline(__always) func strip(_ p: Vector2) -> UInt16 {
    let q = cells(p)
    guard isNear(q) else { return .max }
    let row = max(0, Int32(q.y * (1 / Float(Bands.strip))))
    return UInt16(truncatingIfNeeded: min(Int(row), strips - 1))
  }
}
