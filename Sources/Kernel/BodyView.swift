/// What lies round a body, in the body's own frame: a fan of sectors × rings. Sector 0 is straight ahead,
/// sectors run counter-clockwise (to the wearer's left); sector k is centred on k · 360°/sectors. Ring r
/// covers the distances edges[r] ..< edges[r+1].
///
/// The columns by cell come from the field, those by sector from the people and places themselves, so that what
/// is small and close keeps its direction and its moment. Computed by `Fields.sense`; read by `Haptics` and by the
/// sound cues.
public struct BodyView: Equatable, Sendable {
  public let sectors: Int
  public let edges: [Float]  // [m], rising, rings + 1 of them

  // by cell: row-major sector × ring
  public var density: [Float]  // [1/m^2] of others, without the wearer
  public var closingSpeed: [Float]  // [m/s] at which those people come nearer; negative: they part
  public var relativeSpeed: [Float]  // [m/s] of those people against the wearer, whichever way
  public var pressure: [Float]  // [1/s^2] Helbing's, ρ · Var(v); 0 where the field has none

  // by sector
  public var nearest: [Float]  // [m] to the centre of the nearest person; infinite: nobody
  public var collision: [Float]  // [s] until the first person of that side is touched; infinite: never
  public var wearer: [Float]  // [m] to the nearest other wearer; infinite: none
  public var hazard: [Float]  // 0…1 how pressing it is to keep away from that side; 0: no hazard

  public var ownDensity: Float = 0  // [1/m^2] of others at the body itself

  public static let standardSectors = 32
  public static let standardEdges: [Float] = [0.3, 0.6, 1, 1.5, 2.2, 3.2, 4.5]  // [m]

  public init(sectors: Int = BodyView.standardSectors, edges: [Float] = BodyView.standardEdges) {
    precondition(sectors > 0 && edges.count > 1, "a view has sectors and rings")
    self.sectors = sectors
    self.edges = edges
    density = [Float](repeating: 0, count: sectors * (edges.count - 1))
    closingSpeed = density
    relativeSpeed = density
    pressure = density
    nearest = [Float](repeating: .infinity, count: sectors)
    collision = nearest
    wearer = nearest
    hazard = [Float](repeating: 0, count: sectors)
  }
  public var rings: Int { edges.count - 1 }
  public func index(sector: Int, ring: Int) -> Int { sector * rings + ring }
  /// Unit vector of a sector's centre in the body's frame: x ahead, y to the left.
  public func direction(ofSector k: Int) -> Vector2 { Math.unit(degrees: 360 * Float(k) / Float(sectors)) }
  /// The sector that `direction` in the body's frame points into; 0 where it has no length.
  public func sector(of direction: Vector2) -> Int {
    let turn = Math.degrees(of: direction) * Float(sectors) / 360
    let k = Int(turn.rounded())
    return k < 0 ? k + sectors : k == sectors ? 0 : k
  }
  /// Mean distance of a ring [m].
  public func distance(ofRing r: Int) -> Float { (edges[r] + edges[r + 1]) / 2 }
  /// [m^2] of one cell of the ring.
  public func area(ofRing r: Int) -> Float {
    Float.pi * (edges[r + 1] * edges[r + 1] - edges[r] * edges[r]) / Float(sectors)
  }
}
