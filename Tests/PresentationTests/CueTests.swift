import Kernel
import Presentation
import Testing

@Suite struct CueTests {
  /// An empty place makes no sound at all.
  @Test func nobodyIsSilent() {
    let list = settled(BodyView())
    #expect(list.presence.count == 8)
    #expect(list.presence.allSatisfy { $0.level == 0 } && list.earcons.isEmpty && !list.silent)
  }

  /// N_eff of an even crowd is Σ ρ·A/r² by direction, computed here ring by ring; L = L1 + 10·log10 N_eff.
  @Test func levelIsTheSumOfPowersOverSquaredDistance() {
    let view = view(density: 1)
    var talkers: Float = 0
    for ring in 0..<view.rings {
      talkers += view.area(ofRing: ring) * 4 / (view.distance(ofRing: ring) * view.distance(ofRing: ring))
    }
    let settings = CueSettings()
    let expected = Double(settings.singleTalkerLevel) + decibels(Double(talkers)) / 2
    for presence in settled(view).presence {
      #expect(abs(decibels(Double(presence.level)) - expected) < 0.02)
    }
  }

  /// Twice the people are 3 dB more inside the range, whatever the direction.
  @Test(arguments: [0, 45, 90, 200] as [Float])
  func doublingIsThreeDecibels(_ degrees: Float) {
    let levels = [0.4, 0.8, 1.6].map { density in
      settled(view(density: density, around: degrees, halfAngle: 45)).presence.map(\.level).max() ?? 0
    }
    for (less, more) in zip(levels, levels.dropFirst()) {
      #expect(abs(decibels(Double(more / less)) - 3.01) < 0.05)
    }
  }

  /// More people never sound fainter; what is heard spans at most the range above its bottom, and never passes 1.
  @Test func levelRisesWithDensityAndEndsAtOne() {
    var last: Float = 0
    for step in 0...200 {
      let level = settled(view(density: Float(step) * 0.05)).presence[0].level
      #expect(level >= last && level <= 1, "density \(Float(step) * 0.05)")
      last = level
    }
    #expect(last == 1)
    var narrow = CueSettings()
    narrow.range = 40  // more than is allowed
    #expect(settled(view(density: 0.01), narrow) == settled(view(density: 0.01)))
  }

  /// Turning the body by one direction turns the list by one, for every view that the directions divide.
  @Test(arguments: [8, 16, 32, 64])
  func turningTheBodyTurnsTheList(_ sectors: Int) {
    var ahead = view(density: 1, around: 45, halfAngle: 20, sectors: sectors)
    ahead.density[ahead.index(sector: sectors / 2, ring: 1)] = 2.5
    var turned = ahead
    for k in 0..<sectors {
      for ring in 0..<ahead.rings {
        turned.density[turned.index(sector: k, ring: ring)] =
          ahead.density[ahead.index(sector: (k + sectors / 8) % sectors, ring: ring)]
      }
    }
    let before = settled(ahead).presence
    let after = settled(turned).presence
    for k in 0..<8 {
      // sums run in the order of the sectors, so the last bits may differ
      #expect(abs(after[k].level - before[(k + 1) % 8].level) < 1e-6)
      #expect(abs(after[k].distance - before[(k + 1) % 8].distance) < 1e-5)
    }
    #expect(before.contains { $0.level > 0 })
  }

  /// However many sectors the view has and wherever the person stands in it, the directions share the whole N_eff.
  @Test(arguments: [5, 8, 12, 32, 40])
  func sharesAddUp(_ sectors: Int) {
    var settings = CueSettings()
    settings.smoothing = 0
    for sector in 0..<sectors {
      var view = BodyView(sectors: sectors)
      view.density[view.index(sector: sector, ring: 3)] = 3
      var state = CueState()
      _ = cue(view: view, settings: settings, previous: &state, seconds: 0.05)
      let r = view.distance(ofRing: 3)
      let whole = 3 * view.area(ofRing: 3) / (r * r)
      #expect(abs(state.presence.reduce(0, +) - whole) < 1e-5 * whole)
    }
  }

  @Test func distanceIsTheRingsOwn() {
    var view = BodyView()
    view.density[view.index(sector: 0, ring: 2)] = 1
    let list = settled(view)
    #expect(abs(list.presence[0].distance - view.distance(ofRing: 2)) < 1e-5)
    #expect(list.presence[4].distance == 4.5)
  }

  /// After one time constant 1 − 1/e of the way is done, in one stride or in ten.
  @Test(arguments: [1, 10, 50])
  func smoothingDoesNotDependOnTheStride(_ strides: Int) {
    let full = view(density: 2)
    var state = CueState()
    for _ in 0..<strides {
      _ = cue(view: full, settings: CueSettings(), previous: &state, seconds: 0.25 / Float(strides))
    }
    var target = CueState()
    for _ in 0..<200 { _ = cue(view: full, settings: CueSettings(), previous: &target, seconds: 0.05) }
    #expect(abs(state.presence[0] / target.presence[0] - 0.63212) < 1e-4)
  }

  /// A crowd that has left is silence before long, exactly zero.
  @Test func theCrowdFadesToNothing() {
    var state = CueState()
    for _ in 0..<100 {
      _ = cue(view: view(density: 3), settings: CueSettings(), previous: &state, seconds: 0.05)
    }
    var list = CueList()
    for _ in 0..<80 {
      list = cue(view: BodyView(), settings: CueSettings(), previous: &state, seconds: 0.05)
    }
    #expect(list.presence.allSatisfy { $0.level == 0 })
  }

  /// Whatever is in the view and the settings, levels are numbers in 0...1.
  @Test func brokenNumbersAreHarmless() {
    var view = view(density: 1, own: .nan)
    view.density[3] = .nan
    view.density[9] = .infinity
    view.density[11] = -4
    var settings = CueSettings()
    var state = CueState()
    for seconds in [0.05, .nan, -3, .infinity, 0.05] as [Float] {
      for (directions, full) in [(8, 8), (0, 0), (1000, -1), (7, 1e-30)] as [(Int, Float)] {
        settings.directions = directions
        settings.fullPresence = full
        let list = cue(view: view, settings: settings, previous: &state, seconds: seconds)
        #expect((4...32).contains(list.presence.count) && list.earcons.isEmpty)
        #expect(list.presence.allSatisfy { $0.level >= 0 && $0.level <= 1 && $0.distance.isFinite })
      }
    }
  }

  @Test func stopSilencesAtOnceAndComesBackSoftly() {
    var state = CueState()
    let full = view(density: 3, own: 5)
    for _ in 0..<100 {
      _ = cue(view: full, settings: CueSettings(), previous: &state, seconds: 0.05)
    }
    let stopped = cue(view: full, settings: CueSettings(), previous: &state, seconds: 0.05, stopped: true)
    #expect(stopped.silent && stopped.earcons.isEmpty && stopped.presence.allSatisfy { $0.level == 0 })
    let after = cue(view: full, settings: CueSettings(), previous: &state, seconds: 0.01)
    #expect(!after.silent && after.presence.allSatisfy { $0.level > 0 && $0.level < 0.2 })
  }
}
