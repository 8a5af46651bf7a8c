/// What lies round a body, in the body's own frame: a fan of sectors × rings. Sector 0 is straight ahead,
/// sectors run counter-clockwise (to the wearer's left); sector k is centred on k · 360°/sectors. Ring r
/// covers the distances edges[r] ..< edges[r+1].
///
/// Computed by `Fields.sense`; read by `Haptics.map` and by the sound cues.
public struct BodyView: Equatable, Sendable {
  public let sectors: Int
  public let edges: [Float]  // [m], rising, rings + 1 of them
  public var density: [Float]  // [1/m^2] of others, without the wearer; row-major sector × ring
  public var closingSpeed: [Float]  // [m/s] at which those people come nearer; negative: they part
  public var ownDensity: Float = 0  // [1/m^2] of others at the body itself

  public static let standardSectors = 32
  public static let standardEdges: [Float] = [0.3, 0.6, 1, 1.5, 2.2, 3.2, 4.5]  // [m]

  public init(sectors: Int = BodyView.standardSectors, edges: [Float] = BodyView.standardEdges) {
    precondition(sectors > 0 && edges.count > 1, "a view has sectors and rings")
    self.sectors = sectors
    self.edges = edges
    density = [Float](repeating: 0, count: sectors * (edges.count - 1))
    closingSpeed = density
  }
  public var rings: Int { edges.count - 1 }
  public func index(sector: Int, ring: Int) -> Int { sector * rings + ring }
  /// Unit vector of a sector's centre in the body's frame: x ahead, y to the left.
  public func direction(ofSector k: Int) -> Vector2 { Math.unit(degrees: 360 * Float(k) / Float(sectors)) }
  /// Mean distance of a ring [m].
  public func distance(ofRing r: Int) -> Float { (edges[r] + edges[r + 1]) / 2 }
  /// [m^2] of one cell of the ring.
  public func area(ofRing r: Int) -> Float {
    Float.pi * (edges[r + 1] * edges[r + 1] - edges[r] * edges[r]) / Float(sectors)
  }
}
