import City
import Kernel
import Scenes
import Testing

/// Floors are drawn in one plane and joined at the heads of stairs.
@Suite struct SceneFloorTests {
  private func text(at: String = "", up: String = "0", stair: String = "{rectangle: [16, 3, 21, 6]}")
    -> String
  {
    """
    format: 1
    geometry:
      name: hall
      walkable: [{rectangle: [0, 0, 16, 10]}, {rectangle: [16, 3, 21, 6]}]
      exits: [{name: street, polygon: {rectangle: [0, 2, 1, 8]}}]
      stairs: [{name: stair, polygon: \(stair), up: \(up), to: upper}]
    floors:
      - name: upper
        \(at)
        elevation: 4
        walkable: [{rectangle: [21, 0, 36, 10]}]
        obstacles: [{polygon: {rectangle: [30, 4, 31, 5]}}]
        exits: [{name: balcony, polygon: {rectangle: [35, 2, 36, 8]}, open: false}]
        waypoints: [{name: bar, centre: [28, 5], radius: 1}]
        queues: [{name: cloakroom, spots: [[25, 2], [25, 3]]}]
        waiting_areas: [{name: foyer, polygon: {rectangle: [23, 6, 28, 9]}, release: {after: 5}}]
        barriers: [{name: door, polygon: {rectangle: [33, 0, 34, 10]}, closed: false}]
        zones: [{name: carpet, polygon: {rectangle: [22, 0, 24, 2]}, speed: 0.9}]
    sources:
      - {name: down, area: {rectangle: [2, 1, 4, 9]}, rate: 1}
      - {name: up, floor: upper, area: {rectangle: [26, 1, 28, 9]}, rate: 1}
    wearers: [{name: ada, floor: upper, start: [29, 8]}]
    events: [{when: {present: 3, inside: {rectangle: [26, 1, 28, 9]}, floor: upper}, do: [{open: balcony}]}]
    """
  }

  /// Without `at` the floor lies to the right, its own y kept, farther off than anybody sees.
  @Test func sideBySide() throws {
    let scene = try read(text())
    #expect(scene.floors.map(\.name) == ["hall", "upper"])
    #expect(scene.floors.map(\.elevation) == [0, 4])
    #expect(scene.floors[0].origin == .zero)
    let gap = scene.floors[1].bounds.minimum.x - scene.floors[0].bounds.maximum.x
    #expect(gap > 10 && scene.floors[1].origin.y == 0)
    #expect(scene.city.links.count == 1)
  }

  /// Everything on a floor moves with it, and nothing else does.
  @Test func everythingMovesWithItsFloor() throws {
    let scene = try read(text(at: "at: [100, 0]"))
    let other = try read(text(at: "at: [60, -35]"))
    let shift = Vector2(-40, -35)
    let a = scene.city
    let b = other.city
    func isMoved(_ p: Polygon, _ q: Polygon) -> Bool {
      zip(p.vertices, q.vertices).allSatisfy { ($0 + shift - $1).length < 1e-4 }
    }
    #expect(a.ground.walkable[0] == b.ground.walkable[0] && a.ground.walkable[1] == b.ground.walkable[1])
    #expect(a.ground.exits[0] == b.ground.exits[0] && a.ground.sources[0] == b.ground.sources[0])
    #expect(isMoved(a.ground.walkable[2], b.ground.walkable[2]))
    #expect(a.ground.walkable[2].bounds.minimum == Vector2(121, 0))
    #expect(isMoved(a.ground.obstacles[0].polygon, b.ground.obstacles[0].polygon))
    #expect(isMoved(a.ground.exits[1].polygon, b.ground.exits[1].polygon))
    #expect(isMoved(a.ground.waypoints[0].polygon, b.ground.waypoints[0].polygon))
    #expect(isMoved(a.ground.sources[1].polygon, b.ground.sources[1].polygon))
    #expect(a.queues[0].spots.map { $0 + shift } == b.queues[0].spots)
    #expect(isMoved(a.waitings[0].polygon, b.waitings[0].polygon))
    #expect(isMoved(a.barriers[0].polygon, b.barriers[0].polygon))
    #expect(isMoved(a.zones[0].polygon, b.zones[0].polygon))
    #expect(a.zones[1] == b.zones[1], "the stair stands on the other floor")
    #expect(a.links[0].a == b.links[0].a && a.links[0].shift + shift == b.links[0].shift)
    #expect(a.wearers[0].start.position + shift == b.wearers[0].start.position)
    guard case .present(3, let before) = a.events[0].trigger,
      case .present(3, let after) = b.events[0].trigger
    else {
      Issue.record("the event looks at an area")
      return
    }
    #expect(isMoved(before, after))
    #expect(check(scene).map(\.code) == check(other).map(\.code))
  }

  /// The head is the edge on the side of `up`, walked over from its left, whichever way the outline runs.
  @Test(arguments: [
    ("0", Vector2(21, 3), Vector2(21, 6)), ("20", Vector2(21, 3), Vector2(21, 6)),
    ("90", Vector2(21, 6), Vector2(16, 6)), ("[-1, 0.1]", Vector2(16, 6), Vector2(16, 3)),
    ("-90", Vector2(16, 3), Vector2(21, 3)),
  ])
  func headOfAStair(up: String, a: Vector2, b: Vector2) throws {
    for stair in ["{rectangle: [16, 3, 21, 6]}", "[[16, 3], [16, 6], [21, 6], [21, 3]]"] {
      // Where the head looks to ground that is not there, the scene is refused; the plan is looked at in parts.
      let upper = "walkable: [{rectangle: [21, 0, 36, 10]}]"
      let text = text(at: "at: [100, 50]", up: up, stair: stair).split(separator: upper).joined(
        separator: "walkable: [{rectangle: [0, -10, 36, 20]}]")
      let link = try read(text).city.links[0]
      #expect(link == LinkPlan(name: "stair", a: a, b: b, shift: Vector2(100, 50)))
      let left = (link.b - link.a).left
      #expect(left.dot(Vector2(18.5, 4.5) - link.a) > 0, "the stair lies on the left of its head")
    }
  }

  @Test func linksWithinAFloorAndBetween() throws {
    let scene = try read(
      """
      format: 1
      geometry:
        walkable: [{rectangle: [0, 0, 30, 3]}]
        links:
          - {edge: [[30, 0], [30, 3]], shift: [-30, 0]}
          - {name: lift, edge: [[4, 3], [2, 3]], shift: [0, 1], to: roof}
      floors:
        - {name: roof, at: [0, 50], walkable: [{rectangle: [0, 4, 30, 9]}]}
      """)
    #expect(
      scene.city.links == [
        LinkPlan(name: "link-1", a: Vector2(30, 0), b: Vector2(30, 3), shift: Vector2(-30, 0)),
        LinkPlan(name: "lift", a: Vector2(4, 3), b: Vector2(2, 3), shift: Vector2(0, 51)),
      ])
  }

  /// Ground on another floor is reached by the stair alone.
  @Test func waysLeadOverStairs() throws {
    #expect(faults(text()).filter { $0 == "S0305" } == [])
    let without = text().split(separator: ", to: upper").joined()
    #expect(faults(without).contains("S0305"))
  }

  @Test func floorsAreParted() {
    #expect(faults(text(at: "at: [-10, 0]")).contains("S0323"))
    // As far as people see, whatever the standard model's sight.
    for (sight, isClose) in [("1.5", false), ("3", true)] {
      let found = faults(
        text(at: "at: [2, 0]"), overrides: ["locomotion.model=shared_path", "locomotion.cut_off=\(sight)"])
      #expect(found.contains("S0324") == isClose, "\(sight) m")
    }
  }
}
