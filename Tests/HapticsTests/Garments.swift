import Haptics
import Kernel

/// Garments and views that the laws are tried on.
enum Garments {
  /// `count` actuators round the waist, the first in front, then to the left.
  static func belt(_ count: Int = 16) -> Garment {
    Garment(
      name: "belt", title: "Belt", levels: 100,
      actuators: (0..<count).map { actuator("b\($0)", degrees: 360 * Float($0) / Float(count), height: 1) })
  }

  /// A belt of 16 voice coils: quick enough for grains.
  static func coils() -> Garment {
    Garment(
      name: "coils", title: "Coils", levels: 255,
      actuators: (0..<16).map {
        actuator("c\($0)", degrees: 22.5 * Float($0), height: 1, kind: .voiceCoil(VoiceCoil()))
      })
  }

  /// Four rows of eight, left-right symmetric: two in front and behind, two on each side.
  static func vest() -> Garment {
    var actuators: [Actuator] = []
    for row in 0..<4 {
      for degrees in [20, -20, 70, -70, 110, -110, 160, -160] as [Float] {
        actuators.append(actuator("r\(row) \(degrees)°", degrees: degrees, height: 0.95 + 0.1 * Float(row)))
      }
    }
    return Garment(name: "vest", title: "Vest", levels: 15, actuators: actuators)
  }
  /// The actuator of the vest on the other side of the body.
  static func mirrored(_ actuator: Int) -> Int { actuator ^ 1 }

  /// `degrees` to the left of straight ahead.
  static func actuator(
    _ name: String, degrees: Float, height: Float, site: BodySite = .chest,
    kind: ActuatorKind = .eccentricMass(EccentricMass())
  ) -> Actuator {
    let side = Math.unit(degrees: degrees)
    return Actuator(
      name: name, position: Vector3(-0.15 * side.y, height, 0.1 * side.x),
      normal: Vector3(-side.y, 0, side.x),
      site: site, zone: "all", kind: kind)
  }

  static func single(_ kind: ActuatorKind, site: BodySite = .chest) -> Garment {
    Garment(
      name: "one", title: "One",
      actuators: [actuator("one", degrees: 0, height: 1, site: site, kind: kind)])
  }
}

enum Views {
  static func even(_ density: Float) -> BodyView {
    var view = BodyView()
    for i in view.density.indices { view.density[i] = density }
    return view
  }
  /// Up to 2 /m² in half of the cells, closing speeds from −2 to 2 m/s; people, wearers and hazards in some sectors.
  static func random(_ seed: UInt64) -> BodyView {
    var view = BodyView()
    let random = CounterRandom(seed: seed)
    for i in view.density.indices {
      let u = random.uniform4(.test, entity: UInt32(i), tick: 0)
      view.density[i] = u.z < 0.5 ? 0 : 2 * u.x
      view.closingSpeed[i] = 4 * u.y - 2
      view.relativeSpeed[i] = 2 * u.w
      view.pressure[i] = view.density[i] * u.y * 0.1
    }
    for k in 0..<view.sectors {
      let u = random.uniform4(.test, entity: UInt32(k), tick: 1)
      if u.x < 0.3 { view.nearest[k] = 4 * u.y }
      if u.y < 0.3 { view.collision[k] = 5 * u.z }
      if u.z < 0.2 { view.wearer[k] = 5 * u.w }
      if u.w < 0.1 { view.hazard[k] = u.x }
    }
    return view
  }
  /// Every cell (sector, ring) of `view` taken to where `place` says.
  static func moved(_ view: BodyView, _ place: (Int) -> Int) -> BodyView {
    var out = view
    for sector in 0..<view.sectors {
      for ring in 0..<view.rings {
        let from = view.index(sector: sector, ring: ring)
        let to = view.index(sector: (place(sector) + view.sectors) % view.sectors, ring: ring)
        out.density[to] = view.density[from]
        out.closingSpeed[to] = view.closingSpeed[from]
        out.relativeSpeed[to] = view.relativeSpeed[from]
        out.pressure[to] = view.pressure[from]
      }
      let to = (place(sector) + view.sectors) % view.sectors
      out.nearest[to] = view.nearest[sector]
      out.collision[to] = view.collision[sector]
      out.wearer[to] = view.wearer[sector]
      out.hazard[to] = view.hazard[sector]
    }
    return out
  }
}

/// What a mapping asks of the crowd's layers once it has come to a view.
func targets(_ view: BodyView, _ mapping: Mapping, _ garment: Garment) -> [Float] {
  settled(view, mapping, garment).level
}

/// All that a mapping asks once it has come to a view.
func settled(_ view: BodyView, _ mapping: Mapping, _ garment: Garment) -> HapticRequest {
  var request = HapticRequest(actuators: garment.actuators.count)
  var mapper = Mapper(mapping, on: garment, seed: 1, step: 0.01)
  mapper.listen(view)
  for tick in 0..<Int(mapping.blend / 0.01) + 2 { mapper.ask(tick: tick, into: &request) }
  return request
}
