import Foundation
import Kernel
import Scenes
import Testing

@Suite struct WaveFileTests {
  let folder: URL
  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("wave-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }
  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
  func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// A sine on the left at half of full scale, its negative at a quarter on the right.
  func tone(_ range: Range<Int>) -> [Float] {
    range.flatMap { i -> [Float] in
      let s = Math.sin(2 * .pi * 441 * Float(i) / 44_100)
      return [0.5 * s, -0.25 * s]
    }
  }

  /// What is appended in pieces comes back whole, for both encodings, within the encoding's own step.
  @Test(arguments: WaveFile.Encoding.allCases)
  func roundTrip(_ encoding: WaveFile.Encoding) throws {
    defer { remove() }
    let file = try WaveFile(path: path("a.wav"), sampleRate: 44_100, channels: 2, encoding: encoding)
    for start in stride(from: 0, to: 10_000, by: 1000) { try file.append(tone(start..<start + 1000)) }
    #expect(!exists(path("a.wav")))
    try file.finish()
    try file.finish()
    #expect(exists(path("a.wav")) && !exists(file.partialPath))
    #expect(file.frames == 10_000)
    let back = try WaveSound(path: path("a.wav"))
    #expect(back.sampleRate == 44_100 && back.channels == 2 && back.frames == 10_000)
    let step: Float = encoding == .float32 ? 0 : 1.01 / 32_768
    #expect(zip(back.samples, tone(0..<10_000)).allSatisfy { abs($0 - $1) <= step })
  }

  /// A run that is cut short leaves a sound that plays up to the last block.
  @Test func partialFileIsPlayableAfterEveryBlock() throws {
    defer { remove() }
    let file = try WaveFile(path: path("cut.wav"), sampleRate: 48_000)
    for blocks in 1...3 {
      try file.append(tone(0..<480))
      #expect(try WaveSound(path: file.partialPath).frames == blocks * 480)
    }
    withExtendedLifetime(file) {}
  }

  @Test func samplesBeyondFullScaleAreClippedAndBrokenOnesAreZero() throws {
    defer { remove() }
    let file = try WaveFile(path: path("hot.wav"), sampleRate: 48_000)
    try file.append([2, -2, .nan, .infinity, 0.5, -0.5, 0.25])
    try file.finish()
    let back = try WaveSound(path: path("hot.wav")).samples
    #expect(back.count == 6)
    #expect(back[0] > 0.999 && back[1] < -0.999 && back[2] == 0 && back[3] == 0 && back[4] == 0.5)
  }

  /// The same samples are the same bytes, whenever and in however many pieces they were written.
  @Test func bytesDependOnTheSamplesAlone() throws {
    defer { remove() }
    for (name, block) in [("one.wav", 4000), ("many.wav", 125)] {
      let file = try WaveFile(path: path(name), sampleRate: 48_000, encoding: .float32)
      for start in stride(from: 0, to: 4000, by: block) { try file.append(tone(start..<start + block)) }
      try file.finish()
    }
    #expect(
      try Data(contentsOf: folder.appendingPathComponent("one.wav"))
        == Data(contentsOf: folder.appendingPathComponent("many.wav")))
  }

  @Test func errorsSayWhichFileAndWhy() throws {
    defer { remove() }
    let missing = path("no/such/folder.wav")
    let cannotCreate = try #require(throws: Diagnostics.self) {
      try WaveFile(path: missing, sampleRate: 48_000)
    }
    #expect(cannotCreate.exit == .cannotCreate && cannotCreate.all[0].code == "A0202")
    #expect(cannotCreate.all[0].file == missing && cannotCreate.description.contains("No such file"))
    for (rate, channels) in [(0, 2), (48_000, 0), (-1, 1), (48_000, 257), (1_000_000, 2)] {
      let error = try #require(throws: Diagnostics.self) {
        try WaveFile(path: path("x.wav"), sampleRate: rate, channels: channels)
      }
      #expect(error.all[0].code == "A0201")
    }
    #expect(!exists(path("x.wav.partial")))
    try Data("this is not a sound".utf8).write(to: folder.appendingPathComponent("text.wav"))
    for name in ["text.wav", "none.wav"] {
      let error = try #require(throws: Diagnostics.self) { try WaveSound(path: path(name)) }
      #expect(error.all[0].code == "A0205")
    }
    let done = try WaveFile(path: path("done.wav"), sampleRate: 48_000)
    try done.finish()
    #expect(throws: Diagnostics.self) { try done.append([0, 0]) }
  }

  /// A disk with no room left, played by a limit on the size of files: an error that says how much was saved, and
  /// the part before it still plays.
  @Test func fullDiskIsReportedAndKeepsWhatWasWritten() async {
    await #expect(processExitsWith: .success) {
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent("full-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 100_000, rlim_max: 100_000)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      let path = folder.appendingPathComponent("big.wav").path
      let file = try WaveFile(path: path, sampleRate: 48_000)
      let error = try #require(throws: Diagnostics.self) {
        for _ in 0..<100 { try file.append([Float](repeating: 0.5, count: 9600)) }
      }
      #expect(error.exit == .inputOutput && error.all[0].code == "A0203")
      #expect(file.frames > 20_000 && file.frames <= 25_000)
      try? file.finish()
      let kept = FileManager.default.fileExists(atPath: path) ? path : path + ".partial"
      #expect(try WaveSound(path: kept).frames >= 20_000)
    }
  }

  static let sox = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .map { "\($0)/sox" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Somebody else's reader agrees on rate, channels, length and level.
  @Test(.enabled(if: WaveFileTests.sox != nil, "sox is not installed"), arguments: WaveFile.Encoding.allCases)
  func soxReadsTheSame(_ encoding: WaveFile.Encoding) throws {
    defer { remove() }
    let file = try WaveFile(path: path("s.wav"), sampleRate: 44_100, encoding: encoding)
    try file.append(tone(0..<44_100))
    try file.finish()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: WaveFileTests.sox ?? "")
    process.arguments = [path("s.wav"), "-n", "remix", "1", "stats"]
    let pipe = Pipe()
    process.standardError = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let fields = text.split(separator: "\n").map { $0.split(separator: " ") }
    func value(_ first: String) -> Double? {
      fields.first { $0.starts(with: first.split(separator: " ")) }?.last.flatMap { Double($0) }
    }
    #expect(value("Pk lev dB").map { abs($0 + 6.02) < 0.02 } == true, "\(text)")
    #expect(value("RMS lev dB").map { abs($0 + 9.03) < 0.02 } == true, "\(text)")
    #expect(value("Length s") == 1, "\(text)")
  }
}
