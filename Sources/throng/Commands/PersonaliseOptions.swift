import ArgumentParser
import Foundation
import Haptics
import Kernel
import Learning
import Pipeline
import Scenes
import Tuning

/// `throng tune --personalise`.
struct PersonaliseOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Questions to ask.", valueName: "n"))
  var answers = 40

  @Option(
    help: ArgumentHelp(
      "Numbers to ask about, with commas, such as crowd.curve.ceiling. Default: four that are felt most.",
      valueName: "names"))
  var knobs: String?

  @Option(help: ArgumentHelp("Let as many simulated wearers answer, whose liking is known.", valueName: "n"))
  var simulate: Int?

  @Option(
    help: ArgumentHelp("Drive a real garment: as of throng run --live; again for more.", valueName: "address")
  )
  var live: [String] = []

  @Option(parsing: .unconditional, help: ArgumentHelp("Time that each of A and B is felt.", valueName: "s"))
  var slice = 6.0

  func validate() throws {
    if !(1...200).contains(answers) { throw ValidationError("--answers is \(answers), outside 1...200") }
    if let simulate, !(2...10_000).contains(simulate) {
      throw ValidationError("--simulate is \(simulate), outside 2...10000")
    }
    if !(slice >= 1 && slice <= 60) { throw ValidationError("--slice is \(slice), outside 1...60 s") }
  }

  func space(_ start: Mapping, on garment: Garment) throws -> PreferenceKnobs {
    let names = (knobs ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    if let space = PreferenceKnobs(start, on: garment, names: names) { return space }
    let known = PreferenceKnobs.names(of: start)
    let wrong = names.first { PreferenceKnobs(start, on: garment, names: [$0]) == nil } ?? ""
    throw ValidationError(Choice.unknown("--knobs has '\(wrong)'", wrong, known))
  }

  func simulated(_ tune: Tune, _ start: Mapping, on garment: Garment, _ folder: String) throws {
    let space = try space(start, on: garment)
    let bar = SharedBar(quiet: tune.options.quiet)
    let trial = PreferenceTrial.run(
      wearers: simulate ?? 2, answers: answers, dimensions: space.knobs.count, seed: tune.search.searchSeed,
      tune.options.errand(bar))
    bar.finish()
    guard let trial else { throw ExitCode(128 + (Interrupts.signal ?? 2)) }
    let sheet = PreferenceSheet(trial, version: throngVersion, command: commandLine())
    Terminal.result(sheet.text)
    Terminal.result("results in \(folder): \(try sheet.save(in: folder).joined(separator: ", "))")
  }
}
