import Haptics
import Kernel

/// Keys of a mapping file, and of a mapping written into a scene.
enum MappingRecords {
  struct Draft: Sendable {
    var format = 1
    var name: String?
    var mapping = Mapping(name: "")
    /// What `receptive`, `closing_weight` and `curve` make where there are no layers.
    var crowd = MappingLayer()
    var layers: [Located<MappingLayer>]?
  }

  static let receptive = SchemaRecord(
    "receptive", "The part of what lies round the body that one actuator listens to.",
    initial: ReceptiveArea()
  )
  .key(
    "half_angle", \.halfAngle, .number(5...90, "degrees"), "Angle at which the weight has fallen to one half."
  )
  .key("near", \.near, .number(0...10, "m"), "It listens from this distance.")
  .key("far", \.far, .number(0.3...20, "m"), "It listens up to this distance.")
  .key("falloff", \.falloff, .number(0.05...20, "m"), "Over this distance the weight falls by e.")
  .key(
    "height_spread", \.heightSpread, .number(0...1),
    "0: all rows of a garment alike. 1: low rows listen near, high rows far."
  )
  .checking { area, tree, reader in
    guard area.near >= area.far else { return }
    reader.report(
      .reversed, "near is \(inWords(area.near, "m")), not below far (\(inWords(area.far, "m")))",
      at: tree.value(of: "near")?.place ?? tree.place)
  }

  private static func curve(
    _ summary: String, threshold: ClosedRange<Double>, knee: ClosedRange<Double>, unit: String,
    stimulus: String
  ) -> SchemaRecord<TransferCurve> {
    SchemaRecord("curve", summary, initial: TransferCurve())
      .key("threshold", \.threshold, .number(threshold, unit), "Below this \(stimulus) nothing is driven.")
      .key("knee", \.knee, .number(knee, unit), "The \(stimulus) at which the ceiling is reached.")
      .key("exponent", \.exponent, .number(0.1...5), "Bend of the rise; below 1 it is steep at first.")
      .key("floor", \.floor, .number(0...1), "Level just above the threshold.")
      .key("ceiling", \.ceiling, .number(0...1), "Level at and above the knee.")
      .checking(checkCurve)
  }
  private static func checkCurve(_ curve: TransferCurve, _ tree: SourceTree, _ reader: inout SchemaReader) {
    func above(_ a: String, _ x: Float, _ b: String, _ y: Float, equal: Bool) {
      guard x > y || (x == y && !equal) else { return }
      let words = equal ? "above" : "not below"
      reader.report(
        .reversed, "\(a) is \(inWords(x, "")), \(words) \(b) (\(inWords(y, "")))",
        at: tree.value(of: a)?.place ?? tree.value(of: b)?.place ?? tree.place)
    }
    above("threshold", curve.threshold, "knee", curve.knee, equal: false)
    above("floor", curve.floor, "ceiling", curve.ceiling, equal: true)
  }
  static let densityCurve = curve(
    "From density to level: silence, then a rise that ends at the knee.", threshold: 0...10, knee: 0.01...20,
    unit: "1/m^2", stimulus: "density")
  static let layerCurve = curve(
    "From the source to a level: silence, then a rise that ends at the knee.", threshold: 0...50,
    knee: 0.001...100, unit: "", stimulus: "stimulus, in the source's unit,")

  static let layer = SchemaRecord(
    "layer", "One way from a source to the actuators.", initial: MappingLayer()
  )
  .key("name", \.name, .name, "What it is called.")
  .key("source", \.source, .choice, required: true, "What it listens to; the curve counts in its unit.")
  .key("receptive", \.receptive, receptive.kind, "What each actuator listens to.")
  .key(
    "closing_weight", \.closingWeight, .number(0...2, "s/m"),
    "Of density: how much one m/s of closing speed adds, as a share."
  )
  .key("curve", \.curve, layerCurve.kind, "From the source to a level.")
  .key("texture", \.texture, TextureRecords.texture, "How the level vibrates.")
  .key("gain", \.gain, .number(0...1), "The layer's own volume.")
  .key("priority", \.priority, .whole(0...9), "Layers of higher priority may turn down the others.")
  .key(
    "duck", \.duck, .number(0...1),
    "How far this layer, at full, turns down the layers of lower priority, everywhere on the body."
  )
  .checking { layer, tree, reader in
    if let weight = tree.value(of: "closing_weight"), layer.source != .density {
      reader.report(
        .conflictingKeys, "closing_weight has no effect where source is \(layer.source.rawValue)",
        at: weight.place, hint: "remove it, or listen to density or approach")
    }
    if layer.source == .hazard, layer.curve.floor < 0.3 {
      reader.report(
        .outOfRange, "a hazard's curve has the floor \(inWords(layer.curve.floor, "")), below 0.3",
        at: (tree.value(of: "curve")?.value(of: "floor") ?? tree).place,
        hint: "a warning has to be felt from its beginning")
    }
  }

  static let zoneGain = SchemaRecord(
    "zone gain", "The wearer's own volume of one zone.", initial: ZoneGain(zone: "", gain: 1)
  )
  .key("zone", \.zone, .name, required: true, "Zone of the garment.")
  .key("gain", \.gain, .number(0...1), required: true, "Its volume.")

  static let limiter = SchemaRecord("limiter", "What no drive may leave.", initial: Limiter())
    .key("maximum", \.maximum, .number(0...1), "The highest drive.")
    .key("rise", \.risePerSecond, .number(0.1...1000, "1/s"), "Fastest rise of the drive.")
    .key("fall", \.fallPerSecond, .number(0.1...1000, "1/s"), "Fastest fall of the drive; a stop ignores it.")

  static let feedback = SchemaRecord(
    "feedback", "How the crowd's level makes up for what the wearer loses of it.", initial: FeedbackSettings()
  )
  .key("enabled", \.enabled, .flag, "Whether it does.")
  .key(
    "level", \.level, .number(0.2...1.5),
    "The sensation to hold, against the one that a fresh, resting skin would have."
  )
  .key("pace", \.pace, .number(4...600, "s"), "Time in which most of a loss is made up for.")
  .key("least", \.least, .number(0.1...1), "The smallest gain.")
  .key("most", \.most, .number(1...4), "The largest gain.")
  .key(
    "ambience", \.ambience, .number(0...1),
    "Vibration all round that the wearer is in: 0 a quiet square, 1 the floor of a tram.")

  static let comfort = SchemaRecord(
    "comfort", "What turns the crowd down in the long run; a warning passes.", initial: ComfortSettings()
  )
  .key("enabled", \.enabled, .flag, "Whether it does.")
  .key("duty_level", \.dutyLevel, .number(0.1...1), "Drive that counts as strong.")
  .key("duty", \.duty, .number(0.01...1), "Share of the time that an actuator may be strong.")
  .key("duty_window", \.dutyWindow, .number(1...3600, "s"), "Time over which that is counted.")
  .key("dose", \.dose, .number(0.01...5, "m/s^2"), "A(8) that the crowd does not pass.")
  .key("warmth", \.warmth, .number(0.5...30, "K"), "Warmth that an actuator may gain.")
  .key("overrun", \.overrun, .number(0.05...10, "s"), "Time after which what nobody asks for is cut off.")

  static let skin: SchemaRecord<SkinModel> = SkinModel.constants.reduce(
    SchemaRecord(
      "skin", "Constants of the skin model; `throng explain skin` tells their sources.", initial: SkinModel())
  ) { record, constant in
    record.key(
      constant.name, constant.path, .number(constant.range, constant.unit),
      constant.summary)
  }

  static let record = SchemaRecord(
    "mapping", "How what lies round the body becomes the drive of each actuator.", initial: Draft()
  )
  .key("format", \.format, formatNumber, "Number of the file format.")
  .key("name", \.name, SchemaKind<String>.name.optional, "Name; without it the file's.")
  .key("title", \.mapping.title, .text(), "One line for people.")
  .key("purpose", \.mapping.purpose, .text(), "What it is good for, and what not.")
  .key(
    "layers", \.layers,
    SchemaKind<[Located<MappingLayer>]>.list(layer.kind.located, count: 1...8, of: "layers").optional,
    "Ways from sources to the actuators, mixed by priority. Without it there is one layer of density."
  )
  .key("receptive", \.crowd.receptive, receptive.kind, "Without `layers`: what each actuator listens to.")
  .key(
    "closing_weight", \.crowd.closingWeight, .number(0...2, "s/m"),
    "Without `layers`: how much one m/s of closing speed adds, as a share of the density."
  )
  .key("curve", \.crowd.curve, densityCurve.kind, "Without `layers`: from density to level.")
  .key("gain", \.mapping.gain, .number(0...1), "The wearer's own volume.")
  .key(
    "zone_gains", \.mapping.zoneGains,
    SchemaKind<[ZoneGain]>.list(zoneGain.kind, count: 0...64, of: "zone gains"),
    "The wearer's own volume of single zones."
  )
  .key(
    "blend", \.mapping.blend, .number(0...0.5, "s"),
    "Time in which the actuators follow from one field to the next."
  )
  .key("limiter", \.mapping.suit.limiter, limiter.kind, "Bounds on the drive.")
  .key("feedback", \.mapping.suit.feedback, feedback.kind, "Holds the perceived level.")
  .key("comfort", \.mapping.suit.comfort, comfort.kind, "Duty, dose and warmth.")
  .key("skin", \.mapping.skin, skin.kind, "The wearer's skin.")
  .key(
    "drift", \.mapping.suit.drift, .number(0...0.2),
    "How far the resonances of linear motors stray from their nominal ones, as a share."
  )
  .checking { draft, tree, reader in
    if draft.layers != nil {
      for key in ["receptive", "closing_weight", "curve"] {
        guard let value = tree.value(of: key) else { continue }
        reader.report(
          .conflictingKeys, "a mapping with 'layers' has no '\(key)' of its own", at: value.place,
          hint: "move it into a layer")
      }
    }
    let layers = draft.layers ?? []
    for (i, layer) in layers.enumerated() {
      guard layers.prefix(i).contains(where: { $0.value.name == layer.value.name }) else { continue }
      reader.report(
        .duplicateName, "two layers are called '\(layer.value.name)'", at: layer.place,
        hint: "give each its own name")
    }
  }

  /// The only format there is.
  static let formatNumber = SchemaKind<Int>(.constant("1")) { tree, reader in
    if case .plain("1") = tree.content { return 1 }
    reader.report(
      .unknownFormat, "format is \(tree.inWords), but this version reads format 1", at: tree.place)
    return nil
  }.showing { "\($0)" }
}

extension Mapping: Asset {
  static let folder = "mappings"
  static let noun = "mapping"
  static let shape = MappingRecords.record.kind.shape
  static func read(_ tree: SourceTree, named name: String, _ reader: inout SchemaReader) -> Mapping? {
    guard let draft = MappingRecords.record.read(tree, &reader) else { return nil }
    var mapping = draft.mapping
    mapping.name = draft.name ?? name
    mapping.layers = draft.layers?.map(\.value) ?? [draft.crowd]
    mapping.findEffects(beside: reader.source.file)
    return mapping
  }
}
