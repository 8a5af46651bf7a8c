import Desktop
import Kernel
import Presentation
import Testing

private let white = Colour(255, 255, 255)

/// Covered area [px²]: shares of white on black, summed.
private func area(_ items: [DrawItem], width: Int = 200, height: Int = 160) -> Double {
  let canvas = Canvas(width: width, height: height)
  var list = DrawList(width: width, height: height)
  list.items = items
  canvas.draw(list)
  return canvas.pixels.reduce(0) { $0 + Double($1 & 255) / 255 }
}

private func near(_ a: Double, _ b: Double, _ share: Double) -> Bool { abs(a - b) <= share * max(abs(b), 1) }

/// Coverage sums up to the area: within 1 %, most of which is rounding to 1/255 along the edge.
@Test func polygonsCoverTheirArea() {
  let shapes = [
    Polygon(centre: Vector2(80.3, 70.7), radius: 41.2, sides: 7),
    Polygon([Vector2(10.2, 10.9), Vector2(190.4, 14.1), Vector2(99.5, 150.3)]),
    Polygon([Vector2(20, 20), Vector2(20.6, 20), Vector2(20.6, 140), Vector2(20, 140)]),
    Polygon([Vector2(5.5, 80), Vector2(195, 81.3), Vector2(195, 82.1), Vector2(5.5, 80.9)]),
    Polygon([Vector2(30, 30), Vector2(90, 35), Vector2(60, 60), Vector2(95, 110), Vector2(25, 100)]),
  ]
  for shape in shapes {
    for points in [shape.vertices, shape.vertices.reversed()] {
      let have = area([.polygon(points, fill: white)])
      #expect(near(have, Double(shape.area), 0.01), "\(have) of \(shape.area)")
    }
  }
}

@Test(arguments: [1, 1.3, 1.6, 2.4, 3.7, 8, 20.5, 60] as [Float], [0, 0.25, 0.5, 0.8] as [Float])
func discsCoverTheirArea(radius: Float, shift: Float) {
  let centre = Vector2(90 + shift, 80 - shift * 0.7)
  let want = Double(Float.pi * radius * radius)
  // A disc of few pixels is a coarse sample of its own outline.
  let tolerance = radius < 1.5 ? 0.05 : radius < 3 ? 0.03 : 0.01
  let have = area([.disc(centre: centre, radius: radius, fill: white)])
  #expect(near(have, want, tolerance), "\(have) of \(want)")
  let many = area([.discs(centres: [centre], radii: [radius], fill: white)])
  #expect(many == have)
}

@Test func strokesCoverLengthTimesWidth() {
  let a = Vector2(20.3, 30.1)
  let b = Vector2(170.8, 121.9)
  let length = Double((b - a).length)
  for width in [1, 2.5, 6] as [Float] {
    #expect(
      near(area([.line([a, b], width: width, colour: white, closed: false)]), length * Double(width), 0.01))
    let capsule = length * Double(width) + Double.pi * Double(width * width) / 4
    #expect(near(area([.segments([a, b], width: width, colour: white)]), capsule, 0.02))
  }
  let ring = area([.ring(centre: Vector2(90, 80), radius: 40, width: 5, colour: white)])
  #expect(near(ring, 2 * Double.pi * 40 * 5, 0.01))
}

/// A corner of a translucent line is as translucent as its middle.
@Test func linesDoNotDoubleAtTheirCorners() {
  let canvas = Canvas(width: 100, height: 100)
  var list = DrawList(width: 100, height: 100)
  list.items = [
    .line(
      [Vector2(20, 20), Vector2(80, 20), Vector2(80, 80)], width: 9, colour: Colour(255, 255, 255, 128),
      closed: false)
  ]
  canvas.draw(list)
  #expect(canvas.pixels.map { $0 & 255 }.max() == 128)
}

@Test func movingByWholePixelsMovesThePicture() {
  func paint(_ d: Vector2) -> [UInt32] {
    let canvas = Canvas(width: 120, height: 90)
    var list = DrawList(width: 120, height: 90)
    let shape = Polygon(centre: Vector2(40.3, 35.6), radius: 21, sides: 5).vertices.map { $0 + d }
    list.items = [
      .polygon(shape, fill: Colour(200, 80, 10, 200)),
      .disc(centre: Vector2(30.25, 30.5) + d, radius: 9.5, fill: Colour(0, 250, 90, 128)),
      .text("moved", at: Vector2(25, 40) + d, size: 12, colour: white, align: .left),
    ]
    canvas.draw(list)
    return canvas.pixels
  }
  let here = paint(.zero)
  let there = paint(Vector2(17, 8))
  for y in 0..<75 {
    for x in 0..<95 {
      // Edges differ by float rounding of the moved coordinates at most.
      let a = here[y * 120 + x]
      let b = there[(y + 8) * 120 + x + 17]
      for shift in [0, 8, 16] as [UInt32] { #expect(abs(Int(a >> shift & 255) - Int(b >> shift & 255)) <= 1) }
    }
  }
}

@Test func alphaMixesInProportion() {
  for alpha in [0, 1, 64, 128, 200, 255] as [UInt8] {
    let canvas = Canvas(width: 4, height: 4)
    var list = DrawList(width: 4, height: 4)
    list.items = [
      .clear(Colour(10, 100, 250)),
      .rectangle(
        Rectangle(minimum: Vector2(-1, -1), maximum: Vector2(5, 5)), fill: Colour(210, 50, 0, alpha)),
    ]
    canvas.draw(list)
    let pixel = canvas.pixels[5]
    for (shift, below, above) in [(16, 10, 210), (8, 100, 50), (0, 250, 0)] as [(UInt32, Double, Double)] {
      let want = below + (above - below) * Double(alpha) / 255
      #expect(abs(Double(pixel >> shift & 255) - want) <= 1)
    }
    #expect(pixel >> 24 == 255)
  }
}

/// Even-odd: a star's heart is empty. Outside: what no polygon covers, however they overlap or turn.
@Test func fillRules() {
  let star = (0..<5).map { Vector2(100, 80) + Math.unit(degrees: Float($0) * 144) * 60 }
  let canvas = Canvas(width: 200, height: 160)
  var list = DrawList(width: 200, height: 160)
  list.items = [.polygon(star, fill: white)]
  canvas.draw(list)
  #expect(canvas.pixels[80 * 200 + 100] == 0xFF00_0000)
  let a = Polygon(Rectangle(minimum: Vector2(20, 20), maximum: Vector2(100, 90))).vertices
  let b = Polygon(Rectangle(minimum: Vector2(60, 50), maximum: Vector2(150, 140))).vertices
  let union = 80.0 * 70 + 90 * 90 - 40 * 40
  for shapes in [[a, b], [a.reversed(), b], [b.reversed(), a.reversed()]] {
    #expect(near(area([.outside(of: shapes, fill: white)]), 200 * 160 - union, 0.001))
  }
  #expect(area([.outside(of: [], fill: white)]) == 200 * 160)
}

@Test func clipKeepsTheRestUntouched() {
  let box = Rectangle(minimum: Vector2(40, 30), maximum: Vector2(90, 70))
  let items: [DrawItem] = [
    .clip(box), .clear(white), .disc(centre: Vector2(40, 30), radius: 30, fill: white),
    .line([Vector2(-500, 50), Vector2(900, 55)], width: 7, colour: white, closed: false),
  ]
  #expect(area(items) == 50 * 40)
  #expect(area(items + [.clip(nil), .clear(white)]) == 200 * 160)
  #expect(
    area([.clip(Rectangle(minimum: Vector2(300, 300), maximum: Vector2(400, 400))), .clear(white)]) == 0)
}

/// Values painted cell by cell and smoothly: the right colour in the right place, holes left alone.
@Test(arguments: [true, false]) func fieldsPaintValuesWhereTheyAre(smooth: Bool) {
  var grid = Grid2D<Float>(GridFrame(origin: .zero, cellSize: 1, columns: 4, rows: 3), filledWith: 0)
  for r in 0..<3 { for c in 0..<4 { grid[c, r] = Float(c + 4 * r) } }
  grid[2, 1] = .nan
  let table = (0...11).map { Colour(UInt8($0 * 20), 0, 0) }
  let canvas = Canvas(width: 60, height: 50)
  var list = DrawList(width: 60, height: 50)
  list.items = [
    .clear(Colour(0, 0, 255)),
    .field(
      values: grid, corner: Vector2(10, 10), cell: 10, low: 0, high: 11, table: table, smooth: smooth),
  ]
  canvas.draw(list)
  for r in 0..<3 {
    for c in 0..<4 {
      let x = 15 + 10 * c
      let y = 10 + 10 * (2 - r) + 5
      let pixel = canvas.pixels[y * 60 + x]
      if grid[c, r].isNaN {
        #expect(pixel == 0xFF00_00FF)
      } else {
        #expect(Int(pixel >> 16 & 255) / 20 == c + 4 * r, "\(c) \(r)")
        #expect(pixel & 255 == 0)
      }
    }
  }
  #expect(canvas.pixels[5 * 60 + 5] == 0xFF00_00FF)
}

/// Hostile coordinates: the picture may be anything, but it comes.
@Test func nothingIsTooFarOrTooStrange() {
  let strange: [Float] = [.nan, .infinity, -.infinity, 3e38, -3e38, 1e9, -1e9, 0x1p-140, 0, 50, 99.5]
  let chance = CounterRandom(seed: 11)
  let canvas = Canvas(width: 100, height: 80)
  for round in 0..<400 {
    func pick(_ k: Int) -> Float {
      let u = chance.uniform4(.test, entity: UInt32(k), tick: round)
      return u.x < 0.6 ? strange[Int(u.y * Float(strange.count))] : (u.z - 0.3) * 300
    }
    let points = (0..<7).map { Vector2(pick($0), pick($0 + 20)) }
    let grid = Grid2D<Float>(GridFrame(origin: .zero, cellSize: 1, columns: 5, rows: 4), filledWith: pick(99))
    var list = DrawList(width: 100, height: 80)
    list.items = [
      .clip(round % 3 == 0 ? Rectangle(minimum: points[0], maximum: points[1]) : nil),
      .polygon(points, fill: Colour(255, 0, 0, 90)), .outside(of: [points], fill: Colour(0, 255, 0, 20)),
      .line(points, width: pick(50), colour: white, closed: true),
      .segments(points, width: pick(51), colour: white),
      .disc(centre: points[2], radius: pick(52), fill: white),
      .ring(centre: points[3], radius: pick(53), width: pick(54), colour: white),
      .discs(centres: points, radii: [pick(55), pick(56)], fill: white),
      .field(
        values: grid, corner: points[4], cell: pick(57), low: pick(58), high: pick(59),
        table: [white, Colour(0, 0, 0, 0)], smooth: round % 2 == 0),
      .text("x", at: points[5], size: pick(60), colour: white, align: .centre),
      .rectangle(Rectangle(minimum: points[5], maximum: points[6]), fill: Colour(9, 9, 9, 50)),
    ]
    canvas.draw(list)
  }
  #expect(canvas.pixels.allSatisfy { $0 >> 24 == 255 })
}

@Test func emptyAndOddSizesAreBroughtIntoRange() {
  #expect(Canvas(width: 0, height: -5).pixels.count == 1)
  #expect(Canvas(width: 3, height: 2).pixels == [UInt32](repeating: 0xFF00_0000, count: 6))
}
