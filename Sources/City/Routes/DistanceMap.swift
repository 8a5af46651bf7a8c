import Kernel

/// The way to one destination from everywhere.
struct DistanceMap: Sendable {
  let destination: Polygon
  private let bounds: Rectangle
  /// Nobody whose body does not touch this has reached the destination.
  let reachBox: Rectangle
  private(set) var times: [Int32]  // by cell of the route grid; see `RouteTime`
  private(set) var ways: WayStore
  private var seeds: RouteSeeds

  init(to destination: Polygon, on grid: RouteGrid, front: WaveFront) {
    self.destination = destination
    bounds = destination.bounds
    seeds = grid.seeds(of: destination)
    reachBox = seeds.areReplaced ? grid.box(of: seeds.cells).union(bounds) : bounds
    times = [Int32](repeating: RouteTime.never, count: grid.frame.count)
    let seeds = self.seeds
    times.withUnsafeMutableBufferPointer { times in
      grid.withSolver(times: times.baseAddress!, front: front) { solver in
        for seed in seeds.cells { solver.propose(0, at: Int(seed)) }
        for (cell, time) in grid.nearCells(seeds, destination) { solver.propose(time, at: cell) }
        solver.run()
      }
    }
    ways = WayStore(times: times, grid: grid)
  }

  /// The map to the same destination on a grid of which only the cells `changed` are not what they were, with the bits
  /// of a map made from nothing. Until the least time of those cells and the cells around them the two are alike, so
  /// that the front can start from there.
  func following(_ grid: RouteGrid, changed: [Int32], front: WaveFront) -> DistanceMap {
    let first = grid.leastTime(of: changed, times: times)
    if first == 0 || grid.seeds(of: destination) != seeds {
      return DistanceMap(to: destination, on: grid, front: front)
    }
    var map = self
    if first < RouteTime.never {
      map.times.withUnsafeMutableBufferPointer { times in
        for cell in times.indices where times[cell] >= first { times[cell] = RouteTime.never }
        grid.withSolver(times: times.baseAddress!, front: front) { solver in
          for (cell, time) in grid.nearCells(seeds, destination) { solver.propose(time, at: cell) }
          solver.proposeNext(to: first)
          solver.run(from: first)
        }
      }
    }
    map.ways = WayStore(ways, from: first, changed: changed, times: map.times, grid: grid)
    return map
  }

  /// True once a body of `radius` [m] touches the destination, or is in a cell that stands for it.
  func isReached(at p: Vector2, radius: Float, on grid: RouteGrid) -> Bool {
    if bounds.grown(by: radius).contains(p), destination.distance(to: p) <= radius { return true }
    guard seeds.areReplaced, let (column, row) = grid.frame.cell(at: p) else { return false }
    return times[grid.frame.index(column, row)] == 0
  }

  /// Distance left from `p` [m], priced near walls; infinite where the destination cannot be reached.
  func distance(at p: Vector2, on grid: RouteGrid) -> Float {
    guard let (column, row) = grid.frame.cell(at: p) else { return .infinity }
    let time = times[grid.frame.index(column, row)]
    return time < RouteTime.never ? Float(time) * (grid.frame.cellSize / Float(RouteTime.perCell)) : .infinity
  }

  /// Unit vector along which the distance falls fastest: the cells' own directions, weighted bilinearly, those
  /// behind a wall left out. Zero where no way leads, and at the destination.
  func direction(at p: Vector2, on grid: RouteGrid, walls: Walls) -> Vector2 {
    grid.quickDirection(at: p, ways: ways.base) ?? grid.carefulDirection(at: p, ways: ways.base, walls: walls)
  }
}

/// Cells where a map begins.
struct RouteSeeds: Equatable {
  var cells: [Int32]
  /// True where the destination holds no walkable cell's centre, so that the cells next to it stand for it.
  var areReplaced: Bool
}

extension RouteGrid {
  /// Walkable cells whose centre lies in the destination. Where there is none: those whose centre is half a cell
  /// from it at most; and where there is none either, the walkable cell nearest to it.
  func seeds(of destination: Polygon) -> RouteSeeds {
    for margin in [0, frame.cellSize / 2] {
      var cells: [Int32] = []
      let box = destination.bounds.grown(by: margin)
      let columns = frame.columns(from: box.minimum.x, to: box.maximum.x)
      for row in frame.rows(from: box.minimum.y, to: box.maximum.y) {
        for column in columns where isWalkable(frame.index(column, row)) {
          if destination.distance(to: frame.centre(column, row)) <= margin {
            cells.append(Int32(frame.index(column, row)))
          }
        }
      }
      if !cells.isEmpty {
        return RouteSeeds(
          cells: cells, areReplaced: !cells.contains { destination.contains(centre(Int($0))) })
      }
    }
    let nearest = destination.vertices.isEmpty ? nil : nearestWalkable(to: destination.centroid)
    return RouteSeeds(cells: nearest.map { [Int32($0)] } ?? [], areReplaced: true)
  }

  /// Some cells and those around them: all that can be at the destination where cells stand for it.
  fileprivate func box(of cells: [Int32]) -> Rectangle {
    let centres = cells.map { centre(Int($0)) }
    return (Rectangle(around: centres) ?? .everywhere).grown(by: 2 * frame.cellSize)
  }

  /// The least time of some cells and of those from which they take theirs.
  fileprivate func leastTime(of cells: [Int32], times: [Int32]) -> Int32 {
    var least = RouteTime.never
    for cell in cells.map({ Int($0) }) {
      let ways = passes[cell]
      least = min(least, times[cell])
      if ways & Pass.west != 0 { least = min(least, times[cell - 1]) }
      if ways & Pass.east != 0 { least = min(least, times[cell + 1]) }
      if ways & Pass.south != 0 { least = min(least, times[cell - frame.columns]) }
      if ways & Pass.north != 0 { least = min(least, times[cell + frame.columns]) }
      if ways & Pass.linked != 0 {
        linkCells.forEach(from: cell) { least = min(least, times[Int($0.other)]) }
      }
    }
    return least
  }

  /// Cells next to the seeds and less than a cell from the destination, with the time that the straight way takes.
  func nearCells(_ seeds: RouteSeeds, _ destination: Polygon) -> [(cell: Int, time: Int32)] {
    var near: [(cell: Int, time: Int32)] = []
    for seed in seeds.cells.map({ Int($0) }) {
      let ways = passes[seed]
      let around = [
        (Pass.west, seed - 1), (Pass.east, seed + 1), (Pass.south, seed - frame.columns),
        (Pass.north, seed + frame.columns),
      ]
      for (way, cell) in around where ways & way != 0 && passes[cell] & Pass.back(way) != 0 {
        let share = destination.distance(to: centre(cell)) / frame.cellSize
        if share > 0, share < 1 { near.append((cell, Int32((share * Float(costs[cell])).rounded()))) }
      }
    }
    return near
  }

  /// A solver on this grid's costs and passes, good while `body` runs.
  func withSolver(times: UnsafeMutablePointer<Int32>, front: WaveFront, _ body: (TimeSolver) -> Void) {
    costs.withUnsafeBufferPointer { costs in
      passes.withUnsafeBufferPointer { passes in
        body(
          TimeSolver(
            grid: self, costs: costs.baseAddress!, passes: passes.baseAddress!, times: times, front: front))
      }
    }
  }
}
