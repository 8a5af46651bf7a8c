import ArgumentParser
import Fields
import Foundation
import Kernel
import Pipeline
import Presentation

/// Which moments are exported.
struct ExportTime: ParsableArguments {
  @Option(parsing: .unconditional, help: ArgumentHelp("One moment.", valueName: "s"))
  var at: Double?
  @Option(parsing: .unconditional, help: ArgumentHelp("The first moment.", valueName: "s"))
  var from: Double?
  @Option(parsing: .unconditional, help: ArgumentHelp("The last moment.", valueName: "s"))
  var to: Double?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Time from one moment to the next. Default: 1 s; ten pictures a second of an animation.", valueName: "s"
    ))
  var every: Double?
  @Option(parsing: .unconditional, help: ArgumentHelp("Every nth moment there is, instead.", valueName: "n"))
  var nth: Int?
  @Option(parsing: .unconditional, help: "Time of the crowd against that of the animation: 1 is as it was.")
  var speed = 1.0

  var choice: MomentChoice {
    var choice = MomentChoice()
    (choice.at, choice.from, choice.to, choice.every, choice.nth) = (at, from, to, every, nth)
    return choice
  }
  /// [s] the last moment that can be asked for; nil: the end.
  var end: Double? { at ?? to }

  func validate() throws {
    for (name, value) in [("--at", at), ("--from", from), ("--to", to)] {
      if let value, !(value >= -1e-9 && value <= 1e9) {
        throw ValidationError("\(name) is \(value), outside 0...1e9 s")
      }
    }
    if let every, !(every >= 0.001 && every <= 86_400) {
      throw ValidationError("--every is \(every), outside 0.001...86400 s")
    }
    if let nth, !(1...1_000_000).contains(nth) {
      throw ValidationError("--nth is \(nth), outside 1...1000000")
    }
    if every != nil, nth != nil { throw ValidationError("give --every or --nth, not both") }
    if at != nil, from != nil || to != nil || every != nil || nth != nil {
      throw ValidationError("--at is one moment; leave out --from, --to, --every and --nth")
    }
    if let from, let to, from > to { throw ValidationError("--from \(from) lies after --to \(to)") }
    if !(speed > 0.001 && speed <= 1000) {
      throw ValidationError("--speed is \(speed), outside 0.001...1000")
    }
  }
}

/// How pictures look.
struct ExportLook: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Width and height, 480x300 to 7680x4320 pixels. Default: 1280 wide, as high as the ground needs.",
      valueName: "WxH"))
  var size: PictureSize?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Ends of the colour scale, 0..6, or 'data'. Default: fixed for each field, so that pictures compare.",
      valueName: "A..B"))
  var range: String?
  @Option(help: "Colours: viridis, cividis or inferno. Signed fields are blue and orange.")
  var palette = "viridis"
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Part of the ground [m] that is shown.", valueName: "x0,y0,x1,y1"))
  var area: String?
  @Flag(help: "Draw everybody as a dot.")
  var people = false
  @Flag(inversion: .prefixedNo, help: "Arrows on velocity and flow.")
  var arrows = true

  func validate() throws {
    if let range, range != "data", ends(range) == nil {
      throw ValidationError("--range is '\(range)'; write it as A..B, for example 0..6, or 'data'")
    }
    if Palette(rawValue: palette) == nil {
      let names = Palette.allCases.map(\.rawValue)
      throw ValidationError(Choice.unknown("there is no palette '\(palette)'", palette, names))
    }
    if let area, box(area) == nil {
      throw ValidationError(
        "--area is '\(area)'; write it as x0,y0,x1,y1 in metres, the lower left corner first")
    }
  }

  func apply(to request: inout ExportRequest) throws {
    if let size { (request.width, request.height) = (size.width, size.height) }
    if range == "data" {
      request.range = .data
    } else if let range = range.flatMap(ends) {
      request.range = .given(range)
    }
    if case .given(let range) = request.range, let quantity = request.quantities.first, quantity.isSigned,
      range.lowerBound >= 0 || range.upperBound <= 0
    {
      throw ValidationError("--range of \(quantity.rawValue) has zero inside, for example -1..1")
    }
    request.palette = Palette(rawValue: palette) ?? .viridis
    request.area = area.flatMap(box)
    (request.showsPeople, request.showsArrows) = (people, arrows)
  }

  private func ends(_ text: String) -> ClosedRange<Float>? {
    let parts = text.replacing("...", with: "..").split(separator: "..", omittingEmptySubsequences: false)
    let ends = parts.compactMap { Float($0) }
    guard parts.count == 2, ends.count == 2, ends.allSatisfy({ $0.isFinite && abs($0) < 1e6 }),
      ends[0] < ends[1]
    else { return nil }
    return ends[0]...ends[1]
  }
  private func box(_ text: String) -> Rectangle? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).compactMap { Float($0) }
    guard parts.count == 4, parts.allSatisfy({ $0.isFinite && abs($0) < 1e6 }), parts[2] - parts[0] >= 0.1,
      parts[3] - parts[1] >= 0.1
    else { return nil }
    return Rectangle(minimum: Vector2(parts[0], parts[1]), maximum: Vector2(parts[2], parts[3]))
  }
}

/// How people become a field. What is not given is the scene's, or the standard.
struct ExportEstimator: ParsableArguments {
  @Option(
    help:
      "How people become density: gaussian, count, helbing, spline, wendland, voronoi or nearest_neighbours.")
  var estimator: String?
  @Option(parsing: .unconditional, help: ArgumentHelp("Cell of the field, 0.05 to 5.", valueName: "m"))
  var cellSize: Float?
  @Option(parsing: .unconditional, help: ArgumentHelp("Width of the kernel, 0.05 to 10.", valueName: "m"))
  var kernelWidth: Float?
  @Option(help: "What the width measures: deviation, half_maximum or radius.")
  var widthIs: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The person at whom a kernel of nearest_neighbours ends, 1 to 100.", valueName: "k"))
  var neighbours: Int?

  func validate() throws {
    if let cellSize, !(0.05...5).contains(cellSize) {
      throw ValidationError("--cell-size is \(cellSize), outside 0.05...5 m")
    }
    if let kernelWidth, !(0.05...10).contains(kernelWidth) {
      throw ValidationError("--kernel-width is \(kernelWidth), outside 0.05...10 m")
    }
    if let neighbours, !(1...100).contains(neighbours) {
      throw ValidationError("--neighbours is \(neighbours), outside 1...100")
    }
    try known("--estimator", estimator, FieldSettings.Estimator.allCases.map(\.rawValue))
    try known("--width-is", widthIs, FieldSettings.Measure.allCases.map(\.rawValue))
  }

  private func known(_ option: String, _ word: String?, _ names: [String]) throws {
    guard let word, !names.contains(word) else { return }
    throw ValidationError(Choice.unknown("\(option) is '\(word)'", word, names))
  }

  /// Those that were given, by name.
  var given: [String] {
    let all: [(String, Bool)] = [
      ("--estimator", estimator != nil), ("--cell-size", cellSize != nil),
      ("--kernel-width", kernelWidth != nil), ("--width-is", widthIs != nil),
      ("--neighbours", neighbours != nil),
    ]
    return all.filter(\.1).map(\.0)
  }

  func settings(_ standard: FieldSettings) -> FieldSettings {
    var settings = standard
    if let estimator = estimator.flatMap(FieldSettings.Estimator.init(rawValue:)) {
      settings.estimator = estimator
    }
    if let cellSize { settings.cellSize = cellSize }
    if let kernelWidth { settings.width = kernelWidth }
    if let neighbours { settings.neighbours = neighbours }
    if let measure = widthIs.flatMap(FieldSettings.Measure.init(rawValue:)) { settings.measure = measure }
    return settings
  }
}
