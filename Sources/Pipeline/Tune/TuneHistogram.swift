import Haptics
import Kernel

/// What each layer's curve was fed of late: the last values, for a histogram under the curve.
struct TuneHistogram {
  static let kept = 8000
  private var values: [[Float]] = []
  private var next: [Int] = []

  mutating func add(_ mapper: Mapper, _ view: BodyView) {
    let layers = mapper.mapping.layers.count
    if values.count != layers {
      values = [[Float]](repeating: [], count: layers)
      next = [Int](repeating: 0, count: layers)
    }
    for layer in 0..<layers {
      for value in mapper.stimuli(ofLayer: layer, view) where value > 0 {
        if values[layer].count < TuneHistogram.kept {
          values[layer].append(value)
        } else {
          values[layer][next[layer]] = value
          next[layer] = (next[layer] + 1) % TuneHistogram.kept
        }
      }
    }
  }

  /// Shares of the greatest of `bins` bins over 0...`most`.
  func shares(ofLayer layer: Int, bins: Int, most: Float) -> [Float] {
    guard values.indices.contains(layer), most > 0 else { return [] }
    var counts = [Float](repeating: 0, count: bins)
    for value in values[layer] where value < most { counts[Int(value / most * Float(bins))] += 1 }
    let top = counts.max() ?? 0
    return top > 0 ? counts.map { $0 / top } : []
  }
  mutating func clear() { values = [] }
}
