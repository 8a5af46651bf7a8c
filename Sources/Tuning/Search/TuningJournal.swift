import Foundation
import Haptics
import Kernel
import Scenes

/// Every trial of a search as a line of a file, written as soon as it is known: a search that is cut off goes on from it.
/// It grows as search.csv.partial, and is search.csv when the search is done.
public final class TuningJournal {
  private let path: String
  private let names: [String]
  private let head: String
  private var known: [[UInt32]: [ScoreFigure: Double]] = [:]
  private var file: FileHandle?
  public private(set) var recalled = 0
  private var partial: String { path + ".partial" }

  /// `fingerprint` says what is searched in which crowds; a journal of something else is not gone on with.
  /// Throws P0143 for such a one, P0144 where it cannot be written.
  public init(_ folder: String, knobs: [Knob], fingerprint: UInt64, anew: Bool) throws(Diagnostics) {
    path = folder + "/search.csv"
    names = knobs.map(\.name)
    head =
      "# search \(String(fingerprint, radix: 16))\n"
      + (names + ScoreFigure.allCases.map(\.rawValue)).joined(separator: ",") + "\n"
    let manager = FileManager.default
    let old = [path + ".partial", path].first { manager.fileExists(atPath: $0) }
    var kept = head
    if let old, !anew, let text = try? String(contentsOfFile: old, encoding: .utf8) {
      guard text.hasPrefix(head) else {
        throw Diagnostics(
          Diagnostic(
            "P0143", "holds another search: of other crowds, another mapping or another garment", file: old,
            hint: "name another folder with --out, or begin anew with --anew"), exit: .cannotCreate)
      }
      // The last line may be torn.
      let lines = text.dropFirst(head.count).split(separator: "\n", omittingEmptySubsequences: false)
        .dropLast()
      for line in lines where take(line) { kept += line + "\n" }
    }
    do {
      try kept.write(toFile: partial, atomically: true, encoding: .utf8)
      file = try FileHandle(forWritingTo: URL(filePath: partial))
      try file?.seekToEnd()
    } catch {
      throw Diagnostics(
        Diagnostic("P0144", "the journal cannot be written: \(error.localizedDescription)", file: partial),
        exit: .cannotCreate)
    }
  }

  private func take(_ line: Substring) -> Bool {
    let cells = line.split(separator: ",", omittingEmptySubsequences: false)
    guard cells.count == names.count + ScoreFigure.allCases.count else { return false }
    let values = cells.prefix(names.count).compactMap { Float($0) }
    guard values.count == names.count else { return false }
    var figures: [ScoreFigure: Double] = [:]
    for (figure, cell) in zip(ScoreFigure.allCases, cells.dropFirst(names.count)) {
      figures[figure] = Double(cell) ?? .nan
    }
    known[values.map(\.bitPattern)] = figures
    return true
  }

  public func recall(_ values: [Float]) -> [ScoreFigure: Double]? {
    let found = known[values.map(\.bitPattern)]
    if found != nil { recalled += 1 }
    return found
  }

  public private(set) var failure: String?

  public func remember(_ trial: AutoTuner.Trial) {
    let cells =
      trial.values.map { NumberText.short($0) }
      + ScoreFigure.allCases.map { NumberText.short(trial.figures[$0] ?? .nan) }
    do {
      try file?.write(contentsOf: Data((cells.joined(separator: ",") + "\n").utf8))
    } catch {
      failure = error.localizedDescription
      file = nil
    }
  }

  /// Gives the journal its name.
  public func finish() throws(Diagnostics) {
    try? file?.close()
    if let failure {
      throw Diagnostics(
        Diagnostic("P0144", "the journal cannot be written: \(failure)", file: partial), exit: .inputOutput)
    }
    guard rename(partial, path) == 0 else {
      throw Diagnostics(
        Diagnostic("P0144", "the journal cannot get its name", file: path), exit: .cannotCreate)
    }
  }
}
