import Fields
import Kernel
import Scenes

/// PedPy's set of measures of one recording: series over all its moments, means over those asked for.
public struct CrowdMeasurement: Sendable {
  package struct OfArea: Sendable {
    package var text: String
    package var size: Double  // [m²]
    package var classicDensity: [Double]  // [1/m²] by moment
    package var voronoiDensity: [Double]  // [1/m²]
    package var meanSpeed: [Double]  // [m/s]; 0 where nobody is
    package var voronoiSpeed: [Double]  // [m/s]
  }
  package struct OfLine: Sendable {
    package var text: String
    package var length: Double  // [m]
    package var series: LineSeries
    package var crossings: LineCrossings
    package var windows: [LineCrossings.Window]
    package var passings: Passings?
    package var people: Int  // first crossings within the frames asked for
    package var flow: Double  // [1/s] of these
  }
  package let tracks: MeasuredTracks
  package let moments: ClosedRange<Int>  // over which means are taken
  package private(set) var areas: [OfArea] = []
  package private(set) var lines: [OfLine] = []
  private(set) var fields: FieldMeasures?
  package let outside: Int
  package let coincident: Int
  public let name: String
  public let isComplete: Bool

  /// Throws P0112 where the frames asked for hold nobody, P0113 for a recording that spans too many frames, P0115 for
  /// a field of too many cells.
  public init(
    _ recording: Recording, _ request: MeasureRequest, workers: Workers, interrupted: () -> Bool = { false },
    progress: (Double) -> Void = { _ in }
  ) throws(Diagnostics) {
    let exact = recording.exactPositions
    let places =
      exact.count == recording.positions.count
      ? exact : recording.positions.map { Point(Double($0.x), Double($0.y)) }
    guard
      let tracks = MeasuredTracks(
        framesPerSecond: recording.framesPerSecond, frames: recording.frames, ids: recording.ids,
        places: places)
    else {
      throw Diagnostics(
        Diagnostic(
          "P0113", "the recording spans more than \(MeasuredTracks.mostMoments) frames, or has nobody in it",
          hint: "cut it into shorter recordings"))
    }
    self.tracks = tracks
    name = recording.name
    moments = try CrowdMeasurement.moments(request.frames, tracks)
    let cells = PersonCells(
      tracks, ground: request.ground, settings: request.cells, areas: request.areas.map(\.area),
      lines: request.lines.map(\.line), workers: workers, interrupted: interrupted, progress: progress)
    outside = cells.outside
    coincident = cells.coincident
    let speed = IndividualSpeed(tracks, frameStep: request.frameStep, border: request.border)
    if !request.fields.isEmpty {
      fields = try FieldMeasures(
        tracks, moments, request, speed, workers: workers, interrupted: interrupted, progress: progress)
    }
    isComplete = cells.isComplete && fields?.isComplete ?? true
    for (k, named) in request.areas.enumerated() { measure(area: k, named, cells, speed) }
    for (k, named) in request.lines.enumerated() { measure(line: k, named, cells, speed, request) }
  }

  private static func moments(_ frames: ClosedRange<Int>?, _ tracks: MeasuredTracks) throws(Diagnostics)
    -> ClosedRange<Int>
  {
    guard let frames else { return 0...tracks.moments - 1 }
    let first = tracks.firstFrame
    let last = tracks.frame(tracks.moments - 1)
    guard frames.lowerBound <= last, frames.upperBound >= first else {
      throw Diagnostics(
        Diagnostic(
          "P0112", "the frames \(frames.lowerBound)..\(frames.upperBound) are not in the recording",
          hint: "it holds frames \(first)..\(last)"), exit: .usage)
    }
    let low = (max(frames.lowerBound, first) - first + tracks.stride - 1) / tracks.stride
    let high = (min(frames.upperBound, last) - first) / tracks.stride
    return low...max(low, high)
  }

  private mutating func measure(
    area k: Int, _ named: MeasureRequest.NamedArea, _ cells: PersonCells, _ speed: IndividualSpeed
  ) {
    var classic: [Double] = []
    var mean: [Double] = []
    for t in 0..<tracks.moments {
      let inside = tracks.samples(at: t).filter { named.area.shape.containsStrictly(tracks.places[Int($0)]) }
      classic.append(Double(inside.count) / named.area.area)
      let speeds = inside.map { speed.speeds[Int($0)] }.filter { !$0.isNaN }
      mean.append(speeds.isEmpty ? 0 : speeds.reduce(0, +) / Double(speeds.count))
    }
    areas.append(
      OfArea(
        text: named.text, size: named.area.area, classicDensity: classic,
        voronoiDensity: cells.density(tracks, k, named.area), meanSpeed: mean,
        voronoiSpeed: cells.speed(tracks, k, named.area, speed)))
  }

  private mutating func measure(
    line k: Int, _ named: MeasureRequest.NamedLine, _ cells: PersonCells, _ speed: IndividualSpeed,
    _ request: MeasureRequest
  ) {
    let oneSided =
      request.border == .singleSided
      ? speed : IndividualSpeed(tracks, frameStep: request.frameStep, border: .singleSided)
    let series = LineSeries(tracks, cells, line: k, named.line, speed: speed, oneSided: oneSided)
    let crossings = LineCrossings(tracks, named.line)
    let (people, flow) = crossings.flow(moments, framesPerSecond: tracks.framesPerSecond)
    lines.append(
      OfLine(
        text: named.text, length: named.line.length, series: series, crossings: crossings,
        windows: crossings.windows(tracks, speed, delta: request.flowWindow),
        passings: request.passingWidth.map { Passings(tracks, named.line, width: $0) }, people: people,
        flow: flow))
  }

  /// Over the moments asked for.
  package func mean(_ series: [Double]) -> Double {
    series[moments].reduce(0, +) / Double(moments.count)
  }
}
