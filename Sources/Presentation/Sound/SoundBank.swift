/// All the sounds that cues are made of, ready to be loaded into a device: made once, the same every time.
public struct SoundBank: Sendable {
  public let sampleRate: Int  // [Hz] of all of them
  public let murmurs: [[Float]]  // one loop per direction, mono, of one root mean square
  public let earcons: [CueList.Earcon.Kind: [Float]]  // mono; looked up, never walked

  public init(seed: UInt64 = 1, directions: Int = 8, murmur: Murmur = Murmur()) {
    sampleRate = murmur.sampleRate
    murmurs = (0..<min(max(directions, 1), 32)).map { murmur.loop(sector: $0, seed: seed) }
    var earcons: [CueList.Earcon.Kind: [Float]] = [:]
    for kind in CueList.Earcon.Kind.allCases {
      earcons[kind] = EarconSound.samples(kind, sampleRate: murmur.sampleRate)
    }
    self.earcons = earcons
  }

  /// A bank of sounds made elsewhere.
  package init(sampleRate: Int, murmurs: [[Float]], earcons: [CueList.Earcon.Kind: [Float]]) {
    self.sampleRate = sampleRate
    self.murmurs = murmurs
    self.earcons = earcons
  }

  /// Eight directions and the default voices; made on first use.
  public static let standard = SoundBank()
}
