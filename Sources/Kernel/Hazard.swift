/// A place to keep away from: beyond a ledge, in the water, on a carriageway. People who simulate crowds walk by
/// their routes; it is the wearer's clothing that warns of it.
public struct Hazard: Equatable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    case ledge, water, road
    case platformEdge = "platform_edge"
    case other
  }
  public var name: String
  public var kind: Kind
  public var polygon: Polygon
  public init(name: String, kind: Kind = .ledge, polygon: Polygon) {
    self.name = name
    self.kind = kind
    self.polygon = polygon
  }
}
