import City
import Kernel

/// People spread evenly over free ground.
struct Filling {
  var area: Rectangle
  var obstacles: [Rectangle] = []  // beside one another
  var people: Int
  var journeys: [Weighted]

  /// A source that fills the area with so many people and nobody later.
  var source: Source {
    var source = Source(
      limit: people, journeys: journeys, profiles: [Weighted(index: 0, weight: 1)])
    let free = obstacles.reduce(area.area) { $0 - $1.shared(with: area) }
    // A hair denser: rounding may make nobody too few, and the limit lets in nobody too many.
    source.density = (Float(people) + 0.5) / free
    return source
  }
}

extension Rectangle {
  /// [m²]
  var area: Float { size.x * size.y }
  /// [m²] that lie in both.
  func shared(with other: Rectangle) -> Float {
    let low = pointwiseMax(minimum, other.minimum)
    let high = pointwiseMin(maximum, other.maximum)
    return max(0, high.x - low.x) * max(0, high.y - low.y)
  }
}
