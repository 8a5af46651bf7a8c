import COpenAL
import Kernel
import Presentation

/// Makes cue lists audible round a listener's head: on the system's sound device, or into memory for files and
/// tests. One thread owns a stage; what it plays never fails a run: a device that goes away becomes a notice and
/// silence.
///
/// Rendered sound is deterministic on one machine and never leaves ±0.891 (−1 dB re full scale). Live sound keeps
/// its headroom by the same gains and the device's own limiter.
public final class SoundStage {
  public static let standardSampleRate = 48_000  // [Hz]; a rate that the common head-related tables know
  static let block = 480  // [frames] rendered between two steps of the gains

  public var sampleRate: Int { device.sampleRate }  // [Hz]
  /// Whether sounds pass through head-related filters; otherwise they are panned between the two channels.
  public var hrtf: Bool { device.hrtf }
  /// Whether a loudspeaker or headphones are on the other end.
  public var isLive: Bool { device.isLive }
  /// What a person should be told, one line each, oldest first.
  public private(set) var notices: [String] = []
  /// 0...1 of the whole stage.
  public var volume: Float {
    didSet { setVolume() }
  }

  private let device: SoundDevice
  private var voices: SoundVoices
  private var limiter: PeakLimiter
  private var held = false  // by `silence()`
  private var hushed = false  // by the last cue list
  private var lost = false  // the device has gone
  private var sounding = true

  /// The system's own output. Throws A0101 when none opens.
  public static func device(hrtf: Bool = true, bank: SoundBank = .standard, volume: Float = 0.7)
    throws(Diagnostics) -> SoundStage
  {
    try SoundStage(SoundDevice.live(hrtf: hrtf), wantsHRTF: hrtf, bank, volume)
  }

  /// A stage that only `render(frames:)` hears, at `sampleRate` [Hz].
  public static func loopback(
    sampleRate: Int = SoundStage.standardSampleRate, hrtf: Bool = true, bank: SoundBank = .standard,
    volume: Float = 0.7
  ) throws(Diagnostics) -> SoundStage {
    try SoundStage(SoundDevice.loopback(sampleRate: sampleRate, hrtf: hrtf), wantsHRTF: hrtf, bank, volume)
  }

  private init(_ device: SoundDevice, wantsHRTF: Bool, _ bank: SoundBank, _ volume: Float) throws(Diagnostics)
  {
    self.device = device
    self.volume = volume
    limiter = PeakLimiter(sampleRate: device.sampleRate)
    let loaded = device.use { Result { () throws(Diagnostics) in try SoundVoices(bank) } }
    voices = try loaded.get()
    if wantsHRTF, !device.hrtf {
      notices.append("sound: no head-related filters for this device; sounds are panned between two channels")
    }
    setVolume()
    device.use { voices.start() }
  }

  deinit {
    device.use { voices.remove() }
  }

  /// Sounds the list from now on: levels are ramped, earcons start once. A silent list stops everything at once,
  /// and the next one that is not silent starts anew.
  public func play(_ cues: CueList) {
    observe(connected: device.isConnected)
    hushed = cues.silent
    guard settle() else { return }
    device.use {
      alDeferUpdatesSOFT()
      voices.follow(cues)
      if isLive { voices.glide(.infinity) }
      alProcessUpdatesSOFT()
    }
  }

  /// Stops everything at once and keeps it stopped, whatever is played, until `resume()`.
  public func silence() {
    held = true
    _ = settle()
  }

  /// Lets the next cue list sound again.
  public func resume() {
    held = false
    _ = settle()
  }

  /// The next `frames` frames of interleaved stereo. All zeros while silent, and from a live stage, whose sound
  /// goes to its device.
  public func render(frames: Int) -> [Float] {
    var stereo = [Float](repeating: 0, count: 2 * max(frames, 0))
    guard !isLive, sounding else { return stereo }
    stereo.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var done = 0
      while done < frames {
        let count = min(SoundStage.block, frames - done)
        device.use { voices.glide(Float(count) / Float(sampleRate)) }
        device.fetch(count, into: base + 2 * done)
        done += count
      }
    }
    limiter.limit(&stereo)
    return stereo
  }

  /// Takes note of whether the device still answers; the first time that it does not, the stage falls silent.
  package func observe(connected: Bool) {
    guard !connected, !lost else { return }
    lost = true
    notices.append("sound: the device has gone; the run goes on without sound")
    _ = settle()
  }

  /// Brings the sources in line with the three reasons to be silent; true when sound may be made.
  private func settle() -> Bool {
    let wanted = !held && !hushed && !lost
    guard wanted != sounding else { return wanted }
    sounding = wanted
    device.use { wanted ? voices.start() : voices.stop() }
    if !wanted, !isLive { flush() }
    return wanted
  }

  /// Throws away what the filters still ring with, so that nothing old is heard after a silence.
  private func flush() {
    var rest = [Float](repeating: 0, count: 2 * SoundStage.block)
    for _ in 0..<8 {
      rest.withUnsafeMutableBufferPointer { device.fetch(SoundStage.block, into: $0.baseAddress!) }
    }
    limiter.reset()
  }

  private func setVolume() {
    let gain = volume.isFinite ? min(max(volume, 0), 1) : 0
    device.use { alListenerf(AL_GAIN, gain) }
  }
}
