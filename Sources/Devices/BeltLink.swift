import Foundation
import Haptics

/// The feelSpace belt over USB: a serial line of 115,200 baud.
struct BeltLink: DeviceLink {
  let path: String
  let motors: [Int]  // actuator of every motor of the belt, −1 where the garment has none
  private var line: Int32 = -1
  private var heard: [UInt8] = []
  private var shown: [Int] = []
  static let hold = 400  // [ms] that a vibration lasts without being told again

  init(path: String, motors: [Int]) { (self.path, self.motors) = (path, motors) }

  mutating func open() throws {
    close()
    let descriptor = Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw LinkProblem.system("cannot open \(path)") }
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else {
      defer { _ = Glibc.close(descriptor) }
      throw LinkProblem("\(path) is no serial line")
    }
    cfmakeraw(&settings)
    settings.c_cflag |= tcflag_t(CLOCAL | CREAD)
    cfsetspeed(&settings, speed_t(B115200))
    tcsetattr(descriptor, TCSANOW, &settings)
    line = descriptor
    (heard, shown) = ([], [])
    // What the belt is to tell: keep-alive, parameters, buttons.
    for handle in [0x22, 0x2c, 0x27] as [UInt8] { _ = try write(BeltPacket.packet(handle, [1, 0])) }
    _ = try write(BeltPacket.packet(BeltPacket.parameter, [1, 1]))  // which mode?
  }

  mutating func send(_ frame: GarmentFrame) throws -> Int {
    let percents = motors.map { $0 >= 0 ? Int((min(max(frame.drive[$0], 0), 1) * 100).rounded()) : 0 }
    let groups = BeltPacket.groups(percents)
    if groups.isEmpty {
      // Zeros are said once more at every keep-alive too.
      shown = percents
      return try write(BeltPacket.stopAll)
    }
    shown = percents
    var bytes: [UInt8] = []
    for (channel, group) in groups.enumerated() {
      bytes += BeltPacket.vibrate(
        channel: channel, mask: group.mask, percent: group.percent, milliseconds: BeltLink.hold,
        alone: channel == 0)
    }
    return try write(bytes)
  }

  /// Answers the belt's question whether somebody is still there.
  mutating func listen() throws {
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = read(line, &bytes, bytes.count)
    if count < 0, errno != EAGAIN, errno != EINTR { throw LinkProblem.system("\(path) is gone") }
    if count > 0 { heard += bytes[0..<count] }
    if heard.count > 4096 { heard.removeFirst(heard.count - 4096) }
    while heard.count >= 2, heard.count >= 2 + Int(heard[1]) {
      let (handle, data) = (heard[0], Array(heard[2..<2 + Int(heard[1])]))
      heard.removeFirst(2 + data.count)
      if handle == BeltPacket.keepAlive { _ = try write(BeltPacket.packet(BeltPacket.keepAlive, [1])) }
    }
  }

  mutating func close() {
    if line >= 0 { _ = Glibc.close(line) }
    line = -1
  }

  private func write(_ bytes: [UInt8]) throws -> Int {
    let count = Glibc.write(line, bytes, bytes.count)
    if count == bytes.count { return count }
    // A line that takes no more loses the rest of the packet; the next frame is whole again.
    if count >= 0 || errno == EAGAIN { return max(count, 0) }
    throw LinkProblem.system("\(path) is gone")
  }
}
