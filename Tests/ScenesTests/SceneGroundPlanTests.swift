import City
import Kernel
import Scenes
import Testing

/// What stands on the ground arrives in the plan, in the coordinates of the plane.
@Suite struct SceneGroundPlanTests {
  private func city(_ keys: String, rest: String = "") throws -> CityPlan {
    try read("format: 1\ngeometry:\n  walkable: [{rectangle: [0, 0, 20, 10]}]\n\(keys)\n\(rest)").city
  }
  private func box(_ x0: Float, _ y0: Float, _ x1: Float, _ y1: Float) -> Polygon {
    Polygon(Rectangle(minimum: Vector2(x0, y0), maximum: Vector2(x1, y1)))
  }

  @Test func exitsHaveDoors() throws {
    let exits =
      "  exits: [{name: a, polygon: {rectangle: [0, 0, 1, 1]}}, {name: b, polygon: {rectangle: [5, 0, 6, 1]}"
    #expect(try city(exits + "}]").exits.isEmpty)
    let plan = try city(exits + ", capacity: 1.5, open: false}]")
    #expect(plan.exits == [ExitPlan(), ExitPlan(capacity: 1.5, isOpen: false)])
    #expect(plan.exit(0) == ExitPlan())
  }

  @Test func queuesBySpotsAndByLine() throws {
    let plan = try city(
      """
        queues:
          - {name: a, spots: [[5, 5], [6, 5]], servers: 2, service: {distribution: exponential, mean: 8}}
          - {name: b, line: [[2, 2], [4, 2], [4, 4]], spacing: 1}
          - {name: c, line: [[2, 8], [3, 8]], spacing: 0.75}
      """)
    #expect(
      plan.queues[0]
        == QueuePlan(
          name: "a", spots: [Vector2(5, 5), Vector2(6, 5)], servers: 2,
          service: .cut(.exponential(mean: 8), minimum: 0, maximum: 86_400)))
    // A line gives a spot every metre along it, round its corner, both ends included.
    #expect(
      plan.queues[1].spots == [Vector2(2, 2), Vector2(3, 2), Vector2(4, 2), Vector2(4, 3), Vector2(4, 4)])
    #expect(plan.queues[1].servers == 1 && plan.queues[1].service == .constant(5))
    // What is left over at the tail is no spot.
    #expect(plan.queues[2].spots == [Vector2(2, 8), Vector2(2.75, 8)])
  }

  /// Spots on a line lie at equal distances along it, whatever its corners.
  @Test(arguments: [0.3, 0.6, 0.77, 1.1, 2.5] as [Float])
  func spotsAreEvenlySpaced(spacing: Float) throws {
    let corners: [Vector2] = [Vector2(1, 1), Vector2(7, 1), Vector2(7, 1), Vector2(7.2, 4), Vector2(1.5, 6)]
    let text = corners.map { "[\($0.x), \($0.y)]" }.joined(separator: ", ")
    let spots = try city("  queues: [{name: q, line: [\(text)], spacing: \(spacing)}]").queues[0].spots
    let length = zip(corners, corners.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0).length }
    #expect(spots.count == Int(length / spacing) + 1)
    func along(_ p: Vector2) -> Float {
      var walked: Float = 0
      for (a, b) in zip(corners, corners.dropFirst()) where a != b {
        if (Polygon.nearest(on: a, b, to: p) - p).length < 1e-4 { return walked + (p - a).length }
        walked += (b - a).length
      }
      return -1
    }
    for (i, spot) in spots.enumerated() { #expect(abs(along(spot) - Float(i) * spacing) < 1e-3) }
  }

  @Test(arguments: [
    ("{after: 10}", WaitingPlan.Release.after(.constant(10))),
    (
      "{after: {distribution: uniform, minimum: 5, maximum: 9}}", .after(.uniform(minimum: 5, maximum: 9))
    ),
    ("{at: 42.5}", .atTime(42.5)), ("{when_full: 12}", .whenFull(12)), ("event", .byEvent),
  ])
  func releases(text: String, expected: WaitingPlan.Release) throws {
    let plan = try city(
      "  waiting_areas: [{name: hall, polygon: {rectangle: [5, 2, 9, 6]}, release: \(text)}]")
    #expect(plan.waitings == [WaitingPlan(name: "hall", polygon: box(5, 2, 9, 6), release: expected)])
  }

  @Test func barriersAndZones() throws {
    let plan = try city(
      """
        barriers:
          - {name: gate, polygon: {rectangle: [5, 0, 6, 4]}, closed: false}
          - {name: fence, polygon: {rectangle: [5, 6, 6, 10]}}
        zones:
          - {polygon: {rectangle: [0, 0, 2, 2]}, speed: 0.5}
          - {name: way, polygon: {rectangle: [8, 0, 12, 2]}, one_way: [0, -3]}
        stairs: [{polygon: {rectangle: [13, 0, 15, 5]}, up: [3, 4]}]
        ramps: [{name: slope, polygon: {rectangle: [16, 0, 18, 5]}, up: 180, speed_up: 0.8, speed_down: 1.1}]
      """)
    #expect(
      plan.barriers == [
        BarrierPlan(name: "gate", polygon: box(5, 0, 6, 4), isClosed: false),
        BarrierPlan(name: "fence", polygon: box(5, 6, 6, 10), isClosed: true),
      ])
    #expect(plan.zones.map(\.name) == ["zone-1", "way", "stair-1", "slope"])
    #expect(plan.zones[0] == ZonePlan(name: "zone-1", polygon: box(0, 0, 2, 2), factor: 0.5))
    #expect(plan.zones[1] == ZonePlan(name: "way", polygon: box(8, 0, 12, 2), oneWay: Vector2(0, -1)))
    #expect((plan.zones[2].up - Vector2(0.6, 0.8)).length < 1e-6)
    // Weidmann 1993: 0.610 m/s up and 0.694 m/s down, against 1.34 m/s on the level.
    #expect(abs(plan.zones[2].upFactor * 1.34 - 0.61) < 1e-3)
    #expect(abs(plan.zones[2].downFactor * 1.34 - 0.694) < 1e-3)
    #expect((plan.zones[3].up - Vector2(-1, 0)).length < 1e-6)
    #expect(plan.zones[3].upFactor == 0.8 && plan.zones[3].downFactor == 1.1 && plan.zones[3].factor == 1)
    #expect(plan.links.isEmpty)
  }

  @Test func routesAndGroups() throws {
    let plan = try city(
      "",
      rest: "routes: {congestion: 0.5, congestion_period: 2}\ngroups: {spread: 2, cohesion: 1, slowest: 0.5}")
    #expect(plan.routes.congestion == 0.5 && plan.routes.congestionPeriod == 2)
    var groups = GroupSettings()
    groups.spread = 2
    groups.cohesion = 1
    groups.slowest = 0.5
    #expect(plan.groups == groups)
    #expect(try city("").groups == GroupSettings())
  }
}
