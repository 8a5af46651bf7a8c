import Foundation
import Kernel

/// A video, MP4 or WebM, through the program `ffmpeg`: it reads raw pictures from a pipe.
public final class VideoFile: AnimationFile {
  private let path: String
  private let place: PartialFile
  private let process = Process()
  private let pipe = Pipe()
  private let count: Int  // [px] of a picture
  private var hasEnded = false

  /// Throws R0612 where there is no ffmpeg on the path.
  public init(
    path: String, format: AnimationFormat, width: Int, height: Int, framesPerSecond: Double
  ) throws(Diagnostics) {
    precondition(width % 2 == 0 && height % 2 == 0, "a video's sides are even")
    self.path = path
    count = width * height
    guard let program = VideoFile.program else {
      throw Diagnostics(
        Diagnostic(
          "R0612", "videos are written by the program ffmpeg, which is not here", file: path,
          hint: "apt-get install ffmpeg, or write an animation: --out NAME.webp or NAME.gif"),
        exit: .unavailable)
    }
    place = try PartialFile(path)
    guard FileManager.default.createFile(atPath: place.partial, contents: nil) else {
      throw PartialFile.cannotCreate(path, FileBytes.lastReason())
    }
    process.executableURL = URL(filePath: program)
    let codec =
      format == .mp4
      ? ["-c:v", "libx264", "-preset", "medium", "-crf", "18", "-movflags", "+faststart"]
      : ["-c:v", "libvpx-vp9", "-crf", "24", "-b:v", "0"]
    process.arguments =
      [
        "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgra", "-s", "\(width)x\(height)", "-r",
        "\(framesPerSecond)", "-i", "-",
      ] + codec + [
        "-pix_fmt", "yuv420p", "-fflags", "+bitexact", "-f", format.rawValue, "file:" + place.partial,
      ]
    process.standardInput = pipe
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch { throw fail("ffmpeg does not start: \(error.localizedDescription)") }
  }

  public static var program: String? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/ffmpeg" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  /// Pictures follow each other at the steady rate of the file, whatever the time.
  public func append(_ pixels: UnsafeBufferPointer<UInt32>, milliseconds: Int) throws(Diagnostics) {
    precondition(pixels.count == count, "a picture has width × height pixels")
    let bytes = UnsafeRawBufferPointer(pixels)
    var sent = 0
    while sent < bytes.count {
      let written = SystemCalls.write(
        pipe.fileHandleForWriting.fileDescriptor, UnsafeRawBufferPointer(rebasing: bytes[sent...]))
      if written <= 0 { throw fail("ffmpeg ended early") }
      sent += written
    }
  }

  public func finish(milliseconds: Int) throws(Diagnostics) {
    if let status = end(), status != 0 { throw fail("ffmpeg ended with status \(status)") }
    try place.finish()
  }
  public func abandon() {
    if !hasEnded { process.terminate() }
    _ = end()
    place.remove()
  }

  /// Lets ffmpeg write the rest; its exit status, the first time.
  private func end() -> Int32? {
    guard !hasEnded else { return nil }
    hasEnded = true
    try? pipe.fileHandleForWriting.close()
    guard process.isRunning || process.processIdentifier != 0 else { return nil }
    process.waitUntilExit()
    return process.terminationStatus
  }
  private func fail(_ reason: String) -> Diagnostics {
    abandon()
    return Diagnostics(
      Diagnostic(
        "R0611", "the video cannot be written: \(reason)", file: path,
        hint: "is there room on the disk, and does this ffmpeg know H.264 or VP9?"), exit: .inputOutput)
  }
}
