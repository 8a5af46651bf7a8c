import Desktop
import Fields
import Foundation
import Kernel
import Pipeline
import Presentation
import Scenes
import Testing

@Suite struct MomentChoiceTests {
  /// Against looking at every moment: each time asked for takes the nearest moment, none twice.
  @Test(arguments: [0.04, 0.1, 0.33, 1], [0.01, 0.1, 0.25, 1, 7])
  func everyTakesTheNearest(step: Double, every: Double) {
    let count = 60
    var choice = MomentChoice()
    choice.every = every
    (choice.from, choice.to) = (step * 3, step * 50)
    let chosen = choice.choose(count) { Double($0) * step }
    var wanted: [Int] = []
    var t = step * 3
    var k = 0
    while t <= step * 50 + 1e-6 {
      let nearest = (0..<count).min { abs(Double($0) * step - t) < abs(Double($1) * step - t) - 1e-12 }!
      if wanted.last.map({ $0 < nearest }) ?? true { wanted.append(nearest) }
      k += 1
      t = step * 3 + Double(k) * every
    }
    #expect(chosen.first == 3 && chosen.allSatisfy { (3...50).contains($0) })
    #expect(zip(chosen, chosen.dropFirst()).allSatisfy(<))
    // Ties of the nearest may fall to either side.
    #expect(chosen.count == wanted.count && zip(chosen, wanted).allSatisfy { abs($0 - $1) <= 1 })
  }

  @Test func windowsAndSingleMoments() {
    let seconds: (Int) -> Double = { [0, 0.5, 1.5, 4][$0] }
    var choice = MomentChoice()
    #expect(choice.choose(4, seconds: seconds) == [0, 1, 2, 3])
    choice.nth = 2
    #expect(choice.choose(4, seconds: seconds) == [0, 2])
    choice.from = 0.5
    #expect(choice.choose(4, seconds: seconds) == [1, 3])
    choice.to = 1.4
    #expect(choice.choose(4, seconds: seconds) == [1])
    (choice.from, choice.to) = (5, 9)
    #expect(choice.choose(4, seconds: seconds) == [])
    choice = MomentChoice()
    choice.at = 0.9
    #expect(choice.choose(4, seconds: seconds) == [1])
    choice.at = 4.1
    #expect(choice.choose(4, seconds: seconds) == [])
    #expect(MomentChoice().choose(0, seconds: seconds) == [])
    // Times far closer than moments are passed over at once.
    choice = MomentChoice()
    choice.every = 1e-3
    #expect(choice.choose(3) { Double($0) * 1e6 } == [0, 1, 2])
  }
}

@Suite struct ExportTests {
  /// Twelve people in a row walk east at 1 m/s for five seconds, in a hall with a pillar.
  static var film: Recording {
    var film = Recording(
      name: "row", framesPerSecond: 10, frames: [], ids: [], positions: [],
      walkable: [Polygon(Rectangle(minimum: Vector2(0, 0), maximum: Vector2(24, 12)))],
      obstacles: [Polygon(Rectangle(minimum: Vector2(10, 8), maximum: Vector2(12, 10)))])
    for frame in 0...50 {
      for id in 0..<12 {
        film.frames.append(frame)
        film.ids.append(UInt32(id))
        film.positions.append(Vector2(Float(id) + Float(frame) / 10 + 1, 4))
      }
    }
    return film
  }
  static func withFolder<R>(_ body: (String) throws -> R) throws -> R {
    let folder = FileManager.default.temporaryDirectory.appending(path: "export-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try body(folder)
  }
  static func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }
  static func request(
    _ path: String, _ quantities: [PictureQuantity] = [.density],
    _ change: (inout MomentChoice) -> Void = { _ in }
  ) throws -> ExportRequest {
    var choice = MomentChoice()
    change(&choice)
    var request = try ExportRequest(path: path, quantities: quantities, moments: choice)
    (request.width, request.height) = (480, 300)
    return request
  }

  /// A picture shows at each cell the colour of the value that was measured there.
  @Test func picturesShowWhatWasMeasured() throws {
    try ExportTests.withFolder { folder in
      let film = FieldFilm(ExportTests.film, settings: FieldSettings(), workers: .one)
      var request = try ExportTests.request(folder + "/row.png") { $0.at = 2 }
      (request.width, request.height) = (1280, 720)
      let result = try FieldExport.run(film, request)
      #expect(result.files == [folder + "/row.png"] && result.frames == 1 && result.first == 2)
      let picture = try #require(Canvas.loadPNG(folder + "/row.png"))
      #expect(picture.width == 1280 && picture.height == 720)
      let estimator = FieldEstimator(
        settings: FieldSettings(), ground: RecordedCrowd.groundFor(ExportTests.film))
      var field = estimator.emptyField()
      estimator.measure(RecordedCrowd(ExportTests.film).crowd(atSeconds: 2), into: &field, workers: .one)
      #expect(abs(result.greatest - field.density.cells.max()!) < 1e-6)
    }
  }

  /// At the centre of a cell stands the colour of its value on the ground's, but for lines that are drawn there.
  @Test(arguments: [PictureQuantity.density, .velocityX, .service])
  func everyCellHasItsColour(quantity: PictureQuantity) throws {
    let frame = GridFrame(origin: Vector2(-2, 3), cellSize: 0.5, columns: 40, rows: 24)
    var values = Grid2D<Float>(frame, filledWith: 0)
    let chance = CounterRandom(seed: 5)
    for i in values.cells.indices {
      let u = chance.uniform4(.test, entity: UInt32(i), tick: 0).x
      values.cells[i] =
        quantity == .service ? (u * 5.99).rounded(.down) : (u - 0.3) * quantity.range.upperBound * 1.5
    }
    let scale = quantity.scale(nil, .viridis)
    let figure = FieldFigure(
      title: "noise", subject: quantity.title, detail: "", unit: quantity.unit, seconds: 1,
      ground: Ground(walkable: [Polygon(frame.bounds)]), values: values, scale: scale)
    let list = draw(figure, width: 1280, height: 800)
    let canvas = Canvas(width: 1280, height: 800)
    canvas.draw(list)
    let pixels = canvas.pixels
    var place: (corner: Vector2, cell: Float)?
    for case .field(let shown, let corner, let cell, _, _, _, _) in list.items where shown == values {
      place = (corner, cell)
    }
    let (corner, cell) = try #require(place)
    #expect(cell > 15)
    let table = scale.table
    var wrong = 0
    for row in 0..<frame.rows {
      for column in 0..<frame.columns {
        let share = (values[column, row] - scale.low) / (scale.high - scale.low)
        let ink = table[Int((min(max(share, 0), 1) * Float(table.count - 1)).rounded())]
        let at = corner + Vector2(Float(column) + 0.5, Float(frame.rows - row) - 0.5) * cell
        let pixel = pixels[Int(at.y) * 1280 + Int(at.x)]
        for (shift, part, ground) in [(16, ink.red, 0x1d), (8, ink.green, 0x24), (0, ink.blue, 0x30)]
          as [(
            UInt32, UInt8, Int
          )]
        {
          let wanted = ground + (Int(part) - ground) * Int(ink.alpha) / 255
          // Half a pixel from the centre the neighbour has a share of a thirtieth.
          if abs(Int(pixel >> shift & 255) - wanted) > 20 { wrong += 1 }
        }
      }
    }
    #expect(wrong < frame.count * 3 / 20, "\(wrong) channels")
  }

  @Test func scaleFollowsTheData() throws {
    try ExportTests.withFolder { folder in
      let film = FieldFilm(ExportTests.film, settings: FieldSettings(), workers: .one)
      for (quantity, ending) in [(PictureQuantity.density, "png"), (.velocityX, "png"), (.density, "gif")] {
        var request = try ExportTests.request("\(folder)/row.\(ending)", [quantity]) {
          if ending == "gif" { $0.every = 2.5 }
        }
        request.range = .data
        let result = try FieldExport.run(film, request)
        let scale = try #require(result.scale)
        let size = max(result.greatest, -result.least)
        #expect(scale.upperBound >= size * 0.999 && scale.upperBound <= size * 1.5)
        #expect(scale.lowerBound == (quantity.isSigned ? -scale.upperBound : 0))
      }
    }
  }

  @Test func sequencesAreNumbered() throws {
    try ExportTests.withFolder { folder in
      let film = FieldFilm(ExportTests.film, settings: FieldSettings(), workers: .one)
      let result = try FieldExport.run(film, try ExportTests.request(folder + "/a/row.png") { $0.every = 2 })
      #expect(ExportTests.names(folder + "/a") == ["row-0001.png", "row-0002.png", "row-0003.png"])
      #expect(result.files.count == 3 && result.last == 4 && result.frames == 3)
      #expect(result.bytes > 3000)
    }
  }

  /// The same film through a file gives the same pictures, and the same film and number of workers the same bytes.
  @Test func fileOfFieldsGivesTheSamePictures() throws {
    try ExportTests.withFolder { folder in
      var bytes: [Data] = []
      for workers in [1, 3] {
        let film = FieldFilm(ExportTests.film, settings: FieldSettings(), workers: Workers(workers))
        let path = "\(folder)/row-\(workers).nc"
        _ = try FieldExport.run(
          film, try ExportTests.request(path, PictureQuantity.allCases) { $0.every = 0.5 })
        bytes.append(try Data(contentsOf: URL(filePath: path)))
      }
      #expect(bytes[0] == bytes[1])
      let direct = FieldFilm(ExportTests.film, settings: FieldSettings(), workers: .one)
      let read = FieldFilm(try FieldRecording(path: folder + "/row-1.nc"))
      #expect(read.count == 11 && read.seconds(10) == 5 && read.making == direct.making)
      for quantity in PictureQuantity.allCases {
        var pictures: [[UInt32]] = []
        for (k, film) in [direct, read].enumerated() {
          let path = "\(folder)/\(quantity.rawValue)-\(k).png"
          _ = try FieldExport.run(film, try ExportTests.request(path, [quantity]) { $0.at = 2.5 })
          pictures.append(try #require(Canvas.loadPNG(path)).pixels)
        }
        // Only the line with title and making may differ: 24 rows of letters at the top of the picture.
        let map = 480 * 60
        let wrong = zip(pictures[0][map...], pictures[1][map...]).count { $0 != $1 }
        #expect(wrong < 480 * 240 / 50, "\(quantity): \(wrong) pixels")
      }
    }
  }

  @Test func lacksAreTold() throws {
    try ExportTests.withFolder { folder in
      let film = FieldFilm(ExportTests.film, settings: FieldSettings(), workers: .one)
      func code(_ body: () throws -> Void) -> String? {
        (#expect(throws: Diagnostics.self) { try body() })?.all.first?.code
      }
      #expect(code { _ = try ExportTests.request(folder + "/row.jpg") } == "P0120")
      #expect(code { _ = try ExportTests.request(folder + "/row.gif", [.density, .flow]) } == "P0121")
      #expect(
        code { _ = try FieldExport.run(film, try ExportTests.request(folder + "/r.png") { $0.at = 9 }) }
          == "P0122")
      let path = folder + "/row.nc"
      _ = try FieldExport.run(film, try ExportTests.request(path))
      let read = FieldFilm(try FieldRecording(path: path))
      #expect(code { _ = try FieldExport.run(read, try ExportTests.request(folder + "/b.nc")) } == "P0123")
      #expect(
        code { _ = try FieldExport.run(read, try ExportTests.request(folder + "/b.png", [.danger])) }
          == "R0604")
      #expect(ExportTests.names(folder) == ["row.nc"])
    }
  }

  /// Cut short after two pictures: what has a name is whole.
  @Test(arguments: ["nc", "gif", "webp", "png"])
  func interruptionLeavesWholeFiles(ending: String) throws {
    try ExportTests.withFolder { folder in
      let film = FieldFilm(ExportTests.film, settings: FieldSettings(), workers: .one)
      var asked = 0
      let result = try FieldExport.run(
        film, try ExportTests.request("\(folder)/row.\(ending)") { $0.every = 0.5 },
        interrupted: {
          asked += 1
          return asked > 4
        })
      #expect(result.interrupted && result.frames < 11)
      let names = ExportTests.names(folder)
      #expect(!names.contains { $0.contains("partial") })
      if ending == "nc" {
        #expect(try FieldRecording(path: folder + "/row.nc").seconds.count == result.frames)
      }
      let none = try FieldExport.run(
        film, try ExportTests.request("\(folder)/none.\(ending)") { $0.every = 0.5 }, interrupted: { true })
      #expect(none.files.isEmpty && ExportTests.names(folder) == names)
    }
  }
}

@Suite struct FieldScaleTests {
  @Test(arguments: [(0, 6), (0, 0.02), (-1, 1), (-0.3, 0.3), (2, 7), (0, 1300)] as [(Float, Float)])
  func ticksAreRoundAndInside(low: Float, high: Float) {
    let scale = FieldScale(low < 0 ? .diverging : .rising(.viridis, fades: true), low: low, high: high)
    #expect((4...10).contains(scale.ticks.count))
    #expect(scale.ticks.allSatisfy { $0 >= low - 1e-6 && $0 <= high * 1.001 })
    #expect(Set(scale.ticks.map(scale.text)).count == scale.ticks.count, "no two ticks read alike")
  }

  /// Zero is clear, both arms rise in lightness, and no kind of colour vision takes one arm for the other.
  @Test(arguments: ColourVision.allCases)
  func divergingArmsStayApart(vision: ColourVision) {
    let table = FieldScale(.diverging, low: -2, high: 2).table
    let middle = table.count / 2
    #expect(table[middle].alpha == 0)
    for k in stride(from: 32, through: middle, by: 16) {
      let (below, above) = (table[middle - k], table[middle + k])
      #expect(below.difference(to: above, vision: vision) > 8, "\(k)")
    }
    for arm in [Array(table[...middle].reversed()), Array(table[middle...])] {
      let light = stride(from: 20, to: arm.count, by: 12).map { arm[$0].luminance }
      #expect(zip(light, light.dropFirst()).allSatisfy { $0 <= $1 + 1e-4 })
    }
  }

  @Test func nonsenseBecomesARange() {
    for (low, high) in [(Float.nan, 1), (3, 3), (5, 1), (0, .infinity)] as [(Float, Float)] {
      let scale = FieldScale(.rising(.cividis, fades: false), low: low, high: high)
      #expect(scale.low == 0 && scale.high == 1)
    }
  }
}
