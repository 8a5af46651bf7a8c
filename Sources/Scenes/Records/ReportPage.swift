import Kernel

/// What a run came to, for people: one HTML page that needs nothing beside it, no network and no script.
public struct ReportPage: Equatable, Sendable {
  public struct Picture: Equatable, Sendable {
    public var caption: String
    public var alternative: String  // what it shows, for those who do not see it
    public var mediaType: String
    public var bytes: [UInt8]
    public init(caption: String, alternative: String, mediaType: String = "image/png", bytes: [UInt8]) {
      self.caption = caption
      self.alternative = alternative
      self.mediaType = mediaType
      self.bytes = bytes
    }
  }
  public struct File: Equatable, Sendable {
    public var name: String
    public var about: String
    public var bytes: Int?
    public init(name: String, about: String, bytes: Int? = nil) {
      self.name = name
      self.about = about
      self.bytes = bytes
    }
  }

  public var title: String
  public var subtitle: String
  public var summary: Summary
  public var series: RunSeries
  public var pictures: [Picture]
  public var files: [File]  // beside the page
  public var command: String  // as the person typed it

  public init(
    title: String, subtitle: String = "", summary: Summary, series: RunSeries = RunSeries(), pictures: [Picture] = [],
    files: [File] = [], command: String
  ) {
    self.title = title
    self.subtitle = subtitle
    self.summary = summary
    self.series = series
    self.pictures = pictures
    self.files = files
    self.command = command
  }

  public func save(to path: String) throws(Diagnostics) { try TextFile.save(html, to: path) }

  public var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="generator" content="throng \(Markup.escaped(summary.version))">
    <title>\(Markup.escaped(title)) – report</title>
    <style>
    \(ReportPage.style)
    </style>
    </head>
    <body>
    <header>
    <h1>\(Markup.escaped(title))</h1>
    \(subtitle.isEmpty ? "" : "<p class=\"lead\">\(Markup.escaped(subtitle))</p>")
    \(summary.interrupted ? "<p class=\"notice\">This run was interrupted: it ends before its time.</p>" : "")
    </header>
    <main>
    \(headline)
    \(pictureSection)
    \(section("The crowd", figure(series.densityPlot, "Density of the crowd: the greatest of all cells, the mean over walkable cells, and that of the others at the wearer’s own place.") + figure(series.presencePlot, "People in the city.")))
    \(touchSection)
    \(runSection)
    \(stageSection)
    \(fileSection)
    \(section("How it was made", "<pre><code>\(Markup.escaped(command))</code></pre>\n<p>The same program, scene and seed give the state hash <code class=\"hash\">\(summary.stateHashText)</code> again, with any number of workers.</p>\n"))
    </main>
    <footer><p>Made by throng \(Markup.escaped(summary.version)).</p></footer>
    </body>
    </html>

    """
  }

  private func section(_ title: String, _ body: String) -> String {
    "<section>\n<h2>\(Markup.escaped(title))</h2>\n\(body)</section>"
  }

  private func figure(_ plot: Plot, _ caption: String) -> String {
    "<figure>\n\(plot.svg)<figcaption>\(Markup.escaped(caption))</figcaption>\n</figure>\n"
  }

  private var headline: String {
    let people = summary.pedestrians
    let tiles = [
      (NumberText.fixed(summary.simulatedSeconds, 1), "seconds of city time"),
      ("\(people.present)", "people at the end"),
      ("\(people.arrived)", "arrived"),
      (NumberText.fixed(summary.density.maximum, 2), "greatest density [1/m²]"),
    ]
    let items = tiles.map { "<li><strong>\($0.0)</strong> <span>\(Markup.escaped($0.1))</span></li>\n" }
    return "<ul class=\"tiles\">\n\(items.joined())</ul>"
  }

  private var pictureSection: String {
    if pictures.isEmpty { return "" }
    let figures = pictures.map { picture in
      "<figure>\n<img alt=\"\(Markup.escaped(picture.alternative))\"\(ReportPage.size(picture)) src=\"data:\(Markup.escaped(picture.mediaType));base64,\(Markup.base64(picture.bytes))\">\n<figcaption>\(Markup.escaped(picture.caption))</figcaption>\n</figure>\n"
    }
    return section("Pictures", figures.joined())
  }

  /// Width and height as a PNG's header says them (PNG specification, section 11.2.2), so that the page does not jump.
  private static func size(_ picture: Picture) -> String {
    let b = picture.bytes
    guard b.count >= 24, b.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return "" }
    func word(_ i: Int) -> Int { b[i..<i + 4].reduce(0) { $0 << 8 | Int($1) } }
    return " width=\"\(word(16))\" height=\"\(word(20))\""
  }

  private var touchSection: String {
    guard let strip = series.strip else { return "" }
    let name = series.garment.isEmpty ? "the garment" : series.garment
    return section(
      "What was felt",
      "<figure>\n\(strip.svg)<figcaption>Drive sent to each of the \(strip.rows.count) actuators of \(Markup.escaped(name)). A row is an actuator; the brighter, the harder it was driven. Short pulses are kept when columns stand for several steps.</figcaption>\n</figure>\n")
  }

  private var runSection: String {
    let people = summary.pedestrians
    var rows = [("scene", summary.scene)]
    if let seed = summary.seed { rows.append(("seed", "\(seed)")) }
    rows += [
      ("crowd steps", "\(summary.ticks)"),
      ("city time", "\(NumberText.fixed(summary.simulatedSeconds, 2)) s"),
      ("wall time", "\(NumberText.fixed(summary.wallSeconds, 2)) s"),
    ]
    if summary.wallSeconds > 0 {
      rows.append(("speed", "\(NumberText.fixed(summary.simulatedSeconds / summary.wallSeconds, 1)) × real time"))
    }
    rows += [
      ("people who came", "\(people.spawned)"), ("arrived", "\(people.arrived)"),
      ("present at the end", "\(people.present)"), ("quarantined", "\(people.quarantined)"),
      ("greatest density", "\(NumberText.fixed(summary.density.maximum, 3)) /m²"),
      ("mean density", "\(NumberText.fixed(summary.density.mean, 3)) /m²"),
      ("haptic frames", "\(summary.hapticFrames)"),
    ]
    let body = rows.map { "<tr><th scope=\"row\">\(Markup.escaped($0.0))</th><td>\(Markup.escaped($0.1))</td></tr>\n" }
    return section(
      "The run",
      "<table class=\"facts\">\n<caption>What was run and what it came to</caption>\n<tbody>\n\(body.joined())<tr><th scope=\"row\">state hash</th><td><code class=\"hash\">\(summary.stateHashText)</code></td></tr>\n</tbody>\n</table>\n")
  }

  /// Bars go by the longest stage, because stages may lie in each other and do not add up.
  private var stageSection: String {
    if summary.stages.isEmpty { return "" }
    let longest = summary.stages.map(\.milliseconds).filter(\.isFinite).max() ?? 0
    let rows = summary.stages.map { stage in
      let share = longest > 0 && stage.milliseconds.isFinite ? max(0, stage.milliseconds / longest * 100) : 0
      let each = stage.calls > 0 ? NumberText.fixed(stage.milliseconds / Double(stage.calls), 3) : "–"
      return
        "<tr><th scope=\"row\">\(Markup.escaped(stage.name))</th><td class=\"number\">\(NumberText.fixed(stage.milliseconds, 1))</td><td class=\"number\">\(stage.calls)</td><td class=\"number\">\(each)</td><td class=\"bars\"><div class=\"bar\" style=\"width:\(NumberText.fixed(share, 1))%\"></div></td></tr>\n"
    }
    return section(
      "Where the time went",
      "<table class=\"stages\">\n<caption>Time in each stage; a bar’s length goes by the longest</caption>\n<thead>\n<tr><th scope=\"col\">stage</th><th scope=\"col\" class=\"number\">ms</th><th scope=\"col\" class=\"number\">calls</th><th scope=\"col\" class=\"number\">ms a call</th><th scope=\"col\">share</th></tr>\n</thead>\n<tbody>\n\(rows.joined())</tbody>\n</table>\n")
  }

  private var fileSection: String {
    if files.isEmpty { return "" }
    let rows = files.map { file in
      "<tr><th scope=\"row\"><code>\(Markup.escaped(file.name))</code></th><td>\(Markup.escaped(file.about))</td><td class=\"number\">\(file.bytes.map(ReportPage.size(ofBytes:)) ?? "")</td></tr>\n"
    }
    return section(
      "Files", "<table class=\"files\">\n<caption>Beside this page</caption>\n<tbody>\n\(rows.joined())</tbody>\n</table>\n")
  }

  private static func size(ofBytes bytes: Int) -> String {
    if bytes < 1024 { return "\(bytes) B" }
    if bytes < 1 << 20 { return "\(NumberText.fixed(Double(bytes) / 1024, 1)) KiB" }
    return "\(NumberText.fixed(Double(bytes) / Double(1 << 20), 1)) MiB"
  }
}
