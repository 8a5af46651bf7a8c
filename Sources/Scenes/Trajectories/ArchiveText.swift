import Kernel

/// Text as the pedestrian dynamics data archive and PeTrack give it: `id frame x y [z …]` between white
/// space, `#` before comments, frame rate and unit in the leading comment lines. Headers are read as PedPy
/// 1.5 reads them.
enum ArchiveText {
  /// What the leading comment lines say.
  struct Header: Equatable {
    var framesPerSecond: (value: Double?, line: Int, column: Int, text: String)?
    var unit: (value: RecordingOptions.Unit, line: Int)?
    var millimetreLine: Int?

    static func == (a: Header, b: Header) -> Bool {
      a.framesPerSecond?.value == b.framesPerSecond?.value && a.unit?.value == b.unit?.value
    }
  }

  /// The frame rate is the first number after white space in a line that holds `framerate`; the unit is
  /// centimetres by `x/cm` or `in cm`, metres by `x/m` or `in m`, the last to say so. Ends at the first line
  /// that does not begin with `#`.
  static func header(_ bytes: [UInt8]) -> Header {
    var header = Header()
    var lines = TextLines(bytes)
    var fields: [Range<Int>] = []
    while let line = lines.nextLine(), !line.isEmpty, bytes[line.lowerBound] == 35 {
      let text = lines.text(line)
      let lower = text.lowercased()
      if header.framesPerSecond == nil, text.contains("framerate") {
        lines.split(line.dropFirst(), into: &fields)
        for field in fields {
          let number = DecimalNumber(bytes, field)
          if number == .malformed { continue }
          var value: Double?
          if case .finite(let v) = number { value = v }
          header.framesPerSecond = (
            value, lines.number, lines.column(of: field.lowerBound, from: line.lowerBound),
            lines.quoted(field)
          )
          break
        }
      }
      if lower.contains("x/cm") || lower.contains("in cm") { header.unit = (.centimetre, lines.number) }
      if lower.contains("x/m") || lower.contains("in m") { header.unit = (.metre, lines.number) }
      if lower.contains("x/mm") || lower.contains("in mm") { header.millimetreLine = lines.number }
    }
    return header
  }

  static func read(_ bytes: [UInt8], name: String, options: RecordingOptions, problems: inout ProblemList)
    -> Recording
  {
    let header = header(bytes)
    let rate = framesPerSecond(header, options, &problems)
    let unit = unit(header, options, &problems)
    let frameFirst = options.columnOrder == .frameId
    var reader = TextRows(
      columns: .init(id: frameFirst ? 1 : 0, frame: frameFirst ? 0 : 1, x: 2, y: 3), metres: unit.metres)
    var lines = TextLines(bytes)
    var fields: [Range<Int>] = []
    while let line = lines.nextLine() {
      lines.split(line, into: &fields, limit: 4)
      if fields.isEmpty { continue }
      guard reader.hasRoom(at: lines, problems: &problems) else { break }
      reader.add(fields, of: lines, lineStart: line.lowerBound, problems: &problems)
    }
    return reader.rows.recording(name: name, framesPerSecond: rate, word: "line", problems: &problems)
  }

  private static func framesPerSecond(
    _ header: Header, _ options: RecordingOptions, _ problems: inout ProblemList
  ) -> Double {
    guard let said = header.framesPerSecond else {
      guard let given = options.framesPerSecond else {
        problems.error(
          "R0301", "the file does not say its frame rate", line: 1, column: 1,
          hint: "give it, for example: --frame-rate 16 --unit cm")
        return 1
      }
      return given
    }
    guard let value = said.value, RecordingLimits.framesPerSecond.contains(value) else {
      problems.error(
        "R0305", "the frame rate is \(said.text), outside 0.01...1000 frames a second", line: said.line,
        column: said.column)
      return 1
    }
    if let given = options.framesPerSecond, given != value {
      problems.error(
        "R0303",
        "the file says \(NumberText.short(value)) frames a second, the options say \(NumberText.short(given))",
        line: said.line, column: said.column, hint: "leave --frame-rate out, or correct the file")
    }
    return value
  }

  private static func unit(_ header: Header, _ options: RecordingOptions, _ problems: inout ProblemList)
    -> RecordingOptions.Unit
  {
    if let line = header.millimetreLine {
      problems.warning(
        "R0352", "the header speaks of mm, which is read as m by the archive's rules", line: line, column: 1,
        hint: "units are cm and m")
    }
    guard let said = header.unit else {
      guard let given = options.unit else {
        problems.error(
          "R0302", "the file does not say whether its positions are in cm or m", line: 1, column: 1,
          hint: "give the unit, for example: --frame-rate 16 --unit cm")
        return .metre
      }
      return given
    }
    if let given = options.unit, given != said.value {
      problems.error(
        "R0304",
        "the file says that positions are in \(said.value.rawValue), the options say \(given.rawValue)",
        line: said.line, column: 1, hint: "leave --unit out, or correct the file")
    }
    return said.value
  }
}
