import ArgumentParser
import Kernel
import Pipeline

struct Throng: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "throng",
    abstract: "Feel the crowd: pedestrians in a city, their density, and what a body feels of it.",
    discussion: """
      Start here:
        throng run scenes/city/steeple-square.yaml      see, hear and feel a city square
        throng check my-scene.yaml                      everything that is wrong with a scene, at once
        throng replay walk.sqlite                       a recorded crowd instead of a simulated one
        throng explain S0201                            what a message means and what to do
      """,
    version: "throng \(throngVersion)",
    subcommands: [
      Run.self, Replay.self, Measure.self, Export.self, Profile.self, Verify.self, Garments.self,
      Mappings.self, Score.self, Tune.self, Check.self, Schema.self, Explain.self, Player.self,
    ])
}

@main enum Main {
  static func main() {
    Interrupts.ignoreBrokenPipes()
    do {
      var command = try Throng.parseAsRoot()
      try command.run()
    } catch let problems as Diagnostics {
      Terminal.notice(problems.description)
      Terminal.exit(problems.exit.rawValue)
    } catch {
      let names = Throng.configuration.subcommands.compactMap {
        $0.configuration.commandName ?? "\($0)".lowercased()
      }
      if let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"), !names.contains(word),
        word != "help"
      {
        Terminal.notice("error: \(Choice.unknown("there is no command '\(word)'", word, names))")
        Terminal.exit(Diagnostics.Exit.usage.rawValue)
      }
      Throng.exit(withError: error)
    }
  }
}
