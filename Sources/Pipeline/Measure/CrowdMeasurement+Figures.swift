import Foundation
import Kernel
import Scenes

extension CrowdMeasurement {
  /// One figure of the means, with the key that it has in every output.
  public struct Figure: Equatable, Sendable {
    public var place: String  // "area 1", "line 1"
    public var key: String
    public var value: Double
    public var unit: String
  }
  struct Series {
    var place: String
    var key: String
    var unit: String
    var values: [Double]
  }

  public var figures: [Figure] {
    var figures = series.filter { $0.key != "n_t" }.map {
      Figure(place: $0.place, key: $0.key, value: mean($0.values), unit: $0.unit)
    }
    for (k, area) in areas.enumerated() {
      let place = "area \(k + 1)"
      let occupied = moments.filter { area.classicDensity[$0] > 0 }
      let sum = occupied.reduce(0) { $0 + area.meanSpeed[$1] }
      let at = figures.firstIndex { $0.place == place && $0.key == "mean_speed" } ?? figures.count - 1
      figures.insert(
        Figure(place: place, key: "mean_speed_occupied", value: sum / Double(occupied.count), unit: "m/s"),
        at: at + 1)
    }
    if let fields {
      for k in areas.indices {
        let place = "area \(k + 1)"
        let last = figures.lastIndex { $0.place == place } ?? figures.count - 1
        let own = fields.densityFigures(ofArea: k).map {
          Figure(place: place, key: $0.key, value: $0.value, unit: "1/m²")
        }
        figures.insert(contentsOf: own, at: last + 1)
      }
    }
    for (k, line) in lines.enumerated() {
      let place = "line \(k + 1)"
      figures.append(Figure(place: place, key: "crossings", value: Double(line.people), unit: ""))
      figures.append(Figure(place: place, key: "flow", value: line.flow, unit: "1/s"))
      figures.append(
        Figure(place: place, key: "specific_flow", value: line.flow / line.length, unit: "1/(m s)"))
      if let passings = line.passings {
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        // Who left the area between both lines within the frames asked for.
        let all = passings.all.filter { moments.contains($0.left) }
        figures.append(Figure(place: place, key: "passings", value: Double(all.count), unit: ""))
        figures.append(
          Figure(place: place, key: "passing_density", value: mean(all.map(\.density)), unit: "1/m²"))
        figures.append(Figure(place: place, key: "passing_speed", value: mean(all.map(\.speed)), unit: "m/s"))
      }
    }
    // What belongs to one place stands together.
    let places = figures.reduce(into: [String]()) { if !$0.contains($1.place) { $0.append($1.place) } }
    return places.flatMap { place in figures.filter { $0.place == place } }
  }

  /// All series over the recording's moments.
  var series: [Series] {
    var all: [Series] = []
    for (k, area) in areas.enumerated() {
      let place = "area \(k + 1)"
      all.append(Series(place: place, key: "classic_density", unit: "1/m²", values: area.classicDensity))
      all.append(Series(place: place, key: "voronoi_density", unit: "1/m²", values: area.voronoiDensity))
      all.append(Series(place: place, key: "mean_speed", unit: "m/s", values: area.meanSpeed))
      all.append(Series(place: place, key: "voronoi_speed", unit: "m/s", values: area.voronoiSpeed))
      for line in fields?.lines ?? [] where line.area == k {
        all.append(Series(place: place, key: line.key, unit: line.unit, values: line.values))
      }
    }
    for (k, line) in lines.enumerated() {
      let place = "line \(k + 1)"
      all.append(Series(place: place, key: "line_density", unit: "1/m²", values: line.series.density.total))
      all.append(Series(place: place, key: "line_speed", unit: "m/s", values: line.series.speed.total))
      all.append(Series(place: place, key: "line_flow", unit: "1/(m s)", values: line.series.flow.total))
      all.append(
        Series(place: place, key: "n_t", unit: "", values: line.crossings.cumulative.map(Double.init)))
    }
    return all
  }

  /// [s] since the first frame.
  private func seconds(_ moment: Int) -> Double { Double(moment) / tracks.framesPerSecond }

  /// One row a moment of those asked for: frame, time, and every series under `key` or, with several areas or lines,
  /// `key_2` and so on.
  public var commaSeparated: String {
    let series = series
    let names = series.map {
      $0.place.hasSuffix(" 1") ? $0.key : "\($0.key)_\($0.place.split(separator: " ")[1])"
    }
    var lines = [(["frame", "time"] + names).joined(separator: ",")]
    for t in moments {
      let fields =
        ["\(tracks.frame(t))", NumberText.short(seconds(t))] + series.map { NumberText.short($0.values[t]) }
      lines.append(fields.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Means of the first area and line under their keys, then everything by area and line with its series.
  public func json(version: String, command: String) -> String {
    func record(_ series: [Series]) -> RecordJSON {
      .object(series.map { ($0.key, .list($0.values[moments].map { .number($0) })) })
    }
    func means(_ place: String) -> [(String, RecordJSON)] {
      figures.filter { $0.place == place }.map { ($0.key, .number($0.value)) }
    }
    let all = series
    let first = means("area 1") + means("line 1")
    let areaRecords = areas.enumerated().map { k, area in
      RecordJSON.object(
        [("area", .text(area.text)), ("square_metres", .number(area.size))] + means("area \(k + 1)")
          + [("series", record(all.filter { $0.place == "area \(k + 1)" }))])
    }
    let lineRecords = lines.enumerated().map { k, line in
      RecordJSON.object(
        [("line", .text(line.text)), ("metres", .number(line.length))] + means("line \(k + 1)")
          + [
            ("series", record(all.filter { $0.place == "line \(k + 1)" })), ("crossing", crossings(line)),
            (
              "flow_windows",
              .object([
                ("flow", .list(line.windows.map { .number($0.flow) })),
                ("mean_speed", .list(line.windows.map { .number($0.meanSpeed) })),
                ("last_frame", .list(line.windows.map { .integer(tracks.frame($0.lastMoment)) })),
              ])
            ),
          ] + (line.passings.map { [("passing", passing($0))] } ?? []))
    }
    return RecordJSON.object(
      [
        ("version", .text(version)), ("command", .text(command)), ("recording", .text(name)),
        ("people", .integer(tracks.ids.count)), ("frames_per_second", .number(tracks.framesPerSecond)),
        ("first_frame", .integer(tracks.frame(moments.lowerBound))),
        ("last_frame", .integer(tracks.frame(moments.upperBound))), ("interrupted", .bool(!isComplete)),
        ("outside", .integer(outside)), ("coincident", .integer(coincident)),
      ] + first + [
        ("frame", .list(moments.map { .integer(tracks.frame($0)) })), ("areas", .list(areaRecords)),
        ("lines", .list(lineRecords)),
      ]
    ).written() + "\n"
  }

  private func crossings(_ line: OfLine) -> RecordJSON {
    .object([
      ("id", .list(line.crossings.first.map { .integer(Int(tracks.ids[$0.person])) })),
      ("frame", .list(line.crossings.first.map { .integer(tracks.frame($0.moment)) })),
    ])
  }
  private func passing(_ passings: Passings) -> RecordJSON {
    .object([
      ("id", .list(passings.all.map { .integer(Int(tracks.ids[$0.person])) })),
      ("entering_frame", .list(passings.all.map { .integer(tracks.frame($0.entered)) })),
      ("leaving_frame", .list(passings.all.map { .integer(tracks.frame($0.left)) })),
      ("density", .list(passings.all.map { .number($0.density) })),
      ("speed", .list(passings.all.map { .number($0.speed) })),
    ])
  }

  /// A plot of each kind of series over time, by name of its file.
  public var plots: [(file: String, plot: Plot)] {
    let all = series
    func plot(_ file: String, _ title: String, _ label: String, _ keys: [String]) -> (
      file: String, plot: Plot
    )? {
      let lines = all.filter { keys.contains($0.key) }.map { series in
        Plot.Line(
          name: "\(series.key.replacing("_", with: " ")), \(series.place)",
          points: moments.map { SIMD2(seconds($0), series.values[$0]) })
      }
      return lines.isEmpty
        ? nil : (file, Plot(title: title, xLabel: "time [s]", yLabel: label, lines: Array(lines.prefix(6))))
    }
    return [
      plot(
        "density.svg", "Density", "density [1/m²]", ["classic_density", "voronoi_density", "line_density"]),
      plot("speed.svg", "Speed", "speed [m/s]", ["mean_speed", "voronoi_speed", "line_speed"]),
      plot("n_t.svg", "People who have crossed", "N", ["n_t"]),
      plot("line_flow.svg", "Flow across the line", "flow [1/(m s)]", ["line_flow"]),
    ].compactMap { $0 }
      + MeasuredField.allCases.flatMap { one in
        let words = one.rawValue.replacing("_", with: " ")
        let label = one.unit.isEmpty ? "share of the area" : "\(words) [\(one.unit)]"
        return one.plottedKeys.enumerated().compactMap { k, keys in
          let file = "field_\(one.rawValue)\(k == 0 ? "" : "_\(k + 1)").svg"
          return plot(file, words.capitalizedFirst, label, keys)
        }
      }
  }

  /// Writes `measure.json`, `measure.csv` and the plots; makes the folder where it is missing. Returns their names.
  public func save(in folder: String, version: String, command: String) throws(Diagnostics) -> [String] {
    try OutputFolder.make(folder)
    try TextFile.save(json(version: version, command: command), to: "\(folder)/measure.json")
    try TextFile.save(commaSeparated, to: "\(folder)/measure.csv")
    if let fields { try TextFile.save(fields.map, to: "\(folder)/density_map.csv") }
    let plots = plots
    for (file, plot) in plots { try TextFile.save(plot.standalone, to: "\(folder)/\(file)") }
    return ["measure.json", "measure.csv"] + (fields == nil ? [] : ["density_map.csv"]) + plots.map(\.file)
  }
}

extension CrowdMeasurement {
  /// What makes a figure mean less than it seems to.
  public var remarks: [String] {
    var remarks: [String] = []
    for (k, area) in areas.enumerated() {
      let empty = moments.filter { area.classicDensity[$0] == 0 }.count
      if empty == moments.count {
        remarks.append("nobody is in area \(k + 1) in these frames")
      } else if empty > 0 {
        remarks.append(
          "nobody is in area \(k + 1) in \(empty) of \(moments.count) frames; mean_speed and voronoi_speed count "
            + "an empty frame as 0, mean_speed_occupied leaves it out")
      }
    }
    for (k, line) in lines.enumerated() where line.people == 0 {
      remarks.append("nobody crosses line \(k + 1) in these frames")
    }
    return remarks
  }
  /// Recorded positions that lie off the walkable area.
  public var strays: Int { outside }
  /// The frames of the means, as the file counts them.
  public var frameWords: String { "\(tracks.frame(moments.lowerBound))..\(tracks.frame(moments.upperBound))" }
  /// What the person wrote for "area 1" or "line 2".
  public func wording(of place: String) -> String {
    let parts = place.split(separator: " ")
    guard parts.count == 2, let k = Int(parts[1]) else { return "" }
    let texts = parts[0] == "area" ? areas.map(\.text) : lines.map(\.text)
    return texts.indices.contains(k - 1) ? texts[k - 1] : ""
  }
}

extension MeasureRequest {
  /// Words for what is done at both ends of a way.
  public static let borders = IndividualSpeed.Border.allCases.map(\.rawValue)
  /// Takes one of `borders`; any other word changes nothing.
  public mutating func setBorder(_ word: String) { border = IndividualSpeed.Border(rawValue: word) ?? border }
}
