import ArgumentParser
import Foundation
import Haptics
import Kernel
import Scenes

struct Mappings: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the mappings, say what each is good for, show every stage of one.",
    discussion: """
      throng mappings                        all of them, one line each
      throng mappings sand                   what it is good for, and its stages from field to drive
      throng mappings sand --garment vest-40 and what it cannot do on that garment
      throng schema                          every key of a mapping with unit, range and default
      """)

  @Argument(help: "Names, or files of your own; without any, all that can be found.")
  var names: [String] = []

  @Option(help: "A garment to try it on.")
  var garment: String?

  func run() throws {
    let library = Library.standard
    let worn = try garment.map { try Garment.load(named: $0, from: library) }
    if names.isEmpty {
      let all = try library.mappings().map { try Mapping.load(named: $0, from: library) }
      let wide = all.map(\.name.count).max() ?? 0
      let lines = all.map { mapping in
        "\(mapping.name.padding(toLength: wide, withPad: " ", startingAt: 0))  \(mapping.title)"
          + (worn.map { mapping.remarks(on: $0).map { "\n    \($0)" }.joined() } ?? "")
      }
      Terminal.result(lines.joined(separator: "\n") + "\nthrong mappings NAME tells what one is good for")
      return
    }
    var pages: [String] = []
    for name in names {
      let isFile = name.contains("/") || ["yaml", "yml", "json"].contains(URL(filePath: name).pathExtension)
      let mapping = try isFile ? Mapping.load(path: name) : Mapping.load(named: name, from: library)
      pages.append(MappingWords.page(mapping, on: worn))
    }
    Terminal.result(pages.joined(separator: "\n\n"))
  }
}

/// What the commands say of mappings.
enum MappingWords {
  static func page(_ mapping: Mapping, on garment: Garment?) -> String {
    var lines = ["\(mapping.name): \(mapping.title)"]
    // What it is not for begins a line of its own.
    for part in mapping.purpose.replacing("Not for:", with: "\nNot for:").split(separator: "\n") {
      lines += wrapped(String(part), at: 96).map { "  " + $0 }
    }
    for layer in mapping.layers.sorted(by: { $0.priority > $1.priority }) {
      lines.append("")
      lines.append(
        "  layer \(layer.name), priority \(layer.priority)"
          + (layer.duck > 0 ? ", turns the lower ones down by \(number(layer.duck * 100)) %" : ""))
      lines.append("    source    \(layer.source.rawValue) [\(layer.source.unit)]")
      let area = layer.receptive
      if layer.source.isPoint {
        lines.append("    place     between the actuators on either side of its bearing, at one energy")
        if layer.source == .nearest || layer.source == .wearer {
          lines.append(
            "              \(number(area.near)) to \(number(area.far)) m, rows by distance \(number(area.heightSpread))"
          )
        }
      } else {
        lines.append(
          "    place     half weight at \(number(area.halfAngle))°, \(number(area.near)) to \(number(area.far)) m, by e over \(number(area.falloff)) m, rows by distance \(number(area.heightSpread))"
        )
      }
      let curve = layer.curve
      lines.append(
        "    curve     0 up to \(number(curve.threshold)), \(number(curve.floor)) from there, \(number(curve.ceiling)) at \(number(curve.knee)); exponent \(number(curve.exponent))"
      )
      lines.append("    texture   \(texture(layer.texture))")
      if layer.gain != 1 { lines.append("    gain      \(number(layer.gain))") }
    }
    lines.append("")
    lines.append(
      "  volume \(number(mapping.gain))"
        + mapping.zoneGains.map { ", \($0.zone) \(number($0.gain))" }.joined()
        + "; drive at most \(number(mapping.suit.limiter.maximum)), up in \(number(1000 / mapping.suit.limiter.risePerSecond)) ms, down in \(number(1000 / mapping.suit.limiter.fallPerSecond)) ms"
    )
    if let garment { lines += mapping.remarks(on: garment).map { "  note: \($0)" } }
    return lines.joined(separator: "\n")
  }

  private static func texture(_ texture: Texture) -> String {
    let words =
      switch texture {
      case .steady: "steady"
      case .flutter(let t): "flutter, \(number(t.rateHertz)) Hz, \(number(t.depth * 100)) % deep"
      case .pulses(let t):
        "pulses, \(number(t.slowestHertz)) to \(number(t.fastestHertz)) a second, \(number(t.duty * 100)) % of the time"
      case .grains(let t):
        "grains of \(number(t.duration * 1000)) ms, up to \(number(t.mostGrains)) a second and zone, strength \(number(t.strength)) (sigma \(number(t.spread)))"
      case .stroke(let t):
        "strokes \(t.direction.rawValue) the rows in \(number(t.duration)) s, \(number(t.slowestHertz)) to \(number(t.fastestHertz)) a second"
      case .effect(let t): "the effect \(t.file)\(t.repeats ? ", again and again" : "")"
      }
    return words + (texture.carrierHertz > 0 ? ", carrier \(number(texture.carrierHertz)) Hz" : "")
  }

  static func number(_ value: Float) -> String {
    let text = String(format: "%.3f", value)
    var trimmed = text
    while trimmed.contains("."), trimmed.last == "0" || trimmed.last == "." {
      let last = trimmed.removeLast()
      if last == "." { break }
    }
    return trimmed
  }
  static func wrapped(_ text: String, at width: Int) -> [String] {
    var lines: [String] = [""]
    for word in text.split(separator: " ") {
      if lines[lines.count - 1].count + word.count + 1 > width, !lines[lines.count - 1].isEmpty {
        lines.append("")
      }
      lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
    }
    return lines
  }
}
