import Devices
import Foundation
import Haptics
import Testing

@Suite struct BeltTests {
  @Test func packetsAreTheirBytes() {
    #expect(BeltPacket.packet(0x21, [1]) == [0x21, 1, 1])
    #expect(BeltPacket.stopAll == [0x24, 2, 0x30, 0xff])
    #expect(BeltPacket.stop(channel: 4) == [0x24, 2, 0x30, 4])
    // Channel 2, continuous, 60 %, motors 0 and 15, once for 400 ms, alone.
    #expect(
      BeltPacket.vibrate(channel: 2, mask: 0x8001, percent: 60, milliseconds: 400, alone: true) == [
        0x24, 18, 2, 1, 60, 0, 0, 0, 0, 0x01, 0x80, 0, 0, 1, 0x90, 0x01, 0, 0, 0, 1,
      ])
  }

  /// Groups cover every motor that is on exactly once, are six at most, and change no motor by more than they must.
  @Test func groupsHoldEveryMotor() {
    var random = Chance(7)
    for round in 0..<3000 {
      let levels = 1 + random.below(16)
      let percents = (0..<16).map { _ in random.below(3) == 0 ? 0 : random.below(levels) * 100 / levels }
      let groups = BeltPacket.groups(percents)
      #expect(groups.count <= BeltPacket.channels)
      #expect(groups.isEmpty == percents.allSatisfy { $0 == 0 })
      var shown = [Int](repeating: 0, count: 16)
      var covered: UInt16 = 0
      for group in groups {
        #expect(group.mask & covered == 0 && group.mask != 0, "round \(round)")
        covered |= group.mask
        for motor in 0..<16 where group.mask & (1 << UInt16(motor)) != 0 { shown[motor] = group.percent }
      }
      for motor in 0..<16 {
        #expect((shown[motor] > 0) == (percents[motor] > 0))
        if Set(percents.filter { $0 > 0 }).count <= BeltPacket.channels {
          #expect(shown[motor] == percents[motor])
        }
      }
      // Stronger stays stronger.
      for a in 0..<16 { for b in 0..<16 where percents[a] > percents[b] { #expect(shown[a] >= shown[b]) } }
    }
  }

  /// A serial line whose other end is here.
  final class Line {
    let descriptor: Int32
    let path: String
    init?() {
      descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY)
      var locked: Int32 = 0
      var number: Int32 = 0
      let (unlock, ask): (UInt, UInt) = (0x4004_5431, 0x8004_5430)  // TIOCSPTLCK, TIOCGPTN
      guard descriptor >= 0, ioctl(descriptor, unlock, &locked) == 0, ioctl(descriptor, ask, &number) == 0
      else { return nil }
      path = "/dev/pts/\(number)"
      // Bytes as they are, before anybody opens the other end.
      let other = open(path, O_RDWR | O_NOCTTY)
      var settings = termios()
      tcgetattr(other, &settings)
      cfmakeraw(&settings)
      tcsetattr(other, TCSANOW, &settings)
      kept = other
      _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }
    private let kept: Int32
    private var bytes: [UInt8] = []
    /// Packets that have come, each with its handle.
    func packets() -> [[UInt8]] {
      var more = [UInt8](repeating: 0, count: 4096)
      while case let count = read(descriptor, &more, more.count), count > 0 { bytes += more[0..<count] }
      var packets: [[UInt8]] = []
      while bytes.count >= 2, bytes.count >= 2 + Int(bytes[1]) {
        packets.append(Array(bytes[0..<2 + Int(bytes[1])]))
        bytes.removeFirst(2 + Int(bytes[1]))
      }
      return packets
    }
    func say(_ bytes: [UInt8]) { _ = write(descriptor, bytes, bytes.count) }
    deinit {
      close(kept)
      close(descriptor)
    }
  }

  /// What a belt at the other end of the line hears: who is to be told what, motors by groups, an answer to its question
  /// whether anybody is there, and silence at the end.
  @Test func aBeltHearsItsMotors() throws {
    let line = try #require(Line())
    let garment = try DeviceTest.garment("belt-16")
    let driver = try Devices.open("belt://\(line.path)", garment: garment)
    var heard: [[UInt8]] = []
    func hear(_ holds: ([[UInt8]]) -> Bool) -> Bool {
      DeviceTest.wait {
        heard += line.packets()
        return holds(heard)
      }
    }
    #expect(hear { $0.count >= 4 })
    #expect(heard.prefix(4) == [[0x22, 2, 1, 0], [0x2c, 2, 1, 0], [0x27, 2, 1, 0], [0x29, 2, 1, 1]])
    var drive = [Float](repeating: 0, count: 16)
    (drive[0], drive[15], drive[3]) = (0.6, 0.6, 0.25)
    driver.send(DeviceTest.frame(drive))
    let weak = BeltPacket.vibrate(channel: 0, mask: 0x0008, percent: 25, milliseconds: 400, alone: true)
    let strong = BeltPacket.vibrate(channel: 1, mask: 0x8001, percent: 60, milliseconds: 400, alone: false)
    #expect(hear { $0.contains(weak) && $0.contains(strong) }, "\(heard)")
    line.say([0x21, 1, 0])
    #expect(hear { $0.contains([0x21, 1, 1]) }, "\(heard)")
    // Half a packet and rubbish do no harm.
    line.say([0x33])
    line.say([0x05, 1, 2, 3, 4, 5, 0x21, 1, 0])
    driver.send(DeviceTest.frame([Float](repeating: 0, count: 16)))
    #expect(hear { $0.filter { $0 == [0x21, 1, 1] }.count == 2 && $0.last == BeltPacket.stopAll })
    driver.close()
    #expect(hear { $0.last == BeltPacket.stopAll })
  }

  @Test func aBeltThatIsPulledOutIsLookedForAgain() throws {
    var line = Line()
    let path = try #require(line?.path)
    let driver = try Devices.open("belt://\(path)", garment: try DeviceTest.garment("belt-16"))
    #expect(DeviceTest.wait { driver.report.state == .connected })
    line = nil
    #expect(
      DeviceTest.wait {
        driver.send(DeviceTest.frame([Float](repeating: 0.5, count: 16)))
        Thread.sleep(forTimeInterval: 0.02)
        return driver.report.state == .waiting
      })
    #expect(driver.report.problem?.contains(path) == true, "\(driver.report)")
    driver.close()
  }

  /// The maker's own library writes these bytes for the same wish.
  @Test(.enabled(if: DeviceTest.python(with: "pybelt", "serial") != nil, "no pybelt here"))
  func bytesAreThoseOfPybelt() throws {
    let script = """
      import os, pty, threading, time, tty
      from pybelt.belt_controller import BeltController, BeltOrientationType, BeltVibrationPattern
      belt, line = pty.openpty()
      tty.setraw(belt); tty.setraw(line)
      seen = []
      replies = {(1, 1): bytes([0x2b, 3, 1, 1, 3]), (1, 2): bytes([0x2b, 3, 1, 2, 50]),
        (1, 3): bytes([0x2b, 4, 1, 3, 0, 0]), (0x10, 1): bytes([0x2b, 3, 0x10, 3, 0])}
      def emulate():
        data = b""
        while True:
          try: data += os.read(belt, 4096)
          except OSError: return
          while len(data) >= 2 and len(data) >= 2 + data[1]:
            packet, data = data[:2 + data[1]], data[2 + data[1]:]
            seen.append(packet)
            if packet[0] == 0x1f: os.write(belt, bytes([0x1f, 2, 54, 0]))
            if packet[0] == 0x29: os.write(belt, replies.get((packet[2], packet[3]), bytes([0x2b, 3, packet[2], packet[3], 0])))
      threading.Thread(target=emulate, daemon=True).start()
      controller = BeltController()
      controller.connect(os.ttyname(line))
      time.sleep(0.5)
      seen.clear()
      controller.send_vibration_command(2, BeltVibrationPattern.CONTINUOUS, 60, BeltOrientationType.BINARY_MASK, 0x8001,
        1, 400, 0, False, True)
      controller.send_vibration_command(1, BeltVibrationPattern.CONTINUOUS, 25, BeltOrientationType.BINARY_MASK, 0x0008,
        1, 400, 0, False, False)
      controller.stop_vibration()
      time.sleep(0.5)
      for packet in seen:
        if packet[0] == 0x24: print(packet.hex(), flush=True)
      os._exit(0)
      """
    let python = try #require(DeviceTest.python(with: "pybelt", "serial"))
    let peer = try DeviceTest.Program(python, ["-c", script])
    #expect(peer.waitUntilExit() == 0)
    func hex(_ bytes: [UInt8]) -> String { bytes.map { String(format: "%02x", $0) }.joined() }
    #expect(
      peer.lines == [
        hex(BeltPacket.vibrate(channel: 2, mask: 0x8001, percent: 60, milliseconds: 400, alone: true)),
        hex(BeltPacket.vibrate(channel: 1, mask: 0x0008, percent: 25, milliseconds: 400, alone: false)),
        hex(BeltPacket.stopAll),
      ], "\(peer.text)")
  }
}

/// Numbers by chance that are the same everywhere (Steele, Lea & Flood 2014).
struct Chance {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func below(_ count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ z >> 31) >> 11) % count
  }
}
