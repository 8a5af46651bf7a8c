import Foundation
import Testing

@Suite struct ScoreCommandTests {
  private let quick = [
    "--seeds", "2", "--seconds", "8", "--warm-up", "2", "--walkers", "2", "--wearers", "3",
  ]
  private func score(_ arguments: String...) throws -> Shell.Outcome {
    try Shell.start(["score", "scenes/tuning/plaza.yaml"] + quick + arguments).wait()
  }

  @Test("A comparison comes as a table, as JSON and as a page, with a verdict for every figure")
  func comparison() throws {
    try Shell.withFolder { folder in
      let run = try score(
        "--mapping", "sand", "--against", "radar", "--density", "0.5", "--density", "1.5", "--out",
        folder.path, "--quiet")
      #expect(run.status == 0, "\(run.errors)")
      for words in ["sand:", "bit density", "Walkers at 1.5/m²", "sand against radar", "verdict"] {
        #expect(run.output.contains(words), "\(words)")
      }
      let result = try Shell.json(folder.appending(path: "score.json"))
      let differences = try #require(result["differences"] as? [String: [String: Any]])
      #expect(differences["density_bits"]?["verdict"] is String)
      let score = try #require(result["score"] as? [String: Any])
      #expect((score["walkers"] as? [Any])?.count == 12)
      let page = try String(contentsOf: folder.appending(path: "report.html"), encoding: .utf8)
      #expect(page.contains("<svg") && page.contains("sand against radar"))
      let rows = try String(contentsOf: folder.appending(path: "score.csv"), encoding: .utf8)
      #expect(
        rows.split(separator: "\n").allSatisfy {
          $0.split(separator: ",", omittingEmptySubsequences: false).count == 8
        })
    }
  }

  @Test("One line, and the same one for any number of workers")
  func line() throws {
    let one = try score("--line", "--workers", "1", "--quiet")
    let two = try score("--line", "--workers", "2", "--quiet")
    #expect(one.status == 0 && one.output == two.output)
    #expect(one.output.split(separator: "\n").count == 1)
  }

  @Test("What is wrong is said")
  func faults() throws {
    for (arguments, words) in [
      (["--seeds", "0"], "--seeds is '0'"), (["--seconds", "2"], "outside 8...600"),
      (["--walkers", "1"], "neither 0 nor in 2...64"), (["--density", "9"], "outside 0...6"),
      (["--mapping", "sandy"], "sand"), (["--line", "--json"], "give one of"),
    ] {
      let run = try Shell.start(["score", "scenes/tuning/plaza.yaml"] + arguments).wait()
      #expect(run.status != 0 && run.errors.contains(words), "\(arguments): \(run.errors)")
    }
    let recording = try Shell.withFolder { folder in
      let path = try MeasureTests.march(in: folder)
      return (
        try Shell.run("score", path, "--density", "1"),
        try Shell.run("score", path, "--line", "--quiet", "--walkers", "2")
      )
    }
    #expect(recording.0.status == 64 && recording.0.errors.contains("for scenes"))
    #expect(recording.1.status == 0 && recording.1.output.contains("bit density"), "\(recording.1.errors)")
  }
}
