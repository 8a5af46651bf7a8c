import ArgumentParser

@main
struct Throng: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "throng", abstract: "Feel the crowd.")
}
