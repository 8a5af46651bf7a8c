import Devices
import Foundation
import Haptics
import Testing

@Suite struct OSCTests {
  /// Against the rules of Open Sound Control 1.0, byte by byte.
  @Test func messagesAreTheirBytes() {
    let message = OSCMessage("/a", [.int(-2), .float(0.5), .flag(true), .double(1), .flag(false)])
    #expect(
      message.bytes == [
        0x2f, 0x61, 0, 0,  // "/a"
        0x2c, 0x69, 0x66, 0x54, 0x64, 0x46, 0, 0,  // ",ifTdF"
        0xff, 0xff, 0xff, 0xfe, 0x3f, 0, 0, 0, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0,
      ])
    // An address of four characters takes eight bytes: the end is a zero at least.
    #expect(OSCMessage("/abc", []).bytes == [0x2f, 0x61, 0x62, 0x63, 0, 0, 0, 0, 0x2c, 0, 0, 0])
    let bundle = OSCMessage.bundle([OSCMessage("/a", []), OSCMessage("/abc", [])])
    #expect(
      bundle == Array("#bundle".utf8) + [0] + [0, 0, 0, 0, 0, 0, 0, 1]
        + [0, 0, 0, 8, 0x2f, 0x61, 0, 0, 0x2c, 0, 0, 0] + [0, 0, 0, 12, 0x2f, 0x61, 0x62, 0x63]
        + [0, 0, 0, 0, 0x2c, 0, 0, 0])
  }

  @Test func aFrameHasAMessageForEveryZone() throws {
    let garment = try DeviceTest.garment("vest-40")
    let drive = (0..<40).map { Float($0) / 40 }
    let messages = OSCLink.frame(DeviceTest.frame(drive, tick: 250), garment)
    #expect(messages[0] == OSCMessage("/throng/v1/t", [.double(2.5)]))
    let byAddress = Dictionary(uniqueKeysWithValues: messages.map { ($0.address, $0.arguments) })
    #expect(byAddress["/throng/v1/vest-40/front"] == (0..<20).map { .float(drive[$0]) })
    #expect(byAddress["/throng/v1/vest-40/back"] == (20..<40).map { .float(drive[$0]) })
    #expect(messages.count == 3)
  }

  /// VRChat counts from 1, and its front is mirrored within each row.
  @Test func parametersAreThoseOfVRChat() throws {
    let garment = try DeviceTest.garment("vest-40")
    let wire = try #require(garment.wire(.vrchat))
    var drive = [Float](repeating: 0, count: 40)
    drive[0] = 0.75
    var shown: [Int] = []
    let first = OSCLink.parameters(DeviceTest.frame(drive), wire, shown: &shown, all: true)
    #expect(first.count == 80)
    let on = first.filter { $0.arguments == [.flag(true)] || $0.arguments == [.int(75)] }
    #expect(
      on.map(\.address) == [
        "/avatar/parameters/bHapticsOSC_Vest_Front_4", "/avatar/parameters/bHapticsOSC_Vest_Front_4_int",
      ])
    #expect(OSCLink.parameters(DeviceTest.frame(drive), wire, shown: &shown, all: false).isEmpty)
    drive[20] = 0.2
    let change = OSCLink.parameters(DeviceTest.frame(drive), wire, shown: &shown, all: false)
    #expect(change.map(\.address).first == "/avatar/parameters/bHapticsOSC_Vest_Back_1" && change.count == 2)
  }

  /// A listener that goes is noticed, and so is one that comes back; what was meant for it between is lost.
  @Test func aListenerGoesAndComesBack() throws {
    let garment = try DeviceTest.garment("belt-16")
    let first = try #require(Datagrams())
    let port = first.port
    let driver = try Devices.open("osc://127.0.0.1:\(port)", garment: garment)
    var tick = 0
    func play(_ seconds: Double) {
      let end = Date(timeIntervalSinceNow: seconds)
      while Date() < end {
        tick += 1
        driver.send(
          DeviceTest.frame((0..<16).map { Float($0 + tick % 7) / 32 }, tick: tick))
        Thread.sleep(forTimeInterval: 0.01)
      }
    }
    play(0.3)
    #expect(driver.report.state == .connected && driver.report.sent > 5)
    let bundle = try #require((0..<50).lazy.compactMap { _ in first.next() }.first { $0.count > 60 })
    #expect(bundle.starts(with: Array("#bundle".utf8)))
    first.close()
    play(0.5)
    let away = driver.report
    #expect(away.state == .waiting && away.lost > 5 && away.reconnects == 0)
    #expect(away.problem?.contains("nobody listens on 127.0.0.1:\(port)") == true)
    let second = try #require(Datagrams(port: port))
    #expect(
      DeviceTest.wait {
        play(0.05)
        return driver.report.state == .connected
      })
    #expect(driver.report.reconnects == 1 && second.next() != nil)
    driver.close()
    let report = driver.report
    #expect(report.state == .closed)
    // All frames have gone somewhere; one may still have been in the box.
    #expect((0...1).contains(tick - report.sent - report.lost - report.dropped))
    #expect(report.latencyMean > 0 && report.latencyMost99 >= report.latencyMean / 2)
    var last: [UInt8] = []
    while let bytes = second.next(within: 0.1) { last = bytes }
    #expect(
      last == OSCMessage.bundle(OSCLink.frame(DeviceTest.frame(zeros(16), tick: lastTick(last)), garment)))
  }

  private func zeros(_ count: Int) -> [Float] { [Float](repeating: 0, count: count) }
  /// The tick that a bundle's time says.
  private func lastTick(_ bundle: [UInt8]) -> Int {
    guard bundle.count > 48 else { return 0 }
    // #bundle, time tag, size, address of 16 bytes, tags of 4, then the seconds.
    let bits = bundle[40..<48].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int((Double(bitPattern: bits) * 100).rounded())
  }

  @Test(.enabled(if: DeviceTest.python(with: "pythonosc") != nil, "no python-osc here"))
  func pythonOSCReadsTheFrames() throws {
    let script = """
      import sys
      from pythonosc.dispatcher import Dispatcher
      from pythonosc.osc_server import BlockingOSCUDPServer
      dispatcher = Dispatcher()
      dispatcher.set_default_handler(lambda address, *values: print(address, *("%.4f" % v for v in values), flush=True))
      server = BlockingOSCUDPServer(("127.0.0.1", 0), dispatcher)
      print(server.server_address[1], flush=True)
      server.serve_forever()
      """
    let python = try #require(DeviceTest.python(with: "pythonosc"))
    let peer = try DeviceTest.Program(python, ["-c", script])
    #expect(DeviceTest.wait { !peer.lines.isEmpty })
    let port = try #require(peer.lines.first.flatMap { Int($0) })
    let garment = try DeviceTest.garment("vest-40")
    let driver = try Devices.open("osc://127.0.0.1:\(port)", garment: garment)
    let drive = (0..<40).map { Float($0) / 40 }
    driver.send(DeviceTest.frame(drive, tick: 77))
    let front =
      "/throng/v1/vest-40/front " + (0..<20).map { String(format: "%.4f", drive[$0]) }.joined(separator: " ")
    let back =
      "/throng/v1/vest-40/back " + (20..<40).map { String(format: "%.4f", drive[$0]) }.joined(separator: " ")
    #expect(DeviceTest.wait { peer.lines.contains(front) && peer.lines.contains(back) }, "\(peer.text)")
    #expect(peer.lines.contains("/throng/v1/t 0.7700"))
    driver.close()
    let silence =
      "/throng/v1/vest-40/front " + [String](repeating: "0.0000", count: 20).joined(separator: " ")
    #expect(DeviceTest.wait { peer.lines.contains(silence) })
  }

  @Test(.enabled(if: DeviceTest.program("oscdump") != nil, "no oscdump here (liblo-tools)"))
  func oscdumpReadsTheFrames() throws {
    let probe = try #require(Datagrams())
    let port = probe.port
    probe.close()
    let peer = try DeviceTest.Program(try #require(DeviceTest.program("oscdump")), ["-L", "\(port)"])
    let garment = try DeviceTest.garment("belt-16")
    let driver = try Devices.open("osc://127.0.0.1:\(port)", garment: garment)
    let drive = (0..<16).map { Float($0) / 16 }
    let found = DeviceTest.wait {
      driver.send(DeviceTest.frame(drive, tick: 9))
      Thread.sleep(forTimeInterval: 0.05)
      return peer.text.contains("0.9375")
    }
    #expect(found, "\(peer.text)")
    for message in OSCLink.frame(DeviceTest.frame(drive), garment).dropFirst() {
      let values = message.arguments.map { argument -> String in
        guard case .float(let value) = argument else { return "" }
        return String(format: "%.6f", value)
      }
      let words = [message.address, String(repeating: "f", count: values.count)] + values
      #expect(peer.lines.contains { $0.hasSuffix(words.joined(separator: " ")) }, "\(words): \(peer.text)")
    }
    driver.close()
  }
}
