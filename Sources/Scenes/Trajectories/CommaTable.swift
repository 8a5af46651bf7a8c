import Kernel

/// Comma-separated rows under a line of names: `id,frame,x/m,y/m,t/s` in any order, as the Madras and Lyon
/// films come. Units stand behind the names' slashes; the frame rate follows from frame and time.
enum CommaTable {
  static func read(_ bytes: [UInt8], name: String, options: RecordingOptions, problems: inout ProblemList)
    -> Recording
  {
    var lines = TextLines(bytes)
    var fields: [Range<Int>] = []
    var header: Header?
    while header == nil, let line = lines.nextLine() {
      if lines.isBlank(line) || bytes[line.lowerBound] == 35 { continue }
      header = Header(line, of: lines, options: options, problems: &problems)
      if header == nil { break }
    }
    let empty = Recording(name: name, framesPerSecond: 1, frames: [], ids: [], positions: [])
    guard let header else { return empty }

    var reader = TextRows(columns: header.columns, metres: header.metres)
    var times = TimeFit()
    while let line = lines.nextLine() {
      if lines.isBlank(line) || bytes[line.lowerBound] == 35 { continue }
      guard reader.hasRoom(at: lines, problems: &problems) else { break }
      lines.splitAtCommas(line, into: &fields)
      guard fields.count == header.count else {
        problems.error(
          "R0201", "the row has \(fields.count) fields, the header \(header.count)", line: lines.number,
          column: 1)
        continue
      }
      guard reader.add(fields, of: lines, lineStart: line.lowerBound, problems: &problems),
        let time = header.time
      else { continue }
      guard case .finite(let seconds) = DecimalNumber(bytes, fields[time]), abs(seconds) < 1e9 else {
        problems.error(
          "R0202", "t is \(lines.quoted(fields[time])), not a time in seconds", line: lines.number,
          column: lines.column(of: fields[time].lowerBound, from: line.lowerBound))
        continue
      }
      times.add(
        frame: RecordedRows.frame(reader.rows.keys[reader.rows.count - 1]), seconds: seconds,
        line: lines.number)
    }
    let rate = problems.isEmpty && reader.rows.count > 0 ? framesPerSecond(times, options, &problems) : 1
    return reader.rows.recording(name: name, framesPerSecond: rate, word: "line", problems: &problems)
  }

  private static func framesPerSecond(
    _ times: TimeFit, _ options: RecordingOptions, _ problems: inout ProblemList
  ) -> Double {
    guard let fitted = times.framesPerSecond else {
      guard let given = options.framesPerSecond else {
        problems.error(
          "R0301",
          "the frame rate does not follow from the file: it needs a column t/s and two frames or more",
          line: 1, column: 1, hint: "give it, for example: --frame-rate 30")
        return 1
      }
      return given
    }
    guard RecordingLimits.framesPerSecond.contains(fitted) else {
      problems.error(
        "R0305", "frame and t give \(NumberText.short(fitted)) frames a second, outside 0.01...1000", line: 1,
        column: 1)
      return 1
    }
    if let worst = times.worst(framesPerSecond: fitted), worst.error > 0.5 {
      problems.error(
        "R0309",
        "t lies \(NumberText.fixed(worst.error, 1)) s beside what its frame says at \(NumberText.fixed(fitted, 2)) frames a second",
        line: worst.line, column: 1, hint: "frames must be equally far apart in time")
    }
    if let given = options.framesPerSecond {
      if abs(given - fitted) > 0.01 * fitted {
        problems.error(
          "R0303",
          "frame and t give \(NumberText.fixed(fitted, 2)) frames a second, the options say \(NumberText.short(given))",
          line: 1, column: 1, hint: "leave --frame-rate out, or correct the file")
      }
      return given
    }
    return fitted
  }
}

extension CommaTable {
  /// The columns by name.
  struct Header {
    var columns: TextRows.Columns
    var time: Int?
    var metres: Double
    var count: Int

    /// nil, with the problems said, where a name is missing or the unit is unknown.
    init?(_ line: Range<Int>, of lines: TextLines, options: RecordingOptions, problems: inout ProblemList) {
      var fields: [Range<Int>] = []
      lines.splitAtCommas(line, into: &fields)
      count = fields.count
      let names = fields.map { lines.text($0).lowercased() }
      func find(_ wanted: String) -> (index: Int, unit: String?)? {
        for (index, name) in names.enumerated() {
          let parts = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
          if parts.first.map(String.init) == wanted {
            return (index, parts.count > 1 ? String(parts[1]) : nil)
          }
        }
        return nil
      }
      let found = ["id", "frame", "x", "y"].map(find)
      let missing = zip(["id", "frame", "x", "y"], found).filter { $0.1 == nil }.map(\.0)
      guard missing.isEmpty else {
        problems.error(
          "R0308", "no column is named \(missing.joined(separator: ", "))", line: lines.number, column: 1,
          hint: "the first line names the columns: id,frame,x/m,y/m,t/s")
        return nil
      }
      let unit = found[2]!.unit
      guard unit == found[3]!.unit, let metres = Header.metres(unit, options, line: lines.number, &problems)
      else {
        if unit != found[3]!.unit {
          problems.error("R0308", "x and y have different units", line: lines.number, column: 1)
        }
        return nil
      }
      self.metres = metres
      columns = .init(id: found[0]!.index, frame: found[1]!.index, x: found[2]!.index, y: found[3]!.index)
      time = find("t")?.index
    }

    private static func metres(
      _ unit: String?, _ options: RecordingOptions, line: Int, _ problems: inout ProblemList
    ) -> Double? {
      guard let unit else {
        if let given = options.unit { return given.metres }
        problems.error(
          "R0302", "the file does not say whether its positions are in cm or m", line: line, column: 1,
          hint: "name the columns x/m and y/m, or give the unit: --unit m")
        return nil
      }
      guard let said = RecordingOptions.Unit(rawValue: unit) else {
        problems.error(
          "R0308", "positions are in \(unit.debugDescription.prefix(16)); units are cm and m", line: line,
          column: 1)
        return nil
      }
      if let given = options.unit, given != said {
        problems.error(
          "R0304", "the file says that positions are in \(said.rawValue), the options say \(given.rawValue)",
          line: line, column: 1, hint: "leave --unit out, or correct the file")
      }
      return said.metres
    }
  }
}

/// The straight line through (frame, time): films round their times, all rows together give the rate.
struct TimeFit {
  private var samples: [(frame: Double, seconds: Double, line: Int)] = []

  mutating func add(frame: Int, seconds: Double, line: Int) { samples.append((Double(frame), seconds, line)) }

  /// Mean frame, mean time and seconds per frame; nil for fewer than two frames. First the median slope
  /// between rows half the recording apart, which a clock that jumps cannot pull away, then least squares
  /// through the rows within half a second of that line.
  private var line: (frame: Double, seconds: Double, slope: Double)? {
    let sorted = samples.sorted { ($0.frame, $0.seconds) < ($1.frame, $1.seconds) }
    let half = (sorted.count + 1) / 2
    var slopes: [Double] = []
    for (a, b) in zip(sorted, sorted.dropFirst(half)) where b.frame > a.frame {
      slopes.append((b.seconds - a.seconds) / (b.frame - a.frame))
    }
    guard let slope = TimeFit.median(slopes), slope > 0 else { return nil }
    let start = TimeFit.median(samples.map { $0.seconds - $0.frame * slope }) ?? 0
    return TimeFit.leastSquares(samples.filter { abs($0.seconds - start - $0.frame * slope) < 0.5 })
  }

  private static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
  }

  private static func leastSquares(_ samples: [(frame: Double, seconds: Double, line: Int)])
    -> (frame: Double, seconds: Double, slope: Double)?
  {
    guard !samples.isEmpty else { return nil }
    let n = Double(samples.count)
    let frame = samples.reduce(0) { $0 + $1.frame } / n
    let seconds = samples.reduce(0) { $0 + $1.seconds } / n
    var square = 0.0
    var product = 0.0
    for s in samples {
      square += (s.frame - frame) * (s.frame - frame)
      product += (s.frame - frame) * (s.seconds - seconds)
    }
    return square > 0 && product > 0 ? (frame, seconds, product / square) : nil
  }

  /// [1/s] Snapped to the whole number within 0.1 %, which rounded times cannot tell from it.
  var framesPerSecond: Double? {
    guard let slope = line?.slope else { return nil }
    let rate = 1 / slope
    let whole = rate.rounded()
    return whole > 0 && abs(rate - whole) < 0.0009 * whole ? whole : rate
  }

  /// The row whose time is farthest from the line [s].
  func worst(framesPerSecond: Double) -> (error: Double, line: Int)? {
    guard let line else { return nil }
    let errors = samples.map {
      (abs($0.seconds - line.seconds - ($0.frame - line.frame) / framesPerSecond), $0.line)
    }
    return errors.max { $0.0 < $1.0 }.map { (error: $0.0, line: $0.1) }
  }
}
