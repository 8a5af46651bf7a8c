import Haptics
import Kernel

/// Keys of a mapping file, and of a mapping written into a scene.
enum MappingRecords {
  struct Draft: Sendable {
    var format = 1
    var name: String?
    var mapping = Mapping(name: "")
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

  static let curve = SchemaRecord(
    "curve", "From density to drive: silence, then a rise that ends at the knee.", initial: TransferCurve()
  )
  .key("threshold", \.threshold, .number(0...10, "1/m^2"), "Below this density nothing is driven.")
  .key("knee", \.knee, .number(0.01...20, "1/m^2"), "Density at which the ceiling is reached.")
  .key("exponent", \.exponent, .number(0.1...5), "Bend of the rise; below 1 it is steep at first.")
  .key("floor", \.floor, .number(0...1), "Drive just above the threshold.")
  .key("ceiling", \.ceiling, .number(0...1), "Drive at and above the knee.")
  .checking { curve, tree, reader in
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

  static let limiter = SchemaRecord("limiter", "What no drive may leave.", initial: Limiter())
    .key("maximum", \.maximum, .number(0...1), "The highest drive.")
    .key("rise", \.risePerSecond, .number(0.1...1000, "1/s"), "Fastest rise of the drive.")
    .key("fall", \.fallPerSecond, .number(0.1...1000, "1/s"), "Fastest fall of the drive; a stop ignores it.")

  static let record = SchemaRecord(
    "mapping", "How what lies round the body becomes the drive of each actuator.", initial: Draft()
  )
  .key("format", \.format, formatNumber, "Number of the file format.")
  .key("name", \.name, SchemaKind<String>.name.optional, "Name; without it the file's.")
  .key("title", \.mapping.title, .text(), "One line for people.")
  .key("receptive", \.mapping.receptive, receptive.kind, "What each actuator listens to.")
  .key(
    "closing_weight", \.mapping.closingWeight, .number(0...2, "s/m"),
    "How much one m/s of closing speed adds, as a share of the density."
  )
  .key("curve", \.mapping.curve, curve.kind, "From density to drive.")
  .key("gain", \.mapping.gain, .number(0...1), "The wearer's own volume.")
  .key("limiter", \.mapping.suit.limiter, limiter.kind, "Bounds on the drive.")

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
    return mapping
  }
}
