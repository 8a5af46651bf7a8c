import Fields
import Foundation
import Kernel

/// Runs other libraries on the same people in the same call, in turn with ours.
public struct ProfilePeers {
  /// What is compared with what.
  public struct Match: Sendable {
    public var peer: String
    public var what: ProfileCase
    public var goal: Double?  // times as fast that we want to be
    public init(peer: String, what: ProfileCase, goal: Double? = nil) {
      self.peer = peer
      self.what = what
      self.goal = goal
    }
  }
  public static let names = ["scipy", "opencv", "kdepy", "pedpy", "pedpy-cells", "pedpy-voronoi"]

  /// The comparisons that Throng is held to.
  public static func goals(workers: Int) -> [Match] {
    func match(_ peer: String, _ people: Int, _ cells: Int, _ goal: Double?) -> Match {
      Match(
        peer: peer,
        what: ProfileCase(
          people: people, cells: cells, cellSize: 0.5, width: 0.7, estimator: "gaussian",
          deposit: "quadratic",
          quantities: "density", order: .sorted, workers: workers), goal: goal)
    }
    return [
      match("opencv", 100_000, 2048, 8), match("opencv", 1_000_000, 2048, 4),
      match("scipy", 100_000, 2048, 50),
      match("pedpy", 5_000, 200, 500), match("pedpy-cells", 5_000, 200, 10),
      match("pedpy-voronoi", 1_000, 200, 1000),
    ]
  }

  let python: String
  let script: String
  let seconds: Double  // [s] for each match
  let seed: UInt64
  static let fewestRounds = 3
  static let ownRepeats = 3  // in a round: ours is over in no time

  public init(python: String, script: String, seconds: Double, seed: UInt64) {
    self.python = python
    self.script = script
    self.seconds = seconds
    self.seed = seed
  }

  public func compare(
    _ matches: [Match], into results: inout ProfileResults, interrupted: () -> Bool,
    progress: (ProfileRun.Progress) -> Void
  ) {
    for (k, match) in matches.enumerated() where !interrupted() {
      let words = "against \(match.peer), \(match.what.people) people"
      progress(ProfileRun.Progress(share: Double(k) / Double(matches.count), words: words))
      do {
        if let row = try compare(match, interrupted) { results.peers.append(row) }
      } catch {
        results.skipped.append(
          ProfileResults.Skipped(what: "\(words)", reason: error.reason))
      }
    }
    if interrupted() { results.interrupted = true }
  }

  /// Nil when it was interrupted before there was anything to say.
  private func compare(_ match: Match, _ interrupted: () -> Bool) throws(PeerProcess.Unavailable)
    -> ProfileResults.PeerRow?
  {
    let what = match.what
    let crowd = ProfileCrowd.make(people: what.people, side: what.side, order: what.order, seed: seed)
    let file = FileManager.default.temporaryDirectory.appending(path: "throng-people-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let bytes = crowd.positions.withUnsafeBytes { Data($0) }
    do { try bytes.write(to: file) } catch {
      throw PeerProcess.Unavailable(reason: "no room for a file in \(file.deletingLastPathComponent().path)")
    }
    let peer = try PeerProcess(
      python: python, script: script,
      arguments: [
        "--peer", match.peer, "--people", file.path, "--columns", "\(what.cells)", "--rows", "\(what.cells)",
        "--cell-size", "\(what.cellSize)", "--sigma", "\(what.width)", "--threads", "\(what.workers)",
      ])
    var own = OwnWork(match.peer, what, crowd)
    own.run()
    _ = try peer.run()
    var (ours, theirs): ([Double], [Double]) = ([], [])
    let start = SteadyClock.now()
    while !interrupted() {
      if ours.count >= Self.fewestRounds, Double(SteadyClock.now() - start) / 1e9 >= seconds { break }
      var repeats: [Double] = []
      for _ in 0..<Self.ownRepeats {
        let start = SteadyClock.now()
        own.run()
        repeats.append(Double(SteadyClock.now() - start) / 1e6)
      }
      ours.append(ProfileStatistics.median(repeats))
      theirs.append(try peer.run())
    }
    guard !ours.isEmpty else { return nil }
    var row = ProfileResults.PeerRow(
      peer: match.peer, title: peer.title, versions: peer.versions, what: what,
      ours: ProfileStatistics.median(ours), theirs: ProfileStatistics.median(theirs),
      ratio: ProfileStatistics.pairedRatio(of: theirs, to: ours), rounds: ours.count, goal: match.goal)
    if own.isSmooth, !interrupted() {
      let inner = own.inner
      let exact = ProfileAccuracy.exact(crowd.positions, own.frame, what.width)
      let density = try peer.density()
      if density.count == exact.count {
        row.theirError =
          ProfileAccuracy.compare(inner.map { Double(density[$0]) }, inner.map { exact[$0] }).largest
      }
      row.ourError =
        ProfileAccuracy.compare(inner.map { Double(own.density[$0]) }, inner.map { exact[$0] }).largest
    }
    return row
  }
}

/// Our side of a match.
private struct OwnWork {
  private enum Kind { case field, cells, profile }
  private let kind: Kind
  private let estimator: FieldEstimator
  private let workers: Workers
  private let crowd: Crowd
  private let points: [Point]
  private var field: CrowdField
  private var cells: VoronoiCells
  private var profile: VoronoiField
  private var grid: Grid2D<Float>
  private let what: ProfileCase

  init(_ peer: String, _ what: ProfileCase, _ crowd: Crowd) {
    kind = peer == "pedpy-cells" ? .cells : peer == "pedpy-voronoi" ? .profile : .field
    self.what = what
    self.crowd = crowd
    workers = Workers(what.workers)
    let side = Float(what.side)
    let square = Polygon(Rectangle(minimum: .zero, maximum: Vector2(side, side)))
    estimator = FieldEstimator(settings: what.settings, ground: Ground(walkable: [square]))
    field = estimator.emptyField(what.asked)
    points = crowd.positions.map { Point(Double($0.x), Double($0.y)) }
    cells = VoronoiCells(
      ground: WalkableArea([
        AreaShape(
          outline: [
            Point(0, 0), Point(what.side, 0), Point(what.side, what.side), Point(0, what.side),
          ])
      ]))
    profile = VoronoiField(estimator.frame)
    grid = Grid2D(estimator.frame, filledWith: 0)
  }

  mutating func run() {
    switch kind {
    case .field: estimator.measure(crowd, into: &field, workers: workers)
    case .cells: cells.divide(points, workers: workers)
    case .profile:
      cells.divide(points, workers: workers)
      profile.density(cells, into: &grid)
    }
  }

  var frame: GridFrame { estimator.frame }
  var density: [Float] { field.density.cells }
  /// Whether there is an exact sum to compare with.
  var isSmooth: Bool { kind == .field }
  /// Cells far enough from the rim for no kernel to reach it: there every library does something of its own.
  var inner: [Int] {
    let margin = Int((5 * what.width / what.cellSize).rounded(.up))
    var all: [Int] = []
    for row in margin..<max(margin, what.cells - margin) {
      for column in margin..<max(margin, what.cells - margin) { all.append(row * what.cells + column) }
    }
    return all
  }
}
