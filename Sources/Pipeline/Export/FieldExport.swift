import Desktop
import Fields
import Foundation
import Kernel
import Presentation
import Scenes

/// Writes a film of fields as NetCDF, as pictures or as an animation.
public struct FieldExport {
  private let film: FieldFilm
  private let request: ExportRequest
  private let interrupted: () -> Bool
  private let progress: (Double, String) -> Void
  private var result = ExportResult()

  /// Ends early when `interrupted` says so: a NetCDF file and an animation then hold what was done, a picture is not
  /// written. `progress` hears a share 0...1 and words. Throws what is wrong with the request, and what the disk says;
  /// nothing unfinished has a final name then.
  public static func run(
    _ film: FieldFilm, _ request: ExportRequest, interrupted: @escaping () -> Bool = { false },
    progress: @escaping (Double, String) -> Void = { _, _ in }
  ) throws(Diagnostics) -> ExportResult {
    var export = FieldExport(film: film, request: request, interrupted: interrupted, progress: progress)
    let moments = try request.moments(of: film)
    try OutputFolder.make(parentOf: request.path)
    switch request.target {
    case .fields: try export.writeFields(moments)
    case .picture: try export.writePicture(moments)
    case .sequence: try export.writeSequence(moments)
    case .animation(let format): try export.writeAnimation(moments, format)
    }
    export.result.bytes = export.result.files.reduce(0) { sum, file in
      let attributes = try? FileManager.default.attributesOfItem(atPath: file)
      return sum + (attributes?[.size] as? Int ?? 0)
    }
    return export.result
  }

  private init(
    film: FieldFilm, request: ExportRequest, interrupted: @escaping () -> Bool,
    progress: @escaping (Double, String) -> Void
  ) {
    self.film = film
    self.request = request
    self.interrupted = interrupted
    self.progress = progress
  }

  private var variables: [FieldVariable] {
    request.quantities.flatMap(\.variables).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// Shows every moment, with progress from `start` to `end`.
  private mutating func each(
    _ moments: [Int], _ words: String, from start: Double = 0, to end: Double = 1,
    _ body: (FieldFilm.Frame) throws(Diagnostics) -> Void
  ) throws(Diagnostics) {
    let last = Double(max(1, moments.last ?? 1))
    var (frames, least, greatest) = (0, result.least, result.greatest)
    var (first, latest) = (0.0, 0.0)
    let (film, progress, quantity) = (film, progress, request.quantities[0])
    try film.show(
      moments, variables, interrupted: interrupted,
      passed: { k in progress(start + (end - start) * Double(k) / last, words) },
      { (frame) throws(Diagnostics) in
        FieldPainter.eachValue(quantity, frame, walkable: film.walkable) { value in
          if value < least { least = value }
          if value > greatest { greatest = value }
        }
        try body(frame)
        if frames == 0 { first = frame.seconds }
        latest = frame.seconds
        frames += 1
      })
    (result.frames, result.least, result.greatest) = (frames, least, greatest)
    (result.first, result.last) = (first, latest)
    result.interrupted = interrupted()
  }

  private mutating func writeFields(_ moments: [Int]) throws(Diagnostics) {
    guard let header = film.header(variables) else {
      throw Diagnostics(
        Diagnostic(
          "P0123", "is a file of fields already", file: film.name,
          hint: "write pictures of it: --out NAME.png, .gif, .webp or .mp4"), exit: .usage)
    }
    result.kind = "netcdf"
    let file = try FieldFile(path: request.path, header, deflate: request.deflate)
    do throws(Diagnostics) {
      try each(moments, "fields") { (frame) throws(Diagnostics) in
        guard let field = frame.field else { return }
        try file.append(seconds: frame.seconds, people: frame.people ?? 0, field)
      }
    } catch {
      if file.stepsSaved == 0 { file.abandon() }
      throw error
    }
    if result.frames == 0 { return file.abandon() }
    try file.finish()
    result.files = [request.path]
  }

  /// The range of the colour scale; where it follows the data, all moments are looked at first.
  private mutating func range(_ moments: [Int], _ share: inout Double) throws(Diagnostics) -> ClosedRange<
    Float
  >? {
    switch request.range {
    case .standard: return nil
    case .given(let range): return range
    case .data:
      share = 0.5
      try each(moments, "looking for the range", to: 0.5) { (_) throws(Diagnostics) in }
      return .covering(
        result.least, result.greatest, isSigned: request.quantities[0].isSigned)
    }
  }

  private mutating func painter(_ moments: [Int], _ share: inout Double) throws(Diagnostics) -> FieldPainter {
    let painter = FieldPainter(film, request, range: try range(moments, &share))
    (result.width, result.height) = (painter.width, painter.height)
    result.scale = painter.scale.low...painter.scale.high
    return painter
  }

  /// The moment asked for, or the one with the greatest value.
  private mutating func writePicture(_ moments: [Int]) throws(Diagnostics) {
    result.kind = "png"
    var best: (size: Float, frame: FieldFilm.Frame)?
    let (film, quantity) = (film, request.quantities[0])
    try each(moments, "fields") { (frame) throws(Diagnostics) in
      var size: Float = 0
      FieldPainter.eachValue(quantity, frame, walkable: film.walkable) {
        size = max(size, quantity.weight($0))
      }
      if best.map({ size > $0.size }) ?? true { best = (size, frame) }
    }
    guard let frame = best?.frame, !result.interrupted else {
      result.frames = 0
      return
    }
    var range: ClosedRange<Float>?
    switch request.range {
    case .standard: break
    case .given(let given): range = given
    case .data:
      var (least, greatest) = (Float(0), Float(0))
      FieldPainter.eachValue(quantity, frame, walkable: film.walkable) {
        (least, greatest) = (min(least, $0), max(greatest, $0))
      }
      range = .covering(least, greatest, isSigned: quantity.isSigned)
    }
    let painter = FieldPainter(film, request, range: range)
    try painter.paint(frame).savePNG(request.path)
    (result.width, result.height) = (painter.width, painter.height)
    result.scale = painter.scale.low...painter.scale.high
    (result.frames, result.first, result.last) = (1, frame.seconds, frame.seconds)
    result.files = [request.path]
  }

  private mutating func writeSequence(_ moments: [Int]) throws(Diagnostics) {
    result.kind = "png"
    var share = 0.0
    let painter = try painter(moments, &share)
    let digits = max(4, "\(moments.count)".count)
    let stem = String(request.path.dropLast(4))
    var files: [String] = []
    if !result.interrupted {
      try each(moments, "pictures", from: share) { (frame) throws(Diagnostics) in
        let number = String(files.count + 1)
        let path = "\(stem)-\(String(repeating: "0", count: digits - number.count))\(number).png"
        try painter.paint(frame).savePNG(path)
        files.append(path)
      }
    }
    result.files = files
  }

  private mutating func writeAnimation(_ moments: [Int], _ format: AnimationFormat) throws(Diagnostics) {
    result.kind = format.rawValue
    var share = 0.0
    let painter = try painter(moments, &share)
    guard !result.interrupted else {
      result.frames = 0
      return
    }
    let speed = request.speed
    let start = film.seconds(moments[0])
    let span = film.seconds(moments[moments.count - 1]) - start
    // The usual time between two pictures [s] of the animation.
    let step = moments.count > 1 ? span / Double(moments.count - 1) / speed : 1
    func milliseconds(_ seconds: Double) -> Int {
      Int(min(max((seconds - start) / speed * 1000, 0), 2e9).rounded())
    }
    let file = try format.file(
      path: request.path, width: painter.width, height: painter.height,
      framesPerSecond: min(max(1 / max(step, 1e-3), 0.1), 120))
    do throws(Diagnostics) {
      try each(moments, "pictures", from: share) { (frame) throws(Diagnostics) in
        let canvas = painter.paint(frame)
        var problem: Diagnostics?
        canvas.withPixels { pixels in
          do throws(Diagnostics) {
            try file.append(pixels, milliseconds: milliseconds(frame.seconds))
          } catch { problem = error }
        }
        if let problem { throw problem }
      }
      if result.frames == 0 { return file.abandon() }
      try file.finish(milliseconds: milliseconds(result.last) + Int((step * 1000).rounded()))
    } catch {
      file.abandon()
      throw error
    }
    result.files = [request.path]
  }
}
