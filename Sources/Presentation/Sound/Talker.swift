import Kernel

/// One synthetic talker: pulses of the vocal folds through four resonances of the mouth, in syllables, phrases
/// and pauses, with breaths of noise between syllables. No words.
struct Talker {
  /// Formants [Hz] of a, e, i, o, u spoken by men: the first three after Peterson & Barney, JASA 24, 1952; the
  /// fourth hardly moves.
  static let vowels: [SIMD4<Float>] = [
    SIMD4(730, 1090, 2440, 3400), SIMD4(530, 1840, 2480, 3400), SIMD4(270, 2290, 3010, 3500),
    SIMD4(570, 840, 2410, 3300), SIMD4(300, 870, 2240, 3300),
  ]
  static let womensFormants: Float = 1.16  // against men's, the mean of the same tables

  let rate: Float  // [Hz]
  let pitch: Float  // [Hz] mean fundamental
  let formantScale: Float
  var draws: Draws
  var mouth = Mouth()
  var formants = Talker.vowels[0]  // [Hz] as they are now, between two syllables' targets

  init(rate: Int, draws: Draws) {
    self.rate = Float(rate)
    var draws = draws
    let woman = draws.next() < 0.5
    // 120 ± 20 Hz and 210 ± 30 Hz: two uniform numbers make a triangle of that half-width or so
    let spread = draws.next() + draws.next() - 1
    pitch = woman ? 210 + 60 * spread : 120 + 40 * spread
    formantScale = (woman ? Talker.womensFormants : 1) * draws.next(0.96, 1.04)
    self.draws = draws
  }

  /// Adds phrases and pauses to the ring until it is full, from a place of the talker's own.
  mutating func speak(into ring: inout [Float]) {
    let start = Int(draws.next() * Float(ring.count))
    let leastPause = Int(0.5 * rate)
    var laid = 0
    while ring.count - laid - leastPause > Int(0.6 * rate) {
      let wanted = Int(draws.next(1, 3) * rate)
      let phrase = min(wanted, ring.count - laid - leastPause)
      say(phrase, at: start + laid, into: &ring)
      laid += phrase + Int(draws.next(0.5, 1.5) * rate)
    }
  }

  /// A phrase of `length` samples: four to five syllables a second, the pitch sinking by a sixth.
  private mutating func say(_ length: Int, at start: Int, into ring: inout [Float]) {
    var said = 0
    while said < length {
      let syllable = min(Int(draws.next(0.2, 0.25) * rate), length - said)
      if syllable < Int(0.1 * rate) { break }
      let sinking = 1.08 - 0.16 * Float(said) / Float(length)
      vowel(syllable, at: start + said, pitch: pitch * sinking * draws.next(0.94, 1.06), into: &ring)
      said += syllable
      if draws.next() < 0.35 { breath(at: start + said, into: &ring) }
    }
  }

  /// One syllable and the ringing of the mouth after it.
  private mutating func vowel(_ length: Int, at start: Int, pitch: Float, into ring: inout [Float]) {
    let target = Talker.vowels[min(Int(draws.next() * 5), 4)] * formantScale
    let loudness = draws.next(0.5, 1)
    let tail = Int(0.03 * rate)
    var phase = draws.next()
    var place = start % ring.count
    for i in 0..<length + tail {
      if i % 64 == 0 {  // 2.7 ms: the mouth moves to its target within some 40 ms
        formants += (target - formants) * 0.07
        mouth.tune(formants, rate: rate)
      }
      var source: Float = 0
      if i < length {
        phase += pitch / rate
        if phase >= 1 { phase -= 1 }
        let s = Math.sin(.pi * Float(i) / Float(length))
        source = loudness * s * s * glottis(phase)
      }
      ring[place] += mouth.pass(source)
      place += 1
      if place == ring.count { place = 0 }
    }
  }

  /// Flow through the vocal folds, differentiated for the lips' radiation: a polynomial that opens for 0.4 of the
  /// period, closes for 0.16 and rests. Rosenberg, JASA 49, 1971, pulse B.
  private func glottis(_ phase: Float) -> Float {
    if phase < 0.4 {
      let x = phase / 0.4
      return 6 * x * (1 - x) / 0.4
    }
    if phase < 0.56 { return -2 * (phase - 0.4) / (0.16 * 0.16) }
    return 0
  }

  /// A fricative: 80 ms of noise, bright and faint.
  private mutating func breath(at middle: Int, into ring: inout [Float]) {
    let length = Int(0.08 * rate)
    var low: Float = 0
    for i in 0..<length {
      let noise = draws.next(-1, 1)
      low += 0.5 * (noise - low)
      let place = ((middle - length / 2 + i) % ring.count + ring.count) % ring.count
      ring[place] += 0.7 * (noise - low) * Math.sin(.pi * Float(i) / Float(length))
    }
  }
}

/// Four resonators in a row, each of gain one at 0 Hz. Klatt, JASA 67, 1980.
struct Mouth {
  private static let bandwidths: [Float] = [80, 100, 140, 220]  // [Hz]
  private var gain = SIMD4<Float>.zero
  private var first = SIMD4<Float>.zero  // coefficient of the sample before
  private var second = SIMD4<Float>.zero  // of the one before that
  private var before = SIMD4<Float>.zero
  private var earlier = SIMD4<Float>.zero

  /// `formants` [Hz], one a lane.
  mutating func tune(_ formants: SIMD4<Float>, rate: Float) {
    for k in 0..<4 {
      let radius = Math.exp(-.pi * Mouth.bandwidths[k] / rate)
      first[k] = 2 * radius * Math.cos(2 * .pi * formants[k] / rate)
      second[k] = -radius * radius
      gain[k] = 1 - first[k] - second[k]
    }
  }
  mutating func pass(_ x: Float) -> Float {
    var x = x
    for k in 0..<4 {
      let y = gain[k] * x + first[k] * before[k] + second[k] * earlier[k]
      earlier[k] = before[k]
      before[k] = y
      x = y
    }
    return x
  }
}
