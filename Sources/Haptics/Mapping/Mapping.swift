import CLanes
import Kernel

/// From what lies round the body to what is asked of each actuator: layers, each from one source through a curve to
/// a texture, mixed by priority, then the wearer's own volume.
///
///     source ─► receptive area ─► curve ─► texture ─► gain ─┐
///     source ─► receptive area ─► curve ─► texture ─► gain ─┼─► priority and mixing ─► volume ─► level
///     hazard ─► receptive area ─► curve ─► texture ─────────┴─────────────────────────────────► hazard
public struct Mapping: Equatable, Sendable {
  public var name: String
  public var title: String
  public var purpose: String  // what it is good for, and what not
  public var layers: [MappingLayer]  // 1...8; equal priorities in this order
  public var gain: Float  // 0...1, the wearer's own volume
  public var zoneGains: [ZoneGain]  // of zones that are not at 1
  /// [s] in which the actuators follow from one field to the next; at most the crowd's step counts.
  public var blend: Float
  public var suit: SuitSettings
  public var skin = SkinModel()

  public init(
    name: String, title: String = "", layers: [MappingLayer], gain: Float = 1,
    suit: SuitSettings = SuitSettings()
  ) {
    self.name = name
    self.title = title
    self.layers = layers
    self.gain = gain
    self.suit = suit
    purpose = ""
    zoneGains = []
    blend = 0.02
  }

  /// One layer of density.
  public init(
    name: String, title: String = "", receptive: ReceptiveArea = ReceptiveArea(), closingWeight: Float = 0.25,
    curve: TransferCurve = TransferCurve(), gain: Float = 1, suit: SuitSettings = SuitSettings()
  ) {
    var layer = MappingLayer()
    layer.receptive = receptive
    layer.closingWeight = closingWeight
    layer.curve = curve
    self.init(name: name, title: title, layers: [layer], gain: gain, suit: suit)
  }
}

/// The wearer's own volume of one zone.
public struct ZoneGain: Equatable, Sendable {
  public var zone: String
  public var gain: Float  // 0...1
  public init(zone: String, gain: Float) {
    self.zone = zone
    self.gain = gain
  }
}

/// What a layer listens to, and in which unit its curve counts.
public enum LayerSource: String, CaseIterable, Sendable {
  /// [1/m^2] people, those who come nearer counted for more.
  case density
  /// [1/m^3] how much denser it gets outwards on that side.
  case gradient
  /// [1/(m·s)] density times closing speed of those who come nearer.
  case approach
  /// [1/s^2] Helbing's crowd pressure.
  case pressure
  /// [1/s] one over the time to the first collision on that side.
  case timeToCollision = "time_to_collision"
  /// 0…1 nearness of the nearest person on that side: 1 at `near`, 0 at `far` of the receptive area.
  case nearest
  /// 0…1 nearness of the nearest other wearer on that side.
  case wearer
  /// 0…1 how pressing a hazard on that side is. Its layer is never turned down.
  case hazard

  /// True for what has a direction and no extent: it is placed by phantom sensations.
  public var isPoint: Bool {
    switch self {
    case .density, .gradient, .approach, .pressure: false
    case .timeToCollision, .nearest, .wearer, .hazard: true
    }
  }
  /// Of the curve's threshold and knee.
  public var unit: String {
    switch self {
    case .density: "1/m²"
    case .gradient: "1/m³"
    case .approach: "1/(m·s)"
    case .pressure: "1/s²"
    case .timeToCollision: "1/s"
    case .nearest, .wearer, .hazard: "0…1"
    }
  }
}

/// One way from a source to the actuators.
public struct MappingLayer: Equatable, Sendable {
  public var name = "crowd"
  public var source = LayerSource.density
  public var receptive = ReceptiveArea()
  public var closingWeight: Float = 0.25  // of density: what one m/s of closing speed adds, as a share; 0...2
  public var curve = TransferCurve()
  public var texture = Texture.steady(Steady())
  public var gain: Float = 1  // 0...1
  public var priority = 0  // 0...9
  /// How far this layer, at full, turns down the layers of lower priority, everywhere on the body; 0...1.
  public var duck: Float = 0
  public init() {}
}

/// The part of the view that one actuator listens to, centred on the side of the body it sits on.
public struct ReceptiveArea: Equatable, Sendable {
  /// [degrees] at which the weight has fallen to one half: a raised cosine, zero at twice that. A point source has
  /// no use for it.
  public var halfAngle: Float = 40
  public var near: Float = 0.3  // [m] listens from here
  public var far: Float = 3.0  // [m] to here
  public var falloff: Float = 1.2  // [m] weight falls by e over this distance
  /// 0: all rows of a garment alike. 1: low rows listen near, high rows far.
  public var heightSpread: Float = 0.5
  public init() {}
}

/// Threshold, knee, exponent, ceiling: silence below the threshold, then a rise that bends at the knee.
///     x ≤ threshold: 0      otherwise floor + (ceiling − floor) · min(1, (x − threshold)/(knee − threshold))^exponent
public struct TransferCurve: Equatable, Sendable {
  public var threshold: Float = 0.15  // in the source's unit; below it nothing is driven
  public var knee: Float = 4.0  // in the source's unit; at which the ceiling is reached
  public var exponent: Float = 0.7
  public var floor: Float = 0.3  // level just above the threshold: where a coin motor turns and is just felt
  public var ceiling: Float = 0.9  // level at and above the knee
  public init() {}

  /// Level 0…1 for a stimulus; 0 where it is not a number.
  public func callAsFunction(_ stimulus: Float) -> Float {
    guard stimulus > threshold else { return 0 }
    let span = knee - threshold
    let x = span > 0 ? min(1, (stimulus - threshold) / span) : 1
    let rise = x < 1e-20 ? 0 : Math.quickPow(x, exponent)
    return min(max(floor + (ceiling - floor) * rise, 0), 1)
  }
}

extension TransferCurve {
  /// Sixteen levels at a time, the same bits.
  func callAsFunction(_ stimulus: Lanes) -> Lanes {
    let span = knee - threshold
    let x = span > 0 ? lanes_min((stimulus - threshold) / span, Lanes(1)) : Lanes(1)
    let rise = lanes_pick_less(
      x, Lanes(1e-20), Lanes(0), lanes_power(lanes_max(x, Lanes(1e-20)), Lanes(exponent)))
    let level = lanes_min(lanes_max(rise * (ceiling - floor) + floor, Lanes(0)), Lanes(1))
    return lanes_pick_less(Lanes(threshold), stimulus, level, Lanes(0))
  }
}

/// What no drive may leave, whatever the mapping asks for.
public struct Limiter: Equatable, Sendable {
  public var maximum: Float = 1  // drive
  public var risePerSecond: Float = 33  // [1/s] fastest rise of the drive: a ramp of 30 ms
  public var fallPerSecond: Float = 33  // [1/s] fastest fall; a stop ignores it
  public init() {}
}
