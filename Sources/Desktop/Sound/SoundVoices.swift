import COpenAL
import Kernel
import Presentation

/// The sources and buffers of one device: a looping murmur per direction and a few voices for earcons. Every call
/// runs inside `SoundDevice.use`.
struct SoundVoices {
  /// Of a murmur at level 1 [linear]: eight of them at once stay some 14 dB under full scale in the mean.
  static let murmurGain: Float = 0.4
  static let earconGain: Float = 0.5
  static let earconVoices = 2
  static let ramp: Float = 0.03  // [s] time constant of a murmur's gain

  private var buffers: [ALuint] = []
  private var earconBuffers: [CueList.Earcon.Kind: ALuint] = [:]
  private var murmurs: [ALuint] = []
  private var earcons: [ALuint] = []
  private var nextEarcon = 0
  private var gains: [Float] = []  // linear, as they are now
  private var targets: [Float] = []
  private var directions: [Vector2] = []

  /// Loads the bank; throws when the device has no room for it.
  init(_ bank: SoundBank) throws(Diagnostics) {
    alGetError()
    for kind in CueList.Earcon.Kind.allCases {
      if let samples = bank.earcons[kind] { earconBuffers[kind] = load(samples, bank.sampleRate) }
    }
    alDistanceModel(AL_NONE)  // levels are the cue's affair
    for (k, samples) in bank.murmurs.enumerated() {
      let source = makeSource()
      let angle = 360 * Float(k) / Float(bank.murmurs.count)
      alSourcei(source, AL_BUFFER, ALint(load(samples, bank.sampleRate)))
      alSourcei(source, AL_LOOPING, AL_TRUE)
      murmurs.append(source)
      directions.append(.zero)
      place(k, Math.unit(degrees: angle))
    }
    for _ in 0..<SoundVoices.earconVoices { earcons.append(makeSource()) }
    gains = [Float](repeating: 0, count: murmurs.count)
    targets = gains
    let error = alGetError()
    guard error == AL_NO_ERROR else {
      remove()
      throw Diagnostics(
        Diagnostic("A0105", "the sound device cannot hold the sounds (OpenAL error \(error))"),
        exit: .unavailable)
    }
  }

  /// Starts the murmurs, at gain zero.
  mutating func start() {
    for k in murmurs.indices {
      gains[k] = 0
      alSourcef(murmurs[k], AL_GAIN, 0)
    }
    alSourcePlayv(ALsizei(murmurs.count), murmurs)
  }

  /// Stops everything at once.
  mutating func stop() {
    alSourceStopv(ALsizei(murmurs.count), murmurs)
    alSourceStopv(ALsizei(earcons.count), earcons)
    for k in gains.indices {
      gains[k] = 0
      targets[k] = 0
    }
  }

  /// Takes the list's levels as the new targets and starts its earcons. Of a list with more directions than there
  /// are murmurs, each murmur takes the strongest of those nearest to it.
  mutating func follow(_ cues: CueList) {
    for k in targets.indices { targets[k] = 0 }
    for (i, presence) in cues.presence.enumerated() where presence.level.isFinite {
      let k = i * murmurs.count / max(cues.presence.count, murmurs.count)
      let level = min(max(presence.level, 0), 1) * SoundVoices.murmurGain
      guard level >= targets[k] else { continue }
      targets[k] = level
      place(k, presence.direction)
    }
    for earcon in cues.earcons { say(earcon) }
  }

  /// Moves the gains towards their targets by `seconds` [s] of the ramp; infinity goes there at once and leaves the
  /// smoothing to the device, which ramps over its own period.
  mutating func glide(_ seconds: Float) {
    let blend = 1 - Math.exp(-seconds / SoundVoices.ramp)
    for k in gains.indices where gains[k] != targets[k] {
      gains[k] += (targets[k] - gains[k]) * blend
      if abs(targets[k] - gains[k]) < 1e-5 { gains[k] = targets[k] }
      alSourcef(murmurs[k], AL_GAIN, gains[k])
    }
  }

  /// Gives everything back to the device.
  mutating func remove() {
    alDeleteSources(ALsizei(murmurs.count), murmurs)
    alDeleteSources(ALsizei(earcons.count), earcons)
    alDeleteBuffers(ALsizei(buffers.count), buffers)
    murmurs = []
    earcons = []
    buffers = []
  }

  private mutating func say(_ earcon: CueList.Earcon) {
    guard let buffer = earconBuffers[earcon.kind], !earcons.isEmpty else { return }
    let source = earcons[nextEarcon]
    nextEarcon = (nextEarcon + 1) % earcons.count
    alSourceStop(source)
    alSourcei(source, AL_BUFFER, ALint(buffer))
    alSourcef(source, AL_GAIN, SoundVoices.earconGain)
    SoundVoices.put(source, earcon.direction.isFinite ? earcon.direction.normalized : .zero)
    alSourcePlay(source)
  }

  private mutating func place(_ k: Int, _ direction: Vector2) {
    guard direction.isFinite, direction != directions[k] else { return }
    directions[k] = direction
    SoundVoices.put(murmurs[k], direction.normalized)
  }

  /// Body's frame (x ahead, y left) to OpenAL's (x right, y up, z back), one metre away.
  private static func put(_ source: ALuint, _ direction: Vector2) {
    alSource3f(source, AL_POSITION, -direction.y, 0, -direction.x)
  }

  private func makeSource() -> ALuint {
    var source: ALuint = 0
    alGenSources(1, &source)
    alSourcei(source, AL_SOURCE_RELATIVE, AL_TRUE)
    alSourcef(source, AL_ROLLOFF_FACTOR, 0)
    return source
  }

  private mutating func load(_ samples: [Float], _ sampleRate: Int) -> ALuint {
    var buffer: ALuint = 0
    alGenBuffers(1, &buffer)
    buffers.append(buffer)
    let bytes = ALsizei(samples.count * MemoryLayout<Float>.stride)
    alBufferData(buffer, AL_FORMAT_MONO_FLOAT32, samples, bytes, ALsizei(sampleRate))
    return buffer
  }
}
