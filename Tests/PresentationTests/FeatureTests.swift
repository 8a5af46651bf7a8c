import City
import Kernel
import Presentation
import Testing

private func box(_ x0: Float, _ y0: Float, _ x1: Float, _ y1: Float) -> Polygon {
  Polygon(Rectangle(minimum: Vector2(x0, y0), maximum: Vector2(x1, y1)))
}

private let plan: CityPlan = {
  var plan = CityPlan(
    ground: Ground(
      walkable: [box(0, 0, 40, 20)],
      exits: [Area(name: "west", polygon: box(0, 8, 1, 12)), Area(name: "east", polygon: box(39, 8, 40, 12))]
    ))
  plan.zones = [
    ZonePlan(name: "gravel", polygon: box(4, 2, 10, 6), factor: 0.6),
    ZonePlan(name: "passage", polygon: box(12, 2, 20, 6), oneWay: Vector2(1, 0)),
    ZonePlan(name: "ramp", polygon: box(22, 2, 30, 6), up: Vector2(1, 0), upFactor: 0.8),
  ]
  plan.queues = [
    QueuePlan(name: "tickets", spots: (0..<8).map { Vector2(10 + Float($0), 15) }, servers: 2)
  ]
  plan.waitings = [WaitingPlan(name: "platform", polygon: box(22, 12, 34, 18), release: .byEvent)]
  plan.barriers = [BarrierPlan(name: "gate", polygon: box(18, 8, 19, 11), isClosed: false)]
  plan.links = [LinkPlan(name: "ends", a: Vector2(40, 0), b: Vector2(40, 4), shift: Vector2(-40, 0))]
  return plan
}()

private func list(closedBarriers: [Bool] = [false], closedExits: [Bool] = [false, false]) -> DrawList {
  var moment = Moment(
    title: "", seconds: 0, tick: 0, seed: 1, ground: plan.ground, crowd: Crowd(),
    density: Grid2D(GridFrame(covering: plan.ground.bounds, cellSize: 1), filledWith: 0),
    walkableCells: Grid2D(GridFrame(covering: plan.ground.bounds, cellSize: 1), filledWith: true))
  moment.features = GroundFeatures(of: plan, closedBarriers: closedBarriers, closedExits: closedExits)
  return draw(moment, options: ViewOptions(), width: 1280, height: 720)
}

private func layers(_ list: DrawList) -> [(items: [DrawItem], key: UInt64)] {
  list.items.compactMap { if case .layer(let items, let key) = $0 { (items, key) } else { nil } }
}

private func count(_ list: DrawList, _ isWanted: (DrawItem) -> Bool) -> Int {
  layers(list).reduce(0) { $0 + $1.items.count(where: isWanted) }
}

@Suite struct FeatureTests {
  @Test func everyFeatureIsNamed() {
    let texts = Set(list().texts)
    for name in ["gravel ×0.6", "passage", "ramp", "tickets", "platform", "gate", "west", "east"] {
      #expect(texts.contains(name), "\(name)")
    }
  }

  @Test func everySpotIsARingAndThoseServedAreDiscs() {
    let ground = layers(list())[1].items
    #expect(ground.count(where: { if case .ring = $0 { true } else { false } }) == 8)
    #expect(ground.count(where: { if case .disc = $0 { true } else { false } }) == 2)
  }

  /// A door that closes is another picture, and the canvas is told so by the layers' keys.
  @Test func doorsAndExitsShowWhetherTheyAreClosed() {
    func polygons(_ list: DrawList) -> Int { count(list) { if case .polygon = $0 { true } else { false } } }
    let open = list()
    let shut = list(closedBarriers: [true])
    #expect(polygons(shut) == polygons(open) + 1, "the door is filled")
    // An exit that is open has an area and the head of its arrow, a closed one an area alone.
    let closed = list(closedExits: [true, false])
    #expect(polygons(closed) == polygons(open) - 1)
    let keys = [open, shut, closed].map { layers($0).map(\.key) }
    #expect(Set(keys.map { $0[0] }).count == 3)
    #expect(layers(list()).map(\.key) == keys[0])
  }

  /// Strokes across a polygon lie inside it, and add up to its area however it is turned (Cavalieri).
  @Test(arguments: [0, 17, 45, 90, 200] as [Float])
  func chordsAddUpToTheArea(degrees: Float) {
    let shape = Polygon([
      Vector2(0, 0), Vector2(9, 0), Vector2(9, 2), Vector2(3, 2), Vector2(3, 5), Vector2(8, 5), Vector2(8, 7),
      Vector2(0, 7),
    ])
    let step: Float = 0.02
    let ends = shape.chords(across: Math.unit(degrees: degrees), every: step)
    var area: Float = 0
    for k in stride(from: 0, to: ends.count, by: 2) {
      area += (ends[k + 1] - ends[k]).length * step
      #expect(shape.contains((ends[k] + ends[k + 1]) / 2))
    }
    #expect(abs(area - shape.area) < 0.01 * shape.area)
  }

  /// What no picture can hold gives no strokes, and no wait.
  @Test func chordsOfNothing() {
    #expect(box(0, 0, 1, 1).chords(across: Vector2(1, 0), every: 0).isEmpty)
    #expect(box(0, 0, 20_000, 1).chords(across: Vector2(1, 0), every: 0.01).isEmpty)
    #expect(box(0, 0, .infinity, 1).chords(across: Vector2(1, 0), every: 1).isEmpty)
  }
}
