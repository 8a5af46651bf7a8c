import Foundation
import Testing

/// The rooms and the floors they stand on. Arrows point down, never sideways, but for Pipeline, which the
/// other room of its floor does not know.
private let floors: [[String]] = [
  ["Kernel"],
  ["ECS", "Fields", "Haptics", "Learning"],
  ["City"],
  ["Scenes", "Presentation"],
  ["Pipeline", "Desktop", "Devices", "Tuning"],
  ["throng"],
]

private func floor(of room: String) -> Int? { floors.firstIndex { $0.contains(room) } }

private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

private struct SourceFile: CustomStringConvertible {
  let room: String
  let path: String
  let lines: [String]
  var description: String { path }

  /// Modules imported, whatever the access level or attribute before the word.
  var imports: [String] {
    lines.compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      guard let at = words.firstIndex(of: "import"), words[..<at].allSatisfy(isModifier) else { return nil }
      let kinds: Set<String> = ["struct", "class", "enum", "func", "protocol", "typealias", "var", "let"]
      let name = words.dropFirst(at + 1).first { !kinds.contains($0) }
      return name.map { String($0.prefix { $0 != "." }) }
    }
  }
  private func isModifier(_ word: String) -> Bool {
    word.hasPrefix("@") || ["public", "package", "internal", "private", "fileprivate"].contains(word)
  }
  /// Without what stands in comments and in string literals: words there do no harm.
  var code: [(line: Int, text: String)] {
    lines.enumerated().map { number, line in
      var text = ""
      var quoted = false
      var previous: Character = " "
      for character in line {
        if character == "\"" && previous != "\\" {
          quoted.toggle()
        } else if !quoted {
          text.append(character)
        }
        if !quoted, text.hasSuffix("//") {
          text.removeLast(2)
          break
        }
        previous = character
      }
      return (number + 1, text)
    }
  }
}

private func sourceFiles() throws -> [SourceFile] {
  let sources = root.appending(path: "Sources")
  let walker = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
  return try walker.compactMap { entry -> SourceFile? in
    guard let url = entry as? URL, url.pathExtension == "swift" else { return nil }
    let inside = url.path.dropFirst(sources.path.count + 1)
    let text = try String(contentsOf: url, encoding: .utf8)
    return SourceFile(
      room: String(inside.prefix { $0 != "/" }), path: "Sources/\(inside)",
      lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }
}

@Suite struct FloorTests {
  @Test func everyRoomStandsOnAFloor() throws {
    let rooms = Set(try sourceFiles().map(\.room))
    #expect(rooms == Set(floors.joined()), "rooms without a floor, or floors without a room")
  }

  @Test func arrowsPointDown() throws {
    for file in try sourceFiles() {
      let own = try #require(floor(of: file.room))
      for name in file.imports {
        guard let other = floor(of: name) else { continue }
        let toNeighbour = file.room == "Pipeline" && other == own && name != "Pipeline"
        #expect(other < own || toNeighbour, "\(file) imports \(name), which is not below it")
      }
    }
  }

  @Test func lowFloorsKnowNoFoundation() throws {
    for file in try sourceFiles() where try #require(floor(of: file.room)) <= 2 {
      for name in file.imports {
        #expect(!name.hasPrefix("Foundation"), "\(file) imports \(name)")
      }
    }
  }

  @Test func onlyTheRightRoomsTouchTheWorld() throws {
    let keys = [
      "CSDL2": "Desktop", "COpenAL": "Desktop", "CSQLite": "Scenes", "CSndfile": "Scenes", "Yams": "Scenes",
      "CGEOS": "Scenes", "CNetCDF": "Scenes", "CWebP": "Scenes",
    ]
    for file in try sourceFiles() {
      for name in file.imports {
        if let owner = keys[name] { #expect(file.room == owner, "\(file) imports \(name)") }
      }
    }
  }

  /// Whether `word` stands in `text` other than as the end of a longer name.
  private func says(_ text: String, _ word: String) -> Bool {
    text.ranges(of: word).contains { place in
      guard place.lowerBound > text.startIndex, word.first?.isLetter == true else { return true }
      return !text[text.index(before: place.lowerBound)].isLetter
    }
  }

  /// Words that would let order, time or chance from outside into a step, or let it speak for itself.
  @Test func lowFloorsKeepTheirPromises() throws {
    let banned = [
      "Hasher", "SystemRandomNumberGenerator", ".random(", "ContinuousClock", "SuspendingClock", "Date(",
      "DispatchTime", "clock_gettime", "print(", "debugPrint(", "shuffled()", "[:]", "Dictionary<", "Set<",
    ]
    for file in try sourceFiles() where try #require(floor(of: file.room)) <= 2 {
      for (line, text) in file.code {
        for word in banned {
          let found = says(text, word)
          #expect(!found, "\(file):\(line) says \(word)")
        }
      }
    }
  }

  @Test func onlyCommandsPrint() throws {
    for file in try sourceFiles() where file.room != "throng" {
      for (line, text) in file.code {
        let found = says(text, "print(") && !text.contains("func print(")
        #expect(!found, "\(file):\(line) prints")
      }
    }
  }

  @Test func nothingIsLeftUnfinished() throws {
    for file in try sourceFiles() {
      for (number, line) in file.lines.enumerated() {
        for word in ["TO" + "DO", "FIX" + "ME", "fatal" + "Error("] {
          #expect(!line.contains(word), "\(file):\(number + 1) says \(word)")
        }
      }
    }
  }
}
