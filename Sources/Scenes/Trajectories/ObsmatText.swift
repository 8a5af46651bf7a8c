import Kernel

/// The ETH and UCY data sets' rows: `frame id x z y vx vz vy`, metres, annotated every 0.4 s. Frame numbers
/// count the film's pictures, so they go up in strides of 6 or 10 and the film's rate is stride · 2.5 /s.
enum ObsmatText {
  static let annotationsPerSecond = 2.5  // [1/s]
  static let columns = 8

  static func read(_ bytes: [UInt8], name: String, options: RecordingOptions, problems: inout ProblemList)
    -> Recording
  {
    if options.unit == .centimetre {
      problems.error(
        "R0304", "obsmat positions are in m, the options say cm", hint: "leave --unit out")
    }
    var reader = TextRows(columns: .init(id: 1, frame: 0, x: 2, y: 4), metres: 1)
    var lines = TextLines(bytes)
    var fields: [Range<Int>] = []
    while let line = lines.nextLine() {
      lines.split(line, into: &fields)
      if fields.isEmpty { continue }
      guard reader.hasRoom(at: lines, problems: &problems) else { break }
      guard fields.count == columns else {
        problems.error(
          "R0201", "the row has \(fields.count) columns; obsmat has \(columns): frame id x z y vx vz vy",
          line: lines.number, column: 1)
        continue
      }
      reader.add(fields, of: lines, lineStart: line.lowerBound, problems: &problems)
    }
    let rate = (options.framesPerSecond ?? annotationsPerSecond) * Double(reader.rows.stride)
    return reader.rows.recording(name: name, framesPerSecond: rate, word: "line", problems: &problems)
  }
}
