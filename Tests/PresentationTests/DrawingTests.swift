import Fields
import Haptics
import Kernel
import Presentation
import Testing

private let garment = Garment(
  name: "pair", title: "Two motors",
  actuators: [Float(1), -1].map {
    Actuator(
      name: "m", position: Vector3(0.1, 1.2, 0.1 * $0), normal: Vector3(0, 0, $0), site: .chest,
      zone: $0 > 0 ? "front" : "back", kind: .eccentricMass(EccentricMass()))
  })

private func moment(people: Int = 40, density level: Float = 1) -> Moment {
  let ground = Ground(
    walkable: [Polygon(Rectangle(minimum: .zero, maximum: Vector2(60, 40)))],
    obstacles: [
      Obstacle(name: "Minster", kind: .church, polygon: Polygon(centre: Vector2(30, 20), radius: 9))
    ],
    exits: [
      Area(
        name: "North gate", polygon: Polygon(Rectangle(minimum: Vector2(20, 39), maximum: Vector2(30, 40))))
    ])
  var crowd = Crowd()
  let chance = CounterRandom(seed: 3)
  for i in 0..<people {
    let u = chance.uniform4(.test, entity: UInt32(i), tick: 0)
    crowd.append(
      id: UInt32(i + 1), position: Vector2(u.x * 60, u.y * 40), velocity: .zero,
      heading: Math.unit(degrees: u.z * 360), radius: 0.2)
  }
  let density = Grid2D(GridFrame(covering: ground.bounds, cellSize: 1), filledWith: level)
  return Moment(
    title: "Market day", seconds: 3723.45, tick: 74_469, seed: 99, ground: ground, crowd: crowd,
    density: density, walkableCells: ground.walkableCells(density.frame),
    wearer: WearerMoment(
      id: 1, pose: Pose(position: Vector2(10, 10), heading: Vector2(1, 0)), garment: garment,
      view: BodyView(),
      drive: [0.5, 0], motion: [0.4, 0], percept: [3, 0]))
}

/// Whoever finds the picture later can tell what it shows, how large it is, and how to make it again.
@Test(arguments: [(1280, 720), (1920, 1080), (640, 360), (480, 300)], ViewOptions.Layer.allCases)
func everyPictureSaysWhatItShows(size: (Int, Int), layer: ViewOptions.Layer) {
  var options = ViewOptions()
  options.layer = layer
  for list in [
    draw(moment(), options: options, width: size.0, height: size.1),
    drawField(moment(), options: options, width: size.0, height: size.1),
  ] {
    let all = list.texts.joined(separator: "|")
    #expect(all.contains("1:02:03.4"), "clock")
    #expect(all.contains("99"), "seed")
    #expect(all.contains("40"), "head count")
    #expect(list.texts.contains("N"), "north arrow")
    #expect(list.texts.contains { $0.hasSuffix(" m") && Float($0.dropLast(2)) != nil }, "scale bar")
    switch layer {
    case .density: #expect(all.contains("pedestrians / m²") && list.texts.contains("≥ 6"))
    case .levelOfService:
      for letter in ["A", "B", "C", "D", "E", "F"] { #expect(list.texts.contains(letter)) }
      #expect(list.texts.contains("0.31") && list.texts.contains("2.17"))
    case .none: #expect(!all.contains("pedestrians / m²"))
    }
  }
}

private func fields(_ items: [DrawItem]) -> [(low: Float, high: Float)] {
  items.compactMap { if case .field(_, _, _, let low, let high, _, _) = $0 { (low, high) } else { nil } }
}

/// The colours mean the same in every picture, however full it is.
@Test(arguments: [0, 0.2, 6, 40] as [Float]) func scaleNeverFollowsTheData(level: Float) {
  var options = ViewOptions()
  options.maximumDensity = 4.5
  let field = fields(draw(moment(density: level), options: options, width: 1280, height: 720).items)
  #expect(field.count == 1)
  #expect(field[0].low == 0 && field[0].high == 4.5)
}

private func overlap(_ a: Rectangle, _ b: Rectangle) -> Bool {
  min(a.maximum.x, b.maximum.x) - max(a.minimum.x, b.minimum.x) > 0.01
    && min(a.maximum.y, b.maximum.y) - max(a.minimum.y, b.minimum.y) > 0.01
}

@Test(arguments: [(1280, 720), (1920, 1080), (3840, 2160), (640, 360), (480, 300), (1, 1)])
func panelsNeverOverlapAndStayInThePicture(size: (Int, Int)) {
  for code in 0..<8 {
    var options = ViewOptions()
    options.garment = code & 1 != 0
    options.profile = code & 2 != 0
    let layout = Layout(width: size.0, height: size.1, options: options, hasWearer: code & 4 != 0)
    let all = [layout.bar, layout.map] + [layout.garment, layout.profile].compactMap { $0 }
    let picture = Rectangle(minimum: .zero, maximum: Vector2(Float(size.0), Float(size.1))).grown(by: 50)
    for i in all.indices {
      #expect(picture.contains(all[i].minimum) && picture.contains(all[i].maximum))
      for j in 0..<i { #expect(!overlap(all[i], all[j]), "\(size) \(code) \(i) \(j)") }
    }
  }
}

@Test func togglesTakeAwayWhatTheyName() {
  var options = ViewOptions()
  let m = moment()
  func texts() -> [String] { draw(m, options: options, width: 1280, height: 720).texts }
  #expect(texts().contains("Minster") && texts().contains("North gate") && texts().contains("Two motors"))
  options.labels = false
  #expect(!texts().contains("Minster") && !texts().contains("North gate"))
  options.garment = false
  #expect(!texts().contains("Two motors"))
  #expect(!texts().contains("Keys"))
  options.help = true
  for row in KeyTable.rows { #expect(texts().contains(row.text)) }
}

@Test func bannersAndNoticesAreWritten() {
  var m = moment()
  m.notices = ["first", "second"]
  #expect(!draw(m, options: ViewOptions(), width: 1280, height: 720).texts.contains("STOPPED"))
  m.stopped = true
  m.paused = true
  m.frameMilliseconds = 12.34
  m.seed = nil
  let texts = draw(m, options: ViewOptions(), width: 1280, height: 720).texts
  for text in ["STOPPED", "PAUSED", "first", "second", "12.3 ms", "recorded"] {
    #expect(texts.contains(text))
  }
}

/// What is drawn a crowd member each: as many discs as people in sight, none for the lost.
@Test func everybodyInSightIsDrawnOnce() {
  var m = moment(people: 300)
  m.wearer = nil
  m.crowd.positions[7] = Vector2(.nan, 3)
  m.crowd.positions[8] = Vector2(1e6, 3)
  let items = draw(m, options: ViewOptions(), width: 1280, height: 720).items
  let counts = items.compactMap { if case .discs(let centres, _, _) = $0 { centres.count } else { nil } }
  #expect(counts == [298, 298])  // edge and body
}

/// Layers of equal key must hold equal items; what a layer depends on must change its key.
@Test func layerKeysFollowWhatTheyHold() {
  func keys(_ m: Moment, _ options: ViewOptions, _ width: Int = 1280) -> [UInt64] {
    draw(m, options: options, width: width, height: 720).items
      .compactMap { if case .layer(_, let key) = $0 { key } else { nil } }
  }
  let m = moment()
  let base = keys(m, ViewOptions())
  #expect(Set(base).count == base.count)
  #expect(base == keys(moment(people: 7), ViewOptions()))
  var options = ViewOptions()
  options.camera = Camera(
    centre: .zero, metresPerPixel: 0.1, viewport: Rectangle(minimum: .zero, maximum: .one))
  #expect(keys(m, options)[0] != base[0])
  var other = m
  other.ground.obstacles[0].kind = .water
  #expect(keys(other, ViewOptions())[1] != base[1])
  other = m
  other.ground.exits[0].name = "Gate"
  #expect(keys(other, ViewOptions())[0] != base[0])
  other = m
  other.wearer?.garment.actuators[0].position.x += 0.01
  #expect(keys(other, ViewOptions()).last != base.last)
}

@Test func numbersAreWrittenShortAndRight() {
  #expect([6, 0.5, 2.17, 0, 10, 100].map { short($0) } == ["6", "0.5", "2.17", "0", "10", "100"])
  #expect(decimal(-0.04 as Double, 1) == "0.0" && decimal(-1.25 as Double, 1) == "−1.3")
  #expect(decimal(Double.nan, 2) == "–" && decimal(1e300 as Double, 2) == "–")
  #expect(clock(0) == "00:00.0" && clock(59.96) == "00:59.9" && clock(3600) == "1:00:00.0")
  #expect(clock(.infinity) == "–" && clock(-2.5) == "−00:02.5")
}

@Test func scaleLengthsAreOneTwoOrFive() {
  for k in 1...4000 {
    let value = Float(k) * 0.37
    let length = roundLength(value)
    #expect(length <= value * 1.001 && length > value / 2.51, "\(value)")
    var lead = length
    while lead >= 9.99 { lead /= 10 }
    while lead < 0.999 { lead *= 10 }
    #expect([1, 2, 5].contains { abs(lead - $0) < 0.01 }, "\(value)")
  }
  #expect(roundLength(.nan) == 1 && roundLength(-4) == 1)
}

@Test func longNamesAreCutToFit() {
  let name = String(repeating: "Wide ", count: 200)
  for room in [0, 20, 133, 700] as [Float] {
    let text = TextMetrics.fitted(name, size: 13, room: room)
    #expect(text.isEmpty || TextMetrics.width(text, size: 13) <= room + 13)
  }
  #expect(TextMetrics.fitted("short", size: 13, room: 100) == "short")
}
