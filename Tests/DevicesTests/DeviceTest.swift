import Devices
import Foundation
import Haptics
import Kernel
import Scenes

/// What the tests of this module share.
enum DeviceTest {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func garment(_ name: String) throws -> Garment {
    try Garment.load(named: name, from: Library(folders: [root.appending(path: "assets").path]))
  }

  static func frame(_ drive: [Float], tick: Int = 1, stopped: Bool = false) -> GarmentFrame {
    GarmentFrame(
      tick: tick, seconds: Double(tick) / 100, drive: drive,
      carrier: [Float](repeating: 0, count: drive.count), stopped: stopped)
  }

  /// Asks again and again until `holds` or the time is over.
  static func wait(_ seconds: Double = 8, until holds: () -> Bool) -> Bool {
    let end = Date(timeIntervalSinceNow: seconds)
    while Date() < end {
      if holds() { return true }
      Thread.sleep(forTimeInterval: 0.005)
    }
    return holds()
  }

  /// A python3 on the path that has all these modules.
  static func python(with modules: String...) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/python3" }.first { path in
      guard FileManager.default.isExecutableFile(atPath: path) else { return false }
      let process = Process()
      process.executableURL = URL(filePath: path)
      process.arguments = ["-c", "import " + modules.joined(separator: ", ")]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      guard (try? process.run()) != nil else { return false }
      process.waitUntilExit()
      return process.terminationStatus == 0
    }
  }

  /// A program that is stopped at the end of the test.
  final class Program {
    private let process = Process()
    private let output: URL
    init(_ path: String, _ arguments: [String], environment: [String: String] = [:]) throws {
      output = FileManager.default.temporaryDirectory.appending(path: "throng-\(UUID().uuidString)")
      try Data().write(to: output)
      process.executableURL = URL(filePath: path)
      process.arguments = arguments
      process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
      process.standardOutput = try FileHandle(forWritingTo: output)
      process.standardError = FileHandle.nullDevice
      try process.run()
    }
    /// What it has printed so far.
    var text: String { (try? String(contentsOf: output, encoding: .utf8)) ?? "" }
    var lines: [String] { text.split(separator: "\n").map(String.init) }
    func waitUntilExit() -> Int32 {
      process.waitUntilExit()
      return process.terminationStatus
    }
    deinit {
      if process.isRunning {
        // Not every program heeds a friendlier word.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
      }
      try? FileManager.default.removeItem(at: output)
    }
  }

  static func program(_ name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}

/// A socket on this machine that takes datagrams.
final class Datagrams {
  private var descriptor: Int32
  let port: Int

  /// Port 0 takes any that is free; nil where it is taken.
  init?(port: Int = 0) {
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    var address = Loopback.address(port)
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard bound == 0 else {
      Glibc.close(descriptor)
      return nil
    }
    self.descriptor = descriptor
    self.port = Loopback.port(of: descriptor)
    var time = timeval(tv_sec: 0, tv_usec: 20_000)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }
  /// The next one; nil where none comes within `seconds`.
  func next(within seconds: Double = 8) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let end = Date(timeIntervalSinceNow: seconds)
    while Date() < end {
      let count = recv(descriptor, &bytes, bytes.count, 0)
      if count >= 0 { return Array(bytes[0..<count]) }
    }
    return nil
  }
  func close() {
    if descriptor >= 0 { Glibc.close(descriptor) }
    descriptor = -1
  }
  deinit { close() }
}

/// A plain connection to a port of this machine.
final class Caller {
  private let descriptor: Int32
  init?(port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = Loopback.address(port)
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else {
      Glibc.close(descriptor)
      return nil
    }
    self.descriptor = descriptor
    var time = timeval(tv_sec: 0, tv_usec: 50_000)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }
  /// False where the other side has gone.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = Glibc.send(
        descriptor, Array(bytes[sent...]), bytes.count - sent, Int32(MSG_NOSIGNAL))
      if count <= 0 { return false }
      sent += count
    }
    return true
  }
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }
  /// What comes until the other side closes, or the time is over.
  func read(within seconds: Double = 8, until enough: ([UInt8]) -> Bool = { _ in false }) -> (
    bytes: [UInt8], closed: Bool
  ) {
    var all: [UInt8] = []
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let end = Date(timeIntervalSinceNow: seconds)
    while Date() < end {
      let count = recv(descriptor, &bytes, bytes.count, 0)
      if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { return (all, true) }
      if count > 0 { all += bytes[0..<count] }
      if enough(all) { break }
    }
    return (all, false)
  }
  /// A WebSocket at `path`; false where it is refused.
  func upgrade(_ path: String) -> Bool {
    _ = send(
      "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
    let answer = read { $0.count >= 12 }.bytes
    return String(decoding: answer, as: UTF8.self).hasPrefix("HTTP/1.1 101")
  }
  /// The head of a client's frame, masked with zeros.
  static func head(_ opcode: UInt8, _ length: Int, fin: Bool = true) -> [UInt8] {
    var bytes = [opcode | (fin ? 0x80 : 0)]
    if length < 126 {
      bytes.append(0x80 | UInt8(length))
    } else if length < 65_536 {
      bytes += [0x80 | 126, UInt8(length >> 8), UInt8(length & 255)]
    } else {
      bytes.append(0x80 | 127)
      for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(length >> shift & 255)) }
    }
    return bytes + [0, 0, 0, 0]
  }
  @discardableResult
  func say(_ text: String) -> Bool { send(Caller.head(1, text.utf8.count) + Array(text.utf8)) }
  func close() { shutdown(descriptor, Int32(SHUT_RDWR)) }
  deinit { Glibc.close(descriptor) }
}

enum Loopback {
  static func address(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port)).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return address
  }
  static func port(of descriptor: Int32) -> Int {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
    }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
