import Presentation
import Scenes

/// Every message's page, by code.
enum Explanations {
  static let all: [(code: String, meaning: String)] =
    SceneCode.allCases.map { ($0.rawValue, $0.explanation) } + RecordCodes.all + ofRuns

  static func family(of code: String) -> String {
    switch code.first {
    case "S": "scenes, garments and mappings"
    case "R": "recordings and results"
    case "D": "window, pictures and sound"
    case "E": "the state of a run"
    default: "running"
    }
  }

  static var keys: String {
    KeyTable.help.map { line in
      line.keys.padding(to: 14) + line.text
    }.joined(separator: "\n")
  }

  private static let ofRuns: [(code: String, meaning: String)] = [
    ("P0101", "The folder for the results cannot be made: a file is in the way, or you may not write there."),
    ("P0102", "After an error, which of the run's files could still be finished, and where they are."),
    ("A0101", "No sound device opened: the run goes on in silence. Headless runs write cues.wav all the same."),
    ("D0101", "The font library does not start; pictures are drawn without text."),
    ("D0102", "No font was found; pictures are drawn without text. The Debian package is fonts-dejavu-core."),
    ("D0201", "A picture cannot be written: the folder is missing, not writable, or the disk is full."),
    ("D0301", "There is no display to open a window on. Run with --headless, or set DISPLAY or WAYLAND_DISPLAY."),
    ("D0302", "There is a display, but no window opens on it. Run with --headless."),
    ("E0101", "A snapshot lacks a column of the state: it was made by another version of the program."),
    ("E0102", "A column of a snapshot has elements of another size: it was made by another version of the program."),
    ("P0103", "The id given with --wearer belongs to nobody in the recording."),
  ]
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(1, width - count))
  }
}
