import Kernel

/// Coordinates are kept within 20 km of the origin, where single precision still resolves 2 mm.
let coordinateRange: ClosedRange<Double> = -20_000...20_000  // [m]

extension SchemaKind where Value == Vector2 {
  /// [x, y] in metres.
  static let point = SchemaKind<[Double]>.numbers([("x", coordinateRange), ("y", coordinateRange)], "m")
    .map {
      Vector2(Float($0[0]), Float($0[1]))
    }.showing { "[\(inWords($0.x, "")), \(inWords($0.y, ""))]" }
}

extension SchemaKind where Value == Vector3 {
  /// [x, y, z] on a body: x to the wearer's right, y up from the ground, z forward.
  static func bodyPoint(_ range: ClosedRange<Double>, height: ClosedRange<Double>, _ unit: String)
    -> SchemaKind
  {
    SchemaKind<[Double]>.numbers([("x", range), ("y", height), ("z", range)], unit).map {
      Vector3(Float($0[0]), Float($0[1]), Float($0[2]))
    }
  }
}

extension SchemaKind where Value == Polygon {
  static let corners = SchemaKind<[Vector2]>.list(.point, count: 3...1000, of: "corners").map { Polygon($0) }

  private struct Rectangular: Sendable { var values: [Double] = [0, 0, 1, 1] }
  private struct Circular: Sendable { var values: [Double] = [0, 0, 1] }
  private static let rectangle = SchemaRecord(
    "rectangle", "An axis-parallel rectangle.", initial: Rectangular()
  )
  .key(
    "rectangle", \.values,
    .numbers(
      [("x0", coordinateRange), ("y0", coordinateRange), ("x1", coordinateRange), ("y1", coordinateRange)],
      "m"),
    required: true, "Two opposite corners [x0, y0, x1, y1].")
  private static let circle = SchemaRecord(
    "circle", "A regular polygon of 24 corners on a circle.", initial: Circular()
  )
  .key(
    "circle", \.values, .numbers([("x", coordinateRange), ("y", coordinateRange), ("r", 0.05...5000)], "m"),
    required: true, "Centre and radius [x, y, r].")

  /// A list of corners, `{rectangle: …}` or `{circle: …}`.
  static let polygon = SchemaKind(.any([corners.shape, .record(rectangle.shape), .record(circle.shape)])) {
    tree, reader in
    guard tree.value(of: "circle") != nil || tree.value(of: "rectangle") != nil else {
      if case .list = tree.content { return corners.read(tree, &reader) }
      reader.wrongType(tree, needs: "a list of corners, {rectangle: [x0, y0, x1, y1]} or {circle: [x, y, r]}")
      return nil
    }
    if tree.value(of: "circle") != nil {
      let before = reader.faults.count
      guard let v = circle.read(tree, &reader)?.values, reader.faults.count == before else { return nil }
      return Polygon(centre: Vector2(Float(v[0]), Float(v[1])), radius: Float(v[2]))
    }
    let before = reader.faults.count
    guard let v = rectangle.read(tree, &reader)?.values, reader.faults.count == before else { return nil }
    let low = Vector2(Float(min(v[0], v[2])), Float(min(v[1], v[3])))
    let high = Vector2(Float(max(v[0], v[2])), Float(max(v[1], v[3])))
    return Polygon(Rectangle(minimum: low, maximum: high))
  }
}
