import COpenAL
import Kernel

/// An OpenAL device and its one context, closed with the last reference.
///
/// The context is current only on the thread that is inside `use`, and only for that long, so that several devices
/// live in one process without meeting.
final class SoundDevice {
  let isLive: Bool
  let sampleRate: Int  // [Hz]
  let hrtf: Bool  // head-related filtering is on
  private let device: OpaquePointer
  private let context: OpaquePointer

  /// The system's own output.
  static func live(hrtf: Bool) throws(Diagnostics) -> SoundDevice {
    SoundLibraryNotices.quieten()
    let opened = SoundLibraryNotices.withoutAlsaMessages { alcOpenDevice(nil) }
    guard let opened else {
      throw Diagnostics(
        Diagnostic(
          "A0101", "no sound device could be opened",
          hint: "connect one or start the sound server, or render to a WAV file instead"),
        exit: .unavailable)
    }
    return try SoundDevice(opened, isLive: true, attributes: [ALC_HRTF_SOFT, hrtf ? ALC_TRUE : ALC_FALSE])
  }

  /// A device whose samples are fetched: float stereo at `sampleRate` [Hz].
  static func loopback(sampleRate: Int, hrtf: Bool) throws(Diagnostics) -> SoundDevice {
    SoundLibraryNotices.quieten()
    guard (8000...192_000).contains(sampleRate) else {
      throw Diagnostics(
        Diagnostic("A0102", "sample rate is \(sampleRate) Hz, outside 8000...192000"), exit: .usage)
    }
    guard alcIsExtensionPresent(nil, "ALC_SOFT_loopback") != 0, let opened = alcLoopbackOpenDeviceSOFT(nil)
    else {
      throw Diagnostics(
        Diagnostic(
          "A0103", "the sound library cannot render to memory", hint: "install OpenAL Soft 1.19 or newer"),
        exit: .unavailable)
    }
    let attributes = [
      ALC_FREQUENCY, ALCint(sampleRate), ALC_FORMAT_CHANNELS_SOFT, ALC_STEREO_SOFT, ALC_FORMAT_TYPE_SOFT,
      ALC_FLOAT_SOFT, ALC_HRTF_SOFT, hrtf ? ALC_TRUE : ALC_FALSE, ALC_OUTPUT_LIMITER_SOFT, ALC_FALSE,
    ]
    return try SoundDevice(opened, isLive: false, attributes: attributes)
  }

  private init(_ device: OpaquePointer, isLive: Bool, attributes: [ALCint]) throws(Diagnostics) {
    guard let context = alcCreateContext(device, attributes + [0]) else {
      let code = alcGetError(device)
      alcCloseDevice(device)
      throw Diagnostics(
        Diagnostic("A0104", "the sound device refuses stereo output (OpenAL error \(code))"),
        exit: .unavailable)
    }
    self.device = device
    self.context = context
    self.isLive = isLive
    sampleRate = SoundDevice.integer(ALC_FREQUENCY, of: device)
    hrtf = SoundDevice.integer(ALC_HRTF_SOFT, of: device) == Int(ALC_TRUE)
  }

  deinit {
    alcDestroyContext(context)
    alcCloseDevice(device)
  }

  /// Runs `body` with this device's context current on the calling thread.
  func use<R>(_ body: () -> R) -> R {
    let before = alcGetThreadContext()
    alcSetThreadContext(context)
    defer { alcSetThreadContext(before) }
    return body()
  }

  /// False once the hardware or its server has gone.
  var isConnected: Bool {
    guard alcIsExtensionPresent(device, "ALC_EXT_disconnect") != 0 else { return true }
    return SoundDevice.integer(ALC_CONNECTED, of: device) != 0
  }

  /// Fetches interleaved stereo from a loopback device.
  func fetch(_ frames: Int, into buffer: UnsafeMutablePointer<Float>) {
    alcRenderSamplesSOFT(device, buffer, ALCsizei(frames))
  }

  private static func integer(_ name: ALCint, of device: OpaquePointer) -> Int {
    var value: ALCint = 0
    alcGetIntegerv(device, name, 1, &value)
    return Int(value)
  }
}
