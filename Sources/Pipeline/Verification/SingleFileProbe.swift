import Kernel
import Scenes

/// Points of a fundamental diagram of people who walk one after the other round a closed path. Each owns the path up to
/// half way to the person ahead and to the one behind; density and speed are means over a section, weighted by what
/// each owns of it, as in two dimensions.
package struct SingleFileProbe: Probe {
  private let path: ClosedPath
  private let from: Double  // [m]
  private let to: Double
  private var motion: CentredMotion
  private var points: [SIMD2<Double>] = []

  init(_ measure: MeasurePlan, clocks: Clocks) {
    path = ClosedPath(measure.path)
    from = min(measure.section[0], path.length)
    to = min(measure.section[1], path.length)
    motion = CentredMotion(window: measure.window, period: measure.period, clocks: clocks)
  }

  mutating func look(_ glance: Glance) {
    guard let sample = motion.look(glance, isNear: { _ in true }), to > from else { return }
    let places = sample.positions.indices.map { i in
      let (place, tangent) = path.project(sample.positions[i])
      return (place: place, speed: Double(abs(sample.velocities[i].dot(tangent))))
    }
    if let point = SingleFileProbe.point(places, length: path.length, from: from, to: to) {
      points.append(point)
    }
  }

  func value(_ book: PeopleBook) -> MeasureValue { .points(points) }

  /// Density [1/m] and speed [m/s] on a section of a closed path; nil for nobody.
  package static func point(
    _ people: [(place: Double, speed: Double)], length: Double, from: Double, to: Double
  )
    -> SIMD2<Double>?
  {
    let sorted = people.sorted { $0.place < $1.place }
    guard let first = sorted.first, let last = sorted.last else { return nil }
    var heads = 0.0
    var speed = 0.0
    for (i, person) in sorted.enumerated() {
      let behind = i > 0 ? sorted[i - 1].place : last.place - length
      let ahead = i + 1 < sorted.count ? sorted[i + 1].place : first.place + length
      let low = (behind + person.place) / 2
      let high = (person.place + ahead) / 2
      // Two people at one place own nothing between them.
      guard high > low else { continue }
      // What lies before the path's beginning is its end, and the other way round.
      let shared = [-length, 0, length].reduce(0.0) { sum, shift in
        sum + max(0, min(high + shift, to) - max(low + shift, from))
      }
      heads += shared / (high - low)
      speed += shared * person.speed
    }
    return SIMD2(heads / (to - from), speed / (to - from))
  }
}

/// A line that ends where it begins.
package struct ClosedPath {
  private let vertices: [Vector2]
  private let starts: [Double]  // [m] along the path, of each vertex
  package let length: Double  // [m]

  package init(_ vertices: [Vector2]) {
    self.vertices = vertices
    var starts: [Double] = []
    var length = 0.0
    for (i, a) in vertices.enumerated() {
      starts.append(length)
      length += Double((vertices[(i + 1) % vertices.count] - a).length)
    }
    self.starts = starts
    self.length = length
  }

  /// Place [m] along the path of its point nearest to `p`, and the unit vector along it there.
  package func project(_ p: Vector2) -> (place: Double, tangent: Vector2) {
    var least = Float.infinity
    var place = 0.0
    var tangent = Vector2(1, 0)
    for (i, a) in vertices.enumerated() {
      let b = vertices[(i + 1) % vertices.count]
      let q = Polygon.nearest(on: a, b, to: p)
      let d = (p - q).lengthSquared
      if d < least {
        least = d
        place = starts[i] + Double((q - a).length)
        tangent = (b - a).normalized
      }
    }
    return (place, tangent)
  }
}
