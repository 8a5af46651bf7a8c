import Kernel

/// A recording played back: the same columns that a simulated crowd gives, at any moment or step by step.
///
/// Between two of a person's samples position and velocity run straight. A person is present from the first
/// sample to the last, but not within a gap of more than `longestGap` frames. Times count from the
/// recording's first frame.
public struct RecordedCrowd: Sendable {
  /// [m] of a filmed person's disc; films do not show it.
  public static let radius: Float = 0.2

  public let name: String
  public let clocks: Clocks
  public let ground: Ground
  /// [1/s] of the frame numbers.
  public let framesPerSecond: Double
  /// [s] from the first frame to the last.
  public let duration: Double
  /// The most frames between two samples over which a person is thought to have walked on.
  public let longestGap: Int
  /// Persons in the whole recording.
  public var headcount: Int { tracks.ids.count }
  /// Crowd ticks from the first frame to the last, so that `advance()` has something to show.
  public var ticks: Int {
    let steps = duration * 1000 / Double(clocks.crowdStepMilliseconds)
    return Int((steps + 1e-9).rounded(.down)) + 1
  }
  /// Of the crowd that `advance()` gives next.
  public private(set) var tick = 0

  private let tracks: RecordedTracks
  private let firstFrame: Int32

  /// `longestGap` is one second's frames unless given, or one and a half of the usual step from frame to
  /// frame where that is more.
  public init(_ recording: Recording, _ clocks: Clocks = Clocks(), longestGap: Int? = nil) {
    name = recording.name
    self.clocks = clocks
    ground = RecordedCrowd.groundFor(recording)
    let rate = recording.framesPerSecond
    framesPerSecond = RecordingLimits.framesPerSecond.contains(rate) ? rate : 1
    tracks = RecordedTracks(recording, framesPerSecond: framesPerSecond, longestGap: longestGap)
    self.longestGap = tracks.longestGap
    firstFrame = tracks.frames.min() ?? 0
    duration = (Double(tracks.frames.max() ?? 0) - Double(firstFrame)) / framesPerSecond
  }

  /// What people may have walked on: the file's geometry; without one, the box round all positions and 1 m
  /// more.
  public static func groundFor(_ recording: Recording) -> Ground {
    if recording.walkable.isEmpty {
      let box = Rectangle(around: recording.positions) ?? Rectangle(minimum: .zero, maximum: .zero)
      return Ground(walkable: [Polygon(box.grown(by: 1))])
    }
    let obstacles = recording.obstacles.enumerated().map { Obstacle(name: "obstacle \($0 + 1)", polygon: $1) }
    return Ground(walkable: recording.walkable, obstacles: obstacles)
  }

  /// Everybody present `seconds` after the first frame, by rising id.
  public func crowd(atSeconds seconds: Double) -> Crowd {
    var crowd = Crowd()
    guard seconds.isFinite else { return crowd }
    // A time that means a whole frame must meet it, though k / rate · rate may miss k by a rounding.
    let exact = seconds * framesPerSecond
    let whole = exact.rounded()
    let f = (abs(exact - whole) < 1e-6 ? whole : exact) + Double(firstFrame)
    for k in tracks.ids.indices where Double(tracks.frames[tracks.starts[k + 1] - 1]) >= f {
      guard let i = tracks.sample(of: k, atOrBefore: f) else { continue }
      append(person: k, sample: i, frame: f, to: &crowd)
    }
    return crowd
  }

  /// Persons seen at or before `seconds` after the first frame, whether they are still there or not.
  public func entered(bySeconds seconds: Double) -> Int {
    let f = seconds * framesPerSecond + Double(firstFrame) + 1e-6
    return tracks.ids.indices.count { Double(tracks.frames[tracks.starts[$0]]) <= f }
  }

  /// The crowd of the next tick, the first being that of the first frame. After the last frame nobody is
  /// there.
  public mutating func advance() -> Crowd {
    defer { tick += 1 }
    return crowd(atSeconds: clocks.seconds(atCrowdTick: tick))
  }

  /// Back to the first frame.
  public mutating func rewind() { tick = 0 }

  private func append(person k: Int, sample i: Int, frame f: Double, to crowd: inout Crowd) {
    let here = Double(tracks.frames[i])
    var position = tracks.positions[i]
    var velocity = tracks.velocities[i]
    var heading = tracks.headings[i]
    if f > here {
      let span = Int(tracks.frames[i + 1]) - Int(tracks.frames[i])
      if span > longestGap { return }
      let part = Float((f - here) / Double(span))
      position += (tracks.positions[i + 1] - position) * part
      velocity += (tracks.velocities[i + 1] - velocity) * part
      let turned = heading + (tracks.headings[i + 1] - heading) * part
      // Half-way through an about-turn there is no direction between: keep the old one.
      if turned.length > 1e-3 { heading = turned.normalized }
    }
    crowd.append(
      id: tracks.ids[k], position: position, velocity: velocity, heading: heading,
      radius: RecordedCrowd.radius)
  }
}
