import Haptics
import Kernel
import Testing

@Suite struct KnobTests {
  private var everything: Mapping {
    let textures: [Texture] = [
      .steady(Steady()), .flutter(Flutter()), .pulses(Pulses()), .grains(Grains()), .stroke(Stroke()),
    ]
    return Mapping(
      name: "everything",
      layers: LayerSource.allCases.enumerated().map { k, source in
        var layer = MappingLayer()
        layer.name = "l\(k)"
        layer.source = source
        layer.texture = textures[k % textures.count]
        if source == .hazard || source == .nearest || source == .wearer { layer.curve.knee = 1 }
        return layer
      })
  }

  @Test("A knob reads what it wrote, changes nothing else, and has its range")
  func turning() {
    let mapping = everything
    let knobs = mapping.knobs
    #expect(Set(knobs.map(\.name)).count == knobs.count)
    for knob in knobs {
      #expect(knob.range.contains(knob.value(in: mapping)), "\(knob.name)")
      #expect(
        knob.useful.lowerBound >= knob.range.lowerBound && knob.useful.upperBound <= knob.range.upperBound,
        "\(knob.name)")
      var turned = mapping
      let value = (knob.range.lowerBound + knob.range.upperBound) / 2
      knob.turn(&turned, to: value)
      #expect(knob.value(in: turned) == value)
      for other in knobs where other.name != knob.name {
        #expect(other.value(in: turned) == other.value(in: mapping), "\(knob.name) moved \(other.name)")
      }
      knob.turn(&turned, to: .infinity)
      #expect(knob.value(in: turned) == value)
      knob.turn(&turned, to: 1e9)
      #expect(knob.value(in: turned) == knob.range.upperBound)
      for share in [Float(0), 0.3, 1] {
        #expect(abs(knob.share(of: knob.value(atShare: share)) - share) < 1e-3, "\(knob.name)")
      }
    }
  }

  @Test("Whatever is turned how far, the mapping is one that a file may hold")
  func settled() {
    let mapping = everything
    for knob in mapping.knobs {
      for value in [knob.range.lowerBound, knob.range.upperBound] {
        var turned = mapping
        knob.turn(&turned, to: value)
        turned = turned.settled(keeping: knob.name)
        for layer in turned.layers {
          #expect(layer.curve.threshold < layer.curve.knee, "\(knob.name) \(value)")
          #expect(layer.curve.floor <= layer.curve.ceiling)
          #expect(layer.receptive.near < layer.receptive.far)
          if layer.source == .hazard { #expect(layer.curve.floor >= 0.3) }
          if case .pulses(let t) = layer.texture { #expect(t.slowestHertz <= t.fastestHertz) }
          if case .stroke(let t) = layer.texture { #expect(t.slowestHertz <= t.fastestHertz) }
        }
        // Nothing is settled twice.
        #expect(turned.settled(keeping: knob.name) == turned)
      }
    }
  }
}
