import Kernel

extension Mapper {
  /// What a layer's curve is fed by a view, in its source's unit: one value for each actuator, or for each direction of a
  /// point source. For the eye, not for the tick.
  public func stimuli(ofLayer layer: Int, _ view: BodyView) -> [Float] {
    mapping.layers.indices.contains(layer) ? listener(layer).stimuli(view) : []
  }
}
