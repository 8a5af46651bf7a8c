import Haptics
import Kernel

/// bHaptics projects: dot mode, and path mode whose points are shared among the nearest motors by the energy law.
extension EffectReader {
  mutating func readTact(_ root: SourceTree) {
    guard case .map = root.content else {
      return fault("the file is \(root.inWords), not an object", at: root)
    }
    guard let wire = garment.wire(.bhaptics) else {
      return fault(
        "the garment '\(garment.name)' has no numbering for bHaptics, which .tact needs", at: root,
        hint: "wear a garment with wires of the protocol bhaptics")
    }
    // A project stands by itself in some files.
    let project = root.value(of: "project") ?? root
    for track in items("tracks", of: project) {
      if track.value(of: "enable")?.word == "false" { continue }
      for effect in items("effects", of: track) {
        guard let start = number("startTime", of: effect, in: 0...1e9, missing: 0) else { continue }
        guard let modes = effect.value(of: "modes"), case .map(let entries) = modes.content else {
          fault("'modes' is missing", at: effect)
          continue
        }
        for entry in entries {
          // Motors of garments that are not worn are not felt.
          guard let part = wire.parts.first(where: { $0.name == entry.key }) else { continue }
          read(mode: entry.value, part, start)
        }
      }
    }
  }

  private mutating func read(mode: SourceTree, _ part: GarmentWire.Part, _ start: Double) {
    switch mode.value(of: "mode")?.word ?? "DOT_MODE" {
    case "DOT_MODE":
      guard let dots = mode.value(of: "dotMode") else { return fault("'dotMode' is missing", at: mode) }
      for feedback in items("feedback", of: dots) { read(dots: feedback, part, start) }
    case "PATH_MODE":
      guard let paths = mode.value(of: "pathMode") else { return fault("'pathMode' is missing", at: mode) }
      for feedback in items("feedback", of: paths) { read(path: feedback, part, start) }
    default: fault("mode is \(mode.value(of: "mode")?.inWords ?? "missing")", at: mode)
    }
  }

  private mutating func read(dots feedback: SourceTree, _ part: GarmentWire.Part, _ start: Double) {
    guard count(feedback) else { return }
    guard let from = number("startTime", of: feedback, in: 0...1e9, missing: 0),
      let to = number("endTime", of: feedback, in: 0...1e9), to > from
    else { return }
    let fade = feedback.value(of: "playbackType")?.word ?? "NONE"
    for point in items("pointList", of: feedback) {
      guard let index = number("index", of: point, in: 0...255),
        let intensity = number("intensity", of: point, in: 0...1)
      else { continue }
      guard Int(index) < part.actuators.count, part.actuators[Int(index)] >= 0 else { continue }
      for (k, share) in steps(from: start + from, to: start + to) where !isFull {
        lay(
          Float(intensity) * EffectReader.fade(fade, share), hertz: 0, on: part.actuators[Int(index)],
          atStep: k)
      }
    }
  }

  /// Steps whose beginnings lie in from..<to, each with how far along it is, 0…1.
  private func steps(from: Double, to: Double) -> [(Int, Float)] {
    let step = Double(HapticEffectFile.step)
    let end = min(to, Double(HapticEffectFile.longest))
    let first = Int((min(from, end) / step).rounded(.up))
    let last = Int((end / step).rounded(.up))
    guard first < last else { return [] }
    return (first..<last).map { ($0, Float((Double($0) * step - from) / max(to - from, 1))) }
  }

  private static func fade(_ kind: String, _ share: Float) -> Float {
    switch kind {
    case "FADE_IN": share
    case "FADE_OUT": 1 - share
    case "FADE_IN_OUT": share < 0.5 ? 2 * share : 2 - 2 * share
    default: 1
    }
  }

  private struct PathPoint {
    var x: Float
    var y: Float
    var intensity: Float
    var at: Double  // [ms]
  }

  private mutating func read(path feedback: SourceTree, _ part: GarmentWire.Part, _ start: Double) {
    guard count(feedback) else { return }
    var points: [PathPoint] = []
    for tree in items("pointList", of: feedback) {
      guard let x = number("x", of: tree, in: 0...1), let y = number("y", of: tree, in: 0...1),
        let intensity = number("intensity", of: tree, in: 0...1),
        let at = number("time", of: tree, in: 0...1e9, missing: 0)
      else { continue }
      points.append(PathPoint(x: Float(x), y: Float(y), intensity: Float(intensity), at: start + at))
    }
    guard let first = points.first, let last = points.last, points.count > 1 else { return }
    let fade = feedback.value(of: "playbackType")?.word ?? "NONE"
    for (a, b) in zip(points, points.dropFirst()) {
      for (k, share) in steps(from: a.at, to: b.at) where !isFull {
        let now = Double(k * HapticEffectFile.step)
        let whole = Float((now - first.at) / max(last.at - first.at, 1))
        let level = (a.intensity + (b.intensity - a.intensity) * share) * EffectReader.fade(fade, whole)
        place(level, x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share, part, step: k)
      }
    }
  }

  /// Onto the nearest motors, three at most: shares of the energy fall with the squared distance, and add up to one.
  private mutating func place(_ level: Float, x: Float, y: Float, _ part: GarmentWire.Part, step: Int) {
    for (index, share) in TactGrid.shares(x: x, y: y, motors: part.actuators.count, most: 3) {
      guard part.actuators[index] >= 0 else { continue }
      lay(level * share.squareRoot(), hertz: 0, on: part.actuators[index], atStep: step)
    }
  }
}

extension TactGrid {
  /// Shares of the energy of a point, x from the wearer's left and y from the top, 0…1.
  package static func shares(x: Float, y: Float, motors: Int, most: Int) -> [(Int, Float)] {
    let (columns, rows) = sides(motors)
    var near: [(index: Int, squared: Float)] = (0..<motors).map { i in
      let dx = (columns > 1 ? Float(i % columns) / Float(columns - 1) : 0.5) - x
      let dy = (rows > 1 ? Float(i / columns) / Float(rows - 1) : 0.5) - y
      return (i, dx * dx + dy * dy)
    }
    near.sort { ($0.squared, $0.index) < ($1.squared, $1.index) }
    guard let nearest = near.first else { return [] }
    if nearest.squared < 1e-6 { return [(nearest.index, 1)] }
    // No farther than a cell's diagonal: beyond it a motor has nothing to do with the point.
    let cell =
      1 / Float(max(columns - 1, 1) * max(columns - 1, 1)) + 1 / Float(max(rows - 1, 1) * max(rows - 1, 1))
    let chosen = near.prefix(max(1, most)).filter { $0.squared <= cell || $0.index == nearest.index }
    let sum = chosen.reduce(0) { $0 + 1 / $1.squared }
    return chosen.map { ($0.index, 1 / $0.squared / sum) }
  }
}
