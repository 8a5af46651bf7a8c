import Fields
import Kernel
import Scenes

/// A timeline for Perfetto or a browser's tracing page: the Trace Event Format's complete events ("ph": "X"), times in
/// microseconds, a track for each worker.
public struct ProfileTrace: Sendable {
  public struct Event: Equatable, Sendable {
    public var name: String
    public var category: String
    public var track: Int
    public var start: UInt64  // [ns]
    public var end: UInt64
    public var note: (key: String, value: Int)?

    public static func == (a: Event, b: Event) -> Bool {
      a.name == b.name && a.category == b.category && a.track == b.track && a.start == b.start
        && a.end == b.end
    }
  }
  public private(set) var events: [Event] = []
  private var tracks: Set<Int> = []
  /// The first track belongs to the whole measures and stages, the others to workers.
  static let whole = 0

  public init() {}

  /// A measure with its parts; `name` stands above them.
  public mutating func add(_ name: String, _ spans: [FieldTiming.Span]) {
    guard let start = spans.map(\.start).min(), let end = spans.map(\.end).max() else { return }
    add(Event(name: name, category: "measure", track: ProfileTrace.whole, start: start, end: end))
    for span in spans.sorted(by: { $0.start < $1.start }) {
      let key = span.phase == .sort ? "block" : "strip"
      add(
        Event(
          name: span.phase.rawValue, category: "field", track: span.worker + 1, start: span.start,
          end: span.end,
          note: (key, span.part)))
    }
  }

  public mutating func add(_ event: Event) {
    events.append(event)
    tracks.insert(event.track)
  }

  public var json: String {
    let first = events.map(\.start).min() ?? 0
    var lines = [RecordJSON]()
    lines.append(named("process_name", track: nil, "throng profile"))
    for track in tracks.sorted() {
      lines.append(named("thread_name", track: track, track == 0 ? "measures" : "worker \(track - 1)"))
    }
    for event in events {
      var members: [(String, RecordJSON)] = [
        ("name", .text(event.name)), ("cat", .text(event.category)), ("ph", .text("X")),
        ("ts", .number(Double(event.start - first) / 1e3)),
        ("dur", .number(Double(event.end - event.start) / 1e3)), ("pid", .integer(1)),
        ("tid", .integer(event.track)),
      ]
      if let note = event.note { members.append(("args", .object([(note.key, .integer(note.value))]))) }
      lines.append(.object(members))
    }
    let texts = lines.map(\.packed)
    return "{\"displayTimeUnit\": \"ms\", \"traceEvents\": [\n" + texts.joined(separator: ",\n") + "\n]}\n"
  }

  private func named(_ what: String, track: Int?, _ name: String) -> RecordJSON {
    var members: [(String, RecordJSON)] = [("name", .text(what)), ("ph", .text("M")), ("pid", .integer(1))]
    if let track { members.append(("tid", .integer(track))) }
    members.append(("args", .object([("name", .text(name))])))
    return .object(members)
  }
}
