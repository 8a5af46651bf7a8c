import Kernel

/// One number of a mapping that can be turned: where it stands in the file, its range, how to read and write it.
public struct Knob: Sendable {
  public enum Scale: Sendable { case even, ratio }

  /// As the file has it: `layers`, the layer's name, keys.
  public let path: [String]
  public let unit: String
  /// What the file allows.
  public let range: ClosedRange<Float>
  /// Where a search looks; inside `range`.
  public let useful: ClosedRange<Float>
  public let scale: Scale
  /// One of how the crowd becomes touch, and not of the wearer's own limits, nor of warnings.
  public let isTunable: Bool
  private let read: @Sendable (Mapping) -> Float
  private let write: @Sendable (inout Mapping, Float) -> Void

  public init(
    _ path: [String], unit: String = "", _ range: ClosedRange<Float>, useful: ClosedRange<Float>? = nil,
    _ scale: Scale = .even, isTunable: Bool = true, read: @escaping @Sendable (Mapping) -> Float,
    write: @escaping @Sendable (inout Mapping, Float) -> Void
  ) {
    self.path = path
    self.unit = unit
    self.range = range
    self.useful = useful ?? range
    self.scale = scale
    self.isTunable = isTunable
    self.read = read
    self.write = write
  }

  public var name: String { path.joined(separator: ".") }
  public func value(in mapping: Mapping) -> Float { read(mapping) }
  /// Held to the range; what does not go together with it gives way (`Mapping.settled`).
  public func turn(_ mapping: inout Mapping, to value: Float) {
    guard value.isFinite else { return }
    write(&mapping, min(max(value, range.lowerBound), range.upperBound))
  }

  /// 0…1 of the useful range.
  public func share(of value: Float) -> Float {
    let (low, high) = (useful.lowerBound, useful.upperBound)
    let v = min(max(value, low), high)
    switch scale {
    case .even: return (v - low) / (high - low)
    case .ratio: return Math.log(v / low) / Math.log(high / low)
    }
  }
  public func value(atShare share: Float) -> Float {
    let (low, high) = (useful.lowerBound, useful.upperBound)
    let s = min(max(share, 0), 1)
    switch scale {
    case .even: return low + (high - low) * s
    case .ratio: return low * Math.pow(high / low, s)
    }
  }
}

extension Mapping {
  /// Every number that can be turned, layer by layer, then the wearer's own.
  public var knobs: [Knob] {
    layers.indices.flatMap(knobs(ofLayer:)) + Mapping.wearerKnobs
  }

  private func knobs(ofLayer k: Int) -> [Knob] {
    let layer = layers[k]
    let tunable = layer.source != .hazard
    func knob(
      _ keys: [String], unit: String = "", _ range: ClosedRange<Float>, useful: ClosedRange<Float>? = nil,
      _ scale: Knob.Scale = .even, isTunable: Bool = true,
      at part: WritableKeyPath<MappingLayer, Float> & Sendable
    ) -> Knob {
      Knob(
        ["layers", layer.name] + keys, unit: unit, range, useful: useful, scale,
        isTunable: tunable && isTunable,
        read: { $0.layers.indices.contains(k) ? $0.layers[k][keyPath: part] : 0 },
        write: { if $0.layers.indices.contains(k) { $0.layers[k][keyPath: part] = $1 } })
    }
    let isBounded = [LayerSource.nearest, .wearer, .hazard].contains(layer.source)
    let lowest: Float = isBounded ? 0.01 : max(layer.curve.threshold / 4, 0.005)
    let unit = layer.source.unit
    var all = [
      knob(
        ["curve", "threshold"], unit: unit, 0...50,
        useful: lowest...(isBounded ? 0.5 : max(layer.curve.threshold * 4, 0.02)), .ratio,
        at: \.curve.threshold),
      knob(
        ["curve", "knee"], unit: unit, 0.001...100,
        useful: (isBounded ? 0.5 : layer.curve.knee / 3)...(isBounded ? 1 : layer.curve.knee * 3), .ratio,
        at: \.curve.knee),
      knob(["curve", "exponent"], 0.1...5, useful: 0.3...3, .ratio, at: \.curve.exponent),
      knob(["curve", "floor"], 0...1, useful: 0.05...0.5, at: \.curve.floor),
      knob(["curve", "ceiling"], 0...1, useful: 0.3...1, at: \.curve.ceiling),
    ]
    if !layer.source.isPoint {
      all += [
        knob(
          ["receptive", "half_angle"], unit: "°", 5...90, useful: 8...60, .ratio, at: \.receptive.halfAngle),
        knob(
          ["receptive", "falloff"], unit: "m", 0.05...20, useful: 0.3...4, .ratio, at: \.receptive.falloff),
      ]
    }
    if !layer.source.isPoint || layer.source == .nearest || layer.source == .wearer {
      all += [
        knob(
          ["receptive", "near"], unit: "m", 0...10, useful: 0.1...1, isTunable: false, at: \.receptive.near),
        knob(["receptive", "far"], unit: "m", 0.3...20, useful: 1...4.5, at: \.receptive.far),
        knob(["receptive", "height_spread"], 0...1, at: \.receptive.heightSpread),
      ]
    }
    if layer.source == .density {
      all.append(knob(["closing_weight"], unit: "s/m", 0...2, at: \.closingWeight))
    }
    all.append(knob(["gain"], 0...1, useful: 0.1...1, isTunable: layers.count > 2, at: \.gain))
    all.append(knob(["duck"], 0...1, isTunable: layers.count > 2, at: \.duck))
    return all + textureKnobs(ofLayer: k)
  }

  private func textureKnobs(ofLayer k: Int) -> [Knob] {
    let layer = layers[k]
    let tunable = layer.source != .hazard
    func knob<Part: Sendable>(
      _ key: [String], unit: String = "", _ range: ClosedRange<Float>, useful: ClosedRange<Float>? = nil,
      _ scale: Knob.Scale = .even, isTunable: Bool = true,
      from get: @escaping @Sendable (Texture) -> Part?, to put: @escaping @Sendable (Part) -> Texture,
      at part: WritableKeyPath<Part, Float> & Sendable
    ) -> Knob {
      Knob(
        ["layers", layer.name, "texture"] + key, unit: unit, range, useful: useful, scale,
        isTunable: tunable && isTunable,
        read: { mapping in
          guard mapping.layers.indices.contains(k), let texture = get(mapping.layers[k].texture) else {
            return 0
          }
          return texture[keyPath: part]
        },
        write: { mapping, value in
          guard mapping.layers.indices.contains(k), var texture = get(mapping.layers[k].texture) else {
            return
          }
          texture[keyPath: part] = value
          mapping.layers[k].texture = put(texture)
        })
    }
    switch layer.texture {
    case .steady, .effect: return []
    case .flutter:
      let get: @Sendable (Texture) -> Flutter? = { if case .flutter(let t) = $0 { t } else { nil } }
      let put: @Sendable (Flutter) -> Texture = { .flutter($0) }
      return [
        knob(["rate"], unit: "Hz", 0.1...20, useful: 1...12, .ratio, from: get, to: put, at: \.rateHertz),
        knob(["depth"], 0...1, from: get, to: put, at: \.depth),
      ]
    case .pulses:
      let get: @Sendable (Texture) -> Pulses? = { if case .pulses(let t) = $0 { t } else { nil } }
      let put: @Sendable (Pulses) -> Texture = { .pulses($0) }
      return [
        knob(
          ["slowest"], unit: "Hz", 0.1...20, useful: 0.5...6, .ratio, from: get, to: put, at: \.slowestHertz),
        knob(
          ["fastest"], unit: "Hz", 0.1...20, useful: 2...15, .ratio, from: get, to: put, at: \.fastestHertz),
        knob(["duty"], 0.05...1, useful: 0.2...0.9, from: get, to: put, at: \.duty),
      ]
    case .stroke:
      let get: @Sendable (Texture) -> Stroke? = { if case .stroke(let t) = $0 { t } else { nil } }
      let put: @Sendable (Stroke) -> Texture = { .stroke($0) }
      return [
        knob(["duration"], unit: "s", 0.05...3, useful: 0.1...1, .ratio, from: get, to: put, at: \.duration),
        knob(
          ["slowest"], unit: "Hz", 0.1...10, useful: 0.3...4, .ratio, from: get, to: put, at: \.slowestHertz),
        knob(
          ["fastest"], unit: "Hz", 0.1...10, useful: 1...8, .ratio, from: get, to: put, at: \.fastestHertz),
      ]
    case .grains:
      let get: @Sendable (Texture) -> Grains? = { if case .grains(let t) = $0 { t } else { nil } }
      let put: @Sendable (Grains) -> Texture = { .grains($0) }
      return [
        knob(["most"], unit: "1/s", 1...500, useful: 15...150, .ratio, from: get, to: put, at: \.mostGrains),
        knob(["resting"], unit: "m/s", 0...3, useful: 0.05...1.5, from: get, to: put, at: \.resting),
        knob(
          ["duration"], unit: "s", 0.002...0.1, useful: 0.006...0.04, .ratio, from: get, to: put,
          at: \.duration),
        knob(["strength"], 0.05...1, useful: 0.2...1, from: get, to: put, at: \.strength),
        knob(["swell"], 0...1, from: get, to: put, at: \.swell),
        knob(
          ["flutter", "rate"], unit: "Hz", 0.1...20, useful: 1...12, .ratio, from: get, to: put,
          at: \.flutter.rateHertz),
        knob(["flutter", "depth"], 0...1, from: get, to: put, at: \.flutter.depth),
      ]
    }
  }

  /// What belongs to the wearer and to safety; nobody searches here.
  private static let wearerKnobs: [Knob] = {
    func knob(
      _ path: [String], unit: String = "", _ range: ClosedRange<Float>, _ scale: Knob.Scale = .even,
      at part: WritableKeyPath<Mapping, Float> & Sendable
    ) -> Knob {
      Knob(
        path, unit: unit, range, useful: nil, scale, isTunable: false, read: { $0[keyPath: part] },
        write: { $0[keyPath: part] = $1 })
    }
    return [
      knob(["gain"], 0...1, at: \.gain),
      knob(["blend"], unit: "s", 0...0.5, at: \.blend),
      knob(["limiter", "maximum"], 0...1, at: \.suit.limiter.maximum),
      knob(["limiter", "rise"], unit: "1/s", 0.1...1000, .ratio, at: \.suit.limiter.risePerSecond),
      knob(["limiter", "fall"], unit: "1/s", 0.1...1000, .ratio, at: \.suit.limiter.fallPerSecond),
      knob(["feedback", "level"], 0.2...1.5, at: \.suit.feedback.level),
      knob(["feedback", "pace"], unit: "s", 4...600, .ratio, at: \.suit.feedback.pace),
      knob(["feedback", "most"], 1...4, at: \.suit.feedback.most),
      knob(["feedback", "ambience"], 0...1, at: \.suit.feedback.ambience),
      knob(["comfort", "duty_level"], 0.1...1, at: \.suit.comfort.dutyLevel),
      knob(["comfort", "duty"], 0.01...1, at: \.suit.comfort.duty),
      knob(["comfort", "dose"], unit: "m/s²", 0.01...5, .ratio, at: \.suit.comfort.dose),
    ]
  }()

  /// The same with every pair of numbers in order that a file would have to have in order: what a turned knob has
  /// overtaken goes along with it. `kept` says which knob was turned.
  public func settled(keeping kept: String = "") -> Mapping {
    var mapping = self
    for k in mapping.layers.indices {
      var layer = mapping.layers[k]
      // The upper one of a pair gives way, unless it is the one that was turned.
      func isKept(_ key: String) -> Bool { kept == "layers.\(layer.name).\(key)" }
      if layer.curve.threshold >= layer.curve.knee {
        if isKept("curve.knee") {
          layer.curve.threshold = layer.curve.knee * 0.9
        } else {
          layer.curve.knee = max(layer.curve.threshold * 1.1, 0.001)
        }
      }
      if layer.curve.floor > layer.curve.ceiling {
        if isKept("curve.ceiling") {
          layer.curve.floor = layer.curve.ceiling
        } else {
          layer.curve.ceiling = layer.curve.floor
        }
      }
      if layer.source == .hazard { layer.curve.floor = max(layer.curve.floor, 0.3) }
      if layer.source == .hazard { layer.curve.ceiling = max(layer.curve.ceiling, layer.curve.floor) }
      if layer.receptive.near >= layer.receptive.far {
        if isKept("receptive.far") {
          layer.receptive.near = layer.receptive.far * 0.5
        } else {
          layer.receptive.far = layer.receptive.near + 0.3
        }
      }
      switch layer.texture {
      case .pulses(var t) where t.slowestHertz > t.fastestHertz:
        if isKept("texture.fastest") {
          t.slowestHertz = t.fastestHertz
        } else {
          t.fastestHertz = t.slowestHertz
        }
        layer.texture = .pulses(t)
      case .stroke(var t) where t.slowestHertz > t.fastestHertz:
        if isKept("texture.fastest") {
          t.slowestHertz = t.fastestHertz
        } else {
          t.fastestHertz = t.slowestHertz
        }
        layer.texture = .stroke(t)
      default: break
      }
      mapping.layers[k] = layer
    }
    return mapping
  }
}
