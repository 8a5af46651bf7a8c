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
    title: String, subtitle: String = "", summary: Summary, series: RunSeries = RunSeries(),
    pictures: [Picture] = [],
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
    \(crowdSection)
    \(touchSection)
    \(runSection)
    \(stageSection)
    \(garmentSection)
    \(fileSection)
    \(originSection)
    </main>
    <footer><p>Made by throng \(Markup.escaped(summary.version)).</p></footer>
    </body>
    </html>

    """
  }
}
