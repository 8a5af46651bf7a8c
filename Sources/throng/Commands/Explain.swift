import ArgumentParser
import City
import Kernel
import Scenes

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what a message means and what to do, or what happens in a step.",
    discussion: """
      throng explain S0201      one message
      throng explain codes      all of them
      throng explain schedule   the systems that one step of the crowd calls, in order
      throng explain keys       the keys of the window
      throng explain skin       the constants of the skin model, and where they come from
      throng explain latency    the way from the field to the skin, in milliseconds
      """)

  @Argument(help: "A code such as S0201, or: codes, schedule, keys, skin, latency.")
  var topic: String
  @Option(help: "Garment of latency; without it all.")
  var garment: String?
  @Option(help: "Mapping of latency.")
  var mapping = "density-glow"

  func run() throws {
    switch topic.lowercased() {
    case "codes":
      Terminal.result(Explanations.all.map { "\($0.code)  \($0.meaning)" }.joined(separator: "\n"))
    case "schedule":
      let lines = Schedule.names.enumerated().map { "\($0 + 1). \($1)" }
      Terminal.result(lines.joined(separator: "\n"))
    case "keys": Terminal.result(Explanations.keys)
    case "skin": Terminal.result(SkinWords.table)
    case "latency": try latency()
    default:
      let code = topic.uppercased()
      guard let page = Explanations.all.first(where: { $0.code == code }) else {
        let near = nearestWord(
          to: code, in: Explanations.all.map(\.code) + ["codes", "schedule", "keys", "skin", "latency"])
        throw ValidationError(
          "there is no page for '\(topic)'"
            + (near.map { "; did you mean \($0)?" } ?? "; see throng explain codes"))
      }
      Terminal.result("\(page.code) (\(Explanations.family(of: code)))\n\(page.meaning)")
    }
  }
}
