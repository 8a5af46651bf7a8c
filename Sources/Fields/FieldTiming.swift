import Kernel

/// When each part of one measure ran and on which worker, for whoever wants to know. The clock is handed in, because
/// this floor may not read one. Reading it costs a few of its calls per strip; a measure without a timing asks nothing.
public struct FieldTiming: Sendable {
  public enum Phase: String, CaseIterable, Sendable {
    /// Who stands in which strip.
    case sort
    /// People onto cells.
    case deposit
    /// Along columns, along rows, and what the blurred sums are divided by.
    case blur
    /// Quantities that rest on the finished density and velocity.
    case derive
  }
  public struct Span: Sendable {
    public let phase: Phase
    public let worker: Int
    public let part: Int  // strip of 16 rows of cells, or block of people
    public let start: UInt64  // [ns]
    public let end: UInt64  // [ns]
  }

  let now: @Sendable () -> UInt64
  /// In no order that means anything; computed by measure.
  public internal(set) var spans: [Span] = []
  var slots: [Span?] = []

  /// `now` gives a steady clock in nanoseconds.
  public init(now: @escaping @Sendable () -> UInt64) { self.now = now }

  /// What the workers spent on `phase`, one after the other [ns]: more than the time that went by where several worked
  /// at once.
  public func busy(_ phase: Phase) -> UInt64 {
    spans.reduce(0) { $1.phase == phase ? $0 + ($1.end - $1.start) : $0 }
  }

  /// Room for `count` spans, and a book for workers to write them into.
  mutating func withBook<R>(_ count: Int, _ body: (SpanBook) -> R) -> R {
    slots.removeAll(keepingCapacity: true)
    slots.append(contentsOf: repeatElement(nil, count: count))
    let result = slots.withUnsafeMutableBufferPointer { body(SpanBook(slots: Rows($0), now: now)) }
    spans.removeAll(keepingCapacity: true)
    for case let span? in slots { spans.append(span) }
    return result
  }
}

/// Where workers write their spans down, each into slots of its own.
struct SpanBook: Sendable {
  let slots: Rows<FieldTiming.Span?>
  let now: @Sendable () -> UInt64

  @inline(__always) func book<R>(
    _ slot: Int, _ phase: FieldTiming.Phase, worker: Int, part: Int, _ body: () -> R
  ) -> R {
    let start = now()
    let result = body()
    slots[slot] = FieldTiming.Span(phase: phase, worker: worker, part: part, start: start, end: now())
    return result
  }
}

extension Optional where Wrapped == SpanBook {
  /// Runs `body`, and books it where there is a book.
  @inline(__always) func time<R>(
    _ slot: @autoclosure () -> Int, _ phase: FieldTiming.Phase, worker: Int, part: Int, _ body: () -> R
  ) -> R {
    guard let self else { return body() }
    return self.book(slot(), phase, worker: worker, part: part, body)
  }
}
