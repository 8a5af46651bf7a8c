import Foundation
import Testing

/// Real garments and other programs, beside a running one.
@Suite(.serialized) struct LiveTests {
  /// A program that listens for OSC, is killed in the middle and comes back: the run goes on, and tells what was lost.
  @Test(.enabled(if: Shell.has("python3"), "no python3 here")) func aListenerMayDieInTheMiddle() throws {
    try Shell.withFolder { folder in
      let script = """
        import socket, sys
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        s.bind(("127.0.0.1", int(sys.argv[1])))
        print(s.getsockname()[1], flush=True)
        n = 0
        while True:
          data = s.recv(65536)
          if data.startswith(b"#bundle"): n += 1; print("bundle", n, len(data), flush=True)
        """
      func listen(_ port: Int) throws -> Running {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script, "\(port)"]
        return try Running(process)
      }
      func said(_ listener: Running, _ word: String) -> Bool {
        Shell.wait { ((try? listener.outputSoFar()) ?? "").contains(word) }
      }
      let first = try listen(0)
      #expect(said(first, "\n"))
      let port = try #require(Int(try first.outputSoFar().split(separator: "\n").first ?? ""))
      let out = folder.appending(path: "run")
      let run = try Shell.start([
        "run", "scenes/tutorial/01-one-wearer.yaml", "--headless", "--seconds", "6", "--live",
        "osc://127.0.0.1:\(port)", "--out", out.path, "--quiet", "--pictures", "0",
      ])
      #expect(said(first, "bundle 30 "))
      kill(first.process.processIdentifier, SIGKILL)
      first.process.waitUntilExit()
      Thread.sleep(forTimeInterval: 1)
      let second = try listen(port)
      #expect(said(second, "bundle 30 "))
      let outcome = try run.wait()
      kill(second.process.processIdentifier, SIGKILL)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("garment   osc://127.0.0.1:\(port)"))
      let live = try #require(
        try Shell.json(out.appending(path: "summary.json"))["live"] as? [[String: Any]])
      let garment = try #require(live.first)
      #expect(
        live.count == 1 && garment["reconnects"] as? Int == 1 && garment["state"] as? String == "closed")
      let (sent, lost, dropped) = (
        garment["sent"] as? Int ?? 0, garment["lost"] as? Int ?? 0, garment["dropped"] as? Int ?? 0
      )
      #expect(sent > 60 && lost > 20)
      // A hundred a second, every one of them accounted for.
      #expect(abs(sent + lost + dropped - 600) <= 5, "\(sent) + \(lost) + \(dropped)")
      let report = try String(contentsOf: out.appending(path: "report.html"), encoding: .utf8)
      #expect(report.contains("Garments") && report.contains("osc://127.0.0.1:\(port)"))
    }
  }

  /// A run drives the virtual Player of another process, which records what it was asked for.
  @Test func aRunDrivesTheVirtualPlayer() throws {
    try Shell.withFolder { folder in
      let recording = folder.appending(path: "session.csv").path
      let player = try Shell.start([
        "player", "--port", "0", "--seconds", "8", "--json", "--record", recording,
      ])
      #expect(Shell.wait { ((try? player.errorsSoFar()) ?? "").contains("port ") })
      let words = try player.errorsSoFar().split(whereSeparator: { " ;,\n".contains($0) })
      let at = try #require(words.firstIndex(of: "port"))
      let port = try #require(Int(words[at + 1]))
      let run = try Shell.run(
        "run", "scenes/city/steeple-square.yaml", "--headless", "--seconds", "4", "--live",
        "bhaptics://127.0.0.1:\(port)", "--out", folder.appending(path: "run").path, "--quiet", "--mute",
        "--pictures", "0")
      #expect(run.status == 0, "\(run.errors)")
      let outcome = try player.wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
      let seconds = try outcome.output.split(separator: "\n").map {
        try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
      #expect(seconds.count >= 7)
      #expect(seconds.contains { ($0["clients"] as? Int ?? 0) == 1 })
      #expect((seconds.last?["messages"] as? Int ?? 0) > 200)
      let rows = try String(contentsOfFile: recording, encoding: .utf8).split(separator: "\n")
      #expect(rows.count > 700)
    }
  }

  @Test(arguments: [
    (
      ["run", "scenes/tutorial/01-one-wearer.yaml", "--headless", "--live", "ocs://x"], "did you mean osc://"
    ),
    (
      ["run", "scenes/tutorial/01-one-wearer.yaml", "--headless", "--live", "osc://127.0.0.1:9#nobody"],
      "N0105"
    ),
    (["run", "scenes/tutorial/01-one-wearer.yaml", "--headless", "--live", "gamepad://"], "N010"),
    (["player", "--garment", "belt-16", "--port", "0"], "N0102"), (["player", "--port", "70000"], "outside"),
    (["player", "--record", "session.mp3"], "no ending of a haptic file"),
  ]) func mistakesAreAnswered(arguments: [String], words: String) throws {
    let run = try Shell.start(arguments).wait()
    #expect(run.status != 0 && run.status < 128)
    #expect(run.errors.contains(words), "\(run.errors)")
  }
}
