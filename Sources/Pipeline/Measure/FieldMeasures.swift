import Fields
import Kernel
import Scenes

/// Fields of a recording in its measurement areas: for every moment the mean and the extreme over an area's cells, and
/// over all moments together the mean, greatest and experienced density of every cell.
struct FieldMeasures: Sendable {
  /// One series of one area.
  struct Line: Sendable {
    var area: Int
    var key: String
    var unit: String
    var values: [Double]
  }
  private(set) var lines: [Line] = []
  private(set) var history: FieldHistory
  /// Cells of each area: those whose centres are walkable and lie in it.
  let cells: [[Int]]
  private let estimator: FieldEstimator
  private let fields: [MeasuredField]
  private(set) var isComplete = false

  /// The most cells of a grid.
  static let mostCells = 1 << 24

  /// Throws P0115 for a grid of too many cells.
  init(
    _ tracks: MeasuredTracks, _ moments: ClosedRange<Int>, _ request: MeasureRequest,
    _ speed: IndividualSpeed,
    workers: Workers, interrupted: () -> Bool, progress: (Double) -> Void
  ) throws(Diagnostics) {
    let ground = request.fieldGround
    let size = ground.bounds.size / request.field.cellSize
    guard Double(size.x) * Double(size.y) <= Double(FieldMeasures.mostCells) else {
      throw Diagnostics(
        Diagnostic(
          "P0115", "the field would have more than \(FieldMeasures.mostCells) cells",
          hint: "give a greater --cell-size, or a smaller --walkable"), exit: .usage)
    }
    let estimator = FieldEstimator(settings: request.field, ground: ground, area: request.ground)
    self.estimator = estimator
    fields = MeasuredField.allCases.filter(request.fields.contains)
    let frame = estimator.frame
    cells = request.areas.map { named in
      (0..<frame.count).filter { i in
        estimator.walkable.cells[i]
          && named.area.shape.containsStrictly(Point(frame.centre(i % frame.columns, i / frame.columns)))
      }
    }
    history = FieldHistory(frame)
    measure(tracks, moments, speed, workers, interrupted, progress)
  }

  private mutating func measure(
    _ tracks: MeasuredTracks, _ moments: ClosedRange<Int>, _ speed: IndividualSpeed, _ workers: Workers,
    _ interrupted: () -> Bool, _ progress: (Double) -> Void
  ) {
    let quantities = fields.reduce(into: FieldQuantities.density) { $0.formUnion($1.quantities) }
    var field = estimator.emptyField(quantities)
    var directions = estimator.emptyDirections()
    var crowd = Crowd()
    let step = Float(1 / tracks.framesPerSecond)
    for t in 0..<tracks.moments {
      // A row a moment, so that series run with all others; those not asked for are not measured.
      guard moments.contains(t) else {
        append(field, directions, isMeasured: false)
        continue
      }
      if interrupted() { return }
      fill(&crowd, tracks, t, speed)
      estimator.measure(crowd, into: &field, workers: workers)
      if fields.contains(.direction) {
        estimator.measureDirections(crowd, into: &directions, workers: workers)
      }
      history.add(field.density, dt: step, workers: workers)
      append(field, directions, isMeasured: true)
      if t % 16 == 0 { progress(Double(t - moments.lowerBound) / Double(moments.count)) }
    }
    isComplete = true
  }

  private func fill(_ crowd: inout Crowd, _ tracks: MeasuredTracks, _ moment: Int, _ speed: IndividualSpeed) {
    crowd.removeAll()
    for sample in tracks.samples(at: moment) {
      let k = Int(sample)
      crowd.append(
        id: tracks.ids[Int(tracks.people[k])], position: Vector2(tracks.places[k]),
        velocity: Vector2(speed.velocities[k]), heading: Vector2(1, 0), radius: RecordedCrowd.radius)
    }
  }

  /// One moment's values of all series; not a number where it is not measured or an area has no cells.
  private mutating func append(_ field: CrowdField, _ directions: DirectionField, isMeasured: Bool) {
    var at = 0
    func add(_ area: Int, _ key: String, _ unit: String, _ value: Double, to lines: inout [Line]) {
      if at == lines.count { lines.append(Line(area: area, key: key, unit: unit, values: [])) }
      lines[at].values.append(isMeasured ? value : .nan)
      at += 1
    }
    for (area, own) in cells.enumerated() {
      let count = Double(own.count)
      for one in fields {
        switch one {
        case .service:
          for (level, part) in zip(WalkwayService.allCases, one.parts) {
            let share = Double(isMeasured ? own.count { field.service.cells[$0] == level } : 0) / count
            add(area, "level_of_service_\(part)", "", share, to: &lines)
          }
        case .direction:
          for (octant, part) in one.parts.enumerated() {
            let sum = isMeasured ? own.reduce(0) { $0 + Double(directions.densities[octant].cells[$1]) } : 0
            add(area, "density_\(part)", one.unit, sum / count, to: &lines)
          }
        default:
          let values = isMeasured ? own.map { Double(one.value(field, $0)) } : []
          add(area, "field_\(one.rawValue)", one.unit, values.reduce(0, +) / count, to: &lines)
          if one == .timeToCollision {
            add(area, "least_\(one.rawValue)", one.unit, values.min() ?? .nan, to: &lines)
          } else {
            add(area, "greatest_\(one.rawValue)", one.unit, values.max() ?? .nan, to: &lines)
          }
        }
      }
    }
  }
}

extension FieldMeasures {
  /// Over the moments asked for, of area `k`: the greatest density anywhere, and the density round those who were
  /// there, ∫∫ρ² / ∫∫ρ over cells and time [1/m²].
  func densityFigures(ofArea k: Int) -> [(key: String, value: Double)] {
    let (mean, greatest, experienced) = (history.mean, history.maximum, history.experienced)
    var (mass, felt, most) = (0.0, 0.0, 0.0)
    for i in cells[k] {
      mass += Double(mean.cells[i])
      felt += Double(mean.cells[i]) * Double(experienced.cells[i])
      most = max(most, Double(greatest.cells[i]))
    }
    return [("maximum_density", most), ("experienced_density", mass > 0 ? felt / mass : 0)]
  }

  /// A row a walkable cell that anybody reached: its centre [m], and its densities over time [1/m²].
  var map: String {
    let (mean, greatest, experienced) = (history.mean, history.maximum, history.experienced)
    var lines = ["x,y,mean_density,maximum_density,experienced_density"]
    for i in mean.cells.indices where greatest.cells[i] > 0 {
      let place = mean.frame.centre(i % mean.frame.columns, i / mean.frame.columns)
      let values = [place.x, place.y, mean.cells[i], greatest.cells[i], experienced.cells[i]]
      lines.append(values.map { NumberText.short($0) }.joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
