import Kernel

/// Short harmonic sounds, one per kind. More people is higher: `dense` climbs over three notes, `clear` falls
/// over two. Fundamentals lie in 150...1000 Hz and five harmonics above each in 300...4000 Hz within 15 dB of it,
/// which a listener can place and tell from a crowd (after IEC 60601-1-8); a soft rise keeps them from startling.
public enum EarconSound {
  struct Note {
    var hertz: Float  // [Hz] fundamental
    var start: Float  // [s]
    var length: Float  // [s]
  }
  /// Linear amplitudes of the harmonics 1, 2, 3 …
  static let harmonics: [Float] = [1, 0.7, 0.5, 0.36, 0.27, 0.2]
  static let rise: Float = 0.25  // share of a note
  static let fall: Float = 0.5  // share of a note
  static let peak: Float = 0.5  // linear amplitude of the loudest sample

  static func notes(_ kind: CueList.Earcon.Kind) -> [Note] {
    switch kind {
    case .dense:
      [
        Note(hertz: 261.63, start: 0, length: 0.16), Note(hertz: 329.63, start: 0.2, length: 0.16),
        Note(hertz: 392, start: 0.4, length: 0.22),
      ]
    case .clear:
      [Note(hertz: 392, start: 0, length: 0.2), Note(hertz: 261.63, start: 0.25, length: 0.25)]
    }
  }

  /// Mono samples, beginning and ending at zero.
  public static func samples(_ kind: CueList.Earcon.Kind, sampleRate: Int) -> [Float] {
    let rate = Float(max(sampleRate, 8000))
    let notes = notes(kind)
    let seconds = notes.map { $0.start + $0.length }.max() ?? 0
    var out = [Float](repeating: 0, count: Int(seconds * rate) + 1)
    for note in notes {
      let first = Int(note.start * rate)
      let count = Int(note.length * rate)
      for i in 0..<count where first + i < out.count {
        let t = Float(i) / rate
        var sum: Float = 0
        for (h, level) in harmonics.enumerated() {
          sum += level * Math.sin(2 * .pi * note.hertz * Float(h + 1) * t)
        }
        out[first + i] += sum * envelope(Float(i) / Float(count))
      }
    }
    let loudest = out.reduce(0) { max($0, abs($1)) }
    return out.map { $0 * peak / loudest }
  }

  /// Raised-cosine rise and fall over the share 0...1 of a note.
  static func envelope(_ x: Float) -> Float {
    let up = min(x / rise, 1)
    let down = min((1 - x) / fall, 1)
    return 0.25 * (1 - Math.cos(.pi * up)) * (1 - Math.cos(.pi * down))
  }
}
