import Kernel

/// Spots for those who find a queue full: the line goes on behind the last spot, straight on as far as there is room,
/// and then round whatever is in the way.
struct QueueExtension {
  let outline: Outline
  let walls: Walls
  let queues: [QueuePlan]

  /// Spots added at the most; whoever comes after that crowds round the last.
  static let most = 64
  private static let clearance: Float = 0.35  // [m] from walls
  /// Degrees by which the line may turn from one spot to the next, the most wanted first.
  private static let turns: [Float] = [0, 20, -20, 40, -40, 60, -60, 90, -90, 120, -120]

  /// The spots of queue `q`, and those behind them [m].
  func spots(of q: Int) -> [Vector2] {
    var spots = queues[q].spots
    guard var last = spots.last else { return [] }
    var spacing: Float = 0.8
    var along = Vector2.zero
    if spots.count > 1 {
      let step = last - spots[spots.count - 2]
      spacing = max(0.6, min(1.2, step.length))
      along = step.normalized
    }
    if along == .zero { along = awayFromWall(last) }
    let others = queues.indices.filter { $0 != q }.flatMap { queues[$0].spots }
    for _ in 0..<QueueExtension.most {
      let next = QueueExtension.turns.lazy
        .map { last + along.turned(by: Math.unit(degrees: $0)) * spacing }
        .first { self.isFree($0, behind: last, spots, others, spacing) }
      guard let next else { break }
      along = (next - last).normalized
      last = next
      spots.append(next)
    }
    return spots
  }

  private func isFree(
    _ p: Vector2, behind last: Vector2, _ spots: [Vector2], _ others: [Vector2], _ spacing: Float
  ) -> Bool {
    func isClear(_ q: Vector2) -> Bool { (q - p).length > 0.95 * spacing }
    return outline.isWalkable(p) && walls.near(p).clearance(at: p) >= QueueExtension.clearance
      && walls.leavesOpen(last, p) && spots.dropLast().allSatisfy(isClear) && others.allSatisfy(isClear)
  }

  /// Heads stand before counters: the line goes off the nearest wall, or west in the open.
  private func awayFromWall(_ p: Vector2) -> Vector2 {
    var nearest = Vector2(-1, 0)
    var least = Float.infinity
    for wall in walls.around(p) {
      let away = p - wall.nearest(to: p)
      if away.length < least, away != .zero { (nearest, least) = (away, away.length) }
    }
    return nearest.normalized
  }
}
