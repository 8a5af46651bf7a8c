/// A page of headings, pictures and tables that needs nothing beside it: no network and no script.
public struct PlainPage: Sendable {
  public enum Block: Sendable {
    case text(String)
    /// `svg` as the plots give it.
    case picture(svg: String, caption: String)
    /// The first column names the row.
    case table(caption: String, head: [String], rows: [[String]])
  }
  public struct Section: Sendable {
    public var heading: String
    public var blocks: [Block]
    public init(_ heading: String, _ blocks: [Block]) {
      self.heading = heading
      self.blocks = blocks
    }
  }
  public var title: String
  public var lead: String
  public var notice: String
  public var sections: [Section]
  public var version: String

  public init(title: String, lead: String, notice: String = "", sections: [Section], version: String) {
    self.title = title
    self.lead = lead
    self.notice = notice
    self.sections = sections
    self.version = version
  }

  public var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="generator" content="throng \(Markup.escaped(version))">
    <title>\(Markup.escaped(title))</title>
    <style>
    \(ReportPage.style)
    \(PowerPlot.style)
    \(BarPlot.style)
    .scroll { overflow-x: auto; }
    .scroll td, .scroll th { white-space: nowrap; }
    </style>
    </head>
    <body>
    <header>
    <h1>\(Markup.escaped(title))</h1>
    <p class="lead">\(Markup.escaped(lead))</p>
    \(notice.isEmpty ? "" : "<p class=\"notice\">\(Markup.escaped(notice))</p>")
    </header>
    <main>
    \(sections.map(PlainPage.section).joined(separator: "\n"))
    </main>
    <footer><p>Made by throng \(Markup.escaped(version)).</p></footer>
    </body>
    </html>

    """
  }

  private static func section(_ section: Section) -> String {
    "<section>\n<h2>\(Markup.escaped(section.heading))</h2>\n"
      + section.blocks.map(block).joined(separator: "\n") + "\n</section>"
  }

  private static func block(_ block: Block) -> String {
    switch block {
    case .text(let words): return "<p>\(Markup.escaped(words))</p>"
    case .picture(let svg, let caption):
      return "<figure>\n\(svg)<figcaption>\(Markup.escaped(caption))</figcaption>\n</figure>"
    case .table(let caption, let head, let rows):
      let heads = head.enumerated().map { k, words in
        "<th scope=\"col\"\(k > 0 ? " class=\"number\"" : "")>\(Markup.escaped(words))</th>"
      }
      let body = rows.map { row in
        let cells = row.enumerated().map { k, words in
          k == 0
            ? "<th scope=\"row\">\(Markup.escaped(words))</th>"
            : "<td class=\"number\">\(Markup.escaped(words))</td>"
        }
        return "<tr>\(cells.joined())</tr>\n"
      }
      return """
        <div class="scroll"><table>
        <caption>\(Markup.escaped(caption))</caption>
        <thead><tr>\(heads.joined())</tr></thead>
        <tbody>
        \(body.joined())</tbody>
        </table></div>
        """
    }
  }
}
