import Haptics
import Kernel

/// Keys of a layer's texture.
enum TextureRecords {
  private static let carrierWords = "Carrier for motors that can choose; 0 leaves it to the motor."

  /// 0, or a frequency that skin feels.
  private static let carrier = SchemaKind<Float>.number(0...1000, "Hz")

  static let steady = SchemaRecord(
    "steady", "A vibration that stands as long as the level.", initial: Steady()
  )
  .constant("type", "steady", "The texture.")
  .key("carrier", \.carrierHertz, carrier, carrierWords)

  static let flutter = SchemaRecord(
    "flutter", "A slow swell, each actuator in a phase of its own.", initial: Flutter()
  )
  .constant("type", "flutter", "The texture.")
  .key("rate", \.rateHertz, .number(0.1...20, "Hz"), "Swells a second.")
  .key("depth", \.depth, .number(0...1), "Share of the level that comes and goes.")
  .key("carrier", \.carrierHertz, carrier, carrierWords)

  static let pulses = SchemaRecord("pulses", "Bursts, the faster the higher the level.", initial: Pulses())
    .constant("type", "pulses", "The texture.")
    .key("slowest", \.slowestHertz, .number(0.1...20, "Hz"), "Bursts a second at the lowest level.")
    .key("fastest", \.fastestHertz, .number(0.1...20, "Hz"), "Bursts a second at level 1.")
    .key("duty", \.duty, .number(0.05...1), "Share of a period that vibrates.")
    .key("carrier", \.carrierHertz, carrier, carrierWords)
    .checking(ordered(\.slowestHertz, \.fastestHertz))

  static let grains = SchemaRecord(
    "grains", "Sand: grains that fall by chance, many where the level is high.", initial: Grains()
  )
  .constant("type", "grains", "The texture.")
  .key(
    "most", \.mostGrains, .number(1...500, "1/s"),
    "Grains a second in a zone at level 1 and 1 m/s; above 100 it is a buzz."
  )
  .key(
    "resting", \.resting, .number(0...3, "m/s"),
    "Added to the people's relative speed, so that a standing crowd trickles."
  )
  .key("duration", \.duration, .number(0.002...0.1, "s"), "Length of one grain.")
  .key("strength", \.strength, .number(0.05...1), "Median amplitude of a grain.")
  .key("spread", \.spread, .number(0...1), "Spread of the amplitudes: sigma of their logarithm.")
  .key("swell", \.swell, .number(0...1), "Share of the strength that follows the level.")
  .key("carrier", \.carrierHertz, carrier, "Timbre, for motors that can choose: 60 is dull, 175 bright.")
  .key("flutter", \.flutter, flutter.kind, "Instead of grains, for motors that are too slow.")

  static let stroke = SchemaRecord(
    "stroke", "Apparent motion over the rows of a garment, again and again.", initial: Stroke()
  )
  .constant("type", "stroke", "The texture.")
  .key("direction", \.direction, .choice, "Which way it moves.")
  .key("duration", \.duration, .number(0.05...3, "s"), "Time of one stroke over all rows.")
  .key("slowest", \.slowestHertz, .number(0.1...10, "Hz"), "Strokes a second at the lowest level.")
  .key("fastest", \.fastestHertz, .number(0.1...10, "Hz"), "Strokes a second at level 1.")
  .key("carrier", \.carrierHertz, carrier, carrierWords)
  .checking(ordered(\.slowestHertz, \.fastestHertz))

  static let effect = SchemaRecord(
    "effect", "An effect that was made elsewhere, as strong as the level.", initial: PlayedEffect()
  )
  .constant("type", "effect", "The texture.")
  .key("file", \.file, .text(), required: true, "File of the effect, .hjif or .tact, seen from this one.")
  .key("repeats", \.repeats, .flag, "Whether it begins again at its end while the level lasts.")

  static let texture = SchemaKind<Texture>.tagged(
    "type",
    [
      ("steady", steady.kind.map { .steady($0) }),
      ("flutter", flutter.kind.map { .flutter($0) }),
      ("pulses", pulses.kind.map { .pulses($0) }),
      ("grains", grains.kind.map { .grains($0) }),
      ("stroke", stroke.kind.map { .stroke($0) }),
      ("effect", effect.kind.map { .effect($0) }),
    ])

  private static func ordered<Owner: Sendable>(
    _ slowest: KeyPath<Owner, Float> & Sendable, _ fastest: KeyPath<Owner, Float> & Sendable
  ) -> SchemaRecord<Owner>.Check {
    { owner, tree, reader in
      guard owner[keyPath: slowest] > owner[keyPath: fastest] else { return }
      let limit = inWords(owner[keyPath: fastest], "Hz")
      reader.report(
        .reversed, "slowest is \(inWords(owner[keyPath: slowest], "Hz")), above fastest (\(limit))",
        at: (tree.value(of: "slowest") ?? tree.value(of: "fastest") ?? tree).place)
    }
  }
}
