extension ReportPage {
  private func section(_ title: String, _ body: String) -> String {
    "<section>\n<h2>\(Markup.escaped(title))</h2>\n\(body)</section>"
  }

  /// `content` is markup, `caption` words.
  private func figure(_ content: String, _ caption: String) -> String {
    "<figure>\n\(content)<figcaption>\(Markup.escaped(caption))</figcaption>\n</figure>\n"
  }

  private func table(_ kind: String, _ caption: String, head: String = "", _ rows: [String]) -> String {
    let thead = head.isEmpty ? "" : "<thead>\n<tr>\(head)</tr>\n</thead>\n"
    let body = rows.map { "<tr>\($0)</tr>\n" }.joined()
    return
      "<table class=\"\(kind)\">\n<caption>\(Markup.escaped(caption))</caption>\n\(thead)<tbody>\n\(body)</tbody>\n</table>\n"
  }

  /// A row's name.
  private func name(_ words: String) -> String { "<th scope=\"row\">\(Markup.escaped(words))</th>" }
  private func number(_ words: String) -> String { "<td class=\"number\">\(Markup.escaped(words))</td>" }

  var headline: String {
    let tiles = [
      (NumberText.fixed(summary.simulatedSeconds, 1), "seconds of city time"),
      ("\(summary.pedestrians.present)", "people at the end"),
      ("\(summary.pedestrians.arrived)", "arrived"),
      (NumberText.fixed(summary.density.maximum, 2), "greatest density [1/m²]"),
    ]
    let items = tiles.map { "<li><strong>\($0.0)</strong> <span>\(Markup.escaped($0.1))</span></li>\n" }
    return "<ul class=\"tiles\">\n\(items.joined())</ul>"
  }

  var pictureSection: String {
    if pictures.isEmpty { return "" }
    let figures = pictures.map { picture in
      let source = "data:\(Markup.escaped(picture.mediaType));base64,\(Markup.base64(picture.bytes))"
      let words = "alt=\"\(Markup.escaped(picture.alternative))\"\(size(of: picture))"
      return figure("<img \(words) src=\"\(source)\">\n", picture.caption)
    }
    return section("Pictures", figures.joined())
  }

  /// Width and height as a PNG's header says them (PNG specification, section 11.2.2), so that the page does not
  /// jump; nothing for other pictures.
  private func size(of picture: Picture) -> String {
    let b = picture.bytes
    guard b.count >= 24, b.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return "" }
    func word(_ i: Int) -> Int { b[i..<i + 4].reduce(0) { $0 << 8 | Int($1) } }
    return " width=\"\(word(16))\" height=\"\(word(20))\""
  }

  var crowdSection: String {
    let density = series.densityPlot
    let wearer = density.lines.count > 2 ? ", and that of the others at the wearer’s own place" : ""
    let words = "Density of the crowd: the greatest of all cells, the mean over walkable cells\(wearer)."
    return section(
      "The crowd", figure(density.svg, words) + figure(series.presencePlot.svg, "People in the city."))
  }

  var touchSection: String {
    guard let strip = series.strip else { return "" }
    let garment = series.garment.isEmpty ? "the garment" : series.garment
    let words =
      "Drive sent to each of the \(strip.rows.count) actuators of \(garment). A row is an actuator; the brighter, the "
      + "harder it was driven, black is rest. Where a column stands for several steps it shows the strongest."
    return section("What the garment was sent", figure(strip.svg, words))
  }

  var runSection: String {
    let people = summary.pedestrians
    var facts = [("scene", summary.scene)]
    if let seed = summary.seed { facts.append(("seed", "\(seed)")) }
    facts += [
      ("crowd steps", "\(summary.ticks)"),
      ("city time", "\(NumberText.fixed(summary.simulatedSeconds, 2)) s"),
      ("wall time", "\(NumberText.fixed(summary.wallSeconds, 2)) s"),
    ]
    if summary.wallSeconds > 0 {
      facts.append(
        ("speed", "\(NumberText.fixed(summary.simulatedSeconds / summary.wallSeconds, 1)) × real time"))
    }
    facts += [
      ("people who came", "\(people.spawned)"), ("arrived", "\(people.arrived)"),
      ("present at the end", "\(people.present)"), ("quarantined", "\(people.quarantined)"),
      ("greatest density", "\(NumberText.fixed(summary.density.maximum, 3)) /m²"),
      ("mean density", "\(NumberText.fixed(summary.density.mean, 3)) /m²"),
      ("haptic frames", "\(summary.hapticFrames)"),
    ]
    var rows = facts.map { name($0.0) + "<td>\(Markup.escaped($0.1))</td>" }
    rows.append(name("state hash") + "<td><code class=\"hash\">\(summary.stateHashText)</code></td>")
    return section("The run", table("facts", "What was run and what it came to", rows))
  }

  /// Bars go by the longest stage, because stages may lie in each other and do not add up.
  var stageSection: String {
    if summary.stages.isEmpty { return "" }
    let longest = summary.stages.map(\.milliseconds).filter(\.isFinite).max() ?? 0
    let rows = summary.stages.map { stage in
      let time = stage.milliseconds
      let share = longest > 0 && time.isFinite ? max(0, time / longest * 100) : 0
      let each = stage.calls > 0 ? NumberText.fixed(time / Double(stage.calls), 3) : "–"
      let bar = "<div class=\"bar\" style=\"width:\(NumberText.fixed(share, 1))%\"></div>"
      return name(stage.name) + number(NumberText.fixed(time, 1)) + number("\(stage.calls)") + number(each)
        + "<td class=\"bars\">\(bar)</td>"
    }
    let head = ["ms", "calls", "ms a call"].map { "<th scope=\"col\" class=\"number\">\($0)</th>" }.joined()
    return section(
      "Where the time went",
      table(
        "stages", "Time in each stage; a bar’s length goes by the longest",
        head: "<th scope=\"col\">stage</th>\(head)<th scope=\"col\">share</th>", rows))
  }

  /// Real garments that the run drove.
  var garmentSection: String {
    if summary.garments.isEmpty { return "" }
    let rows = summary.garments.map { garment in
      name(garment.address) + "<td>\(Markup.escaped(garment.state))</td>"
        + [garment.sent, garment.dropped, garment.lost, garment.reconnects].map { number("\($0)") }.joined()
        + number(NumberText.fixed(garment.latencyMilliseconds, 2))
        + number(NumberText.fixed(garment.latencyMost99, 2))
        + "<td>\(Markup.escaped(garment.problem))</td>"
    }
    let head = ["sent", "dropped", "lost", "reconnects", "ms mean", "ms 99 %"].map {
      "<th scope=\"col\" class=\"number\">\($0)</th>"
    }.joined()
    return section(
      "Garments",
      table(
        "garments", "Frames that garments took, that newer ones overtook, that found no connection",
        head:
          "<th scope=\"col\">address</th><th scope=\"col\">state</th>\(head)<th scope=\"col\">last problem</th>",
        rows))
  }

  var fileSection: String {
    if files.isEmpty { return "" }
    let rows = files.map { file in
      "<th scope=\"row\"><code>\(Markup.escaped(file.name))</code></th><td>\(Markup.escaped(file.about))</td>"
        + number(file.bytes.map(ReportPage.size(ofBytes:)) ?? "")
    }
    return section("Files", table("files", "Beside this page", rows))
  }

  private static func size(ofBytes bytes: Int) -> String {
    if bytes < 1024 { return "\(bytes) B" }
    if bytes < 1 << 20 { return "\(NumberText.fixed(Double(bytes) / 1024, 1)) KiB" }
    return "\(NumberText.fixed(Double(bytes) / Double(1 << 20), 1)) MiB"
  }

  var originSection: String {
    let hash = "<code class=\"hash\">\(summary.stateHashText)</code>"
    let promise =
      "<p>The same program, input and seed give the state hash \(hash) again, with any number of workers.</p>\n"
    return section("How it was made", "<pre><code>\(Markup.escaped(command))</code></pre>\n\(promise)")
  }
}
