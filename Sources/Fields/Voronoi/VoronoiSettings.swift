/// How a person's cell is bounded beyond the halves of the ways to the neighbours.
public struct VoronoiSettings: Equatable, Sendable {
  /// [m] Nobody's cell reaches farther than a polygon inscribed in this circle; nil: to the walls.
  public var cutOff: Double?
  /// Straight pieces of a quarter of the cut-off's polygon, at least 1: 3 make the twelve-sided one of PedPy 1.5.
  public var quadrantSegments: Int
  /// Drops what the person cannot see round a corner. Off in PedPy.
  public var isVisibilityAware: Bool

  public init(cutOff: Double? = nil, quadrantSegments: Int = 3, isVisibilityAware: Bool = false) {
    self.cutOff = cutOff
    self.quadrantSegments = quadrantSegments
    self.isVisibilityAware = isVisibilityAware
  }

  /// The cut-off's polygon round the origin, counter-clockwise, one corner due east.
  var circle: [Point]? {
    guard let cutOff, cutOff > 0, cutOff.isFinite else { return nil }
    let quarter = max(1, min(256, quadrantSegments))
    return (0..<4 * quarter).map { k in
      // Whole quarters exactly, so that the polygon has the circle's symmetries.
      let within = VoronoiSettings.unit(Double(k % quarter) / Double(quarter))
      let turns = [within, Point(-within.y, within.x), -within, Point(within.y, -within.x)]
      return turns[k / quarter] * cutOff
    }
  }

  /// The unit vector at `share` of a right angle.
  private static func unit(_ share: Double) -> Point {
    // Taylor's series to beyond a Double's digits: below a right angle 13 terms do.
    let a = share * (Double.pi / 2)
    var term = 1.0
    var cosine = 0.0
    var sine = 0.0
    for n in 0..<28 {
      let sign: Double = n % 4 < 2 ? 1 : -1
      if n % 2 == 0 { cosine += sign * term } else { sine += sign * term }
      term *= a / Double(n + 1)
    }
    return Point(cosine, sine)
  }
}
