import Foundation
import Kernel
import Learning
import Scenes

/// Every answer as a line of answers.csv, written as soon as it is given: an inquiry that is cut off goes on from it.
public final class PreferenceJournal {
  private let path: String
  private let head: String
  private let dimensions: Int
  private var file: FileHandle?
  public private(set) var answers: [PreferenceModel.Answer] = []

  /// Throws P0147 where the file holds answers about other numbers, P0144 where it cannot be written.
  public init(_ path: String, knobs: PreferenceKnobs, anew: Bool) throws(Diagnostics) {
    self.path = path
    dimensions = knobs.knobs.count
    let names = knobs.knobs.map(\.name)
    head =
      "# answers about \(knobs.start.name)\n"
      + (names.map { "liked:" + $0 } + names.map { "other:" + $0 } + ["confidence"]).joined(separator: ",")
      + "\n"
    var kept = head
    if !anew, let text = try? String(contentsOfFile: path, encoding: .utf8) {
      guard text.hasPrefix(head) else {
        throw Diagnostics(
          Diagnostic(
            "P0147", "holds answers about another mapping or other numbers", file: path,
            hint: "name another folder with --out, or begin anew with --anew"), exit: .cannotCreate)
      }
      // The last line may be torn.
      for line in text.dropFirst(head.count).split(separator: "\n", omittingEmptySubsequences: false)
        .dropLast()
      where take(line) { kept += line + "\n" }
    }
    do {
      try kept.write(toFile: path, atomically: true, encoding: .utf8)
      file = try FileHandle(forWritingTo: URL(filePath: path))
      try file?.seekToEnd()
    } catch {
      throw Diagnostics(
        Diagnostic("P0144", "the answers cannot be written: \(error.localizedDescription)", file: path),
        exit: .cannotCreate)
    }
  }

  private func take(_ line: Substring) -> Bool {
    let cells = line.split(separator: ",", omittingEmptySubsequences: false).compactMap { Double($0) }
    guard cells.count == 2 * dimensions + 1, cells.allSatisfy({ (0...1).contains($0) }) else { return false }
    answers.append(
      PreferenceModel.Answer(
        Array(cells.prefix(dimensions)), over: Array(cells[dimensions..<2 * dimensions]),
        confidence: cells[2 * dimensions]))
    return true
  }

  public func add(_ answer: PreferenceModel.Answer) throws(Diagnostics) {
    answers.append(answer)
    let cells = (answer.preferred + answer.other + [answer.confidence]).map { NumberText.short($0) }
    do {
      try file?.write(contentsOf: Data((cells.joined(separator: ",") + "\n").utf8))
    } catch {
      throw Diagnostics(
        Diagnostic("P0144", "the answers cannot be written: \(error.localizedDescription)", file: path),
        exit: .inputOutput)
    }
  }
}
