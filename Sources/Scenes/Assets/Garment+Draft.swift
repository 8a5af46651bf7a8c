import Haptics
import Kernel

extension Garment: Asset {
  static let folder = "garments"
  static let noun = "garment"
  static let shape = GarmentRecords.record.kind.shape

  static func read(_ tree: SourceTree, named name: String, _ reader: inout SchemaReader) -> Garment? {
    let before = reader.faults.count
    guard let draft = GarmentRecords.record.read(tree, &reader) else { return nil }
    var actuators: [Actuator] = []
    for item in draft.actuators {
      if let actuator = actuator(item, of: draft, number: actuators.count, &reader) {
        actuators.append(actuator)
      }
    }
    for ring in draft.rings { actuators += ringed(ring.value, of: draft) }
    if tree.value(of: "actuators") == nil && tree.value(of: "rings") == nil {
      reader.report(
        .missingKey, "a garment needs the key 'actuators' or 'rings'", at: tree.place,
        hint: "a garment has 1...256 actuators")
    } else if reader.faults.count == before, !(1...256).contains(actuators.count) {
      reader.report(
        .wrongCount, "the garment has \(actuators.count) actuators, outside 1...256", at: tree.place)
    }
    checkNames(actuators, draft, tree, &reader)
    if reader.faults.count == before { checkWires(draft.wires, count: actuators.count, &reader) }
    return Garment(
      name: draft.name ?? name, title: draft.title, source: draft.source, levels: draft.levels,
      actuators: actuators, transport: draft.transport,
      wires: draft.wires.map { wire in
        GarmentWire(
          format: wire.value.format,
          parts: wire.value.parts.map { GarmentWire.Part(name: $0.value.name, actuators: $0.value.actuators) }
        )
      })
  }

  /// One wire a protocol, and only actuators that are there.
  private static func checkWires(
    _ wires: [Located<GarmentRecords.WireDraft>], count: Int, _ reader: inout SchemaReader
  ) {
    for (i, wire) in wires.enumerated() {
      if wires.prefix(i).contains(where: { $0.value.format == wire.value.format }) {
        reader.report(
          .duplicateName, "two wires speak \(wire.value.format.rawValue)", at: wire.place,
          hint: "put their parts into one")
      }
      for part in wire.value.parts {
        guard let odd = part.value.actuators.first(where: { $0 >= count }) else { continue }
        reader.report(
          .outOfRange, "part \(part.value.name) names the actuator \(odd), outside 0...\(count - 1)",
          at: part.place, hint: "actuators count from 0; -1 stands for none")
      }
    }
  }

  private static func checkNames(
    _ actuators: [Actuator], _ draft: GarmentRecords.Draft, _ tree: SourceTree, _ reader: inout SchemaReader
  ) {
    var seen: Set<String> = []
    for (i, actuator) in actuators.enumerated() where !seen.insert(actuator.name).inserted {
      let place = i < draft.actuators.count ? draft.actuators[i].place : draft.rings.last?.place
      reader.report(
        .duplicateName, "two actuators are called '\(actuator.name)'", at: place ?? tree.place,
        hint: "give each its own name")
    }
  }

  private static func actuator(
    _ item: Located<GarmentRecords.ActuatorDraft>, of draft: GarmentRecords.Draft, number: Int,
    _ reader: inout SchemaReader
  ) -> Actuator? {
    // A position that could not be read has been reported.
    guard let position = item.value.position else { return nil }
    let given = item.value.normal?.value
    let normal = given ?? ellipseNormal(at: position, draft.body)
    if normal.length < 1e-3 {
      let way =
        given == nil
        ? "the normal cannot be derived for a position on the body's axis" : "normal has no length"
      reader.report(.outOfRange, way, at: item.value.normal?.place ?? item.place, hint: "write a direction")
      return nil
    }
    return Actuator(
      name: item.value.name ?? "\(item.value.zone)-\(number)", position: position,
      normal: normal / normal.length, site: item.value.site, zone: item.value.zone,
      kind: item.value.kind ?? draft.kind)
  }

  /// Direction out of the ellipse through `p` that has the proportions of `body`: the gradient of
  /// (x/a)² + (z/b)². Level, whatever the height.
  private static func ellipseNormal(at p: Vector3, _ body: GarmentRecords.Body) -> Vector3 {
    Vector3(p.x / (body.halfWidth * body.halfWidth), 0, p.z / (body.halfDepth * body.halfDepth))
  }

  /// Actuators at the points of the ellipse where its normal has evenly spaced bearings, so that each faces
  /// the direction that it stands for.
  private static func ringed(_ ring: GarmentRecords.Ring, of draft: GarmentRecords.Draft) -> [Actuator] {
    let a = draft.body.halfWidth
    let b = draft.body.halfDepth
    return (0..<ring.count).map { k in
      let turn = 360 * Float(k) / Float(ring.count)
      let bearing = ring.sense == .clockwise ? ring.first + turn : ring.first - turn  // [degrees] clockwise
      let ahead = Math.unit(degrees: -bearing)  // x ahead, y to the left
      let normal = Vector3(-ahead.y, 0, ahead.x)
      let scale = (a * a * normal.x * normal.x + b * b * normal.z * normal.z).squareRoot()
      let position = Vector3(a * a * normal.x / scale, ring.height, b * b * normal.z / scale)
      return Actuator(
        name: "\(ring.name)-\(k)", position: position, normal: normal, site: ring.site,
        zone: ring.zone ?? quarter(ahead), kind: ring.kind ?? draft.kind)
    }
  }

  /// The quarter that a direction in the wearer's frame lies in.
  private static func quarter(_ ahead: Vector2) -> String {
    // A hair's breadth keeps the diagonals in the quarter that comes first clockwise.
    let bearing = -Math.degrees(of: ahead) + 0.01
    if bearing >= -45 && bearing < 45 { return "front" }
    if bearing >= 45 && bearing < 135 { return "right" }
    if bearing >= -135 && bearing < -45 { return "left" }
    return "back"
  }
}
