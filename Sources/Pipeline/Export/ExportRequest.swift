import Foundation
import Kernel
import Presentation
import Scenes

/// What is to become of a film of fields.
public struct ExportRequest: Sendable {
  public enum Target: Equatable, Sendable {
    case fields  // NetCDF
    case picture  // PNG: one moment
    case sequence  // PNG: a numbered file a moment
    case animation(AnimationFormat)
  }
  public enum Range: Equatable, Sendable {
    case standard  // the quantity's own
    case data  // from least to greatest of all pictures
    case given(ClosedRange<Float>)
  }
  public var path: String
  public var target: Target
  public var quantities: [PictureQuantity]  // one for pictures
  public var moments = MomentChoice()
  public var width = 1280  // [px]
  public var height: Int?  // [px]; nil: as the area shown needs
  public var range = Range.standard
  public var palette = Palette.viridis
  public var showsPeople = false
  public var showsArrows = true
  public var area: Rectangle?  // [m] shown; nil: all of the ground
  public var speed = 1.0  // of the film against the animation
  public var deflate = 2  // 0...9, of NetCDF

  /// A file's kind shows in the ending of its name. Throws P0120 for an ending that none has.
  public init(path: String, quantities: [PictureQuantity], moments: MomentChoice) throws(Diagnostics) {
    self.path = path
    self.quantities = quantities
    self.moments = moments
    let ending = URL(filePath: path).pathExtension.lowercased()
    if let format = AnimationFormat(rawValue: ending) {
      target = .animation(format)
    } else if ending == "nc" {
      target = .fields
    } else if ending == "png" {
      let isOne = moments.from == nil && moments.to == nil && moments.every == nil && moments.nth == nil
      target = isOne ? .picture : .sequence
    } else {
      let endings = ["nc", "png"] + AnimationFormat.allCases.map(\.rawValue)
      let near = nearestWord(to: ending, in: endings).map { "did you mean .\($0)? " } ?? ""
      throw Diagnostics(
        Diagnostic(
          "P0120", "no file of this ending is written", file: path,
          hint: "\(near)it is one of \(endings.map { "." + $0 }.joined(separator: ", "))"), exit: .usage)
    }
    if target != .fields, quantities.count > 1 {
      throw Diagnostics(
        Diagnostic(
          "P0121", "a picture shows one field, not \(quantities.count)", file: path,
          hint: "give --field once, or write a NetCDF file, which holds all"), exit: .usage)
    }
  }

  /// The moments of `film` that are wanted, by their numbers. Throws P0122 where there are none.
  func moments(of film: FieldFilm) throws(Diagnostics) -> [Int] {
    var choice = moments
    let count = film.count
    if choice.at == nil, choice.every == nil, choice.nth == nil {
      switch target {
      case .animation:
        // Ten pictures a second, an even number of moments apart, and not more than people have patience for.
        let step = count > 1 ? (film.seconds(count - 1) - film.seconds(0)) / Double(count - 1) : 1
        let span = (choice.to ?? film.seconds(count - 1)) - (choice.from ?? film.seconds(0))
        let most = span / step / Double(ExportRequest.mostPictures)
        choice.nth = max(1, Int((0.1 * speed / step).rounded()), Int(min(most, 1e9).rounded(.up)))
      // The greatest value may last for less than a second.
      case .picture: if !film.isFile { choice.every = 0.1 }
      case .fields, .sequence: if !film.isFile { choice.every = 1 }
      }
    }
    let chosen = choice.choose(count, seconds: film.seconds)
    guard chosen.isEmpty else { return chosen }
    let words = ["--at": choice.at, "--from": choice.from, "--to": choice.to].compactMap { name, value in
      value.map { "\(name) \($0.formatted())" }
    }
    throw Diagnostics(
      Diagnostic(
        "P0122", "no moment lies at \(words.sorted().joined(separator: " "))", file: film.name,
        hint:
          "it has \(count) from \(film.seconds(0).formatted()) to \(film.seconds(max(0, count - 1)).formatted()) s"
      ), exit: .usage)
  }
  static let mostPictures = 1200
}

/// What was written.
public struct ExportResult: Sendable {
  public var files: [String] = []
  public var kind = ""
  public var frames = 0
  public var first = 0.0  // [s]
  public var last = 0.0  // [s]
  public var width: Int?  // [px]
  public var height: Int?  // [px]
  public var scale: ClosedRange<Float>?
  public var least = Float.infinity  // of all values shown
  public var greatest = -Float.infinity
  public var bytes = 0
  public var interrupted = false

  /// Keys in a fixed order.
  public func json(_ request: ExportRequest, film: FieldFilm) -> String {
    func number(_ value: Float?) -> RecordJSON { value.map { .number(Double($0)) } ?? .null }
    return RecordJSON.object([
      ("source", .text(film.name)), ("kind", .text(kind)),
      ("fields", .list(request.quantities.map { .text($0.rawValue) })),
      ("unit", request.target == .fields ? .null : .text(request.quantities[0].unit)),
      ("frames", .integer(frames)), ("first_seconds", .number(first)), ("last_seconds", .number(last)),
      ("width", width.map { .integer($0) } ?? .null), ("height", height.map { .integer($0) } ?? .null),
      ("scale_low", number(scale?.lowerBound)), ("scale_high", number(scale?.upperBound)),
      ("least", number(least)), ("greatest", number(greatest)), ("bytes", .integer(bytes)),
      ("files", .list(files.map { .text($0) })), ("interrupted", .bool(interrupted)),
      ("version", .text(throngVersion)),
    ]).written()
  }
}
