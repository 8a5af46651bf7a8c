import Foundation
import Testing

/// What the commands say, as text and as exit codes.
@Suite struct WordsTests {
  @Test func missingFile() throws {
    for command in ["run", "check", "replay"] {
      let run = try Shell.run(command, "no/such/file.yaml")
      #expect(run.status == 66, "\(command): \(run.errors)")
      #expect(run.errors.contains("no/such/file.yaml"))
    }
  }

  @Test func unknownFlagsAndBadNumbersAreUsageErrors() throws {
    for arguments in [["run", "x.yaml", "--nope"], ["run", "x.yaml", "--seconds", "-3"], ["walk"]] {
      let run = try Shell.start(arguments).wait()
      #expect(run.status == 64, "\(arguments): \(run.errors)")
    }
    let nan = try Shell.run("run", "x.yaml", "--seconds", "nan")
    #expect(nan.status == 64 && nan.errors.contains("--seconds"))
  }

  @Test func checkSaysAllThatIsWrongAtOnce() throws {
    try Shell.withFolder { folder in
      let file = folder.appending(path: "plaza.yaml")
      try Data(
        """
        format: 1
        geometry:
          walkable: [{rectangle: [0, 0, 10, 10]}]
        profiles:
          - name: adult
            desired_sped: 1.3
            radius: 4.8
        """.utf8
      ).write(to: file)
      let run = try Shell.run("check", "plaza.yaml", in: folder)
      #expect(run.status == 65)
      let all = run.errors + run.output
      #expect(all.contains("plaza.yaml:6:5: error["), "\(all)")
      #expect(all.contains("desired_speed"), "\(all)")
      #expect(all.contains("plaza.yaml:7:13: error["), "\(all)")
    }
  }

  @Test func shippedScenesCheckClean() throws {
    let scenes = try FileManager.default.subpathsOfDirectory(
      atPath: Shell.root.appending(path: "scenes").path
    )
    .filter { $0.hasSuffix(".yaml") }
    #expect(scenes.count >= 5)
    for scene in scenes {
      let run = try Shell.run("check", "scenes/\(scene)")
      #expect(run.status == 0, "\(scene): \(run.errors)")
      // Verification scenes are the middle of several variants, so that one alone may look odd.
      if scene.hasPrefix("verification/") { continue }
      #expect(!run.errors.contains("warning["), "\(scene): \(run.errors)")
    }
  }

  @Test func schemaIsJSON() throws {
    let run = try Shell.run("schema", "--json")
    #expect(run.status == 0)
    let schema = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(schema["$schema"] != nil)
    let definitions = try #require(schema["$defs"] as? [String: Any])
    #expect(definitions.count > 5)
    #expect(try Shell.run("schema").output.contains("desired_speed"))
  }

  @Test func scenesAndRecordingsAreNotMixedUp() throws {
    let scene = try Shell.run("replay", "scenes/tutorial/01-one-wearer.yaml")
    #expect(scene.status == 64 && scene.errors.contains("throng run scenes/tutorial/01-one-wearer.yaml"))
    try Shell.withFolder { folder in
      let film = folder.appending(path: "walk.txt")
      try Data("# framerate: 10\n# id frame x/m y/m\n1 0 0 0\n1 1 1 0\n".utf8).write(to: film)
      let run = try Shell.run("run", film.path)
      #expect(run.status == 64 && run.errors.contains("throng replay"), "\(run.errors)")
    }
  }

  /// The reference in the documentation is the one that the program prints.
  @Test func documentationIsCurrent() throws {
    for (file, arguments) in [
      ("scene-reference.md", ["schema"]), ("scene.schema.json", ["schema", "--json"]),
    ] {
      let written = try String(contentsOf: Shell.root.appending(path: "docs/\(file)"), encoding: .utf8)
      #expect(try Shell.start(arguments).wait().output == written, "docs/\(file) is old: make docs")
    }
    let keys = try Shell.run("explain", "keys").output
    let readme = try String(contentsOf: Shell.root.appending(path: "README.md"), encoding: .utf8)
    #expect(readme.contains(keys), "README.md has other keys than throng explain keys")
  }

  /// Every code that the sources can print has a page.
  @Test func everyCodeIsExplained() throws {
    let sources = Shell.root.appending(path: "Sources")
    var codes: Set<String> = []
    for path in try FileManager.default.subpathsOfDirectory(atPath: sources.path)
    where path.hasSuffix(".swift") {
      let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
      for match in text.matches(of: /"([A-Z][0-9]{4})"/) { codes.insert(String(match.output.1)) }
    }
    #expect(codes.count > 20)
    for code in codes.sorted() {
      let run = try Shell.run("explain", code)
      #expect(run.status == 0, "no page for \(code)")
      let lines = run.output.split(separator: "\n")
      #expect(lines.count >= 2 && lines[0].hasPrefix("\(code) ("), "\(code): \(run.output)")
      #expect(lines.dropFirst().joined().count > 25 && run.output.hasSuffix(".\n"), "\(code): \(run.output)")
    }
    let unknown = try Shell.run("explain", "S9999")
    #expect(unknown.status == 64)
  }

  @Test func explainScheduleNamesTheSystemsInOrder() throws {
    let run = try Shell.run("explain", "schedule")
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n")
    #expect(lines.count >= 5)
    #expect(run.output.contains("binNeighbours"))
  }
}
