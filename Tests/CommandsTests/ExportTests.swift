import Foundation
import Testing

@Suite struct ExportTests {
  private static let scene = "scenes/city/steeple-square.yaml"

  /// `run --fields` and `export` of one scene write the same bytes, with any number of workers.
  @Test func runAndExportWriteTheSameFields() throws {
    try Shell.withFolder { folder in
      let (live, later) = (folder.appending(path: "live.nc"), folder.appending(path: "later.nc"))
      let run = try Shell.run(
        "run", ExportTests.scene, "--headless", "--mute", "--pictures", "0", "--seconds", "3", "--workers",
        "1",
        "--fields", live.path, "--field", "density,velocity,pressure", "--field-every", "0.5", "--out",
        folder.appending(path: "run").path)
      #expect(run.status == 0 && run.output.contains("throng export \(live.path)"), "\(run.errors)")
      let export = try Shell.run(
        "export", ExportTests.scene, "--seconds", "3", "--workers", "2", "--field",
        "density,velocity,pressure",
        "--every", "0.5", "--out", later.path, "--json", "--quiet")
      #expect(export.status == 0, "\(export.errors)")
      let bytes = try Data(contentsOf: live)
      #expect(try bytes == Data(contentsOf: later))
      let said = try #require(
        try JSONSerialization.jsonObject(with: Data(export.output.utf8)) as? [String: Any])
      #expect(said["frames"] as? Int == 7 && said["last_seconds"] as? Double == 3)
      #expect(said["bytes"] as? Int == bytes.count && said["kind"] as? String == "netcdf")
      #expect(said["files"] as? [String] == [later.path] && said["interrupted"] as? Bool == false)
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(Set(names) == ["live.nc", "later.nc", "run"])
    }
  }

  /// The moment with the greatest value lies between two whole seconds here.
  @Test func theDensestMomentIsFound() throws {
    try Shell.withFolder { folder in
      var text = "# framerate: 10 fps\n# id frame x/m y/m\n"
      for frame in 0...60 {
        // Two people who meet at 2.4 s.
        let gap = abs(Double(frame) - 24) / 10 + 0.2
        text += "1 \(frame) \(10 - gap) 5\n2 \(frame) \(10 + gap) 5\n"
      }
      let film = folder.appending(path: "meet.txt")
      try text.write(to: film, atomically: true, encoding: .utf8)
      let picture = folder.appending(path: "a.png").path
      let ground = ["--walkable", "POLYGON ((0 0, 20 0, 20 10, 0 10, 0 0))", "--quiet", "--out", picture]
      let run = try Shell.start(["export", film.path] + ground).wait()
      #expect(run.status == 0 && run.output.contains("density · at 2.40 s"), "\(run.output)\(run.errors)")
      let near = try Shell.start(["export", film.path, "--at", "3.14"] + ground).wait()
      #expect(near.errors.contains("no moment lies at 3.14 s; the nearest is 3.10 s"), "\(near.errors)")
      let away = try Shell.start(["export", film.path, "--area", "30,0,40,10"] + ground).wait()
      #expect(away.errors.contains("warning: --area lies off the ground"), "\(away.errors)")
      for (arguments, words) in [
        ([film.path, "--seed", "3"], "--seed does nothing with a recording"),
        (["scenes/tutorial/01-one-wearer.yaml", "--unit", "cm"], "--unit does nothing with a scene"),
        ([film.path, "--field", "speed"], "did you mean 'velocity'? It is one of"),
        (["nothing.nc"], "nothing.nc: error[R0101]: no such file"),
        (["README.md"], "README.md: error[R0105]: the file is no recording"),
      ] {
        let run = try Shell.start(["export"] + arguments + ["--quiet", "--out", picture]).wait()
        #expect(run.status != 0 && run.status < 128)
        #expect(run.errors.contains(words), "\(words): \(run.errors)")
      }
    }
  }

  @Test func recordingsBecomePicturesAndAnimations() throws {
    try Shell.withFolder { folder in
      let film = try MeasureTests.march(in: folder)
      for (name, arguments) in [
        ("a.png", ["--field", "velocity", "--people", "--size", "640x400"]),
        ("b.gif", ["--from", "5", "--to", "7", "--size", "480x300", "--range", "0..2"]),
        (
          "c.webp",
          ["--from", "5", "--to", "6", "--size", "480x300", "--range", "data", "--palette", "inferno"]
        ),
      ] {
        let out = folder.appending(path: name).path
        let run = try Shell.start(
          ["export", film, "--walkable", MeasureTests.ground, "--out", out, "--quiet"] + arguments
        ).wait()
        #expect(run.status == 0 && run.errors.isEmpty, "\(name): \(run.errors)")
        #expect(run.output.contains("written: \(out)"))
        let bytes = try Data(contentsOf: URL(filePath: out))
        let head = ["png": "\u{89}PNG", "gif": "GIF89a", "webp": "RIFF"][
          String(name.split(separator: ".")[1])]!
        #expect(bytes.starts(with: head.unicodeScalars.map { UInt8($0.value) }))
      }
      // A grown file is read under its passing name too.
      let nc = folder.appending(path: "d.nc").path
      #expect(try Shell.run("export", film, "--out", nc, "--quiet").status == 0)
      try FileManager.default.moveItem(atPath: nc, toPath: nc + ".partial")
      let again = try Shell.run(
        "export", nc + ".partial", "--out", folder.appending(path: "e.png").path, "--json", "--quiet")
      #expect(again.status == 0 && again.output.contains("\"kind\": \"png\""), "\(again.errors)")
    }
  }

  @Test func mistakesAreTold() throws {
    try Shell.withFolder { folder in
      let film = try MeasureTests.march(in: folder)
      let out = folder.appending(path: "x.png").path
      func at(_ name: String) -> String { folder.appending(path: name).path }
      for (arguments, word, status) in [
        ([film, "--out", at("x.nd")], "did you mean .nc?", 64),
        ([film, "--out", out, "--field", "densty"], "did you mean 'density'", 64),
        ([film, "--out", out, "--field", "density,flow"], "P0121", 64),
        ([film, "--out", out, "--at", "1000"], "P0122", 64),
        ([film, "--out", out, "--range", "6..0"], "--range", 64),
        ([film, "--out", out, "--field", "vorticity", "--range", "0..1"], "zero inside", 64),
        ([film, "--out", out, "--palette", "virdis"], "did you mean 'viridis'", 64),
        ([film, "--out", out, "--estimator", "gauss"], "--estimator", 64),
        ([film, "--out", out, "--every", "1", "--nth", "2"], "not both", 64),
        ([film, "--out", out, "--size", "10x10"], "--size", 64),
        ([film, "--out", out, "--area", "0,0,0,0"], "--area", 64),
        ([film, "--out", at("x.gif"), "--at", "1"], "--at", 64),
        ([film, "--out", at("x.nc/y.png")], "", 0),
        ([at("no.sqlite"), "--out", out], "R0101", 66),
        ([at("no.nc"), "--out", out], "R0101", 66),
        ([film, "--out", "/proc/no/x.png"], "P0101", 73),
        ([film, "--out", at("march.txt/x.png")], "'march.txt' is a file", 73),
      ] as [([String], String, Int32)] {
        let run = try Shell.start(["export", "--quiet"] + arguments).wait()
        #expect(run.errors.contains(word) || word.isEmpty, "\(arguments): \(run.errors)")
        #expect(run.status == status, "\(arguments): \(run.errors)")
      }
      let video = try Shell.start(
        ["export", film, "--quiet", "--out", at("x.mp4")], environment: ["PATH": folder.path]
      ).wait()
      #expect(video.status == 69 && video.errors.contains("ffmpeg, which is not here"))
      let fields = try Shell.run("run", ExportTests.scene, "--headless", "--fields", "x.png")
      #expect(fields.status == 64 && fields.errors.contains("FILE.nc"))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(Set(names) == ["march.txt", "x.nc"], "nothing half done: \(names)")
    }
  }

  /// The first Ctrl-C ends the file, and what has a name is whole.
  @Test func interruptedExportIsWhole() throws {
    try Shell.withFolder { folder in
      let out = folder.appending(path: "square.nc")
      let running = try Shell.start(
        [
          "export", ExportTests.scene, "--field", "all", "--every", "0.05", "--seconds", "3000", "--out",
          out.path,
        ])
      let partial = out.path + ".partial"
      for _ in 0..<400 where !FileManager.default.fileExists(atPath: partial) { usleep(20_000) }
      usleep(300_000)
      kill(running.process.processIdentifier, SIGINT)
      let outcome = try running.wait()
      #expect(outcome.status == 128 + SIGINT, "\(outcome.errors)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["square.nc"])
      let read = try Shell.run(
        "export", out.path, "--out", folder.appending(path: "a.png").path, "--json", "--quiet")
      #expect(read.status == 0, "\(read.errors)")
    }
  }

  /// What the full disk took is told, and the steps before it stay readable.
  @Test func fileThatMayNotGrowIsTold() throws {
    try Shell.withFolder { folder in
      let process = Process()
      process.executableURL = URL(filePath: "/bin/bash")
      let out = folder.appending(path: "square.nc").path
      process.arguments = [
        "-c",
        "ulimit -f 1500; exec '\(Shell.program.path)' export \(ExportTests.scene) --field all --every 0.05 --seconds 60 --quiet --out '\(out)'",
      ]
      process.currentDirectoryURL = Shell.root
      let outcome = try Running(process).wait()
      #expect(outcome.status == 74 && outcome.errors.contains("R0502"), "\(outcome.errors)")
      #expect(outcome.errors.contains("steps are saved in \(out).partial"))
      #expect(!outcome.errors.contains("HDF5"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["square.nc.partial"])
      let read = try Shell.run(
        "export", out + ".partial", "--out", folder.appending(path: "a.png").path, "--json", "--quiet")
      #expect(read.status == 0, "\(read.errors)")
    }
  }
}
