import ArgumentParser
import City

/// What takes long to show: that a crowd holds for an hour, and what memory it takes.
@main
struct Endurance: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "Endurance", abstract: "Looks at crowds that walk for long, and at the memory they take.",
    subcommands: [Soak.self, Allocations.self, Memory.self, Models.self])
}

/// The models of walking, for scripts that go through all of them.
struct Models: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the names of all models, the standard one first.")

  func run() {
    let standard = LocomotionModel.standard.kind
    for kind in [standard] + LocomotionModel.Kind.allCases.filter({ $0 != standard }) { print(kind.rawValue) }
  }
}

/// What went wrong, in a sentence.
struct EnduranceFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
