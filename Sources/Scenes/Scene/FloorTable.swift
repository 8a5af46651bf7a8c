import City
import Kernel

/// A thing of a floor together with where its floor is drawn and where the file says it.
struct Laid<Item: Sendable>: Sendable {
  var item: Item
  var floor: Int
  var shift: Vector2  // [m] to be added to its coordinates
  var path: String  // such as `floors.0.exits.2`
}

/// All floors in one plane: the scene's geometry at the origin, the others where they say or side by side.
struct FloorTable: Sendable {
  /// [m] between floors that do not say where they are drawn: more than anybody sees.
  static let margin: Float = 12

  let names: NameTable
  let floors: [SceneDraft.Floor]
  let shifts: [Vector2]  // [m]

  init(_ draft: SceneDraft) {
    floors = [draft.geometry] + draft.floors
    let ground = draft.geometry.name ?? Located(value: "ground", place: .start)
    names = NameTable([ground] + draft.floors.map(\.name), noun: "floor") { "floor-\($0)" }
    var shifts: [Vector2] = []
    var right: Float = 0
    for (i, floor) in floors.enumerated() {
      let box = Rectangle(around: floor.walkable.flatMap(\.vertices))
      let beside = i == 0 ? .zero : Vector2(right + FloorTable.margin - (box?.minimum.x ?? 0), 0)
      let shift = i == 0 ? .zero : floor.at ?? beside
      shifts.append(shift)
      if let box { right = i == 0 ? box.maximum.x : max(right, box.maximum.x + shift.x) }
    }
    self.shifts = shifts
  }

  /// Everything of one kind, floor by floor.
  func all<Item: Sendable>(_ key: String, _ list: (SceneDraft.Floor) -> [Item]) -> [Laid<Item>] {
    floors.enumerated().flatMap { f, floor in
      let path = f == 0 ? "geometry" : "floors.\(f - 1)"
      return list(floor).enumerated().map {
        Laid(item: $1, floor: f, shift: shifts[f], path: "\(path).\(key).\($0)")
      }
    }
  }

  /// Index of the floor called so; that of the scene's geometry for no name. Nil after a fault was reported.
  func index(of name: Located<String>?, _ reader: inout SchemaReader) -> Int? {
    guard let name else { return 0 }
    return names.look(up: name, &reader)
  }
  /// How far things on the floor called so are moved.
  func shift(of name: Located<String>?, _ reader: inout SchemaReader) -> Vector2 {
    index(of: name, &reader).map { shifts[$0] } ?? .zero
  }

  var plans: [SceneFloor] {
    zip(zip(names.all, floors), shifts).enumerated().map { i, floor in
      let ((name, draft), shift) = floor
      let box =
        Rectangle(around: draft.walkable.flatMap(\.vertices)) ?? Rectangle(minimum: .zero, maximum: .zero)
      return SceneFloor(
        name: name, origin: shift,
        bounds: Rectangle(minimum: box.minimum + shift, maximum: box.maximum + shift),
        elevation: draft.elevation ?? (i == 0 ? 0 : nil))
    }
  }
}

extension Polygon {
  func moved(by shift: Vector2) -> Polygon {
    shift == .zero ? self : Polygon(vertices.map { $0 + shift })
  }

  /// The edge whose outward normal is nearest to `up`, with the inside on its left; nil without area.
  func head(up: Vector2) -> (a: Vector2, b: Vector2)? {
    let corners = signedArea < 0 ? vertices.reversed() : vertices
    guard area > 0, var a = corners.last else { return nil }
    var best: (a: Vector2, b: Vector2)?
    var most = -Float.infinity
    for b in corners {
      // Outwards is to the right of an edge that has the inside on its left.
      let facing = -(b - a).normalized.left.dot(up)
      if b != a, facing > most {
        most = facing
        best = (a, b)
      }
      a = b
    }
    return best
  }
}

extension SceneDraft.Line {
  /// Spots in the queue's floor's own coordinates, the head first.
  var places: [Vector2] { spots ?? SceneDraft.Line.spots(along: line ?? [], spacing: spacing) }

  private static func spots(along line: [Vector2], spacing: Float) -> [Vector2] {
    guard var from = line.first else { return [] }
    var spots = [from]
    var due = spacing  // [m] along the line to the next spot
    for to in line.dropFirst() {
      let length = (to - from).length
      guard length > 0 else { continue }
      let along = (to - from) / length
      // A hair of rounding does not cost the last spot.
      while due <= length + 1e-3 {
        spots.append(from + along * due)
        due += spacing
        if spots.count > 100_000 { return spots }
      }
      due -= length
      from = to
    }
    return spots
  }
}
