import Kernel

extension World {
  /// Opens and closes barriers. Walls and ways follow before the next step.
  mutating func setBarriers(_ changes: [(barrier: Int, isClosed: Bool)], workers: Workers) {
    for change in changes { barriers.closed[change.barrier] = change.isClosed ? 1 : 0 }
  }
}
