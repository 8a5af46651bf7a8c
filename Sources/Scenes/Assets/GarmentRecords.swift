import Haptics
import Kernel

/// Keys of a garment file, and of a garment written into a scene.
enum GarmentRecords {
  struct Body: Sendable {
    var halfWidth: Float = 0.17  // [m]
    var halfDepth: Float = 0.12  // [m]
  }
  struct ActuatorDraft: Sendable {
    var name: String?
    var position: Vector3?  // [m]
    var normal: Located<Vector3>?
    var site = BodySite.chest
    var zone = ""
    var kind: ActuatorKind?
  }
  struct Ring: Sendable {
    enum Sense: String, CaseIterable, Sendable {
      case clockwise
      case counterClockwise = "counter_clockwise"
    }
    var name = ""
    var count = 1
    var height: Float = 1  // [m]
    var first: Float = 0  // [degrees] clockwise from straight ahead, seen from above
    var sense = Sense.clockwise
    var site = BodySite.waist
    var zone: String?
    var kind: ActuatorKind?
  }
  struct Draft: Sendable {
    var format = 1
    var name: String?
    var title = ""
    var source = ""
    var levels = 100
    var body = Body()
    var kind = ActuatorKind.eccentricMass(EccentricMass())
    var actuators: [Located<ActuatorDraft>] = []
    var rings: [Located<Ring>] = []
    var transport = Transport()
    var wires: [Located<WireDraft>] = []
  }
  struct WireDraft: Sendable {
    struct Part: Sendable {
      var name = ""
      var actuators: [Int] = []
    }
    var format = WireProtocol.bhaptics
    var parts: [Located<Part>] = []
  }

  static let eccentricMass = SchemaRecord(
    "eccentric_mass", "An eccentric rotating mass (ERM).", initial: EccentricMass()
  )
  .constant("type", "eccentric_mass", "What moves inside the actuator.")
  .key("time_constant", \.timeConstant, .number(0.001...1, "s"), "Lag of the rotor's speed.")
  .key("full_frequency", \.fullFrequencyHertz, .number(20...1000, "Hz"), "Frequency at drive 1.")
  .key("full_acceleration", \.fullAcceleration, .number(0.01...20, "g"), "Acceleration at drive 1.")
  .key("start_drive", \.startDrive, .number(0...0.9), "A rotor at rest starts above this drive.")
  .key("stop_drive", \.stopDrive, .number(0...0.9), "A turning rotor stops below this drive.")
  .checking { motor, tree, reader in
    guard motor.stopDrive > motor.startDrive else { return }
    let start = inWords(motor.startDrive, "")
    reader.report(
      .reversed, "stop_drive is \(inWords(motor.stopDrive, "")), above start_drive (\(start))",
      at: tree.value(of: "stop_drive")?.place ?? tree.place)
  }

  static let linearResonant = SchemaRecord(
    "linear_resonant", "A linear resonant actuator (LRA).", initial: LinearResonant()
  )
  .constant("type", "linear_resonant", "What moves inside the actuator.")
  .key("resonance", \.resonanceHertz, .number(20...1000, "Hz"), "Resonance of the moving mass.")
  .key("quality", \.quality, .number(0.6...100), "Quality factor Q of the resonance.")
  .key("drive_frequency", \.driveHertz, .number(20...1000, "Hz"), "Carrier that it is fed.")
  .key(
    "full_acceleration", \.fullAcceleration, .number(0.01...20, "g"), "Acceleration at drive 1 in resonance."
  )
  .key(
    "overdrive", \.overdrive, .number(1...5), "How far beyond 1 the driver may push while the envelope lags.")

  static let voiceCoil = SchemaRecord(
    "voice_coil", "A voice coil: well damped, it follows any carrier of its band.", initial: VoiceCoil()
  )
  .constant("type", "voice_coil", "What moves inside the actuator.")
  .key("resonance", \.resonanceHertz, .number(5...1000, "Hz"), "Resonance of the moving mass.")
  .key("quality", \.quality, .number(0.6...10), "Quality factor Q of the resonance.")
  .key("lowest", \.lowestHertz, .number(5...1000, "Hz"), "Lowest carrier that it can be fed.")
  .key("highest", \.highestHertz, .number(5...1000, "Hz"), "Highest carrier that it can be fed.")
  .key("drive_frequency", \.driveHertz, .number(5...1000, "Hz"), "Carrier when nothing else is asked for.")
  .key(
    "full_acceleration", \.fullAcceleration, .number(0.01...20, "g"),
    "Acceleration at drive 1 and `drive_frequency`."
  )
  .checking { coil, tree, reader in
    guard !(coil.lowestHertz...max(coil.lowestHertz, coil.highestHertz)).contains(coil.driveHertz) else {
      return
    }
    let band = "\(inWords(coil.lowestHertz, ""))...\(inWords(coil.highestHertz, "Hz"))"
    reader.report(
      .outOfRange, "drive_frequency is \(inWords(coil.driveHertz, "Hz")), outside the band \(band)",
      at: (tree.value(of: "drive_frequency") ?? tree).place)
  }

  static let actuatorKind = SchemaKind<ActuatorKind>.tagged(
    "type",
    [
      ("eccentric_mass", eccentricMass.kind.map { .eccentricMass($0) }),
      ("linear_resonant", linearResonant.kind.map { .linearResonant($0) }),
      ("voice_coil", voiceCoil.kind.map { .voiceCoil($0) }),
    ])

  static let body = SchemaRecord(
    "body", "The ellipse that a body is taken for, seen from above.", initial: Body()
  )
  .key("half_width", \.halfWidth, .number(0.02...0.6, "m"), "Half of the width.")
  .key("half_depth", \.halfDepth, .number(0.02...0.6, "m"), "Half of the depth.")

  static let actuator = SchemaRecord(
    "actuator", "One vibrating thing at one place of the body.", initial: ActuatorDraft()
  )
  .key("name", \.name, SchemaKind<String>.name.optional, "Name; without it the zone and a number.")
  .key(
    "position", \.position, SchemaKind<Vector3>.bodyPoint(-1...1, height: 0...2.5, "m").optional,
    required: true,
    "[x, y, z]: x to the wearer's right, y up from the ground, z forward."
  )
  .key(
    "normal", \.normal, SchemaKind<Vector3>.bodyPoint(-1...1, height: -1...1, "").located.optional,
    "Direction out of the body; without it that of the body's ellipse."
  )
  .key("site", \.site, .choice, required: true, "Where on the body.")
  .key("zone", \.zone, .name, required: true, "Group that tuning and files address.")
  .key("kind", \.kind, actuatorKind.optional, "What moves inside; without it the garment's.")

  static let ring = SchemaRecord(
    "ring", "Actuators round the body, each facing a direction evenly spaced from the next.", initial: Ring()
  )
  .key("name", \.name, .name, required: true, "Its actuators are called by it and a number from 0.")
  .key("count", \.count, .whole(1...256), required: true, "Number of actuators.")
  .key("height", \.height, .number(0...2.5, "m"), required: true, "Height above the ground.")
  .key(
    "first", \.first, .number(-360...360, "degrees"), "Where actuator 0 sits, clockwise from straight ahead."
  )
  .key("sense", \.sense, .choice, "Which way the numbers run, seen from above.")
  .key("site", \.site, .choice, "Where on the body.")
  .key(
    "zone", \.zone, SchemaKind<String>.name.optional,
    "Group of all of them; without it front, right, back and left by direction."
  )
  .key("kind", \.kind, actuatorKind.optional, "What moves inside; without it the garment's.")

  static let transport = SchemaRecord(
    "transport", "How long a drive is under way from the program to the motor.", initial: Transport()
  )
  .key("latency", \.latency, .number(0...2, "s"), "Mean time under way.")
  .key("jitter", \.jitter, .number(0...1, "s"), "Greatest deviation from it.")
  .key("interval", \.interval, .number(0.001...1, "s"), "Time between two updates that the device takes.")
  .checking { transport, tree, reader in
    guard transport.jitter > transport.latency else { return }
    let latency = inWords(transport.latency, "s")
    reader.report(
      .reversed, "jitter is \(inWords(transport.jitter, "s")), above latency (\(latency))",
      at: (tree.value(of: "jitter") ?? tree).place)
  }

  static let wirePart = SchemaRecord(
    "part", "One group of numbers of a protocol.", initial: WireDraft.Part()
  )
  .key("name", \.name, .name, required: true, "What the protocol calls it.")
  .key(
    "actuators", \.actuators,
    SchemaKind<[Int]>.list(.whole(-1...255), count: 1...256, of: "actuators"), required: true,
    "The actuator that each of the protocol's numbers drives, from its first on; -1 for none."
  )
  static let wire = SchemaRecord(
    "wire", "How a protocol numbers the actuators.", initial: WireDraft()
  )
  .key("protocol", \.format, .choice, required: true, "The protocol.")
  .key(
    "parts", \.parts,
    SchemaKind<[Located<WireDraft.Part>]>.list(wirePart.kind.located, count: 1...16, of: "parts"),
    required: true, "Its groups of numbers.")

  static let record = SchemaRecord("garment", "Clothing that can be felt.", initial: Draft())
    .key("format", \.format, MappingRecords.formatNumber, "Number of the file format.")
    .key("name", \.name, SchemaKind<String>.name.optional, "Name; without it the file's.")
    .key("title", \.title, .text(), "One line for people.")
    .key("source", \.source, .text(), "Where layout and physical values come from.")
    .key("levels", \.levels, .whole(1...65535), "Drive levels above zero that the device knows.")
    .key("body", \.body, body.kind, "The body's ellipse.")
    .key("kind", \.kind, actuatorKind, "What moves inside the actuators.")
    .key(
      "actuators", \.actuators,
      SchemaKind<[Located<ActuatorDraft>]>.list(actuator.kind.located, count: 0...256, of: "actuators"),
      "Actuators one by one, in the order of the device's channels."
    )
    .key(
      "rings", \.rings, SchemaKind<[Located<Ring>]>.list(ring.kind.located, count: 0...16, of: "rings"),
      "Rings of actuators; their channels follow those of `actuators`."
    )
    .key("transport", \.transport, transport.kind, "How long a drive is under way.")
    .key(
      "wires", \.wires,
      SchemaKind<[Located<WireDraft>]>.list(wire.kind.located, count: 0...4, of: "wires"),
      "How protocols number the actuators.")
}
