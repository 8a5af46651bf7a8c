import Foundation
import Testing

@Suite struct ProfileTests {
  private static let small = [
    "--people", "100,1k,3k", "--cells", "64", "--workers", "1", "--seconds", "0.2", "--quiet",
  ]

  @Test func profilesAreWrittenAndCompared() throws {
    try Shell.withFolder { folder in
      let out = folder.appending(path: "results")
      let trace = out.appending(path: "trace.json")
      let run = try Shell.start(["profile"] + Self.small + ["--out", out.path, "--trace", trace.path]).wait()
      #expect(run.status == 0, "\(run.errors)")
      for word in ["deposit", "blur", "cost ∝ people^", "error against the exact sum"] {
        #expect(run.output.contains(word))
      }
      for file in ["profile.json", "profile.csv", "report.html", "scaling.svg", "trace.json"] {
        #expect(FileManager.default.fileExists(atPath: out.appending(path: file).path), "\(file)")
      }
      #expect(try Shell.json(trace)["traceEvents"] is [[String: Any]])
      let profile = out.appending(path: "profile.json").path
      let same = try Shell.run("profile", "--compare", profile, profile, "--fail-over", "1")
      #expect(same.status == 0 && same.output.contains("no change beyond noise"), "\(same.errors)")
      // The same profile with every time three times as long.
      var slower = try Shell.json(URL(filePath: profile))
      var rows = try #require(slower["rows"] as? [[String: Any]])
      for k in rows.indices {
        rows[k]["samples"] = try #require(rows[k]["samples"] as? [Double]).map { $0 * 3 }
        rows[k]["median"] = try #require(rows[k]["median"] as? Double) * 3
      }
      slower["rows"] = rows
      let other = folder.appending(path: "slower.json")
      try JSONSerialization.data(withJSONObject: slower).write(to: other)
      let worse = try Shell.run("profile", "--compare", profile, other.path, "--fail-over", "5")
      #expect(worse.status == 1 && worse.output.contains("slower"))
      let better = try Shell.run("profile", "--compare", other.path, profile, "--fail-over", "5", "--json")
      #expect(better.status == 0 && better.output.contains("\"faster\""))
    }
  }

  @Test func framesOfASceneAreTimed() throws {
    let run = try Shell.run(
      "profile", "scenes/tutorial/01-one-wearer.yaml", "--seconds", "1", "--json", "--quiet", "--workers", "1"
    )
    #expect(run.status == 0, "\(run.errors)")
    let result = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let stages = try #require(result["stages"] as? [[String: Any]])
    let names = Set(stages.compactMap { $0["name"] as? String })
    #expect(names.isSuperset(of: ["step", "measure", "· deposit", "· blur", "sense", "map", "feel"]))
    #expect(
      stages.allSatisfy {
        $0["calls"] as? Int == 20 || $0["calls"] as? Int == 100 || $0["calls"] as? Int == 0
      })
  }

  /// Another library's side, played by a few lines.
  @Test func aPeerIsRunInTurn() throws {
    try Shell.withFolder { folder in
      let peer = folder.appending(path: "python")
      try """
      #!/bin/sh
      echo '{"ready": true, "title": "a stand-in", "versions": {"stand-in": "1.2"}}'
      while read word rest; do
        case $word in
          run) echo some chatter; echo '{"milliseconds": 1000}' ;;
          density) head -c 1048576 /dev/zero > "$rest"; echo '{"written": true}' ;;
          *) exit ;;
        esac
      done
      """.write(to: peer, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: peer.path)
      let run = try Shell.run(
        "profile", "--against", "opencv", "--people", "2k", "--cells", "512", "--seconds", "0.1", "--json",
        "--quiet",
        "--python", peer.path)
      #expect(run.status == 0, "\(run.errors)")
      let result = try #require(
        try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
      let row = try #require((result["peers"] as? [[String: Any]])?.first)
      #expect(row["theirs"] as? Double == 1000 && row["title"] as? String == "a stand-in")
      let ratio = try #require((row["ratio"] as? [String: Double])?["value"])
      #expect(ratio > 1)
      // Nobody anywhere is all of the peak amiss; ours is near.
      #expect(row["theirError"] as? Double == 1)
      #expect(try #require(row["ourError"] as? Double) < 0.01)
    }
  }

  @Test(arguments: [
    (["--people", "1k,many"], "--people has 'many', not a number"),
    (["--people", "0"], "outside 1...5,000,000"),
    (["--cells", "3.5"], "outside 8"), (["--estimator", "gausian"], "did you mean 'gaussian'"),
    (["--compare", "one.json"], "takes two files"), (["--fail-over", "3"], "goes with --compare"),
    (["--against", "opencv", "scene.yaml"], "leave out the scene"),
    (["--order", "sorted,,random"], "write a list"),
    (
      ["--people", "1,2,3,4,5,6,7,8,9", "--cells", "8,9,10,11,12,13,14,15,16", "--width", "1,2,3,4,5,6,7"],
      "cases"
    ),
    (["--compare", "missing.json", "missing.json"], "missing.json: error[P0130]"),
    (["--compare", "README.md", "README.md"], "README.md: error[P0131]"),
    (["--haptics", "--people", "3"], "--people does nothing with --haptics"),
    (["scenes/tutorial/01-one-wearer.yaml", "--cells", "64"], "--cells does nothing with a scene"),
    (["--garment", "belt-16"], "--garment does nothing"), (["--unit", "cm"], "--unit does nothing"),
    (["--compare", "README.md", "README.md", "--people", "9"], "--people does nothing with --compare"),
    (["--out", "README.md"], "README.md: error[P0101]"),
    (["missing.yaml"], "missing.yaml"), (["--trace", "nowhere/at/all.json"], "error[R0501]"),
  ]) func mistakesAreAnswered(arguments: [String], words: String) throws {
    let run = try Shell.start(["profile"] + arguments + ["--quiet"]).wait()
    #expect(run.status != 0 && run.status < 128)
    #expect(run.errors.contains(words), "\(run.errors)")
  }

  @Test func libraryThatIsNotThereIsSkipped() throws {
    let run = try Shell.run(
      "profile", "--against", "opencv", "--people", "100", "--cells", "16", "--quiet", "--python",
      "no-such-python")
    #expect(run.status == 0)
    #expect(run.output.contains("skipped") && run.errors.contains("make field-peers"))
  }
}
