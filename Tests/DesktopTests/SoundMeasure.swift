import Kernel
import Presentation

/// Root mean square of one channel (0 left, 1 right) of interleaved stereo.
func channelLevel(_ stereo: [Float], _ channel: Int) -> Double {
  var sum = 0.0
  for i in stride(from: channel, to: stereo.count, by: 2) { sum += Double(stereo[i]) * Double(stereo[i]) }
  return (sum / Double(max(stereo.count / 2, 1))).squareRoot()
}

/// Level of the left channel over the right's [dB].
func leftOverRight(_ stereo: [Float]) -> Double {
  soundDecibels(channelLevel(stereo, 0) / channelLevel(stereo, 1))
}

/// Level of both channels together [dB re full scale].
func stereoLevel(_ stereo: [Float]) -> Double {
  let left = channelLevel(stereo, 0)
  let right = channelLevel(stereo, 1)
  return soundDecibels((left * left + right * right).squareRoot())
}

func soundDecibels(_ ratio: Double) -> Double { Double(20 * Math.log10(Float(ratio))) }

/// People of `density` in the sectors within `halfAngle` degrees of `degrees`, counter-clockwise from ahead.
func crowdView(density: Float, around degrees: Float, halfAngle: Float = 34) -> BodyView {
  var view = BodyView()
  for sector in 0..<view.sectors {
    let apart = Math.degrees(of: view.direction(ofSector: sector).seen(from: Math.unit(degrees: degrees)))
    guard abs(apart) <= halfAngle else { continue }
    for ring in 0..<view.rings { view.density[view.index(sector: sector, ring: ring)] = density }
  }
  return view
}

/// The view of a body turned to its left by `sectors` of the view's sectors.
func turned(_ view: BodyView, by sectors: Int) -> BodyView {
  var out = view
  for k in 0..<view.sectors {
    let from = ((k + sectors) % view.sectors + view.sectors) % view.sectors
    for ring in 0..<view.rings {
      out.density[view.index(sector: k, ring: ring)] = view.density[view.index(sector: from, ring: ring)]
    }
  }
  return out
}

/// The view with left and right exchanged.
func mirrored(_ view: BodyView) -> BodyView {
  var out = view
  for k in 0..<view.sectors {
    for ring in 0..<view.rings {
      out.density[view.index(sector: (view.sectors - k) % view.sectors, ring: ring)] =
        view.density[view.index(sector: k, ring: ring)]
    }
  }
  return out
}

/// The list of a view that has been there for a while.
func steadyCues(_ view: BodyView) -> CueList {
  var state = CueState()
  var list = CueList()
  for _ in 0..<100 {
    list = cue(view: view, settings: CueSettings(), previous: &state, seconds: 0.1)
  }
  list.earcons = []
  return list
}
