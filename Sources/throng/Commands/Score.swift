import ArgumentParser
import Foundation
import Haptics
import Kernel
import Pipeline
import Scenes
import Tuning

struct Score: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What a mapping tells its wearer, what it costs, and what walkers do with it.",
    discussion: """
      Lets people of a crowd wear the garment, and bodies walk through the crowd by
      what they see and feel. Figures come with 95 % intervals over the seeds:

        throng score scenes/tuning/plaza.yaml --mapping density-glow
        throng score scenes/tuning/plaza.yaml --mapping sand --against radar --density 0.5 --density 2
        throng score walk.sqlite --mapping my-mapping.yaml --garment belt-16 --json

      docs/score.md has every definition.
      """)

  @Argument(help: "Scene, or recording.", completion: .file())
  var source: String

  @Option(help: "The mapping: a name, or a file.")
  var mapping = "density-glow"

  @Option(help: ArgumentHelp("Another mapping, scored in the same crowds.", valueName: "mapping"))
  var against: String?

  @Option(help: "The garment. Default: the scene's, or vest-40.")
  var garment: String?

  @OptionGroup(title: "Crowds")
  var options: BenchOptions

  @Flag(help: "Controls too: shuffled, somebody else's, mirrored, and perfect information.")
  var ablation = false

  @Flag(help: "Print one line.")
  var line = false

  @Flag(help: "Print everything as JSON.")
  var json = false

  @Flag(help: "Print every figure as comma-separated values.")
  var csv = false

  @Option(help: "Folder for report.html, score.json and score.csv; made if missing.")
  var out: String?

  func validate() throws {
    if [line, json, csv].count(where: { $0 }) > 1 {
      throw ValidationError("give one of --line, --json and --csv")
    }
    if ablation, options.walkers == 0 {
      throw ValidationError("--ablation is of walkers: leave --walkers 0 out")
    }
    if out?.isEmpty == true { throw ValidationError("--out is empty; name a folder") }
  }

  func run() throws {
    Interrupts.watch()
    let library = Library.standard
    let worn = try BenchOptions.garment(garment, for: source, library)
    let mappings = try ([mapping] + (against.map { [$0] } ?? [])).map {
      try BenchOptions.mapping($0, on: worn, library)
    }
    // Before anything is worked out: a folder that cannot be written to must not cost the work.
    if let out { try OutputFolder.prepare(out) }
    for mapping in mappings {
      for remark in mapping.remarks(on: worn) { Terminal.notice("notice: \(remark)") }
    }
    let bar = SharedBar(quiet: options.quiet)
    let errand = options.errand(bar)
    let bench = try options.bench(source, errand)
    let kinds = ablation ? WalkerKind.allCases : WalkerKind.senses
    var scores: [MappingScore] = []
    for mapping in mappings {
      bar.begin(mapping.name)
      guard let score = bench.score(mapping, on: worn, kinds: kinds, errand) else {
        bar.finish()
        throw ExitCode(128 + (Interrupts.signal ?? 2))
      }
      scores.append(score)
    }
    bar.finish()
    let sheet = ScoreSheet(
      scores[0], against: scores.dropFirst().first, in: bench, version: throngVersion, command: commandLine())
    Terminal.result(
      line
        ? sheet.line
        : json ? String(sheet.json.dropLast()) : csv ? String(sheet.commaSeparated.dropLast()) : sheet.text)
    guard let out else { return }
    let words = "results in \(out): \(try sheet.save(in: out).joined(separator: ", "))"
    if json || csv { Terminal.notice(words) } else { Terminal.result(words) }
  }
}
