import Foundation
import Haptics

/// OSC over UDP. Datagrams have no connection, but a port where nobody listens refuses them, and so it is known when
/// the other program is gone and when it is back.
package struct OSCLink: DeviceLink {
  enum Space: Equatable {
    case throng  // /throng/v1/GARMENT/ZONE with a float an actuator, /throng/v1/t
    case vrchat(GarmentWire)  // the parameters of bHapticsOSC avatars
  }
  let host: String
  let port: Int
  let space: Space
  let garment: Garment
  private var socket: Int32 = -1
  private var shown: [Int] = []  // percent that VRChat was told last
  private var refreshes = 0

  init(host: String, port: Int, space: Space, garment: Garment) {
    (self.host, self.port, self.space, self.garment) = (host, port, space, garment)
  }

  package mutating func open() throws {
    close()
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &found) == 0, let address = found else {
      throw LinkProblem("there is no host '\(host)'")
    }
    defer { freeaddrinfo(found) }
    let descriptor = Glibc.socket(address.pointee.ai_family, Int32(SOCK_DGRAM.rawValue), 0)
    guard descriptor >= 0 else { throw LinkProblem.system("no socket") }
    guard connect(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0 else {
      defer { _ = Glibc.close(descriptor) }
      throw LinkProblem.system("cannot reach \(host):\(port)")
    }
    socket = descriptor
    shown = []
    // A first word, to see whether it is refused.
    _ = try write(OSCMessage("/throng/v1/t", [.double(0)]).bytes)
    Thread.sleep(forTimeInterval: 0.02)
    try listen()
  }

  package mutating func send(_ frame: GarmentFrame) throws -> Int {
    switch space {
    case .throng: return try write(OSCMessage.bundle(OSCLink.frame(frame, garment)))
    case .vrchat(let wire):
      // Values that stay are not sent on by VRChat: all of them now and then, and at a stop.
      refreshes += 1
      let all = shown.isEmpty || frame.stopped || refreshes % 25 == 0
      var bytes = 0
      for message in OSCLink.parameters(frame, wire, shown: &shown, all: all) {
        bytes += try write(message.bytes)
      }
      return bytes
    }
  }

  /// What nobody took comes back as an error of the socket.
  package mutating func listen() throws {
    var problem: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(socket, SOL_SOCKET, SO_ERROR, &problem, &size) == 0, problem == 0 else {
      throw LinkProblem("nobody listens on \(host):\(port)")
    }
  }

  package mutating func close() {
    if socket >= 0 { _ = Glibc.close(socket) }
    socket = -1
  }

  private func write(_ bytes: [UInt8]) throws -> Int {
    let sent = Glibc.send(socket, bytes, bytes.count, Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL))
    if sent == bytes.count { return sent }
    // A full buffer loses a datagram, as the network may.
    if sent < 0, errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS { return 0 }
    if sent < 0, errno == ECONNREFUSED { throw LinkProblem("nobody listens on \(host):\(port)") }
    throw LinkProblem.system("cannot send to \(host):\(port)")
  }

  /// A message a zone, with a float an actuator in the garment's order, and the time.
  package static func frame(_ frame: GarmentFrame, _ garment: Garment) -> [OSCMessage] {
    var messages = [OSCMessage("/throng/v1/t", [.double(frame.seconds)])]
    for zone in garment.zones {
      let values = garment.actuators.indices.filter { garment.actuators[$0].zone == zone }
      messages.append(
        OSCMessage("/throng/v1/\(part(garment.name))/\(part(zone))", values.map { .float(frame.drive[$0]) }))
    }
    return messages
  }

  /// OSC gives a meaning to some characters.
  private static func part(_ name: String) -> String {
    String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") ? $0 : "_" })
  }

  /// The changed parameters, or all: a flag and a percentage for every motor, counted from 1.
  package static func parameters(
    _ frame: GarmentFrame, _ wire: GarmentWire, shown: inout [Int], all: Bool
  ) -> [OSCMessage] {
    let motors = wire.parts.flatMap { part in
      part.actuators.indices.map { (part.name, $0, part.actuators[$0]) }
    }
    if shown.count != motors.count { shown = [Int](repeating: -1, count: motors.count) }
    var messages: [OSCMessage] = []
    for (k, (part, index, actuator)) in motors.enumerated() {
      let percent = actuator >= 0 ? Int((min(max(frame.drive[actuator], 0), 1) * 100).rounded()) : 0
      guard all || percent != shown[k] else { continue }
      shown[k] = percent
      let address = "/avatar/parameters/bHapticsOSC_\(part)_\(index + 1)"
      messages.append(OSCMessage(address, [.flag(percent > 0)]))
      messages.append(OSCMessage(address + "_int", [.int(Int32(percent))]))
    }
    return messages
  }
}
