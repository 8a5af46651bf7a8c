import ArgumentParser
import Desktop
import Foundation
import Haptics
import Kernel
import Pipeline
import Presentation
import Scenes

struct Garments: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the garments that can be worn, show one, draw them.",
    discussion: """
      throng garments                            all of them, one line each
      throng garments vest-40                    every actuator with place, zone and numbers in each protocol
      throng garments --out out/garments         a picture of each: channels on the body
      throng garments belt-16 --json             for programs
      """)

  @Argument(help: "Names, or files of your own; without any, all that can be found.")
  var names: [String] = []

  @Option(help: ArgumentHelp("Draw each into this folder, NAME.png; made if missing.", valueName: "folder"))
  var out: String?

  @Option(help: ArgumentHelp("Width and height of the pictures.", valueName: "WxH"))
  var pictureSize = PictureSize(width: 900, height: 800)

  @Flag(help: "JSON instead of words.")
  var json = false

  func validate() throws {
    if out?.isEmpty == true { throw ValidationError("--out is empty; name a folder") }
  }

  func run() throws {
    let library = Library.standard
    let wanted = names.isEmpty ? library.garments() : names
    var garments: [Garment] = []
    for name in wanted {
      let isFile = name.contains("/") || ["yaml", "yml", "json"].contains(URL(filePath: name).pathExtension)
      garments.append(try isFile ? Garment.load(path: name) : Garment.load(named: name, from: library))
    }
    if let out { try draw(garments, into: out) }
    if json {
      Terminal.result(GarmentWords.json(garments))
    } else if names.isEmpty {
      Terminal.result(GarmentWords.list(garments))
    } else {
      Terminal.result(garments.map(GarmentWords.page).joined(separator: "\n\n"))
    }
  }

  private func draw(_ garments: [Garment], into folder: String) throws {
    try OutputFolder.make(folder)
    let canvas = Canvas(width: pictureSize.width, height: pictureSize.height)
    for garment in garments {
      canvas.draw(drawGarmentSheet(garment, width: pictureSize.width, height: pictureSize.height))
      let path = "\(folder)/\(garment.name).png"
      try canvas.savePNG(path)
      Terminal.notice(path)
    }
  }
}

/// What the commands say of garments.
enum GarmentWords {
  static func list(_ garments: [Garment]) -> String {
    let wide = garments.map(\.name.count).max() ?? 0
    return garments.map { garment in
      let kinds = Set(garment.actuators.map(\.kind.shortName)).sorted().joined(separator: ", ")
      let name = garment.name.padding(toLength: wide, withPad: " ", startingAt: 0)
      let count = String(repeating: " ", count: max(0, 4 - "\(garment.actuators.count)".count))
      return "\(name) \(count)\(garment.actuators.count)  \(garment.title) (\(kinds))"
    }.joined(separator: "\n") + "\nthrong garments NAME shows one; --out FOLDER draws them"
  }

  static func page(_ garment: Garment) -> String {
    let transport = garment.transport
    var lines = [
      "\(garment.name): \(garment.title)",
      "  \(garment.actuators.count) actuators in \(garment.zones.joined(separator: ", ")); \(garment.levels) drive levels",
      String(
        format: "  under way %.0f ± %.0f ms, an update every %.0f ms", transport.latency * 1000,
        transport.jitter * 1000, transport.interval * 1000),
    ]
    var kinds: [ActuatorKind] = []
    for actuator in garment.actuators where !kinds.contains(actuator.kind) { kinds.append(actuator.kind) }
    lines += kinds.map { "  \($0.inWords)" }
    if !garment.source.isEmpty { lines.append("  source: \(garment.source)") }
    lines.append("")
    let nameWidth = max(4, garment.actuators.map(\.name.count).max() ?? 0)
    let zoneWidth = max(4, garment.zones.map(\.count).max() ?? 0)
    func pad(_ text: String, _ width: Int) -> String {
      text.padding(toLength: width, withPad: " ", startingAt: 0)
    }
    let wires = garment.wires.map(\.format.rawValue).joined(separator: "  ")
    lines.append(
      "  channel  \(pad("name", nameWidth))  \(pad("zone", zoneWidth))  site       right      up ahead [m]  \(wires)"
    )
    for (row, actuator) in garment.actuators.enumerated() {
      let p = actuator.position
      let numbers = garment.wires.map { wire in
        let list = wire.parts.flatMap { part in
          part.actuators.indices.filter { part.actuators[$0] == row }.map { index in
            "\(part.name) \(wire.format == .vrchat ? index + 1 : index)"
          }
        }
        return list.isEmpty ? "–" : list.joined(separator: ", ")
      }.joined(separator: " · ")
      lines.append(
        String(
          format: "  %7d  %@  %@  %@ %6.3f  %6.3f %6.3f  %@", row, pad(actuator.name, nameWidth),
          pad(actuator.zone, zoneWidth), pad(actuator.site.rawValue, 9), p.x, p.y, p.z, numbers))
    }
    return lines.joined(separator: "\n")
  }

  static func json(_ garments: [Garment]) -> String {
    let list: [[String: Any]] = garments.map { garment in
      [
        "name": garment.name, "title": garment.title, "source": garment.source, "levels": garment.levels,
        "transport": [
          "latency_s": Double(garment.transport.latency), "jitter_s": Double(garment.transport.jitter),
          "interval_s": Double(garment.transport.interval),
        ],
        "actuators": garment.actuators.map { actuator -> [String: Any] in
          [
            "name": actuator.name, "zone": actuator.zone, "site": actuator.site.rawValue,
            "position_m": components(actuator.position), "normal": components(actuator.normal),
            "kind": actuator.kind.shortName, "rise_s": rounded(actuator.kind.riseTime),
          ]
        },
        "wires": Dictionary(
          uniqueKeysWithValues: garment.wires.map { wire in
            (
              wire.format.rawValue,
              Dictionary(
                wire.parts.map { ($0.name, $0.actuators) }, uniquingKeysWith: { first, _ in first })
            )
          }),
      ]
    }
    let data = try? JSONSerialization.data(
      withJSONObject: list, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }

  private static func rounded(_ value: Float) -> Double { (Double(value) * 10_000).rounded() / 10_000 }
  private static func components(_ v: Vector3) -> [Double] { [rounded(v.x), rounded(v.y), rounded(v.z)] }
}

extension ActuatorKind {
  /// As garment files call it.
  var shortName: String {
    switch self {
    case .eccentricMass: "eccentric_mass"
    case .linearResonant: "linear_resonant"
    case .voiceCoil: "voice_coil"
    }
  }
}
