import Kernel

/// A sensation between two actuators that neither of them is at. Israr & Poupyrev, CHI 2011.
public enum Phantom {
  /// Amplitudes of the first and the second actuator for a sensation of amplitude 1 at `share` 0…1 of the way.
  /// The energy is the same wherever it is: a₁² + a₂² = 1.
  public static func amplitudes(at share: Float) -> (first: Float, second: Float) {
    let b = min(max(share, 0), 1)
    return ((1 - b).squareRoot(), b.squareRoot())
  }
}

extension Phantom {
  /// Drives of two actuators `pitch` degrees apart as seen from the body's middle, for a sensation of amplitude 1 at
  /// `share` of the angle between them; `powers` say how their motion grows with the drive.
  ///
  /// Calibrated twice over the formula above, which holds for motion and for neighbours that face one way: the energies
  /// are those whose mean side lies at the angle wanted,
  ///     e₂ : e₁ = sin(share · pitch) : sin((1 − share) · pitch)        e₁ + e₂ = 1
  /// and the drives those that make the motors move so, u = e^(1/2p), p = 2 of an eccentric mass and 1 of all others.
  public static func drives(
    at share: Float, pitch: Float, powers: (first: Float, second: Float)
  ) -> (first: Float, second: Float) {
    let b = min(max(share, 0), 1)
    var second = b
    // From half a turn on there is no side between the two.
    if pitch > 0, pitch < 175 {
      let (near, far) = (Math.unit(degrees: b * pitch).y, Math.unit(degrees: (1 - b) * pitch).y)
      second = near / max(near + far, 1e-9)
    }
    func drive(_ energy: Float, _ power: Float) -> Float {
      let amplitude = energy > 1e-5 ? energy.squareRoot() : 0  // below it is rounding
      return power == 2 ? amplitude.squareRoot() : amplitude
    }
    return (drive(1 - second, powers.first), drive(second, powers.second))
  }
}

/// When the actuators of a stroke have to start for one smooth motion to be felt. Israr & Poupyrev, CHI 2011.
public enum ApparentMotion {
  /// [s] from one onset to the next for bursts of `duration` [s].
  ///     SOA = 0.32 d + 47.3 ms
  public static func onsetAsynchrony(duration: Float) -> Float { 0.32 * duration + 0.0473 }

  /// [s] of each burst so that a stroke over `steps` actuators takes `total` [s] from the first onset to the last
  /// end; at least 10 ms, where `total` is too short for it.
  ///     (steps − 1) · SOA + d = total
  public static func duration(total: Float, steps: Int) -> Float {
    let gaps = Float(max(0, steps - 1))
    return max(0.010, (total - 0.0473 * gaps) / (1 + 0.32 * gaps))
  }

  /// Onsets [s] of a stroke past actuators that lie at the times `places` [s] after the first, each with the
  /// bursts' duration that makes neighbours meet:
  ///     SOAᵢ = (0.32 · (d + τᵢ₊₁ − Σ SOA) + 0.0473)/1.32
  public static func onsets(places: [Float], duration: Float) -> [Float] {
    guard !places.isEmpty else { return [] }
    var onsets: [Float] = [0]
    for next in places.dropFirst() {
      let soa = (0.32 * (duration + next - onsets[onsets.count - 1]) + 0.0473) / 1.32
      onsets.append(onsets[onsets.count - 1] + max(0, soa))
    }
    return onsets
  }
}

/// How strong each actuator is for a point source in each sector of the view: a phantom sensation in every row.
struct PhantomPlacement: Sendable {
  struct Weight: Sendable {
    var sector: Int32
    var weight: Float  // 0…1 of the drive; the energies of one row's motion sum to one
  }
  let spans: [Range<Int>]  // of `weights`, one for each actuator
  let weights: [Weight]

  init(_ rows: GarmentRows, _ garment: Garment, view: BodyView) {
    var byActuator = [[Weight]](repeating: [], count: garment.actuators.count)
    func power(_ actuator: Int) -> Float {
      if case .eccentricMass = garment.actuators[actuator].kind { return 2 }
      return 1
    }
    for sector in 0..<view.sectors {
      let degrees = 360 * Float(sector) / Float(view.sectors)
      for r in rows.rows.indices {
        let place = rows.between(r, degrees)
        let amplitudes = Phantom.drives(
          at: place.share,
          pitch: GarmentRows.turn(from: rows.bearings[place.first], to: rows.bearings[place.second]),
          powers: (power(place.first), power(place.second)))
        if place.first == place.second {
          byActuator[place.first].append(Weight(sector: Int32(sector), weight: 1))
          continue
        }
        if amplitudes.first > 0 {
          byActuator[place.first].append(Weight(sector: Int32(sector), weight: amplitudes.first))
        }
        if amplitudes.second > 0 {
          byActuator[place.second].append(Weight(sector: Int32(sector), weight: amplitudes.second))
        }
      }
    }
    var spans: [Range<Int>] = []
    var weights: [Weight] = []
    for list in byActuator {
      spans.append(weights.count..<weights.count + list.count)
      weights += list
    }
    self.spans = spans
    self.weights = weights
  }
}
