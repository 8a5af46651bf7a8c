import Fields
import Foundation
import Kernel
import Pipeline
import Scenes
import Testing

/// Figures of recorded crowds against PedPy's: stored ones to the digits stored, and everything anew where PedPy is.
@Suite struct MeasureGoldenTests {
  static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  /// Beside the repository, or beside the folder that holds its work trees.
  static let folder: String = {
    let beside = repository.deletingLastPathComponent()
    let places = [beside, beside.deletingLastPathComponent()].map {
      $0.appending(path: "shared/data/trajectories").path
    }
    return places.first { FileManager.default.fileExists(atPath: $0) } ?? places[0]
  }()
  static let corridor =
    "POLYGON ((2.8 -6.5, 2.8 -4, 1.8 -4, 1.8 4, 2.8 4, 2.8 8, -1 8, -1 4, 0 4, 0 -4, -1 -4, -1 -6.5, 2.8 -6.5))"
  static let bottleneck = """
    POLYGON ((3.5 -2, 3.5 8, -3.5 8, -3.5 -2, 3.5 -2),
    (-0.7 -1.1, -0.25 -1.1, -0.25 -0.15, -0.4 0, -2.8 0, -2.8 6.7, -3.05 6.7, -3.05 -0.3, -0.7 -0.3, -0.7 -1.1),
    (0.25 -1.1, 0.7 -1.1, 0.7 -0.3, 3.05 -0.3, 3.05 6.7, 2.8 6.7, 2.8 0, 0.4 0, 0.25 -0.15, 0.25 -1.1))
    """

  struct Film: Sendable {
    var file: String
    var frames: ClosedRange<Int>
    var cutOff: Double
    /// By key, with half a unit of the last digit that is known.
    var means: [String: (value: Double, within: Double)]
    var cutDensity: (value: Double, within: Double)
    /// [1/(m s)] and people, up to the last frame but one.
    var flow: (specific: Double, people: Double)?
    var options = RecordingOptions(framesPerSecond: 16, unit: .centimetre)
    var walkable = corridor
    var area = "POLYGON ((0 -2, 1.8 -2, 1.8 0, 0 0, 0 -2))"
    var line = "LINESTRING (0 0, 1.8 0)"
    var path: String { MeasureGoldenTests.folder + "/" + file }
  }
  /// PedPy 1.5.1, frame step 5, single-sided; densities and flows to the digits that are published with the films.
  static let films = [
    Film(
      file: "uo-050-180-180.txt", frames: 211...800, cutOff: 0.8,
      means: [
        "classic_density": (0.4958, 5e-5), "voronoi_density": (0.4950, 5e-5),
        "mean_speed": (1.0920274762, 1e-9), "voronoi_speed": (1.3364610025, 1e-9),
      ], cutDensity: (0.4983, 5e-5), flow: (0.698, 45)),
    Film(
      file: "uo-100-180-180.txt", frames: 200...790, cutOff: 0.8,
      means: [
        "classic_density": (1.1393, 5e-5), "voronoi_density": (1.1397, 5e-5),
        "mean_speed": (1.2079918067, 1e-9), "voronoi_speed": (1.2110316525, 1e-9),
      ], cutDensity: (1.1407, 5e-5), flow: (1.377, 91)),
    Film(
      file: "uo-180-180-070.txt", frames: 500...1399, cutOff: 0.8,
      means: [
        "classic_density": (3.0568, 5e-5), "voronoi_density": (3.0601, 5e-5),
        "mean_speed": (0.3392378541, 1e-9), "voronoi_speed": (0.3415085030, 1e-9),
      ], cutDensity: (3.0601, 5e-5), flow: (0.952, 95)),
    Film(
      file: "040_c_56_h-.txt", frames: 100...700, cutOff: 1,
      means: ["classic_density": (8.566, 5e-4), "mean_speed": (0.1197120532, 1e-9)],
      cutDensity: (8.323, 5e-4), flow: nil, options: RecordingOptions(), walkable: bottleneck,
      area: "POLYGON ((-0.4 0.5, 0.4 0.5, 0.4 1.3, -0.4 1.3, -0.4 0.5))", line: "LINESTRING (0.4 0, -0.4 0)"),
  ]
  static let areHere = films.allSatisfy { FileManager.default.fileExists(atPath: $0.path) }

  static func measure(_ film: Film, cutOff: Double?, all: Bool = false) throws -> CrowdMeasurement {
    let recording = try Recording.load(path: film.path, options: film.options).recording
    var request = try MeasureRequest(walkable: film.walkable, recording: recording)
    try request.addArea(film.area)
    try request.addLine(film.line)
    request.cells.cutOff = cutOff
    request.frames = all ? nil : film.frames
    return try CrowdMeasurement(recording, request, workers: Workers(2))
  }
  static func means(_ measured: CrowdMeasurement) -> [String: Double] {
    Dictionary(measured.figures.map { ($0.key, $0.value) }, uniquingKeysWith: { a, _ in a })
  }

  @Test(.enabled(if: areHere, "the recorded crowds are not beside the repository"), arguments: films)
  func goldenFiguresAreReproduced(film: Film) throws {
    let means = MeasureGoldenTests.means(try MeasureGoldenTests.measure(film, cutOff: nil))
    for (key, golden) in film.means {
      #expect(abs(try #require(means[key]) - golden.value) <= golden.within + 1e-9, "\(film.file): \(key)")
    }
    let cut = MeasureGoldenTests.means(try MeasureGoldenTests.measure(film, cutOff: film.cutOff))
    let golden = film.cutDensity
    #expect(abs(try #require(cut["voronoi_density"]) - golden.value) <= golden.within + 1e-9, "\(film.file)")
    guard let flow = film.flow else { return }
    var early = film
    early.frames = film.frames.lowerBound...film.frames.upperBound - 1
    let flows = MeasureGoldenTests.means(try MeasureGoldenTests.measure(early, cutOff: nil))
    #expect(flows["crossings"] == flow.people)
    #expect(abs(try #require(flows["specific_flow"]) - flow.specific) <= 5e-4)
  }

  @Test(.enabled(if: areHere, "the recorded crowds are not beside the repository"))
  func bottleneckLetsAllThrough() throws {
    let measured = try MeasureGoldenTests.measure(MeasureGoldenTests.films[3], cutOff: 1, all: true)
    let means = MeasureGoldenTests.means(measured)
    #expect(means["crossings"] == 75)
    #expect(abs((means["flow"] ?? 0) - 1.1476) <= 0.00005)
    let rows = measured.commaSeparated.split(separator: "\n").map { $0.split(separator: ",") }
    let column = try #require(rows[0].firstIndex(of: "voronoi_density"))
    let greatest = rows.dropFirst().compactMap { Double($0[column]) }.max() ?? 0
    #expect(abs(greatest - 9.281) <= 0.0005)
    #expect(rows.count - 1 == 1657)
  }

  // MARK: - Against PedPy itself

  /// Every series of one recording, by PedPy: `frame,` and the values, for the frames in which it has them.
  static let script = """
    import pathlib, sys, warnings, pedpy, shapely
    warnings.filterwarnings('ignore')
    path, ground, area, line, cut, hermes = sys.argv[1:7]
    extra = dict(default_frame_rate=16., default_unit=pedpy.TrajectoryUnit.CENTIMETER) if hermes == '1' else {}
    t = pedpy.load_trajectory(trajectory_file=pathlib.Path(path), **extra)
    w, m = pedpy.WalkableArea(ground), pedpy.MeasurementArea(area)
    l = pedpy.MeasurementLine(line)
    c = pedpy.Cutoff(radius=float(cut), quad_segments=3) if float(cut) > 0 else None
    v = pedpy.compute_individual_voronoi_polygons(traj_data=t, walkable_area=w, cut_off=c)
    d, inter = pedpy.compute_voronoi_density(individual_voronoi_data=v, measurement_area=m)
    s = pedpy.compute_individual_speed(traj_data=t, frame_step=5, compute_velocity=True,
        speed_calculation=pedpy.SpeedCalculation.BORDER_SINGLE_SIDED)
    k = pedpy.compute_species(trajectory_data=t, individual_voronoi_polygons=v, measurement_line=l, frame_step=5)
    a = dict(individual_voronoi_polygons=v, measurement_line=l, species=k)
    n, _ = pedpy.compute_n_t(traj_data=t, measurement_line=l)
    series = {
      'classic_density': (pedpy.compute_classic_density(traj_data=t, measurement_area=m), 'density'),
      'voronoi_density': (d, 'density'),
      'mean_speed': (pedpy.compute_mean_speed_per_frame(traj_data=t, individual_speed=s, measurement_area=m), 'speed'),
      'voronoi_speed': (pedpy.compute_voronoi_speed(traj_data=t, individual_speed=s,
          individual_voronoi_intersection=inter, measurement_area=m), 'speed'),
      'line_density': (pedpy.compute_line_density(**a), 'density'),
      'line_speed': (pedpy.compute_line_speed(individual_speed=s, **a), 'speed'),
      'line_flow': (pedpy.compute_line_flow(individual_speed=s, **a), 'flow'),
      'n_t': (n, 'cumulative_pedestrians'),
    }
    for name, (frame, column) in series.items():
      for f, x in zip(frame.frame, frame[column]):
        print(name, int(f), repr(float(x)), sep=',')
    """
  static let python: String? = {
    let own = [repository.appending(path: ".build-peers/bin/python3").path]
    return (own + ["python3"]).first { run([$0, "-c", "import pedpy"])?.code == 0 }
  }()

  static func run(_ arguments: [String]) -> (code: Int32, output: String)? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  @Test(
    .enabled(if: areHere, "the recorded crowds are not beside the repository"),
    .enabled(if: python != nil, "no python3 with pedpy here"), arguments: [films[0], films[3]])
  func everySeriesIsPedPys(film: Film) throws {
    for cutOff in [nil, film.cutOff] {
      let measured = try MeasureGoldenTests.measure(film, cutOff: cutOff, all: true)
      let rows = measured.commaSeparated.split(separator: "\n").map { $0.split(separator: ",") }
      var ours: [String: Double] = [:]
      for row in rows.dropFirst() {
        for (name, value) in zip(rows[0], row).dropFirst(2) { ours["\(name) \(row[0])"] = Double(value) }
      }
      let python = try #require(MeasureGoldenTests.python)
      let isHermes = film.options.unit != nil
      let arguments = [
        film.path, film.walkable, film.area, film.line, "\(cutOff ?? 0)", isHermes ? "1" : "0",
      ]
      let run = MeasureGoldenTests.run([python, "-c", MeasureGoldenTests.script] + arguments)
      let result = try #require(run)
      let lines = result.output.split(separator: "\n")
      #expect(result.code == 0 && lines.count > 4 * (rows.count - 1))
      var worst: [Substring: Double] = [:]
      for line in lines {
        let fields = line.split(separator: ",")
        let theirs = try #require(Double(fields[2]))
        let own = try #require(ours["\(fields[0]) \(fields[1])"], "\(line)")
        // Beside 1e-6 of the value, what rounding leaves of a cell that only touches.
        worst[fields[0]] = max(worst[fields[0]] ?? 0, abs(own - theirs) / (abs(theirs) + 1e-4))
      }
      #expect(worst.count == 8)
      for (name, error) in worst { #expect(error < 1e-6, "\(film.file), \(name), cut-off \(cutOff ?? 0)") }
    }
  }
}
