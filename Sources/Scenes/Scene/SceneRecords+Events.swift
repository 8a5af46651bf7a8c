import City
import Kernel

/// Keys of a scene file that describe what happens while it runs.
extension SceneRecords {
  private struct Moment: Sendable { var time: Double = 0 }
  private struct Period: Sendable {
    var period: Double = 1
    var first: Double?
  }
  private struct Count: Sendable {
    var people = 1
    var exit: Located<String>?
    var hall: Located<String>?
    var region = SceneDraft.Region()
  }
  private struct Crowding: Sendable {
    var density: Float = 0
    var region = SceneDraft.Region()
    var seconds: Double = 0
  }
  private struct Named: Sendable { var name = Located(value: "", place: .start) }
  private struct Turning: Sendable {
    var to = Located(value: "", place: .start)
    var from: Located<String>?
    var share: Float = 1
  }

  private static let seconds = SchemaKind<Double>.double(0...86_400, "s")
  private static let crowd = SchemaKind<Int>.whole(1...1_000_000, "people")
  private static func reference(_ things: String) -> SchemaKind<Located<String>> {
    SchemaKind<String>.reference(things).located
  }
  private static let floorSummary = "Floor that the area lies on; without it that of `geometry`."

  private static let time = SchemaRecord("trigger time", "Once, at a moment.", initial: Moment())
    .key("time", \.time, seconds, required: true, "When.")
  private static let every = SchemaRecord("trigger every", "Again and again.", initial: Period())
    .key("every", \.period, .double(0.1...86_400, "s"), required: true, "From one time to the next.")
    .key("from", \.first, seconds.optional, "The first time; without it after one period.")
  private static let arrived = SchemaRecord(
    "trigger arrived", "Once, when so many people have left.", initial: Count()
  )
  .key("arrived", \.people, crowd, required: true, "How many.")
  .key("exit", \.exit, reference("exits").optional, "By this exit; without it by any.")
  private static let present = SchemaRecord(
    "trigger present", "Once, when so many people are in an area.", initial: Count()
  )
  .key("present", \.people, crowd, required: true, "How many.")
  .key("inside", \.region.polygon, .polygon, required: true, "The area.")
  .key("floor", \.region.floor, floorName, floorSummary)
  private static let crowding = SchemaRecord(
    "trigger density", "Once, when an area has been dense for a while.", initial: Crowding()
  )
  .key("density", \.density, .number(0.01...20, "1/m^2"), required: true, "Denser than this.")
  .key("inside", \.region.polygon, .polygon, required: true, "The area.")
  .key("floor", \.region.floor, floorName, floorSummary)
  .key("seconds", \.seconds, seconds, "For so long without a break.")
  private static let waiting = SchemaRecord(
    "trigger waiting", "Once, when so many people stand in a waiting area.", initial: Count()
  )
  .key("waiting", \.people, crowd, required: true, "How many.")
  .key("in", \.hall, reference("waiting areas").optional, required: true, "The waiting area.")

  static let trigger = SchemaKind<SceneDraft.Trigger>.keyed([
    ("time", time.kind.map { .time($0.time) }),
    ("every", every.kind.map { .every($0.period, from: $0.first ?? $0.period) }),
    ("arrived", arrived.kind.map { .arrived($0.people, exit: $0.exit) }),
    ("present", present.kind.map { .present($0.people, $0.region) }),
    ("density", crowding.kind.map { .density(above: $0.density, $0.region, seconds: $0.seconds) }),
    (
      "waiting",
      waiting.kind.map { .waiting($0.people, hall: $0.hall ?? Located(value: "", place: .start)) }
    ),
  ])

  private static func act(
    _ key: String, _ summary: String, on things: String,
    _ action: @escaping @Sendable (Located<String>) -> SceneDraft.Action
  ) -> (key: String, kind: SchemaKind<SceneDraft.Action>) {
    let record = SchemaRecord("action \(key)", summary, initial: Named())
      .key(key, \.name, reference(things), required: true, "Which.")
    return (key, record.kind.map { action($0.name) })
  }

  private static let redirect = SchemaRecord(
    "action redirect_to", "People on a journey go on with another.", initial: Turning()
  )
  .key("redirect_to", \.to, reference("journeys"), required: true, "The journey they go on with.")
  .key("from", \.from, reference("journeys").optional, "Those on this journey; without it all.")
  .key("share", \.share, .number(0.001...1), "With what probability each of them does.")

  static let action = SchemaKind<SceneDraft.Action>.keyed([
    act("open", "Opens a barrier or an exit.", on: "barriers and exits") { .open($0) },
    act("close", "Closes a barrier or an exit.", on: "barriers and exits") { .close($0) },
    act("release", "Lets all go who wait in a waiting area.", on: "waiting areas") { .release($0) },
    ("redirect_to", redirect.kind.map { .redirect(to: $0.to, from: $0.from, share: $0.share) }),
    act("start", "From now on people come from a source.", on: "sources") { .start($0) },
    act("stop", "No more people come from a source.", on: "sources") { .stop($0) },
  ])

  static let event = SchemaRecord(
    "event", "Something that happens while the scene runs.", initial: SceneDraft.Happening()
  )
  .key("name", \.name, name, "Name; without it `event-` and a number.")
  .key("when", \.trigger, trigger, required: true, "What makes it happen.")
  .key(
    "do", \.actions, .list(action, count: 1...100, of: "actions"), required: true,
    "What happens then, one after the other.")
}
