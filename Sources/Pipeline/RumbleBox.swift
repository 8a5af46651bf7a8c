import Synchronization

/// Between a driver's thread and the window's, to which controllers belong: what the driver asks, and whether there is
/// a controller that could do it.
final class RumbleBox: Sendable {
  private struct Content {
    var low: Float = 0
    var high: Float = 0
    var hasController = false
  }
  private let content = Mutex(Content())

  /// False where no controller can rumble.
  func ask(low: Float, high: Float) -> Bool {
    content.withLock {
      ($0.low, $0.high) = (low, high)
      return $0.hasController
    }
  }
  var low: Float { content.withLock { $0.low } }
  var high: Float { content.withLock { $0.high } }
  var hasController: Bool {
    get { content.withLock { $0.hasController } }
    set { content.withLock { $0.hasController = newValue } }
  }
}
