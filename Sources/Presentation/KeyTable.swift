/// A key by what is printed on it: a lower-case character, or a name in small letters ("space", "escape", "f12").
public struct Key: Hashable, Sendable, ExpressibleByStringLiteral {
  public var name: String
  public init(_ name: String) { self.name = name }
  public init(stringLiteral name: String) { self.init(name) }

  /// As a person writes it: "Esc", "F12", "X", "←".
  public var label: String {
    switch name {
    case "escape": "Esc"
    case "left": "←"
    case "right": "→"
    case "up": "↑"
    case "down": "↓"
    case "pageup": "Page up"
    case "pagedown": "Page down"
    default: name.count == 1 ? name.uppercased() : String(name.prefix(1)).uppercased() + name.dropFirst()
    }
  }
}

/// What a key, a button or a stick asks for.
public enum ViewAction: String, CaseIterable, Sendable {
  case stop, resume, pause, step, faster, slower
  case densityLayer, serviceLayer, noLayer, nextPalette
  case pedestrians, labels, fan, garment, percept, profile, help
  case follow, fitAll, zoomIn, zoomOut, panLeft, panRight, panUp, panDown
  case walkAhead, walkBack, walkLeft, walkRight
  case screenshot, quit
}

/// The one table of keys: the window's input, the help panel and the documentation all read it.
public enum KeyTable {
  public struct Row: Sendable {
    public let action: ViewAction
    public let keys: [Key]  // any of them
    public let text: String  // what it does
  }

  /// In the order that the help shows. No key appears twice.
  public static let rows: [Row] = [
    Row(action: .stop, keys: ["x", "backspace", "delete"], text: "STOP all vibration and sound"),
    Row(action: .resume, keys: ["r"], text: "resume after a stop"),
    Row(action: .pause, keys: ["space"], text: "pause, go on"),
    Row(action: .step, keys: ["."], text: "one step while paused"),
    Row(action: .faster, keys: ["+", "="], text: "faster"),
    Row(action: .slower, keys: ["-"], text: "slower"),
    Row(action: .densityLayer, keys: ["1"], text: "density"),
    Row(action: .serviceLayer, keys: ["2"], text: "level of service A–F"),
    Row(action: .noLayer, keys: ["3"], text: "no field"),
    Row(action: .nextPalette, keys: ["c"], text: "next colours"),
    Row(action: .pedestrians, keys: ["p"], text: "pedestrians"),
    Row(action: .labels, keys: ["l"], text: "names"),
    Row(action: .fan, keys: ["f"], text: "what the garment senses"),
    Row(action: .garment, keys: ["g"], text: "garment panel"),
    Row(action: .percept, keys: ["e"], text: "sent, done and felt over time"),
    Row(action: .profile, keys: ["t"], text: "stage times"),
    Row(action: .help, keys: ["?", "/", "h", "f1"], text: "these keys"),
    Row(action: .follow, keys: ["v", "tab"], text: "camera follows the wearer"),
    Row(action: .fitAll, keys: ["0", "home"], text: "all of the ground"),
    Row(action: .zoomIn, keys: ["pageup"], text: "nearer"),
    Row(action: .zoomOut, keys: ["pagedown"], text: "farther"),
    Row(action: .panLeft, keys: ["left"], text: "move the map"),
    Row(action: .panRight, keys: ["right"], text: "move the map"),
    Row(action: .panUp, keys: ["up"], text: "move the map"),
    Row(action: .panDown, keys: ["down"], text: "move the map"),
    Row(action: .walkAhead, keys: ["w"], text: "walk north"),
    Row(action: .walkLeft, keys: ["a"], text: "walk west"),
    Row(action: .walkBack, keys: ["s"], text: "walk south"),
    Row(action: .walkRight, keys: ["d"], text: "walk east"),
    Row(action: .screenshot, keys: ["f12"], text: "save the picture"),
    Row(action: .quit, keys: ["escape", "q"], text: "quit"),
  ]

  /// What a key does; nil where it does nothing.
  public static func action(of key: Key) -> ViewAction? {
    rows.first { $0.keys.contains(key) }?.action
  }
  /// The first key of an action, as a person writes it.
  public static func keys(of action: ViewAction) -> String {
    rows.first { $0.action == action }?.keys.first?.label ?? ""
  }

  /// The lines of the help: neighbours that do the same are one line.
  public static var help: [(action: ViewAction, keys: String, text: String)] {
    var lines: [(action: ViewAction, keys: String, text: String)] = []
    for row in rows {
      let keys = row.keys.prefix(2).map(\.label).joined(separator: ", ")
      if let last = lines.last, last.text == row.text {
        lines[lines.count - 1].keys = last.keys + " " + keys
      } else {
        lines.append((row.action, keys, row.text))
      }
    }
    return lines
  }

  /// A Markdown table of all keys, for the documentation.
  public static var markdown: String {
    let lines = rows.map { row in
      "| \(row.keys.map { "`\($0.label)`" }.joined(separator: " ")) | \(row.text) |"
    }
    return (["| key | does |", "|---|---|"] + lines).joined(separator: "\n") + "\n"
  }
}
