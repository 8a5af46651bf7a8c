import Kernel
import Presentation

/// Root mean square of all samples.
func rootMeanSquare(_ samples: some Collection<Float>) -> Double {
  (samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(samples.count, 1))).squareRoot()
}

func decibels(_ ratio: Double) -> Double { Double(20 * Math.log10(Float(ratio))) }

/// Centre of the power spectrum [Hz], Σ f·P(f) / Σ P(f), by a plain transform of windows taken here and there.
func spectralCentroid(_ samples: [Float], sampleRate: Int, window: Int = 1024) -> Double {
  var power = [Double](repeating: 0, count: window / 2)
  let cosines = (0..<window).map { Double(Math.cos(2 * .pi * Float($0) / Float(window))) }
  let sines = (0..<window).map { Double(Math.sin(2 * .pi * Float($0) / Float(window))) }
  for start in stride(from: 0, to: samples.count - window, by: window * 6) {
    for bin in 1..<window / 2 {
      var real = 0.0
      var imaginary = 0.0
      for i in 0..<window {
        let x = Double(samples[start + i]) * 0.5 * (1 - cosines[i])
        real += x * cosines[bin * i % window]
        imaginary += x * sines[bin * i % window]
      }
      power[bin] += real * real + imaginary * imaginary
    }
  }
  let total = power.reduce(0, +)
  let moment = power.indices.reduce(0.0) { $0 + Double($1) * power[$1] }
  return moment / total * Double(sampleRate) / Double(window)
}

/// Standard deviation of the short-time power over its mean, in frames of `seconds`: how much a sound comes and goes.
func modulationDepth(_ samples: [Float], sampleRate: Int, seconds: Double = 0.06) -> Double {
  let frame = Int(Double(sampleRate) * seconds)
  let powers = stride(from: 0, to: samples.count - frame, by: frame).map { start in
    let r = rootMeanSquare(samples[start..<start + frame])
    return r * r
  }
  let mean = powers.reduce(0, +) / Double(powers.count)
  let variance = powers.reduce(0.0) { $0 + ($1 - mean) * ($1 - mean) } / Double(powers.count)
  return variance.squareRoot() / mean
}

/// A view with `density` in the sectors whose centre is within `halfAngle` degrees of `degrees`.
func view(
  density: Float, around degrees: Float = 0, halfAngle: Float = 180, own: Float = 0, sectors: Int = 32
) -> BodyView {
  var view = BodyView(sectors: sectors)
  for sector in 0..<sectors {
    let apart = Math.degrees(of: view.direction(ofSector: sector).seen(from: Math.unit(degrees: degrees)))
    guard abs(apart) <= halfAngle + 0.01 else { continue }
    for ring in 0..<view.rings { view.density[view.index(sector: sector, ring: ring)] = density }
  }
  view.ownDensity = own
  return view
}

/// The list after the smoothing has settled.
func settled(_ view: BodyView, _ settings: CueSettings = CueSettings()) -> CueList {
  var state = CueState()
  var list = CueList()
  for _ in 0..<200 { list = cue(view: view, settings: settings, previous: &state, seconds: 0.05) }
  return list
}
