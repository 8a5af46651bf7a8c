import ArgumentParser

/// What takes long to show: that a crowd holds for an hour, and what memory it takes.
@main
struct Endurance: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "Endurance", abstract: "Looks at crowds that walk for long, and at the memory they take.",
    subcommands: [Soak.self, Allocations.self, Memory.self])
}

/// What went wrong, in a sentence.
struct EnduranceFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
