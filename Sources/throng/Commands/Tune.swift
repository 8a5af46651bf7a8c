import ArgumentParser
import Foundation
import Haptics
import Kernel
import Pipeline
import Scenes
import Tuning

struct Tune: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Better numbers for a mapping: by hand, by search, by asking.",
    discussion: """
      throng tune scenes/city/steeple-square.yaml --mapping sand
        opens the bench: every number live while the crowd walks, A against B, undo, save

      throng tune scenes/tuning/plaza.yaml --auto --mapping density-glow --density 0.5 --density 2
        looks for numbers that tell more and let walkers be hit less, at no more dose,
        and holds what it found against every mapping there is, in crowds it never saw

      throng tune scenes/city/steeple-square.yaml --personalise --live osc://127.0.0.1:9001
        asks which of two feels better, forty times, and finds what suits the wearer

      docs/tune.md tells more.
      """)

  @Argument(help: "Scene, or recording.", completion: .file())
  var source: String

  @Option(help: "The mapping to begin from: a name, or a file.")
  var mapping = "density-glow"

  @Option(help: "The garment. Default: the scene's, or vest-40.")
  var garment: String?

  @Flag(help: "Search for better numbers.")
  var auto = false

  @Flag(help: "Ask which of two is better, until the mapping suits the wearer.")
  var personalise = false

  @OptionGroup(title: "Personalise")
  var asking: PersonaliseOptions

  @OptionGroup(title: "Search")
  var search: SearchOptions

  @OptionGroup(title: "Crowds")
  var options: BenchOptions

  @OptionGroup(title: "Bench")
  var bench: TuneBenchOptions

  @Option(help: "Folder for the results; made if missing. Default: out/tune-MAPPING.")
  var out: String?

  func validate() throws {
    if out?.isEmpty == true { throw ValidationError("--out is empty; name a folder") }
    if auto, personalise { throw ValidationError("--auto searches, --personalise asks: give one of them") }
    if asking.simulate != nil, !personalise { throw ValidationError("--simulate goes with --personalise") }
    if auto, !asking.live.isEmpty { throw ValidationError("--live is for the bench and for --personalise") }
  }

  func run() throws {
    Interrupts.watch()
    let library = Library.standard
    let worn = try BenchOptions.garment(garment, for: source, library)
    let start = try start(on: worn, library)
    let folder = out ?? "out/tune-\(start.name)"
    try OutputFolder.prepare(folder)
    if auto { return try search.run(self, start, on: worn, library, folder) }
    if asking.simulate != nil { return try asking.simulated(self, start, on: worn, folder) }
    try bench.run(self, start, on: worn, library, folder)
  }

  /// The mapping to begin from. Keys that this version does not know stay in the file, and are told.
  private func start(on garment: Garment, _ library: Library) throws -> Mapping {
    guard let (found, unknown) = try? Mapping.loadForgiving(mapping, from: library) else {
      return try BenchOptions.mapping(mapping, on: garment, library)  // says what is wrong with it
    }
    for one in unknown {
      let place = [one.file, one.line.map { "\($0)" }, one.column.map { "\($0)" }].compactMap { $0 }
      Terminal.notice("notice: \(place.joined(separator: ":")): kept as it is: \(one.message)")
    }
    return try found.layingEffects(on: garment)
  }
}
