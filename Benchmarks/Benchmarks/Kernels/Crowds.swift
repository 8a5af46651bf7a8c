import Kernel

extension Crowd {
  /// `count` people spread over a square of `side` [m] by a fixed seed, in squares of 2 m row by row.
  static func evenly(_ count: Int, side: Float) -> Crowd {
    var state: UInt64 = 42
    func unit() -> Float {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Float(state >> 40) * 0x1p-24
    }
    let places = (0..<count).map { _ in Vector2(unit() * side, unit() * side) }
    let across = Int(side / 2) + 1
    let ordered = places.sorted { a, b in
      Int(a.y / 2) * across + Int(a.x / 2) < Int(b.y / 2) * across + Int(b.x / 2)
    }
    var crowd = Crowd()
    for (i, place) in ordered.enumerated() {
      crowd.append(
        id: UInt32(i), position: place, velocity: Vector2(unit() - 0.5, unit() - 0.5), heading: Vector2(1, 0),
        radius: 0.2)
    }
    return crowd
  }
}

extension Ground {
  static func square(_ side: Float) -> Ground {
    Ground(walkable: [Polygon(Rectangle(minimum: .zero, maximum: Vector2(side, side)))])
  }
}
