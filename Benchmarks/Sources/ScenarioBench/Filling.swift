import City
import Kernel

/// People spread over free ground: the area is cut into tiles, and each gets its share of the people by the ground
/// that is free in it.
struct Filling {
  var area: Rectangle
  var obstacles: [Rectangle] = []
  var people: Int
  var journeys: [Weighted]

  /// People a tile holds at most, about: a source draws places at random, and only so many a step.
  private static let mostPerTile: Float = 800

  /// A source for each tile, and the tile as its area.
  func sources() -> (areas: [Area], sources: [Source]) {
    let count = max(1, (Float(people) / Filling.mostPerTile).squareRoot().rounded(.up))
    let tile = area.size / count
    var areas: [Area] = []
    var sources: [Source] = []
    var free: [Float] = []
    for row in 0..<Int(count) {
      for column in 0..<Int(count) {
        let low = area.minimum + tile * Vector2(Float(column), Float(row))
        let place = Rectangle(minimum: low, maximum: low + tile)
        let room = place.area - obstacles.reduce(0) { $0 + $1.shared(with: place) }
        if room < 0.2 { continue }
        areas.append(Area(name: "tile-\(column)-\(row)", polygon: Polygon(place)))
        free.append(room)
      }
    }
    let whole = free.reduce(0) { $0 + Double($1) }
    var sum = 0.0
    var placed = 0
    for room in free {
      sum += Double(room)
      let until = Int((Double(people) * sum / whole).rounded())
      sources.append(
        Source(initial: until - placed, journeys: journeys, profiles: [Weighted(index: 0, weight: 1)]))
      placed = until
    }
    return (areas, sources)
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
