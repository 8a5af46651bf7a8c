import Foundation
import Testing

@Suite struct MeasureTests {
  /// Ten people in a row, 1 m apart, walk east at 1 m/s past x = 5 through a corridor 2 m wide.
  static func march(in folder: URL) throws -> String {
    var text = "# framerate: 10 fps\n# id frame x/m y/m\n"
    for id in 1...10 {
      for frame in 0..<200 { text += "\(id) \(frame) \(Double(frame) / 10 - Double(id)) 1\n" }
    }
    let path = folder.appending(path: "march.txt").path
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }
  static let ground = "POLYGON ((-12 0, 32 0, 32 2, -12 2, -12 0))"
  static let area = "POLYGON ((4 0, 8 0, 8 2, 4 2, 4 0))"
  static let line = "LINESTRING (5.05 2, 5.05 0)"

  @Test func marchIsMeasured() throws {
    try Shell.withFolder { folder in
      let path = try MeasureTests.march(in: folder)
      let out = folder.appending(path: "results")
      let run = try Shell.run(
        "measure", path, "--walkable", MeasureTests.ground, "--area", MeasureTests.area, "--line",
        MeasureTests.line, "--frames", "95..125", "--passing-width", "1", "--json", "--out", out.path,
        "--quiet")
      #expect(run.status == 0, "\(run.errors)")
      let result = try Shell.json(out.appending(path: "measure.json"))
      let printed = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? NSDictionary
      #expect(printed == result as NSDictionary)
      // Somebody every second, each with 2 m² in the row's middle.
      #expect(abs((result["flow"] as? Double ?? 0) - 1) < 1e-9)
      #expect(abs((result["specific_flow"] as? Double ?? 0) - 0.5) < 1e-9)
      #expect(abs((result["voronoi_density"] as? Double ?? 0) - 0.5) < 0.02)
      #expect(abs((result["voronoi_speed"] as? Double ?? 0) - 1) < 1e-6)
      #expect(abs((result["line_speed"] as? Double ?? 0) - 1) < 1e-6)
      #expect(abs((result["passing_speed"] as? Double ?? 0) - 1) < 1e-6)
      #expect((result["frame"] as? [Int])?.count == 31)
      let areas = try #require(result["areas"] as? [[String: Any]])
      let series = try #require(areas[0]["series"] as? [String: [Double]])
      #expect(series["classic_density"]?.count == 31)
      let csv = try String(contentsOf: out.appending(path: "measure.csv"), encoding: .utf8).split(
        separator: "\n")
      #expect(csv.count == 32)
      #expect(
        csv[0]
          == "frame,time,classic_density,voronoi_density,mean_speed,voronoi_speed,line_density,line_speed,line_flow,n_t"
      )
      for file in ["density.svg", "speed.svg", "n_t.svg", "line_flow.svg"] {
        let text = try String(contentsOf: out.appending(path: file), encoding: .utf8)
        #expect(text.contains("class=\"line line-0\"") && text.hasSuffix("</svg>\n"))
      }
      let table = try Shell.run("measure", path, "--line", MeasureTests.line, "--quiet")
      #expect(table.status == 0 && table.output.contains("flow") && table.errors.contains("--walkable"))
    }
  }

  /// Whoever passes in other frames than those asked for does not count; nor does an empty frame lower every mean.
  @Test func framesBoundWhatIsCounted() throws {
    try Shell.withFolder { folder in
      let path = try MeasureTests.march(in: folder)
      func figures(_ frames: String) throws -> [String: Any] {
        let run = try Shell.run(
          "measure", path, "--walkable", MeasureTests.ground, "--area", MeasureTests.area, "--line",
          MeasureTests.line, "--passing-width", "1", "--frames", frames, "--json", "--quiet")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("empty frame") == (frames == "0..199"))
        return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
      }
      let all = try figures("0..199")
      #expect(all["passings"] as? Int == 10 && all["crossings"] as? Int == 10)
      let three = try figures("95..124")
      #expect(three["passings"] as? Int == 3 && three["crossings"] as? Int == 3)
      // The first enters at 5 s and the last leaves at 18 s, each at 1 m/s.
      #expect(abs((all["mean_speed_occupied"] as? Double ?? 0) - 1) < 1e-6)
      #expect((all["mean_speed"] as? Double ?? 1) < 0.7)
    }
  }

  /// What is likely not meant is said; what cannot do anything is refused.
  @Test func placesOffTheGroundAreTold() throws {
    try Shell.withFolder { folder in
      let path = try MeasureTests.march(in: folder)
      let off = try Shell.run(
        "measure", path, "--walkable", MeasureTests.ground, "--area", "POLYGON ((4 3, 8 3, 8 5, 4 5, 4 3))",
        "--line", "LINESTRING (50 0, 50 2)", "--quiet")
      #expect(off.status == 0)
      #expect(off.errors.contains("area 1 lies off the walkable ground; the ground spans x -12.0...32.0"))
      #expect(off.errors.contains("line 1 lies off the walkable ground"))
      #expect(off.errors.contains("nobody is in area 1"))
      let line = ["--line", MeasureTests.line]
      let scene = "scenes/tutorial/01-one-wearer.yaml"
      for (arguments, words) in [
        ([path, "--seed", "3"] + line, "--seed is for scenes"),
        ([scene, "--walkable", MeasureTests.ground] + line, "--walkable is for recordings"),
        ([path, "--estimator", "count"] + line, "--estimator is how a field is made"),
        ([path, "--passing-width", "1", "--area", MeasureTests.area], "give --line"),
        ([path, "--field", "velocity", "--area", MeasureTests.area], "did you mean 'speed'? It is one of"),
        ([path, "--out", "README.md"] + line, "README.md: error[P0101]"),
      ] {
        let run = try Shell.start(["measure"] + arguments + ["--quiet"]).wait()
        #expect(run.status != 0 && run.status < 128)
        #expect(run.errors.contains(words), "\(words): \(run.errors)")
      }
    }
  }

  /// Fields in an area: the Voronoi field is the Voronoi density; everybody walks east; nobody collides.
  @Test func fieldsAreMeasured() throws {
    try Shell.withFolder { folder in
      let path = try MeasureTests.march(in: folder)
      let out = folder.appending(path: "results")
      let run = try Shell.run(
        "measure", path, "--walkable", MeasureTests.ground, "--area", MeasureTests.area, "--frames",
        "95..125",
        "--field", "all", "--estimator", "voronoi", "--cell-size", "0.5", "--json", "--out", out.path,
        "--quiet")
      #expect(run.status == 0, "\(run.errors)")
      let result = try Shell.json(out.appending(path: "measure.json"))
      func value(_ key: String) -> Double { result[key] as? Double ?? .nan }
      #expect(abs(value("field_density") - value("voronoi_density")) < 1e-5)
      #expect(abs(value("density_east") - value("field_density")) < 1e-6 && value("density_west") == 0)
      #expect(abs(value("field_speed") - 1) < 1e-5 && value("greatest_pressure") < 1e-5)
      #expect(value("least_time_to_collision") == 5)
      #expect(abs(value("experienced_density") - 0.5) < 0.03 && value("maximum_density") >= 0.5 - 1e-5)
      let levels = "abcdef".reduce(0) { $0 + value("level_of_service_\($1)") }
      #expect(abs(levels - 1) < 1e-9 && value("level_of_service_c") > 0.9)
      let map = try String(contentsOf: out.appending(path: "density_map.csv"), encoding: .utf8).split(
        separator: "\n")
      #expect(map.count > 100 && map[1].split(separator: ",").count == 5)
      for file in ["field_density.svg", "field_direction_2.svg"] {
        #expect(try String(contentsOf: out.appending(path: file), encoding: .utf8).hasSuffix("</svg>\n"))
      }
    }
  }

  @Test func sceneIsRunAndMeasured() throws {
    let run = try Shell.run(
      "measure", "scenes/city/steeple-square.yaml", "--seconds", "2", "--area",
      "POLYGON ((10 10, 30 10, 30 30, 10 30, 10 10))", "--csv", "--quiet")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.split(separator: "\n").count == 42)
  }

  @Test func mistakesAreTold() throws {
    try Shell.withFolder { folder in
      let path = try MeasureTests.march(in: folder)
      for (arguments, word, status) in [
        ([], "P0114", 64), (["--area", "POLYGON ((0 0, 1 1, 0 0))"], "P0110", 64),
        (["--area", "CIRCLE (1)"], "P0110", 64), (["--line", "LINESTRING (0 0, 0 0)"], "P0111", 64),
        (["--line", "LINESTRING (0 0, x 1)"], "P0111", 64),
        (["--line", MeasureTests.line, "--frames", "900..950"], "P0112", 64),
        (["--line", MeasureTests.line, "--frames", "9-5"], "--frames", 64),
        (["--line", MeasureTests.line, "--border", "adaptve"], "did you mean 'adaptive'", 64),
        (["--area", MeasureTests.area, "--field", "presure"], "did you mean 'pressure'", 64),
        (["--line", MeasureTests.line, "--field", "density"], "give --area", 64),
        (["--area", MeasureTests.area, "--estimator", "vornoi"], "did you mean 'voronoi'", 64),
        (
          [
            "--area", MeasureTests.area, "--field", "density", "--cell-size", "0.05", "--walkable",
            "POLYGON ((-12 -900, 900 -900, 900 900, -12 900, -12 -900))",
          ], "P0115", 64
        ),
      ] as [([String], String, Int32)] {
        let run = try Shell.start(["measure", path, "--quiet"] + arguments).wait()
        #expect(run.errors.contains(word), "\(arguments): \(run.errors)")
        #expect(run.status == status, "\(arguments)")
      }
      let missing = try Shell.run("measure", "no-such-file.txt", "--line", MeasureTests.line)
      #expect(missing.status == 66)
    }
  }
}
