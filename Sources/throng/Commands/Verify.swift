import ArgumentParser
import Foundation
import Kernel
import Pipeline
import Scenes
import Synchronization

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show which published tests and measurements each locomotion model meets.",
    discussion: """
      Runs the scenes under scenes/verification with their full populations and
      holds what they measure against the criteria inside them:

        throng verify                                      everything, every model: hours
        throng verify --model shared_path                  the default model alone
        throng verify --quick                              without the test that takes long
        throng verify --test 12a --test 12b --suite rimea  two tests

      Exit status 0 when the first model passes all that applies to it, 1
      otherwise. The folder of --out then holds report.html and verify.json.
      """)

  enum Suite: String, ExpressibleByArgument, CaseIterable { case rimea, nist, fundamental, bottleneck, all }

  @Option(help: "rimea, nist, fundamental, bottleneck or all.")
  var suite = Suite.all

  @Option(
    help: ArgumentHelp("A locomotion model; may be given several times. Default: all.", valueName: "name"))
  var model: [String] = []

  @Option(help: ArgumentHelp("A test's number; may be given several times.", valueName: "id"))
  var test: [String] = []

  @Option(
    parsing: .unconditional, help: "Threads, 1 to 64. The results do not depend on it.")
  var workers: Int?

  @Option(help: "Folder for the results; made if missing.")
  var out = "out/verify"

  @Option(help: "Folder of the scenes. Default: the ones that came with the program.")
  var scenes: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Change a value of every scene: locomotion.path_share=0.4", valueName: "path=value"))
  var overrides: [String] = []

  @Flag(help: "Without the test that takes long, RiMEA's test 4.")
  var quick = false

  @Flag(name: .shortAndLong, help: "No progress.")
  var quiet = false

  func validate() throws {
    if let workers, !(1...64).contains(workers) {
      throw ValidationError("--workers is \(workers), outside 1...64")
    }
    if out.isEmpty { throw ValidationError("--out is empty; name a folder") }
    let known = Scene.locomotionNames
    for name in model where !known.contains(name) {
      throw ValidationError(Choice.unknown("there is no model '\(name)'", name, known))
    }
  }

  func run() throws {
    Interrupts.watch()
    let cases = try wanted()
    // Before anything is run: a folder that cannot be written to must not cost hours.
    try OutputFolder.prepare(out)
    let models = model.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    var verification = Verification(
      cases: cases, models: models.isEmpty ? Scene.locomotionNames : models,
      workers: Workers(workers ?? ProcessInfo.processInfo.activeProcessorCount))
    verification.overrides = overrides
    let bar = Mutex(ProgressBar(quiet: quiet))
    let results = try verification.run(
      command: commandLine(), interrupted: { Interrupts.requested },
      progress: { now in
        let words = String(format: "%@ · %.0f s simulated in %.1f s", now.name, now.seconds, now.wall)
        let text = "\(now.done) of \(now.total) · \(words)"
        bar.withLock { bar in
          // Where no bar is drawn, long runs get lines of their own.
          if now.wall > 10, !Terminal.showsProgress, !quiet { return Terminal.notice(text) }
          bar.show(Double(now.done) / Double(now.total), text)
        }
      })
    bar.withLock { $0.finish() }
    try results.save(in: out)
    Terminal.result(VerifyTable.text(results))
    Terminal.result("results in \(out): report.html, verify.json")
    if let signal = Interrupts.signal { throw ExitCode(128 + signal) }
    if !results.passes(results.models[0]) { throw ExitCode(1) }
  }

  private func wanted() throws -> [VerificationCase] {
    let folder = try scenes ?? VerificationScenes.standardFolder()
    var cases: [VerificationCase] = []
    for file in try VerificationCase.files(in: folder) {
      if let found = try VerificationCase.load(file, library: .standard) { cases.append(found) }
    }
    let order = VerificationPlan.Suite.allCases
    cases = order.flatMap { suite in cases.filter { $0.plan.suite == suite } }
    if suite != .all { cases = cases.filter { $0.plan.suite.rawValue == suite.rawValue } }
    let known = cases.map(\.plan.test)
    for name in test where !known.contains(name) {
      throw Diagnostics(
        Diagnostic(
          "P0107", "there is no test '\(name)'", hint: "tests: \(known.joined(separator: ", "))"),
        exit: .usage)
    }
    if !test.isEmpty { cases = cases.filter { test.contains($0.plan.test) } }
    if quick && test.isEmpty { cases = cases.filter { !$0.plan.isLong } }
    if cases.isEmpty {
      throw Diagnostics(
        Diagnostic(
          "P0106", "there are no verification scenes", file: folder,
          hint: "name their folder with --scenes FOLDER"),
        exit: .noInput)
    }
    return cases
  }
}

enum VerificationScenes {
  /// Under the working folder, beside the program that was installed, or in the repository it was built in.
  static func standardFolder() throws -> String {
    let name = "scenes/verification"
    if FileManager.default.fileExists(atPath: name) { return name }
    let program =
      Bundle.main.executableURL?.resolvingSymlinksInPath() ?? URL(filePath: CommandLine.arguments[0])
    var place = program.deletingLastPathComponent().deletingLastPathComponent()
    let installed = place.appending(path: "share/throng/\(name)").path
    if FileManager.default.fileExists(atPath: installed) { return installed }
    for _ in 0..<4 {
      let built = place.appending(path: name).path
      if FileManager.default.fileExists(atPath: built) { return built }
      place.deleteLastPathComponent()
    }
    throw Diagnostics(
      Diagnostic(
        "P0106", "there are no verification scenes", file: name,
        hint: "name their folder with --scenes FOLDER"),
      exit: .noInput)
  }
}
