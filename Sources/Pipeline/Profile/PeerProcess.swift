import Foundation
import Kernel

/// Another library at work in a process of its own, which does a line at a time what it is told.
final class PeerProcess {
  private let process = Process()
  private let toPeer = Pipe()
  private let fromPeer = Pipe()
  private var rest: [UInt8] = []
  private(set) var title = ""
  private(set) var versions: [String: String] = [:]

  private struct Answer: Decodable {
    var ready: Bool?
    var reason: String?
    var title: String?
    var versions: [String: String]?
    var milliseconds: Double?
    var written: Bool?
    var error: String?
  }
  struct Unavailable: Error { let reason: String }

  init(python: String, script: String, arguments: [String]) throws(Unavailable) {
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python, script] + arguments
    process.standardInput = toPeer
    process.standardOutput = fromPeer
    do { try process.run() } catch { throw Unavailable(reason: "\(python) cannot be run") }
    guard let hello = PeerProcess.answer(fromPeer, &rest) else {
      throw Unavailable(reason: "\(python) \(script) said nothing; is there a Python 3?")
    }
    guard hello.ready == true else { throw Unavailable(reason: hello.reason ?? "it is not ready") }
    title = hello.title ?? ""
    versions = hello.versions ?? [:]
  }

  deinit {
    try? toPeer.fileHandleForWriting.close()
    process.terminate()
    process.waitUntilExit()
  }

  /// One timed repeat [ms].
  func run() throws(Unavailable) -> Double {
    let answer = try ask("run")
    guard let milliseconds = answer.milliseconds else { throw Unavailable(reason: "it told no time") }
    return milliseconds
  }

  /// The last density [1/m²], row by row from the lowest y.
  func density() throws(Unavailable) -> [Float] {
    let file = FileManager.default.temporaryDirectory.appending(path: "throng-peer-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    _ = try ask("density \(file.path)")
    guard let data = try? Data(contentsOf: file), data.count % 4 == 0 else {
      throw Unavailable(reason: "it wrote no density")
    }
    return data.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count, by: 4).map { bytes.loadUnaligned(fromByteOffset: $0, as: Float.self) }
    }
  }

  private func ask(_ words: String) throws(Unavailable) -> Answer {
    do { try toPeer.fileHandleForWriting.write(contentsOf: Data("\(words)\n".utf8)) } catch {
      throw Unavailable(reason: "it ended early")
    }
    guard let answer = PeerProcess.answer(fromPeer, &rest) else {
      throw Unavailable(reason: "it ended early")
    }
    if let error = answer.error { throw Unavailable(reason: error) }
    return answer
  }

  /// The next line that is an answer; libraries may have their own say in between. Nil at the end.
  private static func answer(_ pipe: Pipe, _ rest: inout [UInt8]) -> Answer? {
    while true {
      if let end = rest.firstIndex(of: 10) {
        let line = Data(rest[..<end])
        rest.removeSubrange(...end)
        if let answer = try? JSONDecoder().decode(Answer.self, from: line) { return answer }
        continue
      }
      let more = pipe.fileHandleForReading.availableData
      if more.isEmpty { return nil }
      rest.append(contentsOf: more)
    }
  }
}
