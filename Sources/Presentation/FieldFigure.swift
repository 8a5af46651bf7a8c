import Kernel

/// A field as a figure: map, walls, colour bar with unit, title, time and scale.
public struct FieldFigure: Sendable {
  public var title: String  // of the scene or recording
  public var subject: String  // what is shown: "density of pedestrians"
  public var detail: String  // how it was made: estimator, cells, seed
  public var unit: String  // of the values
  public var seconds: Double?  // [s]; nil: the field is of no one moment
  public var ground: Ground
  public var values: Grid2D<Float>  // NaN where there is nothing to show
  public var scale: FieldScale
  /// [1/m²] where `values` are means over people: they fade away where next to nobody is. nil: they do not.
  public var people: Grid2D<Float>?
  public var arrows: (x: Grid2D<Float>, y: Grid2D<Float>)?  // a vector whose size the values are
  public var crowd: Crowd?
  public var area: Rectangle?  // [m] shown; nil: all of the ground

  /// [1/m²] where a mean over people has half its opacity, about.
  public static let leastDensity: Float = 0.05

  public init(
    title: String, subject: String, detail: String, unit: String, seconds: Double?, ground: Ground,
    values: Grid2D<Float>, scale: FieldScale
  ) {
    self.title = title
    self.subject = subject
    self.detail = detail
    self.unit = unit
    self.seconds = seconds
    self.ground = ground
    self.values = values
    self.scale = scale
  }
}

/// Where the parts of a figure stand [px].
struct FigureLayout {
  let scale: Float  // of letters and gaps
  let head: Rectangle
  let map: Rectangle
  let bar: Rectangle

  init(width: Int, height: Int) {
    let (w, h) = (Float(max(width, 1)), Float(max(height, 1)))
    let s = min(max(min(h / 720, w / 1280) * 1.15, 0.72), 2.4)
    scale = s
    let (top, column) = ((66 * s).rounded(), (112 * s).rounded())
    head = Rectangle(minimum: .zero, maximum: Vector2(w, top))
    map = Rectangle(minimum: Vector2(16 * s, top), maximum: Vector2(w - column, h - 16 * s))
    bar = Rectangle(minimum: Vector2(w - column, top), maximum: Vector2(w, h - 16 * s))
  }

  /// The sides [px], even, of a picture up to `most` wide in which an area of `aspect`, height over width, leaves the
  /// narrowest rims.
  static func size(most: Float, aspect: Float) -> (width: Int, height: Int) {
    let aspect = min(max(aspect, 0.05), 20)
    var (width, height) = (most, most * 9 / 16)
    // Letters follow the smaller side, so some rounds settle it.
    for _ in 0..<6 {
      let layout = FigureLayout(width: Int(width), height: Int(height))
      let rims = Vector2(width - layout.map.width, height - layout.map.height)
      height = min(max((width - rims.x) * aspect + rims.y, most * 0.36), most * 0.8)
      width = min(max((height - rims.y) / aspect + rims.x, most * 0.5), most)
    }
    return (Int(width / 2) * 2, Int(height / 2) * 2)
  }
}

/// The sides [px] of a figure up to `width` wide that an area of `size` [m] fills best.
public func figureSize(width: Int, area size: Vector2) -> (width: Int, height: Int) {
  FigureLayout.size(most: Float(width), aspect: size.x > 0 ? size.y / size.x : 1)
}

/// Draws a figure of `width` × `height` [px]; legible from 480 × 300 on.
public func draw(_ figure: FieldFigure, width: Int, height: Int) -> DrawList {
  var list = DrawList(width: width, height: height)
  let layout = FigureLayout(width: width, height: height)
  let s = layout.scale
  let area = figure.area ?? figure.ground.bounds
  var camera = Camera(fitting: area, viewport: layout.map, margin: 4 * s)
  camera.viewport = layout.map
  let ground = GroundDrawing(
    ground: figure.ground, features: GroundFeatures(), camera: camera, scale: s, labels: false, culling: true)
  let key = ground.key
  var pen = Pen(scale: s)
  pen.add(.layer(ground.floor(), key: key))
  pen.add(.clip(layout.map))
  fieldItems(figure, camera, &pen)
  pen.add(.layer(ground.structures(), key: key &+ 1))
  if let arrows = figure.arrows { arrowItems(arrows, figure, camera, &pen) }
  if let crowd = figure.crowd {
    let moment = Moment(
      title: "", seconds: 0, tick: 0, seed: nil, ground: figure.ground, crowd: crowd,
      density: figure.values, walkableCells: Grid2D(figure.values.frame, filledWith: true))
    crowdItems(moment, camera, culling: true, &pen)
  }
  scaleBar(camera, layout, &pen)
  pen.add(.clip(nil))
  header(figure, layout, &pen)
  colourBar(figure, layout, &pen)
  list.items = pen.items
  return list
}

private func fieldItems(_ figure: FieldFigure, _ camera: Camera, _ pen: inout Pen) {
  let frame = figure.values.frame
  guard frame.count > 0 else { return }
  let bounds = frame.bounds
  pen.add(
    .field(
      values: figure.values, corner: camera.pixel(Vector2(bounds.minimum.x, bounds.maximum.y)),
      cell: camera.length(frame.cellSize), low: figure.scale.low, high: figure.scale.high,
      table: figure.scale.table, smooth: figure.scale.isSmooth))
  guard let people = figure.people, people.frame == frame else { return }
  let fade = (0...32).map { Theme.ground.faded(1 - Float($0) / 32) }
  pen.add(
    .field(
      values: people, corner: camera.pixel(Vector2(bounds.minimum.x, bounds.maximum.y)),
      cell: camera.length(frame.cellSize), low: FieldFigure.leastDensity / 2,
      high: FieldFigure.leastDensity * 2, table: fade, smooth: true))
}

/// Arrows on a steady raster, as long as the vector is large; none where it is under a thirtieth of the scale.
private func arrowItems(
  _ arrows: (x: Grid2D<Float>, y: Grid2D<Float>), _ figure: FieldFigure, _ camera: Camera, _ pen: inout Pen
) {
  let step = 30 * pen.scale
  let longest = step * 0.92
  let view = camera.viewport
  var y = view.minimum.y + step / 2
  while y < view.maximum.y {
    var x = view.minimum.x + step / 2
    while x < view.maximum.x {
      let p = camera.world(Vector2(x, y))
      if let cell = figure.values.frame.cell(at: p), figure.values[cell.column, cell.row].isFinite,
        figure.people.map({ $0.sample(p) >= FieldFigure.leastDensity }) ?? true
      {
        let v = Vector2(arrows.x.sample(p), arrows.y.sample(p))
        let size = v.length
        if size.isFinite, size > figure.scale.high / 30 {
          let length = longest * min(size / figure.scale.high, 1).squareRoot()
          let along = Vector2(v.x, -v.y) / size * (length / 2)
          let c = Vector2(x, y)
          let head = min(length * 0.45, 8 * pen.scale)
          pen.arrow(
            from: c - along, to: c + along, width: 3.4 * pen.scale, head: head * 1.25,
            Theme.background.faded(0.7))
          pen.arrow(from: c - along, to: c + along, width: 1.6 * pen.scale, head: head, Theme.text)
        }
      }
      x += step
    }
    y += step
  }
}

/// Title and what is shown on the left, the time on the right, how it was made below.
private func header(_ figure: FieldFigure, _ layout: FigureLayout, _ pen: inout Pen) {
  let s = layout.scale
  pen.rectangle(layout.head, Theme.background)
  let left = layout.map.minimum.x
  let right = layout.head.maximum.x - 16 * s
  var room = right - left
  if let seconds = figure.seconds {
    let text = clock(seconds)
    pen.text(text, right, 31 * s, size: 22 * s, Theme.text, .right)
    // Whole slots, so that the title does not move with the clock.
    room -= TextMetrics.width(String(repeating: "0", count: max(text.count, 7)), size: 22 * s) + 20 * s
  }
  let subject = figure.subject.prefix(1).uppercased() + figure.subject.dropFirst()
  let shown = TextMetrics.fitted(subject, size: 21 * s, room: room)
  pen.text(shown, left, 31 * s, size: 21 * s)
  let detail = figure.detail.isEmpty ? figure.title : "\(figure.title)  ·  \(figure.detail)"
  pen.text(
    TextMetrics.fitted(detail, size: 13.5 * s, room: right - left), left, 53 * s, size: 13.5 * s, Theme.soft)
}

/// The colours as they look on bare ground, ticks, unit; a point at an end means that the scale is cut there.
private func colourBar(_ figure: FieldFigure, _ layout: FigureLayout, _ pen: inout Pen) {
  let s = layout.scale
  pen.rectangle(
    layout.bar.minimum.x, layout.bar.minimum.y, layout.bar.width, layout.bar.height + 20 * s, Theme.background
  )
  let scale = figure.scale
  let x = layout.bar.minimum.x + 18 * s
  let (top, bottom) = (layout.bar.minimum.y + 34 * s, layout.bar.maximum.y - 12 * s)
  let (width, height) = ((20 * s).rounded(), max(20, (bottom - top).rounded()))
  let corner = Vector2(x.rounded(), top.rounded())
  pen.text(figure.unit, corner.x, layout.bar.minimum.y + 16 * s, size: 13.5 * s, Theme.soft)
  pen.rectangle(corner.x, corner.y, width, height, Theme.ground)
  if case .service(let colours) = scale.kind {
    serviceBar(colours, corner, Vector2(width, height), s, &pen)
    return
  }
  var ramp = Grid2D<Float>(
    GridFrame(origin: .zero, cellSize: 1, columns: Int(width), rows: Int(height)), filledWith: 0)
  for row in 0..<Int(height) {
    let value = scale.low + (scale.high - scale.low) * (Float(row) + 0.5) / height
    for column in 0..<Int(width) { ramp[column, row] = value }
  }
  pen.add(
    .field(
      values: ramp, corner: corner, cell: 1, low: scale.low, high: scale.high, table: scale.table,
      smooth: false))
  pen.line(
    Polygon(Rectangle(minimum: corner - 0.5, maximum: corner + Vector2(width, height) + 0.5)).vertices, 1,
    Theme.panelLine, closed: true)
  for value in scale.ticks {
    let y = corner.y + height * (1 - (value - scale.low) / (scale.high - scale.low))
    pen.rectangle(corner.x + width, y - 0.5, 6 * s, 1, Theme.soft)
    let isTop = value >= scale.high * 0.999 && value > 0
    let isBottom = value <= scale.low * 0.999 && value < 0
    pen.text(
      (isTop ? "≥ " : isBottom ? "≤ " : "") + scale.text(value), corner.x + width + 10 * s, y + 4.8 * s,
      size: 13.5 * s,
      Theme.text)
  }
}

private func serviceBar(
  _ colours: LevelOfService.Colours, _ corner: Vector2, _ size: Vector2, _ s: Float, _ pen: inout Pen
) {
  let step = size.y / 6
  for service in LevelOfService.allCases {
    let y = corner.y + step * Float(5 - service.rawValue)
    let colour = service.colour(colours)
    pen.rectangle(corner.x, y, size.x, step, colour)
    let dark = colour.contrast(with: Theme.background) > colour.contrast(with: Theme.text)
    pen.text(
      service.letter, corner.x + size.x / 2, y + step / 2 + 5 * s, size: 13.5 * s,
      dark ? Theme.background : Theme.text, .centre)
    guard service.rawValue > 0 else { continue }
    pen.rectangle(corner.x + size.x, y + step - 0.5, 6 * s, 1, Theme.soft)
    pen.text(
      short(service.densities.from), corner.x + size.x + 10 * s, y + step + 4.8 * s, size: 13.5 * s,
      Theme.text)
  }
}

/// A round length, at the map's lower left.
private func scaleBar(_ camera: Camera, _ layout: FigureLayout, _ pen: inout Pen) {
  let s = layout.scale
  let metres = roundLength(camera.metresPerPixel * 150 * s)
  let length = camera.length(metres)
  let left = layout.map.minimum.x + 22 * s
  let y = layout.map.maximum.y - 20 * s
  pen.card(
    Rectangle(
      minimum: Vector2(left - 12 * s, y - 26 * s), maximum: Vector2(left + length + 12 * s, y + 11 * s)))
  pen.line(
    [
      Vector2(left, y - 5 * s), Vector2(left, y), Vector2(left + length, y),
      Vector2(left + length, y - 5 * s),
    ],
    1.8 * s, Theme.text)
  let name =
    metres >= 1000
    ? "\(short(metres / 1000)) km" : metres < 1 ? "\(short(metres * 100)) cm" : "\(short(metres)) m"
  pen.text(name, left + length / 2, y - 8 * s, size: 13 * s, Theme.text, .centre)
}
