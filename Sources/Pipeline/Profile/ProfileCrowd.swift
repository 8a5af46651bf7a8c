import Foundation
import Kernel

/// Crowds to be profiled on: half in forty clusters whose middles hold some 4 /m², three tenths in streets 8 m wide,
/// the rest spread evenly. The square that they keep to grows with their number, about 1 /m² all in all, and is never
/// larger than the ground.
public enum ProfileCrowd {
  public enum Order: String, Codable, CaseIterable, Sendable {
    /// By squares of 2 m, row by row, as a simulation's step leaves them.
    case sorted
    /// By chance.
    case random
  }
  private static let clusters = 40
  private static let clusterPeak = 4.0  // [1/m²]
  private static let street = (width: 8.0, distance: 64.0)  // [m]
  private static let square: Float = 2  // [m]

  public static func make(people: Int, side: Double, order: Order, seed: UInt64) -> Crowd {
    var random = SplitMix(seed &+ UInt64(people) &* 0x2545_F491_4F6C_DD1D)
    let extent = min(side, Double(people).squareRoot() * 1.024)
    let corner = (side - extent) / 2
    let middles = (0..<clusters).map { _ in
      (corner + extent * (0.1 + 0.8 * random.unit()), corner + extent * (0.1 + 0.8 * random.unit()))
    }
    let deviation = (Double(people) / 2 / Double(clusters) / (2 * .pi * clusterPeak)).squareRoot()
    var places: [Vector2] = []
    places.reserveCapacity(people)
    while places.count < people {
      let kind = random.unit()
      var (x, y) = (corner + extent * random.unit(), corner + extent * random.unit())
      if kind < 0.5 {
        let middle = middles[random.below(clusters)]
        (x, y) = (middle.0 + deviation * random.normal(), middle.1 + deviation * random.normal())
      } else if kind < 0.8 {
        let lane = Double(random.below(max(1, Int(extent / street.distance)))) * street.distance
        let across = corner + lane + street.distance / 2 - street.width / 2 + street.width * random.unit()
        if extent > street.distance { if random.unit() < 0.5 { y = across } else { x = across } }
      }
      let place = Vector2(Float(x), Float(y))
      if x > 0, y > 0, place.x < Float(side), place.y < Float(side) { places.append(place) }
    }
    if order == .sorted { places = sorted(places, side: Float(side)) }
    var crowd = Crowd()
    for (i, place) in places.enumerated() {
      let velocity = Vector2(Float(random.unit() * 2 - 1), Float(random.unit() * 2 - 1))
      crowd.append(
        id: UInt32(i), position: place, velocity: velocity, heading: Vector2(1, 0), radius: 0.2)
    }
    return crowd
  }

  private static func sorted(_ places: [Vector2], side: Float) -> [Vector2] {
    let across = Int(side / square) + 1
    let keys = places.map { Int($0.y / square) * across + Int($0.x / square) }
    let order = places.indices.sorted { keys[$0] != keys[$1] ? keys[$0] < keys[$1] : $0 < $1 }
    return order.map { places[$0] }
  }
}
