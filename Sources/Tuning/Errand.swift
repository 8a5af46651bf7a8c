import Kernel
import Synchronization

/// How a long task is done: on how many threads, who is told, who may stop it.
public struct Errand: Sendable {
  public var workers: Workers
  public var interrupted: @Sendable () -> Bool
  /// `share` 0…1 of the part that `what` names; called from any thread.
  public var progress: @Sendable (_ share: Double, _ what: String) -> Void

  public init(
    workers: Workers, interrupted: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (_ share: Double, _ what: String) -> Void = { _, _ in }
  ) {
    self.workers = workers
    self.interrupted = interrupted
    self.progress = progress
  }

  /// One value for each of 0..<count, in order, made on several threads; nil where it was interrupted.
  func each<Value: Sendable>(_ count: Int, _ what: String, _ make: @Sendable (Int) -> Value) -> [Value]? {
    let done = Atomic<Int>(0)
    var made = [Value?](repeating: nil, count: count)
    made.withUnsafeMutableBufferPointer { buffer in
      let rows = Rows(buffer)
      workers.forEachBlock(rows: count, size: 1) { _, block in
        for k in block where !interrupted() {
          rows[k] = make(k)
          progress(Double(done.add(1, ordering: .relaxed).newValue) / Double(count), what)
        }
      }
    }
    let whole = made.compactMap { $0 }
    return whole.count == count ? whole : nil
  }
}
