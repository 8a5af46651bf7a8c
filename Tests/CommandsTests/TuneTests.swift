import Foundation
import Testing

@Suite struct TuneCommandTests {
  private let plaza = "scenes/tuning/plaza.yaml"

  private func numbers(_ path: String) throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
      .filter { $0.contains("curve:") }
      .map { $0.replacing("4.0", with: "4") }
  }

  /// A real window on a screen in memory, somebody at the mouse and at the keys: pulls the curve, saves, goes to B and
  /// back, undoes, redoes, saves, reads again. Then the bench is killed in the middle of a change, which is there again.
  @Test(.enabled(if: Shell.has("xvfb-run") && Shell.has("xdotool"), "xvfb or xdotool is not installed"))
  func handsAtTheBench() throws {
    try Shell.withFolder { folder in
      let script = #"""
        throng=$0; out=$1
        for try in $(seq 300); do xdotool getmouselocation >/dev/null 2>&1 && break; sleep 0.1; done
        open_bench() {
          for attempt in 1 2 3; do
            "$throng" tune scenes/tuning/plaza.yaml --set sources.people.density=0.5 --warm-up 1 --workers 1 \
              --mapping density-glow --window-size 1200x700 --close 120 --out "$out" --save "$out/mine.yaml" & run=$!
            for try in $(seq 300); do
              window=$(xdotool search --name '^Throng' 2>/dev/null | head -1) && [ -n "$window" ] && break 2
              sleep 0.1
            done
            kill -INT $run; wait $run
          done
          [ -n "$window" ] || { echo "no window came up" >&2; exit 9; }
          rm -f "$out"/tune-1.png
          until [ -e "$out/tune-1.png" ]; do key F12; sleep 0.3; kill -0 $run || exit 8; done
        }
        key() { xdotool key --window "$window" "$1"; sleep 0.25; }
        pull() {  # the curve's end, by so many pixels to the left and down
          xdotool mousemove --window "$window" 1100 105; sleep 0.15
          xdotool mousedown 1; sleep 0.15
          for step in 1 2 3 4 5; do
            xdotool mousemove --window "$window" $((1100 - $1 * step / 5)) $((105 + $2 * step / 5)); sleep 0.06
          done
          xdotool mouseup 1; sleep 0.25
        }
        save() { rm -f "$out/mine.yaml"; for try in $(seq 40); do key ctrl+s; [ -e "$out/mine.yaml" ] && break; done; cp "$out/mine.yaml" "$out/$1"; }
        open_bench
        pull 100 40
        save pulled.txt
        key b; key b
        key ctrl+z
        save undone.txt
        key ctrl+y
        key b; key n; key b; key n; key b
        save again.txt
        key ctrl+r
        save read.txt
        pull 60 0
        sleep 1
        kill -9 $run; wait $run
        window=
        open_bench
        save restored.txt
        for try in $(seq 60); do kill -0 $run 2>/dev/null || break; key ctrl+q; done
        wait $run
        """#
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = [
        "xvfb-run", "-a", "-s", "-screen 0 1280x800x24 -noreset", "bash", "-c", script, Shell.program.path,
        folder.path,
      ]
      process.currentDirectoryURL = Shell.root
      var variables = ProcessInfo.processInfo.environment
      variables["SDL_VIDEODRIVER"] = nil
      variables["WAYLAND_DISPLAY"] = nil
      variables["ALSOFT_DRIVERS"] = "null"
      process.environment = variables
      let run = try Running(process).wait()
      #expect(run.status == 0, "\(run.errors)")
      func curve(_ name: String) throws -> [String] { try numbers(folder.appending(path: name).path) }
      let start = try numbers("\(Shell.root.path)/assets/mappings/density-glow.yaml")
      #expect(try curve("pulled.txt") != start)
      #expect(try curve("undone.txt") == start)
      #expect(try curve("again.txt") == curve("pulled.txt"))
      #expect(try curve("read.txt") == curve("pulled.txt"))
      let restored = try curve("restored.txt")
      #expect(restored != (try curve("pulled.txt")) && restored != start)
      let text = try String(contentsOf: folder.appending(path: "mine.yaml"), encoding: .utf8)
      #expect(
        text.contains("# The more people stand on a side of the body")
          && text.contains("name: density-glow-tuned"))
      #expect(run.output.contains("pictures a second"), "\(run.output)")
    }
  }

  @Test(
    "A search goes on where it was cut off, and comes to the same; it leaves a mapping, a page and figures")
  func search() throws {
    try Shell.withFolder { folder in
      let small = [
        "tune", plaza, "--auto", "--mapping", "radar", "--seeds", "2", "--seconds", "8", "--warm-up", "2",
        "--walkers",
        "2", "--wearers", "2", "--set", "sources.people.density=0.6", "--held-out", "11..12", "--evaluations",
        "16",
        "--quiet",
      ]
      let whole = folder.appending(path: "whole").path
      let cut = folder.appending(path: "cut").path
      let first = try Shell.start(small + ["--out", whole]).wait()
      #expect(first.status == 0, "\(first.errors)")
      // What a kill in the middle leaves: half of the lines, the last one torn.
      let lines = try String(contentsOfFile: whole + "/search.csv", encoding: .utf8).split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count > 10)
      try FileManager.default.createDirectory(atPath: cut, withIntermediateDirectories: true)
      let torn = lines.prefix(7).joined(separator: "\n") + "\n" + lines[7].prefix(20)
      try torn.write(toFile: cut + "/search.csv.partial", atomically: true, encoding: .utf8)
      let second = try Shell.start(small + ["--out", cut, "--workers", "1"]).wait()
      #expect(second.status == 0, "\(second.errors)")
      #expect(second.output.contains("from before"))
      for file in ["search.csv", "radar-tuned.yaml"] {
        #expect(
          try Data(contentsOf: URL(filePath: "\(whole)/\(file)"))
            == (try Data(contentsOf: URL(filePath: "\(cut)/\(file)"))), "\(file)")
      }
      let result = try Shell.json(URL(filePath: whole + "/tune.json"))
      #expect((result["held_out"] as? [Any])?.count == 1 && (result["front"] as? [Any])?.isEmpty == false)
      let page = try String(contentsOfFile: whole + "/report.html", encoding: .utf8)
      #expect(page.contains("What changed") && page.contains("trade-off front"))
      let listed = try Shell.run("mappings", whole + "/radar-tuned.yaml")
      #expect(listed.status == 0 && listed.output.contains("radar-tuned"), "\(listed.errors)")
      // Another search in the same folder would mix two journals.
      let other = try Shell.start(small.map { $0 == "radar" ? "sand" : $0 } + ["--out", whole]).wait()
      #expect(other.status == 73 && other.errors.contains("P0143"), "\(other.errors)")
    }
  }

  @Test("Simulated wearers: a table, a page; the same for any number of workers")
  func simulated() throws {
    try Shell.withFolder { folder in
      func run(_ workers: String) throws -> Shell.Outcome {
        try Shell.run(
          "tune", plaza, "--personalise", "--simulate", "4", "--answers", "10", "--workers", workers,
          "--quiet", "--out",
          folder.appending(path: "w").path)
      }
      let (one, two) = (try run("1"), try run("2"))
      #expect(one.status == 0 && one.output == two.output, "\(one.errors)")
      let result = try Shell.json(folder.appending(path: "w/personalise.json"))
      #expect((result["shares"] as? [[String: Any]])?.last?["answers"] as? Int == 10)
    }
  }

  @Test("Asked in the terminal: answers are kept, and the end is a mapping")
  func terminal() throws {
    try Shell.withFolder { folder in
      let process = Process()
      process.executableURL = URL(filePath: "/bin/bash")
      process.arguments = [
        "-c",
        """
        ask() { "$program" tune \(plaza) --personalise --headless --answers 4 --slice 1 --warm-up 1 --mapping sand \
          --out "$folder"; }
        program=$0; folder=$1
        printf '1\\nr\\n2\\n' | ask && printf '0\\n1\\n' | ask
        """,
        Shell.program.path, folder.path,
      ]
      process.currentDirectoryURL = Shell.root
      let run = try Running(process).wait()
      #expect(run.status == 0, "\(run.errors)")
      #expect(
        run.output.contains("goes on from there") && run.output.contains("sand-personal.yaml"),
        "\(run.output)")
      let answers = try String(contentsOf: folder.appending(path: "answers.csv"), encoding: .utf8)
      #expect(answers.split(separator: "\n").count == 2 + 4)
      let listed = try Shell.run("mappings", folder.appending(path: "sand-personal.yaml").path)
      #expect(listed.status == 0, "\(listed.errors)")
    }
  }

  @Test("What is wrong is said")
  func faults() throws {
    for (arguments, status, words) in [
      (["--auto", "--personalise"], 64, "give one of them"),
      (["--auto", "--objective", "infomation"], 64, "information"),
      (["--auto", "--held-out", "1..4"], 64, "--held-out 1..4 has seeds"),
      (["--personalise", "--simulate", "4", "--knobs", "crowd.curve.nee"], 64, "crowd.curve.knee"),
      (["--mapping", "density-glow"], 69, "P0148"), (["--simulate", "5"], 64, "goes with --personalise"),
    ] as [([String], Int32, String)] {
      let run = try Shell.withFolder { folder in
        try Shell.start(["tune", plaza] + arguments + ["--out", folder.path]).wait()
      }
      #expect(run.status == status && run.errors.contains(words), "\(arguments): \(run.status) \(run.errors)")
    }
  }
}
