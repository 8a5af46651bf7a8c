import Kernel
import Presentation
import Testing

@Suite struct CueEarconTests {
  /// The earcons of a course of own densities, 0.1 s apart, with the moment of each.
  func told(_ course: [Float], stoppedAt: Range<Int> = 0..<0) -> [(kind: CueList.Earcon.Kind, at: Int)] {
    var state = CueState()
    var out: [(kind: CueList.Earcon.Kind, at: Int)] = []
    for (i, own) in course.enumerated() {
      let list = cue(
        view: view(density: 1, own: own), settings: CueSettings(), previous: &state, seconds: 0.1,
        stopped: stoppedAt.contains(i))
      out += list.earcons.map { ($0.kind, i) }
    }
    return out
  }
  func hold(_ density: Float, _ count: Int) -> [Float] { [Float](repeating: density, count: count) }

  /// Once up, once down, however long it stays: `dense` at the threshold, `clear` only below the hysteresis.
  @Test func eachCrossingIsToldOnce() {
    let up = stride(from: Float(0), to: 4, by: 0.02)
    let course = Array(up) + hold(4, 100) + up.reversed()
    let events = told(course)
    #expect(events.map(\.kind) == [.dense, .clear])
    #expect(course[events[0].at] >= 2.17 && course[events[0].at - 1] < 2.17)
    #expect(course[events[1].at] < 2.17 * 0.85 && course[events[1].at - 1] >= 2.17 * 0.85)
  }

  /// Trembling round the threshold by less than the hysteresis is told once.
  @Test func tremblingIsNotRepeated() {
    let course = (0..<2000).map { 2.17 + 0.15 * Math.sin(Float($0) * 0.7) }
    #expect(told(course).map(\.kind) == [.dense])
  }

  /// Wide swings faster than the refractory time: earcons keep their distance, alternate, and the last one tells
  /// the truth.
  @Test func refractoryTimeIsKept() {
    let course = (0..<600).map { ($0 / 7) % 2 == 0 ? Float(0.5) : 4 } + hold(0.5, 100)
    let events = told(course)
    #expect(events.count > 4)
    for (a, b) in zip(events, events.dropFirst()) { #expect(b.at - a.at >= 40 && a.kind != b.kind) }
    #expect(events.last?.kind == .clear)
  }

  /// What changes during a stop is not told afterwards.
  @Test func aStopSwallowsItsCrossings() {
    let course = hold(0.5, 50) + hold(4, 100) + hold(0.5, 100)
    #expect(told(course, stoppedAt: 40..<120).map(\.kind) == [.clear])
    #expect(told(course, stoppedAt: 40..<200).isEmpty)
  }

  /// `dense` points to where the people are, and nowhere when they are all round; `clear` never points.
  @Test(arguments: [0, 60, 90, 180, 300] as [Float])
  func denseComesFromTheThickestSide(_ degrees: Float) {
    var state = CueState()
    let list = cue(
      view: view(density: 3, around: degrees, halfAngle: 40, own: 3), settings: CueSettings(),
      previous: &state, seconds: 0.1)
    #expect(list.earcons.count == 1)
    #expect(list.earcons[0].direction.dot(Math.unit(degrees: degrees)) > 0.98)
    var other = CueState()
    let all = cue(view: view(density: 3, own: 3), settings: CueSettings(), previous: &other, seconds: 0.1)
    #expect(all.earcons == [CueList.Earcon(kind: .dense, direction: .zero)])
  }

  /// The murmur steps back by 9 dB for 1.5 s and is back in full half a second later.
  @Test func murmurDucks() {
    var state = CueState()
    for _ in 0..<100 {
      _ = cue(view: view(density: 1, own: 1), settings: CueSettings(), previous: &state, seconds: 0.1)
    }
    let levels = (0..<40).map { _ in
      cue(view: view(density: 1, own: 3), settings: CueSettings(), previous: &state, seconds: 0.1).presence[0]
        .level
    }
    let full = decibels(Double(levels[39]))
    #expect(abs(decibels(Double(levels[0])) - full + 9) < 0.01)
    #expect(abs(decibels(Double(levels[14])) - full + 9) < 0.01)
    #expect(levels[25] == levels[39])
  }

  /// Gentle: from zero to zero, no jump, between half and the whole of the nominal peak, under a second.
  @Test(arguments: CueList.Earcon.Kind.allCases, [24_000, 48_000])
  func soundIsGentle(_ kind: CueList.Earcon.Kind, _ sampleRate: Int) {
    let samples = EarconSound.samples(kind, sampleRate: sampleRate)
    #expect(samples[0] == 0 && abs(samples[samples.count - 1]) < 1e-4)
    #expect(samples.count < sampleRate)
    #expect(abs((samples.map { abs($0) }.max() ?? 0) - 0.5) < 1e-6)
    // six harmonics of at most 392 Hz, peak 0.5: no slope steeper than a full-scale sine of 2.4 kHz
    let steepest = zip(samples, samples.dropFirst()).map { abs($1 - $0) }.max() ?? 1
    #expect(steepest < 0.5 * 2 * .pi * 2400 / Float(sampleRate))
  }

  /// Each note has its fundamental and at least four harmonics from 300 Hz to 4 kHz within 15 dB of it; `dense`
  /// climbs, `clear` falls.
  @Test(arguments: [
    (CueList.Earcon.Kind.dense, [(0.08, 261.63), (0.28, 329.63), (0.5, 392.0)]),
    (.clear, [(0.1, 392.0), (0.37, 261.63)]),
  ])
  func notesAreHarmonic(_ kind: CueList.Earcon.Kind, _ notes: [(middle: Double, hertz: Double)]) {
    let samples = EarconSound.samples(kind, sampleRate: 24_000)
    func level(_ hertz: Double, at middle: Double) -> Double {
      var real = 0.0
      var imaginary = 0.0
      let first = Int((middle - 0.04) * 24_000)
      for i in 0..<1920 {
        let window = 0.5 - 0.5 * Double(Math.cos(2 * .pi * Float(i) / 1920))
        let angle = Float((hertz * Double(i) / 24_000).truncatingRemainder(dividingBy: 1)) * 2 * .pi
        real += window * Double(samples[first + i]) * Double(Math.cos(angle))
        imaginary += window * Double(samples[first + i]) * Double(Math.sin(angle))
      }
      return decibels((real * real + imaginary * imaginary).squareRoot())
    }
    for note in notes {
      #expect((150...1000).contains(note.hertz))
      let fundamental = level(note.hertz, at: note.middle)
      let harmonics = (2...6).filter { h in
        let hertz = note.hertz * Double(h)
        return (300...4000).contains(hertz) && abs(level(hertz, at: note.middle) - fundamental) < 15
      }
      #expect(harmonics.count >= 4)
      #expect(level(note.hertz * 1.5, at: note.middle) < fundamental - 20)
    }
  }
}
