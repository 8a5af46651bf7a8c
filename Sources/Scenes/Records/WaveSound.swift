import CSndfile
import Kernel

/// A whole sound, read from a file.
public struct WaveSound: Equatable, Sendable {
  public var sampleRate: Int  // [Hz]
  public var channels: Int
  public var samples: [Float]  // interleaved, full scale is ±1

  public init(sampleRate: Int, channels: Int, samples: [Float]) {
    self.sampleRate = sampleRate
    self.channels = channels
    self.samples = samples
  }
  public var frames: Int { channels > 0 ? samples.count / channels : 0 }

  public static let longest = 200_000_000  // samples that a file may hold

  /// Reads any file that libsndfile knows. Throws A0205 where it cannot.
  public init(path: String) throws(Diagnostics) {
    var info = SF_INFO()
    guard !path.contains("\0"), let file = sf_open(path, Int32(SFM_READ), &info) else {
      throw Diagnostics(
        Diagnostic("A0205", "cannot read the sound: \(WaveFile.reason(nil))", file: path), exit: .noInput)
    }
    defer { sf_close(file) }
    let total = Int(info.frames).multipliedReportingOverflow(by: Int(info.channels))
    guard info.channels > 0, info.frames >= 0, !total.overflow, total.partialValue <= WaveSound.longest else {
      throw Diagnostics(
        Diagnostic("A0205", "the sound is longer than \(WaveSound.longest) samples", file: path), exit: .data)
    }
    var samples = [Float](repeating: 0, count: total.partialValue)
    let read = Int(sf_readf_float(file, &samples, info.frames))
    samples.removeLast(samples.count - max(read, 0) * Int(info.channels))
    self.init(sampleRate: Int(info.samplerate), channels: Int(info.channels), samples: samples)
  }
}
