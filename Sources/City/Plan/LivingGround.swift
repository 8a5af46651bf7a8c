import Kernel

/// Something that stands in the way at some times and not at others: a door, a gate, a fence that is put up.
public struct BarrierPlan: Equatable, Sendable {
  public var name: String
  public var polygon: Polygon  // not walkable while closed
  public var isClosed: Bool  // at the start
  public init(name: String, polygon: Polygon, isClosed: Bool) {
    self.name = name
    self.polygon = polygon
    self.isClosed = isClosed
  }
}

/// Ground on which people walk faster or slower than elsewhere. A stair or a ramp is a zone with a way up.
public struct ZonePlan: Equatable, Sendable {
  public var name: String
  public var polygon: Polygon
  public var factor: Float  // of the desired speed, whichever way; > 0
  /// Unit vector up the slope; zero on the level. Speed along it is multiplied by `upFactor`, against it by
  /// `downFactor`, across by neither; between them it varies evenly with the cosine.
  public var up: Vector2
  public var upFactor: Float
  public var downFactor: Float
  /// Unit vector along which alone people may walk; zero: either way. Nobody in the zone moves against it.
  public var oneWay: Vector2
  public init(
    name: String, polygon: Polygon, factor: Float = 1, up: Vector2 = .zero, upFactor: Float = 1,
    downFactor: Float = 1, oneWay: Vector2 = .zero
  ) {
    self.name = name
    self.polygon = polygon
    self.factor = factor
    self.up = up
    self.upFactor = upFactor
    self.downFactor = downFactor
    self.oneWay = oneWay
  }
}

/// Two edges of the ground glued together: whoever walks over the edge a–b, from its left to its right, goes on at
/// the same edge moved by `shift`, and back. Floors are drawn side by side in one plane and joined by such edges at
/// the heads of stairs; a corridor whose ends are joined has none. Walkable ground lies left of a–b and right of
/// (a + shift)–(b + shift).
public struct LinkPlan: Equatable, Sendable {
  public var name: String
  public var a: Vector2  // [m]
  public var b: Vector2  // [m]
  public var shift: Vector2  // [m]
  public init(name: String, a: Vector2, b: Vector2, shift: Vector2) {
    self.name = name
    self.a = a
    self.b = b
    self.shift = shift
  }
}
