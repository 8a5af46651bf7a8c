import Kernel

/// Reads the numbers of one text file's rows, and says what is wrong with each.
struct TextRows {
  /// Which field of a row holds what.
  struct Columns {
    var id: Int
    var frame: Int
    var x: Int
    var y: Int
    var needed: Int { max(id, frame, x, y) + 1 }
  }

  let columns: Columns
  let metres: Double  // [m] that one unit of the file's positions is
  var rows = RecordedRows()

  init(columns: Columns, metres: Double) {
    self.columns = columns
    self.metres = metres
  }

  /// Adds the row whose fields are given; false, with the problems said, when it is not a row.
  @discardableResult
  mutating func add(
    _ fields: [Range<Int>], of lines: TextLines, lineStart: Int, problems: inout ProblemList
  ) -> Bool {
    func place(_ field: Int) -> Int { lines.column(of: fields[field].lowerBound, from: lineStart) }
    guard fields.count >= columns.needed else {
      problems.error(
        "R0201", "the row has \(fields.count) of at least \(columns.needed) columns", line: lines.number,
        column: 1)
      return false
    }
    func number(_ field: Int, _ name: String) -> Double? {
      switch DecimalNumber(lines.bytes, fields[field]) {
      case .finite(let value): return value
      case .notFinite:
        problems.error(
          "R0203", "\(name) is \(lines.quoted(fields[field])), not a finite number", line: lines.number,
          column: place(field))
      case .malformed:
        let comma = lines.bytes[fields[field]].contains(44)
        problems.error(
          "R0202", "\(name) is \(lines.quoted(fields[field])), not a number", line: lines.number,
          column: place(field), hint: comma ? "numbers take a point, not a comma" : nil)
      }
      return nil
    }
    func whole(_ field: Int, _ name: String, _ code: String, _ limits: ClosedRange<Int>) -> Int? {
      guard let value = number(field, name) else { return nil }
      guard value == value.rounded() else {
        problems.error(
          "R0204", "\(name) is \(lines.quoted(fields[field])), not a whole number", line: lines.number,
          column: place(field), hint: "are the columns in another order?")
        return nil
      }
      guard value >= Double(limits.lowerBound), value <= Double(limits.upperBound) else {
        problems.error(
          code,
          "\(name) is \(lines.quoted(fields[field])), outside \(limits.lowerBound)...\(limits.upperBound)",
          line: lines.number, column: place(field))
        return nil
      }
      return Int(value)
    }
    func coordinate(_ field: Int, _ name: String) -> Double? {
      guard let value = number(field, name) else { return nil }
      guard abs(value * metres) <= RecordingLimits.coordinate else {
        problems.error(
          "R0207", "\(name) is \(lines.quoted(fields[field])), more than 100 km from the origin",
          line: lines.number, column: place(field),
          hint: "take a near point as the origin; is the unit right?")
        return nil
      }
      return metres == 0.01 ? value / 100 : value * metres
    }
    let id = whole(columns.id, "id", "R0205", RecordingLimits.ids)
    let frame = whole(columns.frame, "frame", "R0206", RecordingLimits.frames)
    let x = coordinate(columns.x, "x")
    let y = coordinate(columns.y, "y")
    guard let id, let frame, let x, let y else { return false }
    rows.append(frame: frame, id: id, position: SIMD2(x, y), place: lines.number)
    return true
  }

  /// False, with the problem said, at the row that is one too many.
  func hasRoom(at lines: TextLines, problems: inout ProblemList) -> Bool {
    if rows.count < RecordingLimits.rows { return true }
    problems.error("R0209", "more than \(RecordingLimits.rows) rows", line: lines.number, column: 1)
    return false
  }
}
