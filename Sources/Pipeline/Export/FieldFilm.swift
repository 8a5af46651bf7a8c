import City
import Fields
import Kernel
import Scenes

/// Fields over time, wherever they come from: a recording, a scene that is run, or a file of fields.
public struct FieldFilm {
  /// One moment of it.
  public struct Frame {
    public let seconds: Double
    public let people: Int?  // nil where a file does not say
    public let crowd: Crowd?  // nil of a file of fields
    let field: CrowdField?
    let planes: [FieldVariable: Grid2D<Float>]  // of a file of fields

    /// nil where it was not asked for, or a file has it not.
    func plane(_ variable: FieldVariable) -> Grid2D<Float>? {
      if let field { return variable.plane(of: field) }
      return planes[variable]
    }
  }
  private enum Origin {
    case recording(RecordedCrowd, step: Double)
    case scene(Scene, ticks: Int)
    case file(FieldRecording)
  }
  private let origin: Origin
  private let estimator: FieldEstimator?
  private let workers: Workers
  public let name: String
  public let title: String
  public let seed: UInt64?
  public let ground: Ground
  public let walkable: Grid2D<Bool>?

  /// A recorded crowd, at its annotated frames.
  public init(_ recording: Recording, settings: FieldSettings, workers: Workers) {
    let crowd = RecordedCrowd(recording)
    let first = recording.frames.min() ?? 0
    var stride = 0
    for frame in recording.frames where frame != first {
      stride = FieldFilm.commonDivisor(frame - first, stride)
    }
    origin = .recording(crowd, step: Double(max(1, stride)) / crowd.framesPerSecond)
    let estimator = FieldEstimator(settings: settings, ground: crowd.ground)
    self.estimator = estimator
    self.workers = workers
    (name, title, seed, ground) = (recording.name, recording.name, nil, crowd.ground)
    walkable = estimator.walkable
  }

  /// A scene, run for `seconds` (its own duration unless given), at its steps.
  public init(_ scene: Scene, seconds: Double?, settings: FieldSettings, workers: Workers) {
    let step = Double(scene.clocks.crowdStepMilliseconds)
    origin = .scene(scene, ticks: Int(((seconds ?? scene.duration) * 1000 / step).rounded(.up)))
    let estimator = FieldEstimator(settings: settings, ground: scene.city.ground)
    self.estimator = estimator
    self.workers = workers
    (name, title) = (scene.name, scene.title.isEmpty ? scene.name : scene.title)
    (seed, ground) = (scene.seed, scene.city.ground)
    walkable = estimator.walkable
  }

  /// Fields written before.
  public init(_ file: FieldRecording) {
    origin = .file(file)
    estimator = nil
    workers = .one
    (name, title, seed, ground) = (file.name, file.title, file.seed, file.ground)
    walkable = nil
  }

  /// nil for a file of fields.
  public func header(_ variables: [FieldVariable]) -> FieldFileHeader? {
    estimator.map {
      FieldFileHeader(
        title: title, scene: name, seed: seed, version: throngVersion, estimator: $0, ground: ground,
        variables: variables)
    }
  }
  /// Estimator, kernel and cells, in words.
  public var making: String {
    if let estimator { return FieldFilm.words(estimator.settings) }
    guard case .file(let file) = origin else { return "" }
    var settings = FieldSettings()
    settings.cellSize = file.frame.cellSize
    guard let estimator = file.estimator.flatMap(FieldSettings.Estimator.init(rawValue:)) else {
      return "cells of \(FieldFilm.short(Double(settings.cellSize))) m"
    }
    settings.estimator = estimator
    settings.width = Float(file.kernelWidth ?? 0)
    settings.neighbours = file.neighbours ?? settings.neighbours
    settings.measure = file.kernelMeasure.flatMap(FieldSettings.Measure.init(rawValue:)) ?? .deviation
    return FieldFilm.words(settings)
  }

  public var isFile: Bool { estimator == nil }

  /// How many moments there are.
  public var count: Int {
    switch origin {
    case .recording(let crowd, let step): Int((crowd.duration / step + 1e-6).rounded(.down)) + 1
    case .scene(_, let ticks): ticks + 1
    case .file(let file): file.seconds.count
    }
  }
  /// [s] of moment `k`.
  public func seconds(_ k: Int) -> Double {
    switch origin {
    case .recording(_, let step): Double(k) * step
    case .scene(let scene, _): scene.clocks.seconds(atCrowdTick: k)
    case .file(let file): file.seconds[k]
    }
  }

  /// Calls `body` for each of `moments`, rising, with the planes that `variables` name; ends early when `interrupted`
  /// says so. `passed` hears of moments that a scene runs through on its way. Throws R0604 where a file of fields
  /// lacks a plane.
  public func show(
    _ moments: [Int], _ variables: [FieldVariable], interrupted: () -> Bool, passed: (Int) -> Void,
    _ body: (Frame) throws(Diagnostics) -> Void
  ) throws(Diagnostics) {
    let wanted = variables.reduce(into: FieldQuantities.density) { $0.formUnion($1.quantities) }
    switch origin {
    case .recording(let recorded, _):
      guard let estimator else { return }
      var field = estimator.emptyField(wanted)
      for k in moments where !interrupted() {
        let crowd = recorded.crowd(atSeconds: seconds(k))
        estimator.measure(crowd, into: &field, workers: workers)
        try body(Frame(seconds: seconds(k), people: crowd.count, crowd: crowd, field: field, planes: [:]))
        passed(k)
      }
    case .scene(let scene, _):
      guard let estimator else { return }
      var world = World(plan: scene.city, seed: scene.seed, clocks: scene.clocks, workers: workers)
      var (trace, crowd, field) = (Trace.none, Crowd(), estimator.emptyField(wanted))
      for k in moments {
        while world.tick < k, !interrupted() {
          world.step(workers: workers, trace: &trace)
          passed(world.tick)
        }
        if interrupted() { return }
        world.write(into: &crowd)
        estimator.measure(crowd, into: &field, workers: workers)
        try body(Frame(seconds: seconds(k), people: crowd.count, crowd: crowd, field: field, planes: [:]))
      }
    case .file(let file):
      let people = file.people()
      for k in moments where !interrupted() {
        var planes: [FieldVariable: Grid2D<Float>] = [:]
        for variable in variables {
          guard let plane = try file.plane(variable.rawValue, step: k) else {
            throw FieldFilm.missing(variable, file)
          }
          planes[variable] = plane
        }
        if planes[.density] == nil, let density = try file.plane("density", step: k) {
          planes[.density] = density
        }
        try body(Frame(seconds: seconds(k), people: people?[k], crowd: nil, field: nil, planes: planes))
        passed(k)
      }
    }
  }

  private static func missing(_ variable: FieldVariable, _ file: FieldRecording) -> Diagnostics {
    Diagnostics(
      Diagnostic(
        "R0604", "does not hold \(variable.rawValue)", file: file.path,
        hint: "it has \(file.layers.map(\.name).joined(separator: ", "))"), exit: .usage)
  }

  private static func words(_ settings: FieldSettings) -> String {
    let cells = "cells of \(short(Double(settings.cellSize))) m"
    switch settings.estimator {
    case .count: return "headcount, \(cells)"
    case .helbing: return "helbing R 1 m, \(cells)"
    case .voronoi: return "exact Voronoi cells, \(cells)"
    case .nearestNeighbours: return "kernels to neighbour \(settings.neighbours), \(cells)"
    case .gaussian, .spline, .wendland:
      let letter = settings.estimator == .gaussian && settings.measure == .deviation ? "σ " : ""
      return "\(settings.estimator.rawValue) \(letter)\(short(Double(settings.width))) m, \(cells)"
    }
  }
  private static func short(_ value: Double) -> String {
    let rounded = (value * 1000).rounded() / 1000
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
  private static func commonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (abs(a), abs(b))
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
