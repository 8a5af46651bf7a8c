import CSndfile
import Kernel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A sound file that grows block by block. The samples go to `<path>.partial`, which is playable after every
/// block, also where the run is cut short; `finish()` gives it its name. A file of that name is replaced only then.
public final class WaveFile {
  public enum Encoding: String, CaseIterable, Sendable {
    case float32  // as it is
    case pcm16  // clipped to full scale, 16 bits
  }
  public static let longest = 4_000_000_000  // [bytes] of samples; the format's own counters end at 4 GiB

  public let path: String
  public let partialPath: String
  public let sampleRate: Int  // [Hz]
  public let channels: Int
  public private(set) var frames = 0  // written so far
  private let bytesPerFrame: Int
  private var file: OpaquePointer?

  /// Creates the partial file. `sampleRate` 1...384 000 Hz, `channels` 1...256. Throws A0201 for values outside,
  /// A0202 when the file cannot be created.
  public init(path: String, sampleRate: Int, channels: Int = 2, encoding: Encoding = .pcm16)
    throws(Diagnostics)
  {
    guard (1...384_000).contains(sampleRate), (1...256).contains(channels) else {
      throw Diagnostics(
        Diagnostic(
          "A0201",
          "\(channels) channels at \(sampleRate) Hz are outside 1...256 channels and 1...384000 Hz",
          file: path
        ),
        exit: .usage)
    }
    let partial = path + ".partial"
    let subtype = encoding == .float32 ? SF_FORMAT_FLOAT : SF_FORMAT_PCM_16
    var info = SF_INFO()
    info.samplerate = Int32(sampleRate)
    info.channels = Int32(channels)
    info.format = Int32(SF_FORMAT_WAV | subtype)
    guard !path.isEmpty, !path.contains("\0"), let file = sf_open(partial, Int32(SFM_WRITE), &info) else {
      throw Diagnostics(
        Diagnostic(
          "A0202", "cannot create '\(partial)': \(WaveFile.reason(nil))", file: path,
          hint: "does the folder exist, and may you write there?"),
        exit: .cannotCreate)
    }
    self.path = path
    self.partialPath = partial
    self.sampleRate = sampleRate
    self.channels = channels
    self.file = file
    bytesPerFrame = channels * (encoding == .float32 ? 4 : 2)
    sf_command(file, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
    sf_command(file, Int32(SFC_SET_UPDATE_HEADER_AUTO), nil, Int32(SF_TRUE))
    // the PEAK chunk carries the time of day: the same sound would not be the same bytes
    sf_command(file, Int32(SFC_SET_ADD_PEAK_CHUNK), nil, Int32(SF_FALSE))
  }

  private var broken: Diagnostics?  // what stopped an earlier write

  deinit {
    if let file { sf_close(file) }
  }

  /// Appends whole frames of interleaved samples (a rest is left out); values that are not finite are written as zero. Throws A0203 when the disk is full
  /// or fails, A0204 past the longest file the format knows; what was written before stays playable.
  public func append(_ interleaved: [Float]) throws(Diagnostics) {
    guard let file else {
      throw failure("A0203", "cannot write to '\(path)': it is finished already")
    }
    let count = interleaved.count / channels
    guard count > 0 else { return }
    guard (frames + count) * bytesPerFrame <= WaveFile.longest else {
      throw failure(
        "A0204", "'\(path)' would grow beyond 4 GB, which a WAV file cannot hold",
        hint: "record for a shorter time or into several files")
    }
    let clean = interleaved.allSatisfy(\.isFinite) ? interleaved : interleaved.map { $0.isFinite ? $0 : 0 }
    let written = Int(sf_writef_float(file, clean, sf_count_t(count)))
    frames += max(written, 0)
    guard written == count else {
      let problem = failure(
        "A0203", "cannot write to '\(partialPath)': \(WaveFile.reason(file))",
        hint: "is the disk full? \(frames) frames were written")
      broken = problem
      throw problem
    }
  }

  /// Closes the file and gives it its name. Finishing twice does nothing more. Throws A0203 when the last bytes or
  /// the name cannot be written; the partial file then stays.
  public func finish() throws(Diagnostics) {
    guard let open = file else { return }
    sf_write_sync(open)
    file = nil
    let status = sf_close(open)
    // Cut short by a full disk: playable, but not the whole sound, so the name stays the partial one.
    if let broken { throw broken }
    guard status == 0 else {
      throw failure("A0203", "cannot complete '\(partialPath)': \(String(cString: sf_error_number(status)))")
    }
    guard rename(partialPath, path) == 0 else {
      throw failure(
        "A0203", "cannot rename '\(partialPath)' to '\(path)': \(String(cString: strerror(errno)))",
        hint: "the sound is whole in the partial file")
    }
  }

  private func failure(_ code: String, _ message: String, hint: String? = nil) -> Diagnostics {
    Diagnostics(Diagnostic(code, message, file: path, hint: hint), exit: .inputOutput)
  }

  static func reason(_ file: OpaquePointer?) -> String {
    let text = String(cString: sf_strerror(file))
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
