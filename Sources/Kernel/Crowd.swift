/// Everybody present at one moment, as columns: row i of each belongs to one person. Whoever reads it cannot
/// tell a simulated crowd from a filmed one.
public struct Crowd: Equatable, Sendable {
  public var ids: [UInt32] = []  // stable for a person's whole stay, unique in a run
  public var positions: [Vector2] = []  // [m]
  public var velocities: [Vector2] = []  // [m/s]
  public var headings: [Vector2] = []  // unit vectors
  public var radii: [Float] = []  // [m] of the body's disc

  public init() {}
  public var count: Int { ids.count }
  /// The row of a person; nil when not present. Walks the column.
  public func row(of id: UInt32) -> Int? { ids.firstIndex(of: id) }
  public mutating func append(
    id: UInt32, position: Vector2, velocity: Vector2, heading: Vector2, radius: Float
  ) {
    ids.append(id)
    positions.append(position)
    velocities.append(velocity)
    headings.append(heading)
    radii.append(radius)
  }
  public mutating func removeAll() {
    ids.removeAll(keepingCapacity: true)
    positions.removeAll(keepingCapacity: true)
    velocities.removeAll(keepingCapacity: true)
    headings.removeAll(keepingCapacity: true)
    radii.removeAll(keepingCapacity: true)
  }
}
