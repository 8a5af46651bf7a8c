import Desktop
import Foundation
import Kernel
import Presentation
import Testing

private let folder = ProcessInfo.processInfo.environment["THRONG_PICTURES"]

/// Large pictures for people to look at, and how long each takes: set THRONG_PICTURES to a folder.
@Test(.enabled(if: folder != nil)) func largePictures() throws {
  let folder = try #require(folder)
  let clock = ContinuousClock()
  func milliseconds(_ d: Duration) -> Double {
    Double(d.components.attoseconds) / 1e15 + Double(d.components.seconds) * 1e3
  }
  func save(_ name: String, _ list: () -> DrawList) throws {
    let canvas = Canvas(width: list().width, height: list().height)
    var lists: [Double] = []
    var paints: [Double] = []
    for _ in 0..<15 {
      var made = DrawList(width: 1, height: 1)
      lists.append(milliseconds(clock.measure { made = list() }))
      paints.append(milliseconds(clock.measure { canvas.draw(made) }))
    }
    print(
      "\(name): list \(lists.sorted()[7]) ms, paint \(paints.sorted()[7]) ms, first paint \(paints[0]) ms")
    try canvas.savePNG("\(folder)/\(name).png")
  }
  let many = Synthetic.moment(people: 5000)
  var live = Synthetic.moment(people: 1200)
  live.frameMilliseconds = 9.4
  live.notices = [
    "the vest answers again after 1.2 s", "1 pedestrian quarantined (id 318): position is not finite",
  ]
  var options = ViewOptions()
  try save("density5000") { draw(many, options: options, width: 1280, height: 720) }
  options.profile = true
  try save("live1200") { draw(live, options: options, width: 1280, height: 720) }
  try save("live1080") { draw(live, options: options, width: 1920, height: 1080) }
  options.profile = false
  options.layer = .levelOfService
  try save("service") { draw(live, options: options, width: 1280, height: 720) }
  options.serviceColours = .rainbow
  try save("rainbow") { drawField(live, options: options, width: 900, height: 600) }
  options = ViewOptions()
  options.camera = Camera(
    centre: Vector2(40, 24.5), metresPerPixel: 0.018, viewport: Rectangle(minimum: .zero, maximum: .one))
  live.stopped = true
  live.paused = true
  live.speed = 0.5
  try save("near") { draw(live, options: options, width: 1280, height: 720) }
  options.help = true
  live.stopped = false
  live.paused = false
  try save("help") { draw(live, options: options, width: 1280, height: 720) }
  options.help = false
  options.garment = false
  options.layer = .none
  options.camera = nil
  try save("bare") { draw(live, options: options, width: 1280, height: 720) }
  try save("garment") { drawGarment(many, width: 600, height: 800) }
  try save("belt") {
    drawGarment(Synthetic.moment(people: 1200, garment: Synthetic.belt), width: 600, height: 800)
  }
  try save("sleeves") {
    drawGarment(Synthetic.moment(people: 1200, garment: Synthetic.sleeves), width: 600, height: 800)
  }
  options = ViewOptions()
  try save("small") { draw(live, options: options, width: 640, height: 360) }

  // A camera that moves in every picture, so that no layer can be kept.
  var k: Float = 0
  try save("moving") {
    k += 1
    options.camera = Camera(
      centre: Vector2(36 + 0.1 * k, 23), metresPerPixel: 0.08,
      viewport: Rectangle(minimum: .zero, maximum: .one))
    return draw(many, options: options, width: 1280, height: 720)
  }
  options.camera = nil
  // A town of 2 500 houses.
  var town = many
  for i in 0..<50 {
    for j in 0..<50 {
      let o = Vector2(Float(i) * 16 - 300, Float(j) * 16 - 300)
      let shape = Polygon(centre: o, radius: 5, sides: 8)
      town.ground.obstacles.append(Obstacle(name: "\(i * 50 + j)", kind: .building, polygon: shape))
    }
  }
  town.ground.walkable = [Polygon(Rectangle(minimum: Vector2(-310, -310), maximum: Vector2(510, 510)))]
  try save("town") { draw(town, options: options, width: 1280, height: 720) }

  // What each part costs, painted alone.
  let list = draw(many, options: options, width: 1280, height: 720)
  let canvas = Canvas(width: 1280, height: 720)
  for _ in 0..<3 { canvas.draw(list) }
  var cost: [(String, Double)] = []
  for item in list.items {
    var one = DrawList(width: 1280, height: 720)
    one.items = [item]
    for _ in 0..<3 { canvas.draw(one) }
    let t = (0..<5).map { _ in milliseconds(clock.measure { canvas.draw(one) }) }.sorted()[2]
    let name = String(String(describing: item).prefix(while: { $0 != "(" }))
    if let k = cost.firstIndex(where: { $0.0 == name }) { cost[k].1 += t } else { cost.append((name, t)) }
  }
  for (name, t) in cost { print("  \(name): \(t) ms") }
}
