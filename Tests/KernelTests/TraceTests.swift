import Kernel
import Synchronization
import Testing

/// A clock that moves on by one each time it is read.
private final class Tally: Sendable {
  private let ticks = Atomic<UInt64>(0)
  func read() -> UInt64 { ticks.wrappingAdd(1, ordering: .relaxed).newValue }
}

@Suite struct TraceTests {
  @Test func scopesKeepOrderAndCount() {
    let tally = Tally()
    var trace = Trace(now: { tally.read() })
    for _ in 0..<3 {
      trace.scope("outer") { trace in
        let four = trace.scope("inner") { _ in 4 }
        #expect(four == 4)
      }
    }
    #expect(trace.scopes.map(\.name) == ["inner", "outer"])
    #expect(trace.scopes.map(\.calls) == [3, 3])
    // inner: one reading apart; outer: three, since inner's two lie between.
    #expect(trace.scopes.map(\.nanoseconds) == [3, 9])
    #expect(trace.scopes.map(\.last) == [1, 3])
  }

  @Test func aScopeThatThrowsIsBooked() {
    struct Stop: Error {}
    var trace = Trace.none
    #expect(throws: Stop.self) { try trace.scope("a") { _ throws(Stop) in throw Stop() } }
    #expect(trace.scopes.first?.calls == 1)
  }
}
