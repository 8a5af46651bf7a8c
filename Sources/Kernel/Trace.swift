/// Time per named scope, kept in the order of first appearance. The clock is handed in, because the lower
/// floors may not read one.
public struct Trace: Sendable {
  public struct Scope: Sendable {
    public let name: String
    public var nanoseconds: UInt64  // sum over all calls
    public var calls: Int
    public var last: UInt64  // [ns] of the latest call
  }
  public private(set) var scopes: [Scope] = []
  let now: @Sendable () -> UInt64

  /// `now` gives a steady clock in nanoseconds.
  public init(now: @escaping @Sendable () -> UInt64) { self.now = now }
  /// A trace that measures nothing: every scope lasts 0 ns.
  public static var none: Trace { Trace(now: { 0 }) }

  /// Runs `body` and books its time under `name`. Scopes may nest; each books its own whole time.
  public mutating func scope<R, E: Error>(_ name: String, _ body: (inout Trace) throws(E) -> R) throws(E) -> R
  {
    let start = now()
    defer { book(name, nanoseconds: now() &- start) }
    return try body(&self)
  }
  public mutating func book(_ name: String, nanoseconds: UInt64) {
    if let i = scopes.firstIndex(where: { $0.name == name }) {
      scopes[i].nanoseconds += nanoseconds
      scopes[i].calls += 1
      scopes[i].last = nanoseconds
    } else {
      scopes.append(Scope(name: name, nanoseconds: nanoseconds, calls: 1, last: nanoseconds))
    }
  }
}
