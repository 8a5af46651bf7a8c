import Foundation
import Kernel
import Scenes
import Testing

/// The report: one page that stands alone, well formed whatever is in it, and true to the numbers.
@Suite struct ReportTests {
  /// A one-pixel PNG's first bytes: enough for its size to be read.
  static let png: [UInt8] = [
    0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 5, 0, 0, 0, 2, 208, 8, 6,
  ]

  static func page(title: String = "Plaza at noon", steps: Int = 1200) -> ReportPage {
    let zones = ["front", "back"].flatMap { [String](repeating: $0, count: 20) }
    var series = RunSeries(
      garment: "TactSuit X40", actuators: (0..<40).map { "\(zones[$0]) \($0 % 20 + 1)" }, zones: zones)
    for step in 0..<steps {
      let t = Float(step) / 20
      series.record(
        seconds: Double(step) / 20, maximumDensity: 3 + 2 * Double(Math.sin(t / 5)),
        meanDensity: 0.8 + 0.1 * Double(Math.sin(t / 11)), wearerDensity: 1.5 + Double(Math.sin(t / 3)),
        present: 180 + Int(60 * Math.sin(t / 17)),
        drive: (0..<40).map { max(0, Math.sin(t / 4 + Float($0) * 0.3)) * (0.4 + 0.6 * Float($0 % 20) / 20) })
    }
    return ReportPage(
      title: title, subtitle: "A minute on a square with a fountain", summary: RecordTableTests.summary(),
      series: series,
      pictures: [
        .init(caption: "The square at the end", alternative: "Plan of a square with people", bytes: png)
      ],
      files: [.init(name: "trajectories.sqlite", about: "everybody's way", bytes: 1_234_567)],
      command: "throng run scenes/plaza.yaml --seed 7")
  }

  @Test func pageIsWellFormedAndStandsAlone() {
    let html = ReportTests.page().html
    let markup = ReportMarkup(html)
    #expect(markup.fault == nil)
    let names = markup.elements.map(\.name)
    #expect(names.count { $0 == "h1" } == 1)
    #expect(names.count { $0 == "svg" } == 3)
    #expect(!names.contains("script") && !names.contains("link"))
    // Addresses are those of the page's own data, but for the SVG name space.
    for (name, attributes) in markup.elements {
      for (key, value) in attributes where value.contains("//") {
        #expect(name == "svg" && key == "xmlns" && value == "http://www.w3.org/2000/svg")
      }
      if name == "img" {
        #expect(attributes["src"]?.hasPrefix("data:image/png;base64,iVBORw0KGgo") == true)
        #expect(attributes["width"] == "1280" && attributes["height"] == "720")
      }
      if name == "svg" { #expect(attributes["role"] == "img") }
    }
    #expect(!html.contains("url("))
  }

  @Test func pageSaysWhatWasRun() {
    let text = ReportMarkup(ReportTests.page().html).text
    for word in [
      "Plaza at noon", "0000000000000abc", "throng run scenes/plaza.yaml --seed 7", "trajectories.sqlite",
      "1.2 MiB",
      "4.250 /m²", "40.0 × real time", "812.5", "This run was interrupted", "TactSuit X40",
    ] { #expect(text.contains(word), "\(word)") }
  }

  /// Words that mean something to HTML are words here.
  @Test(arguments: ["<script>alert(1)</script>", "a & b \"c\" 'd'", "]]>", "\u{0}\u{8}\u{7F}", "&lt;"])
  func hostileWordsAreOnlyWords(word: String) {
    var page = ReportTests.page(title: word, steps: 10)
    page.subtitle = word
    page.command = word
    page.summary.scene = word
    page.summary.version = word
    page.summary.stages[0].name = word
    page.series.garment = word
    page.series.actuators = page.series.actuators.map { _ in word }
    page.series.zones = page.series.zones.map { _ in word }
    page.pictures[0].alternative = word
    page.pictures[0].caption = word
    page.files = [.init(name: word, about: word)]
    let markup = ReportMarkup(page.html)
    #expect(markup.fault == nil)
    #expect(!markup.elements.contains { $0.name == "script" })
  }

  /// Runs that never began, numbers that are none.
  @Test func emptyAndNonsensicalRunsStillGiveAPage() {
    let summary = Summary(
      scene: "", seed: nil, ticks: 0, simulatedSeconds: .nan, wallSeconds: 0, stateHash: 0, version: "")
    #expect(ReportMarkup(ReportPage(title: "", summary: summary, command: "").html).fault == nil)
    var series = RunSeries(garment: "g", actuators: ["a"], zones: [])
    for value in [Double.nan, .infinity, -.infinity, 1e308, -1e308, 0] {
      series.record(
        seconds: 0, maximumDensity: value, meanDensity: value, wearerDensity: value, present: 0,
        drive: [Float(value)])
    }
    let markup = ReportMarkup(ReportPage(title: "t", summary: summary, series: series, command: "").html)
    #expect(markup.fault == nil)
    #expect(!markup.text.contains("nan") && !markup.text.contains("inf"))
  }

  /// However long the run, the page stays small and peaks stay in it.
  @Test func longRunsKeepTheirPeaks() {
    var series = RunSeries(garment: "g", actuators: ["a", "b"], zones: ["x", "x"])
    for step in 0..<40_000 {
      series.record(
        seconds: Double(step) / 20, maximumDensity: step == 31_234 ? 9 : 1, meanDensity: 1, present: 5,
        drive: [step == 12_345 ? 1 : 0, 0])
    }
    let strip = series.strip!
    #expect(strip.columns.count <= 576)
    #expect(strip.columns.map { $0[0] }.max() == 1)
    #expect(strip.columns.map { $0[1] }.max() == 0)
    #expect(strip.seconds == 0...1999.95)
    #expect(strip.svg.contains("stroke=\"#f9fdaf\""))
    #expect(series.densityPlot.svg.utf8.count < 40_000)
    // The axis goes up to 10, so 9 lies a tenth below its top.
    #expect(series.densityPlot.svg.contains(" 51.2"))
  }

  /// The strip's bands cover as much time as the drive was on.
  @Test func bandsLastAsLongAsTheDrive() throws {
    let columns = (0..<100).map { [Float($0 >= 25 && $0 < 75 ? 1 : 0)] }
    let svg = HeatStrip(title: "t", rows: ["a"], seconds: 0...10, columns: columns).svg
    let band = try #require(svg.firstMatch(of: /<path class="band"[^>]* d="M(\S+) \S+H(\S+)"/))
    #expect(Double(band.1) == 128 + 0.25 * 576)
    #expect(Double(band.2) == 128 + 0.75 * 576)
  }

  @Test(.enabled(if: RecordTest.pythonHas("html.parser"), "python3 is not here"))
  func anotherParserAgrees() throws {
    let folder = RecordTestFolder()
    try ReportTests.page().save(to: folder.file("report.html"))
    let program = """
      import sys
      from html.parser import HTMLParser
      class P(HTMLParser):
          void = {'meta', 'img', 'br', 'hr'}
          def __init__(self): super().__init__(); self.open = []; self.count = 0
          def handle_starttag(self, tag, attrs):
              self.count += 1
              if tag not in self.void: self.open.append(tag)
          def handle_startendtag(self, tag, attrs): self.count += 1
          def handle_endtag(self, tag): assert self.open.pop() == tag, tag
      p = P(); p.feed(open(sys.argv[1], encoding='utf-8').read()); p.close(); assert p.open == []
      print(p.count)
      """
    let result = try #require(RecordTest.run(["python3", "-c", program, folder.file("report.html")]))
    #expect(result.code == 0, "\(result.output)")
    #expect(
      Int(result.output.split(separator: "\n").last ?? "")
        == ReportMarkup(ReportTests.page().html).elements.count)
    if let keep = ProcessInfo.processInfo.environment["THRONG_KEEP_REPORT"] {
      try ReportTests.page().save(to: keep)
    }
  }
}
