import City
import Fields
import Kernel

/// What no single value tells: whether the scene as a whole can work.
struct SceneLints {
  let scene: Scene
  let marks: SceneMarks?
  /// Where nobody can enter; said once, so that reach does not say it again.
  var blockedEntries: Set<String> = []
  private(set) var findings: [(place: Place?, diagnostic: Diagnostic)] = []

  /// What events do in the whole run.
  let effects: EventEffects

  var ground: Ground { scene.city.ground }

  static func check(_ scene: Scene, marks: SceneMarks?) -> [Diagnostic] {
    var lints = SceneLints(scene: scene, marks: marks)
    lints.checkPolygons()
    lints.checkGrids()
    // On broken outlines the rest would only repeat what has been said.
    if lints.findings.allSatisfy({ $0.diagnostic.severity != .error }) {
      lints.checkFloors()
      lints.checkSources()
      lints.checkWearers()
      lints.checkPlaces()
      lints.checkLinks()
      lints.checkJourneys()
      lints.checkReach()
      lints.checkEvents()
    }
    lints.checkUse()
    lints.checkDifference()
    lints.checkSteps()
    lints.checkModels()
    lints.checkView()
    return lints.sorted
  }

  init(scene: Scene, marks: SceneMarks?) {
    self.scene = scene
    self.marks = marks
    effects = EventEffects(scene.city.events)
  }

  /// `path` leads to what the finding is about, such as `sources.2.area`.
  mutating func error(_ code: SceneCode, _ message: String, at path: String, hint: String? = nil) {
    add(code, message, path, hint, .error)
  }
  mutating func warn(_ code: SceneCode, _ message: String, at path: String, hint: String? = nil) {
    add(code, message, path, hint, .warning)
  }
  private mutating func add(
    _ code: SceneCode, _ message: String, _ path: String, _ hint: String?, _ severity: Diagnostic.Severity
  ) {
    let place = marks?.place(of: path)
    let diagnostic =
      marks?.source.diagnostic(code, message, at: place, hint: hint, severity: severity)
      ?? Diagnostic(code.rawValue, message, severity: severity, hint: hint)
    findings.append((place, diagnostic))
  }

  /// Where the file says the i-th thing of a list of the plan.
  func path(_ list: (ScenePaths) -> [String], _ i: Int) -> String {
    guard let all = marks.map({ list($0.paths) }), all.indices.contains(i) else { return "" }
    return all[i]
  }

  /// In the order of the text.
  private var sorted: [Diagnostic] {
    findings.enumerated().sorted { a, b in
      let x = a.element.place ?? .start
      let y = b.element.place ?? .start
      return (x.override ?? -1, x.line, x.column, a.offset) < (y.override ?? -1, y.line, y.column, b.offset)
    }.map(\.element.diagnostic)
  }

  /// True when the file itself declares the list at `path`, rather than a default doing so.
  func isGiven(_ path: String) -> Bool { marks?.isGiven(path) ?? true }

  static func highest(_ value: Distribution) -> Float { value.limits.upperBound }
  static func lowest(_ value: Distribution) -> Float { value.limits.lowerBound }
}
