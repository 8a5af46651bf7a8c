import Desktop
import Foundation
import Haptics
import Kernel
import Presentation
import Testing

private let goldenFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("Golden").path
private let rewrite = ProcessInfo.processInfo.environment["THRONG_UPDATE_GOLDEN"] == "1"

private func paint(_ list: DrawList) -> Canvas {
  let canvas = Canvas(width: list.width, height: list.height)
  canvas.draw(list)
  return canvas
}

/// Mean absolute difference of the channels, the share of pixels with a channel off by more than 8, and the most.
private func compare(_ a: [UInt32], _ b: [UInt32]) -> (mean: Double, share: Double, most: Int) {
  var sum = 0
  var off = 0
  var most = 0
  for (p, q) in zip(a, b) {
    let d = [0, 8, 16].map { (s: UInt32) in abs(Int(p >> s & 255) - Int(q >> s & 255)) }
    let worst = d.max() ?? 0
    sum += d.reduce(0, +)
    off += worst > 8 ? 1 : 0
    most = max(most, worst)
  }
  return (Double(sum) / Double(3 * max(a.count, 1)), Double(off) / Double(max(a.count, 1)), most)
}

enum GoldenPicture: String, CaseIterable, Sendable {
  case density, service, field, near, vest, belt, sleeves, help

  var list: DrawList {
    let garment =
      switch self {
      case .belt: Synthetic.belt
      case .sleeves: Synthetic.sleeves
      default: Synthetic.vest
      }
    var moment = Synthetic.moment(people: 120, garment: garment)
    var options = ViewOptions()
    switch self {
    case .density:
      return draw(moment, options: options, width: 480, height: 300)
    case .service:
      options.layer = .levelOfService
      moment.paused = true
      return draw(moment, options: options, width: 480, height: 300)
    case .field:
      options.palette = .cividis
      options.pedestrians = false
      return drawField(moment, options: options, width: 480, height: 300)
    case .near:
      options.camera = Camera(
        centre: Vector2(38, 25), metresPerPixel: 0.03, viewport: Rectangle(minimum: .zero, maximum: .one))
      options.garment = false
      moment.stopped = true
      moment.notices = ["the vest answers again"]
      return draw(moment, options: options, width: 400, height: 260)
    case .vest, .belt, .sleeves: return drawGarment(moment, width: 300, height: 420)
    case .help:
      options.help = true
      options.garment = false
      return draw(moment, options: options, width: 640, height: 360)
    }
  }
}

/// The pictures look as they did when somebody last looked at them. Font rasterisers differ between systems, so
/// a few pixels may; a shape that moved by a pixel is still found. THRONG_UPDATE_GOLDEN=1 writes them anew.
@Test(arguments: GoldenPicture.allCases) func picturesStayAsTheyWere(picture: GoldenPicture) throws {
  let path = "\(goldenFolder)/\(picture.rawValue).png"
  let canvas = paint(picture.list)
  if rewrite { try canvas.savePNG(path) }
  let golden = try #require(Canvas.loadPNG(path), "no \(path): run once with THRONG_UPDATE_GOLDEN=1")
  #expect(golden.width == canvas.width && golden.height == canvas.height)
  let found = compare(golden.pixels, canvas.pixels)
  #expect(found.mean < 1.5 && found.share < 0.03, "mean \(found.mean), off \(found.share)")
  let bytes = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? .max
  #expect(bytes < 60 * 1024)  // many small files, not a heavy repository
}

/// The comparison sees what it is there to see.
@Test func comparisonFindsAShiftOfOnePixel() {
  let a = paint(GoldenPicture.vest.list).pixels
  let b = [a[0]] + a.dropLast()
  let found = compare(a, b)
  #expect(found.mean >= 1.5 || found.share >= 0.03)
}

/// What is out of sight is not handed on, and nobody can tell from the picture.
@Test(arguments: [0.015, 0.05, 0.2] as [Float]) func cullingChangesNothingThatShows(scale: Float) {
  let moment = Synthetic.moment(people: 900)
  var options = ViewOptions()
  options.camera = Camera(
    centre: Vector2(44, 21), metresPerPixel: scale, viewport: Rectangle(minimum: .zero, maximum: .one))
  let with = draw(moment, options: options, width: 640, height: 400, culling: true)
  let without = draw(moment, options: options, width: 640, height: 400, culling: false)
  #expect(paint(with).pixels == paint(without).pixels)
}

@Test func theSameListGivesTheSamePixels() {
  let list = GoldenPicture.density.list
  #expect(paint(list).pixels == paint(list).pixels)
}

/// Layers that are kept look like layers that are painted: translucent edges may round once more.
@Test func keptLayersLookLikeFreshOnes() {
  let list = GoldenPicture.service.list
  let canvas = Canvas(width: list.width, height: list.height)
  canvas.draw(list)
  let fresh = canvas.pixels
  for _ in 0..<3 {
    canvas.draw(list)
    #expect(compare(fresh, canvas.pixels).most <= 2)
  }
  // And another picture in between does not leave anything behind.
  canvas.draw(GoldenPicture.help.list)
  canvas.draw(list)
  #expect(compare(fresh, canvas.pixels).most <= 2)
}

@Test func picturesGoToDiskAndComeBack() throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("throng-\(UUID().uuidString)")
    .path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  let canvas = paint(GoldenPicture.vest.list)
  try canvas.savePNG("\(folder)/a.png")
  let back = try #require(Canvas.loadPNG("\(folder)/a.png"))
  #expect(back.pixels == canvas.pixels && back.width == canvas.width)
  #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.png"])
}

@Test func aPictureThatCannotBeWrittenSaysWhy() throws {
  let canvas = Canvas(width: 8, height: 8)
  let missing = FileManager.default.temporaryDirectory.path + "/throng-\(UUID().uuidString)/no/a.png"
  for path in [missing, FileManager.default.temporaryDirectory.path] {
    do {
      try canvas.savePNG(path)
      Issue.record("\(path) was written")
    } catch {
      #expect(error.exit == .cannotCreate)
      #expect(error.all.count == 1 && error.all[0].code == "D0201")
      #expect(error.all[0].file == path)
    }
  }
}

@Test func textIsThereOrTheReasonIs() {
  var list = DrawList(width: 100, height: 30)
  list.items = [.text("throng", at: Vector2(50, 20), size: 14, colour: Colour(255, 255, 255), align: .centre)]
  let ink = paint(list).pixels.filter { $0 & 255 > 128 }.count
  if let problem = Canvas.textProblem {
    #expect(ink == 0)
    #expect(problem.hint != nil)
  } else {
    #expect(ink > 40)
  }
}

/// Canvases on many threads at once: the font's lock holds.
@Test func canvasesMayWorkSideBySide() async {
  let list = GoldenPicture.near.list
  let want = paint(list).pixels
  let equal = await withTaskGroup(of: Bool.self) { group in
    for _ in 0..<4 { group.addTask { paint(list).pixels == want } }
    var all = true
    for await one in group { all = all && one }
    return all
  }
  #expect(equal)
}
