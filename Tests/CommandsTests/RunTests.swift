import Foundation
import Testing

private let scene = "scenes/city/steeple-square.yaml"

@Suite struct RunTests {
  @Test func headlessRunLeavesEverythingItPromises() throws {
    try Shell.withFolder { folder in
      let out = folder.appending(path: "a")
      let run = try Shell.run("run", scene, "--headless", "--seconds", "4", "--out", out.path)
      #expect(run.status == 0, "\(run.errors)")
      let summary = try Shell.json(out.appending(path: "summary.json"))
      #expect(summary["scene"] as? String == "steeple-square")
      #expect(summary["ticks"] as? Int == 80)
      #expect(summary["simulated_seconds"] as? Double == 4)
      #expect(summary["haptic_frames"] as? Int == 400)
      #expect((summary["wall_seconds"] as? Double ?? 0) > 0)
      #expect((summary["state_hash"] as? String)?.count == 16)
      let people = try #require(summary["pedestrians"] as? [String: Int])
      #expect(people["spawned"]! > 100)
      #expect(people["spawned"] == people["arrived"]! + people["present"]! + people["quarantined"]!)
      let density = try #require(summary["density"] as? [String: Double])
      #expect(density["maximum"]! > density["mean"]! && density["mean"]! > 0)
      let names = try FileManager.default.contentsOfDirectory(atPath: out.path)
      for name in [
        "report.html", "trajectories.sqlite", "haptics.csv", "cues.wav", "cues.csv", "hashes.csv",
        "stages.csv",
      ] {
        #expect(names.contains(name), "\(name) is missing")
      }
      #expect(names.filter { $0.hasSuffix(".png") }.count >= 6)
      #expect(!names.contains { $0.hasSuffix(".partial") })
      #expect(run.output.contains("report.html") && run.output.contains("next"))
    }
  }

  @Test func sameSeedSameHashForAnyWorkers() throws {
    try Shell.withFolder { folder in
      let hashes = try ["1", "2", "5"].map { workers in
        let out = folder.appending(path: workers)
        let run = try Shell.run(
          "run", scene, "--headless", "--mute", "--pictures", "0", "--seconds", "5", "--workers", workers,
          "--out",
          out.path)
        #expect(run.status == 0, "\(run.errors)")
        return (
          try Shell.json(out.appending(path: "summary.json"))["state_hash"] as? String,
          try Data(contentsOf: out.appending(path: "haptics.csv"))
        )
      }
      #expect(hashes[0].0 != nil)
      #expect(hashes.allSatisfy { $0 == hashes[0] }, "\(hashes.map(\.0))")
      let other = folder.appending(path: "other")
      _ = try Shell.run(
        "run", scene, "--headless", "--mute", "--pictures", "0", "--seconds", "5", "--seed", "99", "--out",
        other.path)
      let hash = try Shell.json(other.appending(path: "summary.json"))["state_hash"] as? String
      #expect(hash != nil && hash != hashes[0].0, "another seed, another run")
    }
  }

  @Test func withoutADisplayItSaysSoInOneLine() throws {
    try Shell.withFolder { folder in
      let run = try Shell.run(
        "run", "scenes/tutorial/01-one-wearer.yaml", "--seconds", "1", "--pictures", "0", "--quiet", "--out",
        folder.path)
      #expect(run.status == 0, "\(run.errors)")
      #expect(
        run.errors.split(separator: "\n").filter { $0.contains("no display") }.count == 1, "\(run.errors)")
    }
  }

  /// A window in memory: drawn, shown and closed by its time, with the same records but for the sound.
  @Test func aWindowOpensRunsAndCloses() throws {
    try Shell.withFolder { folder in
      let run = try Shell.run(
        "run", scene, "--seconds", "2", "--speed", "2", "--out", folder.path,
        environment: ["SDL_VIDEODRIVER": "dummy"])
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.contains("pictures a second"), "\(run.output)")
      let summary = try Shell.json(folder.appending(path: "summary.json"))
      #expect(summary["ticks"] as? Int == 40)
      let stages = try #require(summary["stage_milliseconds"] as? [String: Double])
      #expect(stages["draw"] ?? 0 > 0 && stages["show"] ?? 0 > 0)
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "cues.wav").path))
    }
  }

  /// A real window on a screen in memory, and somebody at the keys: X stops, F12 saves a picture, Q quits long
  /// before the time is up.
  @Test(.enabled(if: Shell.has("xvfb-run") && Shell.has("xdotool"), "xvfb or xdotool is not installed"))
  func keysReachTheWindow() throws {
    try Shell.withFolder { folder in
      let script = """
        for try in $(seq 300); do xdotool getmouselocation >/dev/null 2>&1 && break; sleep 0.1; done
        # On a busy machine the screen may refuse the first who asks.
        for attempt in 1 2 3; do
          "$0" run \(scene) --seconds 600 --pictures 1 --out "$1" & run=$!
          for try in $(seq 300); do
            window=$(xdotool search --name '^Throng' 2>/dev/null | head -1) && [ -n "$window" ] && break 2
            sleep 0.1
          done
          kill -INT $run
          wait $run
        done
        [ -n "$window" ] || { echo "no window came up" >&2; exit 9; }
        # On a busy machine the window is there before it listens: its picture says that it does.
        while [ ! -e "$1/screenshot-1.png" ] && kill -0 $run; do
          xdotool key --window "$window" F12
          sleep 0.5
        done
        while kill -0 $run; do for key in x q; do xdotool key --window "$window" $key; sleep 0.5; done; done
        wait $run
        """
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = [
        "xvfb-run", "-a", "-s", "-noreset", "bash", "-c", script, Shell.program.path, folder.path,
      ]
      process.currentDirectoryURL = Shell.root
      var variables = ProcessInfo.processInfo.environment
      variables["SDL_VIDEODRIVER"] = nil
      variables["WAYLAND_DISPLAY"] = nil
      variables["ALSOFT_DRIVERS"] = "null"
      process.environment = variables
      let run = try Running(process).wait()
      #expect(run.status == 0, "\(run.errors)")
      let summary = try Shell.json(folder.appending(path: "summary.json"))
      let seconds = try #require(summary["simulated_seconds"] as? Double)
      #expect(seconds > 0.2 && seconds < 590, "Q quits")
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(names.contains("screenshot-1.png"), "\(names)")
      // After X nothing is sent any more.
      let rows = try String(contentsOf: folder.appending(path: "haptics.csv"), encoding: .utf8).split(
        separator: "\n")
      let last = try #require(rows.last).split(separator: ",").dropFirst().prefix(40)
      #expect(last.count == 40 && last.allSatisfy { $0 == "0" }, "\(last)")
    }
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func anInterruptFinishesTheFiles(signal: Int32) throws {
    try Shell.withFolder { folder in
      let running = try Shell.start([
        "run", scene, "--headless", "--speed", "1", "--seconds", "60", "--pictures", "2", "--out",
        folder.path,
      ])
      // Wait until there is something to finish.
      let partial = folder.appending(path: "haptics.csv.partial")
      let deadline = Date(timeIntervalSinceNow: 30)
      while Date() < deadline, (try? Data(contentsOf: partial).count) ?? 0 < 1000 { usleep(20_000) }
      kill(running.process.processIdentifier, signal)
      let run = try running.wait()
      #expect(run.status == 128 + signal, "\(run.errors)")
      let summary = try Shell.json(folder.appending(path: "summary.json"))
      #expect(summary["interrupted"] as? Bool == true)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(names.contains("trajectories.sqlite") && names.contains("report.html"))
      #expect(!names.contains { $0.hasSuffix(".partial") }, "\(names)")
    }
  }

  @Test func picturesAreAsLargeAsAsked() throws {
    try Shell.withFolder { folder in
      let run = try Shell.run(
        "run", "scenes/tutorial/02-a-source-and-an-exit.yaml", "--headless", "--mute", "--seconds", "2",
        "--pictures", "1", "--picture-size", "640x400", "--out", folder.path)
      #expect(run.status == 0, "\(run.errors)")
      for (name, sides) in [
        ("overview-1.png", [640, 400]), ("wearer.png", [640, 400]), ("garment.png", [400, 400]),
      ] {
        // Width and height stand in a PNG file's first chunk.
        let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name)))
        #expect([16, 20].map { bytes[$0..<$0 + 4].reduce(0) { $0 << 8 | Int($1) } } == sides, "\(name)")
      }
      for size in ["640", "640x", "x400", "20x20", "640x400x2", "1e3x400", "99999x400"] {
        let bad = try Shell.run(
          "run", "scenes/tutorial/01-one-wearer.yaml", "--headless", "--picture-size", size)
        #expect(bad.status == 64 && bad.errors.contains("--picture-size"), "\(size): \(bad.errors)")
      }
    }
  }

  @Test func anUnwritableFolderIsAClearError() throws {
    try Shell.withFolder { folder in
      let file = folder.appending(path: "file")
      try Data("in the way".utf8).write(to: file)
      let run = try Shell.run(
        "run", scene, "--headless", "--seconds", "1", "--out", file.appending(path: "inside").path)
      #expect(run.status == 73)
      #expect(run.errors.contains("error[") && run.errors.contains("inside") && run.errors.contains("hint:"))
    }
  }

  /// A file system of one megabyte, where the machine lets us make one.
  @Test func aFullDiskIsAClearErrorThatSaysWhatWasSaved() throws {
    try Shell.withFolder { folder in
      let mount = Process()
      mount.executableURL = URL(filePath: "/bin/mount")
      mount.arguments = ["-t", "tmpfs", "-o", "size=1m", "throng-test", folder.path]
      mount.standardError = FileHandle.nullDevice
      try mount.run()
      mount.waitUntilExit()
      guard mount.terminationStatus == 0 else {
        print("skipped: this machine does not let the test mount a small file system")
        return
      }
      defer {
        let unmount = Process()
        unmount.executableURL = URL(filePath: "/bin/umount")
        unmount.arguments = ["-l", folder.path]
        try? unmount.run()
        unmount.waitUntilExit()
      }
      let out = folder.appending(path: "run")
      let run = try Shell.run("run", scene, "--headless", "--seconds", "60", "--quiet", "--out", out.path)
      #expect(run.status == 74, "\(run.errors)")
      #expect(run.errors.contains("error["))
      #expect(run.errors.contains("saved"), "\(run.errors)")
      let names = try FileManager.default.contentsOfDirectory(atPath: out.path)
      #expect(!names.contains("summary.json") && !names.contains("report.html"), "the run did not end well")
      for name in names where name.hasSuffix(".partial") {
        #expect(run.errors.contains(name), "\(name) is left and nobody says so: \(run.errors)")
      }
    }
  }

  @Test func aRecordedCrowdTakesTheSimulatedOnesPlace() throws {
    try Shell.withFolder { folder in
      // Record a short run, then replay the record as the crowd.
      let first = folder.appending(path: "first")
      let second = folder.appending(path: "second")
      let made = try Shell.run(
        "run", scene, "--headless", "--mute", "--pictures", "0", "--seconds", "4", "--out", first.path)
      #expect(made.status == 0, "\(made.errors)")
      let replayed = try Shell.run(
        "replay", first.appending(path: "trajectories.sqlite").path, "--wearer", "1", "--headless",
        "--seconds", "3",
        "--out", second.path)
      #expect(replayed.status == 0, "\(replayed.errors)")
      let names = try FileManager.default.contentsOfDirectory(atPath: second.path)
      for name in ["summary.json", "report.html", "trajectories.sqlite", "haptics.csv", "cues.wav"] {
        #expect(names.contains(name), "\(name) is missing")
      }
      #expect(names.filter { $0.hasSuffix(".png") }.count >= 6)
      let haptics = try String(contentsOf: second.appending(path: "haptics.csv"), encoding: .utf8)
      let rows = haptics.split(separator: "\n").dropFirst().map {
        $0.split(separator: ",").compactMap { Double($0) }
      }
      #expect(rows.contains { $0.dropFirst().contains { $0 > 0 } }, "the filmed crowd is never felt")
    }
  }

  /// A full disk behind a redirection, or a reader that goes away, costs words and never results.
  @Test(arguments: [">/dev/full 2>/dev/full", ">&- 2>&-", "2>&1 | head -1"])
  func whatCannotBeSaidCostsNoResults(redirection: String) throws {
    try Shell.withFolder { folder in
      let process = Process()
      process.executableURL = URL(filePath: "/bin/bash")
      process.arguments = [
        "-c",
        "\"$0\" run scenes/tutorial/03-two-streams.yaml --headless --seconds 3 --out \"$1\" \(redirection)",
        Shell.program.path, folder.path,
      ]
      process.currentDirectoryURL = Shell.root
      _ = try Running(process).wait()
      let summary = try Shell.json(folder.appending(path: "summary.json"))
      #expect(summary["ticks"] as? Int == 60 && summary["interrupted"] as? Bool == false)
    }
  }

  /// The folder holds one run: what an earlier one left and this one did not write goes, other files stay.
  @Test func aFolderHoldsOneRun() throws {
    try Shell.withFolder { folder in
      let out = folder.appending(path: "out")
      let scene = "scenes/tutorial/01-one-wearer.yaml"
      _ = try Shell.run("run", scene, "--headless", "--seconds", "1", "--pictures", "3", "--out", out.path)
      try Data("mine".utf8).write(to: out.appending(path: "notes.txt"))
      #expect(FileManager.default.fileExists(atPath: out.appending(path: "overview-3.png").path))
      let again = try Shell.run(
        "run", scene, "--headless", "--mute", "--seconds", "1", "--pictures", "1", "--out", out.path)
      #expect(again.status == 0, "\(again.errors)")
      let names = Set(try FileManager.default.contentsOfDirectory(atPath: out.path))
      let promised = try #require(try Shell.json(out.appending(path: "summary.json"))["files"] as? [String])
      #expect(names == Set(promised + ["summary.json", "notes.txt"]))
    }
  }

  @Test func twoRunsDoNotShareAFolder() throws {
    try Shell.withFolder { folder in
      let first = try Shell.start([
        "run", scene, "--headless", "--mute", "--speed", "1", "--seconds", "20", "--out", folder.path,
      ])
      let partial = folder.appending(path: "trajectories.sqlite.partial").path
      let deadline = Date(timeIntervalSinceNow: 20)
      while Date() < deadline, !FileManager.default.fileExists(atPath: partial) { usleep(20_000) }
      let second = try Shell.run("run", scene, "--headless", "--mute", "--seconds", "1", "--out", folder.path)
      #expect(second.status == 73 && second.errors.contains("another run"), "\(second.errors)")
      kill(first.process.processIdentifier, SIGTERM)
      #expect(try first.wait().status == 143)
    }
  }
}
