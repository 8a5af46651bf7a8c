import Desktop
import Fields
import Kernel
import Presentation
import Scenes

/// Turns frames of a film into pictures of one quantity, all alike.
struct FieldPainter {
  let quantity: PictureQuantity
  let scale: FieldScale
  let width: Int  // [px]
  let height: Int  // [px]
  private let film: FieldFilm
  private let request: ExportRequest
  private let canvas: Canvas

  init(_ film: FieldFilm, _ request: ExportRequest, range: ClosedRange<Float>?) {
    self.film = film
    self.request = request
    quantity = request.quantities[0]
    scale = quantity.scale(range, request.palette)
    let size = (request.area ?? film.ground.bounds).size
    var sides = figureSize(width: request.width, area: size)
    if let height = request.height { sides = (request.width, height) }
    if case .animation(let format) = request.target, format.needsEvenSides {
      sides = (sides.0 / 2 * 2, sides.1 / 2 * 2)
    }
    (width, height) = sides
    canvas = Canvas(width: width, height: height)
  }

  /// Values of `quantity`, NaN where nobody can walk.
  static func values(_ quantity: PictureQuantity, _ frame: FieldFilm.Frame, walkable: Grid2D<Bool>?)
    -> Grid2D<
      Float
    >?
  {
    let planes = quantity.variables.compactMap(frame.plane)
    guard planes.count == quantity.variables.count, var values = planes.first else { return nil }
    if planes.count == 2 {
      for i in values.cells.indices {
        values.cells[i] = Vector2(planes[0].cells[i], planes[1].cells[i]).length
      }
    }
    if let walkable {
      for i in values.cells.indices where !walkable.cells[i] { values.cells[i] = .nan }
    }
    return values
  }

  /// Calls `body` for each value that a picture shows: where nobody is, means over people are none.
  static func eachValue(
    _ quantity: PictureQuantity, _ frame: FieldFilm.Frame, walkable: Grid2D<Bool>?, _ body: (Float) -> Void
  ) {
    guard let values = values(quantity, frame, walkable: walkable) else { return }
    let density = quantity.isOfPeople ? frame.plane(.density) : nil
    for (i, value) in values.cells.enumerated() where value.isFinite {
      if let density, !(density.cells[i] >= FieldFigure.leastDensity) { continue }
      body(value)
    }
  }

  /// Paints onto the canvas, and hands its pixels on.
  func paint(_ frame: FieldFilm.Frame) -> Canvas {
    guard let values = FieldPainter.values(quantity, frame, walkable: film.walkable) else { return canvas }
    var figure = FieldFigure(
      title: film.title, subject: quantity.title, detail: detail(frame), unit: quantity.unit,
      seconds: frame.seconds, ground: film.ground, values: values, scale: scale)
    figure.area = request.area
    if quantity.isOfPeople { figure.people = frame.plane(.density) }
    let planes = quantity.variables.compactMap(frame.plane)
    if request.showsArrows, planes.count == 2 { figure.arrows = (planes[0], planes[1]) }
    if request.showsPeople { figure.crowd = frame.crowd }
    canvas.draw(draw(figure, width: width, height: height))
    return canvas
  }

  private func detail(_ frame: FieldFilm.Frame) -> String {
    var parts = [film.making]
    if let people = frame.people { parts.append("\(people) people") }
    if let seed = film.seed { parts.append("seed \(seed)") }
    return parts.joined(separator: "  ·  ")
  }
}

extension ClosedRange where Bound == Float {
  /// Ends for a scale that covers `least` to `greatest`, rounded outwards to two digits; both ends alike where signed.
  static func covering(_ least: Float, _ greatest: Float, isSigned: Bool) -> ClosedRange<Float> {
    let size = Swift.max(isSigned ? -least : 0, greatest)
    guard size.isFinite, size > 1e-6 else { return isSigned ? -1...1 : 0...1 }
    let unit = roundLength(size) / 5
    let end = (size / unit - 1e-3).rounded(.up) * unit
    return isSigned ? -end...end : 0...end
  }
}
