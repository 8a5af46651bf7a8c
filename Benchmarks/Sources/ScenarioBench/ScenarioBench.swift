import ArgumentParser
import Foundation
import Kernel

/// Times the steps of named crowds.
@main
struct ScenarioBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ScenarioBench",
    abstract: "Times the steps of named crowds and prints what each system takes, and the hash of the state.",
    discussion: """
      Each run warms up and then times several windows of steps; figures are those of the median window. With several \
      numbers of workers the hashes of all must be equal, or the program fails.
      """)

  @Option(help: "Which scenario; may stand several times. All by default.") var scenario: [String] = []
  @Option(help: "How many people, such as 1000,20000. Each scenario has its own by default.")
  var people: String?
  @Option(help: "Which model of walking, instead of the scenario's own.", transform: Model.named) var model:
    Model?
  @Option(help: "[s] a step's length, instead of the scenario's own.") var step: Double?
  @Option(help: "How many threads, such as 1,2.") var workers = "1,2"
  @Option(help: "How many windows are timed.") var windows = 3
  @Option(help: "How many steps make a window; by the number of people by default.") var steps: Int?
  @Option(help: "How many steps before the first window.") var warmUp = 10
  @Option(help: "Which chances.") var seed: UInt64 = 1
  @Option(help: "The folder of scene files.") var scenes = "scenes"
  @Flag(help: "Small crowds and short windows, for a look in between.") var quick = false
  @Flag(help: "Do not measure memory, which builds every city once more.") var noMemory = false
  @Flag(help: "Print JSON instead of tables.") var json = false
  @Option(help: "Where the figures go as comma-separated text.") var csv: String?
  @Flag(help: "Show how the figures stand to this machine's baseline.") var compare = false
  @Flag(help: "Make these figures this machine's baseline.") var saveBaseline = false
  @Option(help: "The folder of baselines.") var baselines = "Benchmarks/baselines"
  @Option(help: "Only write ground and places of the one scenario, as JSON for other programs.")
  var writeCrowd: String?
  @Flag(help: "Only say which scenarios there are.") var list = false

  mutating func validate() throws {
    let known = Scenario.all.map(\.name)
    for name in scenario where !known.contains(name) {
      let hint = nearestWord(to: name, in: known).map { "; did you mean \($0)?" } ?? ""
      throw ValidationError("there is no scenario '\(name)'\(hint) Known: \(known.joined(separator: ", "))")
    }
    _ = try numbers(workers, "workers", 1...1024)
    if let people { _ = try numbers(people, "people", 1...10_000_000) }
    if !(1...1000).contains(windows) { throw ValidationError("windows is \(windows), outside 1...1000") }
    if let steps, !(1...1_000_000).contains(steps) {
      throw ValidationError("steps is \(steps), outside 1...1000000")
    }
    if !(0...1_000_000).contains(warmUp) {
      throw ValidationError("warm-up is \(warmUp), outside 0...1000000")
    }
    if let step, !(0.001...1).contains(step) { throw ValidationError("step is \(step), outside 0.001...1 s") }
  }

  mutating func run() throws {
    if list {
      for one in Scenario.all { print("\(one.name): \(one.about)") }
      return
    }
    let benches = try benches()
    if let writeCrowd {
      guard benches.count == 1 else { throw BenchError("--write-crowd takes one scenario of one size") }
      return try CrowdFile(benches[0]).write(to: writeCrowd)
    }
    let machine = Machine.here
    let path = "\(baselines)/\(machine.slug).csv"
    let baseline = compare || saveBaseline ? try Baseline(path: path) : nil
    var all: [Measurement] = []
    for bench in benches { all += try measure(bench) }
    try show(all, on: machine)
    if let baseline, compare {
      let drift = "\nagainst \(path):\n\(baseline.drift(of: all))"
      if json { Progress.notice(drift) } else { print(drift) }
    }
    if let csv { try Files.write(ResultText.commaSeparated(all, on: machine), to: csv) }
    if var baseline, saveBaseline {
      baseline.accept(all)
      try Files.write(baseline.text, to: path)
      Progress.notice("\(path) written")
    }
  }

  /// What is to be run, in the order of the list of scenarios.
  private func benches() throws -> [Bench] {
    var benches: [Bench] = []
    for one in Scenario.all where scenario.isEmpty || scenario.contains(one.name) {
      for people in try sizes(of: one) {
        benches.append(
          try Bench(
            one, people: people, model: model, stepMilliseconds: step.map { Int(($0 * 1000).rounded()) },
            seed: seed, warmUp: warmUp,
            steps: steps ?? Scenario.steps(people: max(people, 1_000), quick: quick),
            windows: windows, scenes: scenes))
      }
    }
    return benches
  }

  private func sizes(of one: Scenario) throws -> [Int] {
    if one.scene != nil { return [0] }
    if let people { return try numbers(people, "people", 1...10_000_000) }
    if quick, !(one.quickPeople.isEmpty && scenario.contains(one.name)) { return one.quickPeople }
    return one.people
  }

  /// One measurement for each number of workers.
  private func measure(_ bench: Bench) throws -> [Measurement] {
    var all: [Measurement] = []
    for count in try numbers(workers, "workers", 1...1024) {
      let title = "\(bench.question.scenario), \(bench.question.people) people, \(count) worker(s)"
      Progress.begin(title)
      all.append(bench.run(workers: count, memory: !noMemory) { Progress.stage("\(title): \($0)") })
    }
    Progress.clear()
    if Set(all.map(\.hash)).count > 1 {
      let hashes = all.map { "\($0.workers): \($0.hashText)" }.joined(separator: ", ")
      throw BenchError("\(bench.question.scenario): the state depends on the number of workers (\(hashes))")
    }
    return all
  }

  private func show(_ all: [Measurement], on machine: Machine) throws {
    if json {
      print(try ResultText.json(all, on: machine))
    } else {
      print("\(machine.processor), \(machine.cores) cores, load \(machine.load)\n")
      print(ResultText.table(all) + "\n")
      print(ResultText.systemsTable(all))
    }
  }

  private func numbers(_ text: String, _ what: String, _ range: ClosedRange<Int>) throws -> [Int] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
      guard let number = Int(word.trimmingCharacters(in: .whitespaces)), range.contains(number) else {
        throw ValidationError(
          "\(what): '\(word)' is not a number from \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
  }
}
