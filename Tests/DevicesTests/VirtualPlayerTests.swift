import Devices
import Foundation
import Haptics
import Kernel
import Testing

@Suite(.serialized) struct VirtualPlayerTests {
  private func dot(_ intensity: Int, for milliseconds: Int = 5000) -> String {
    """
    {"Submit":[{"Type":"frame","Key":"t","Frame":{"position":"VestFront","dotPoints":[{"index":2,"intensity":\
    \(intensity)}],"durationMillis":\(milliseconds)}}]}
    """
  }

  /// Our client and our Player over a socket; the Player is ended and started again in the middle.
  @Test func aClientFindsThePlayerAgain() throws {
    let garment = try DeviceTest.garment("vest-40")
    let first = try VirtualPlayer(garment, port: 0)
    let port = try #require(first.ports.first)
    let driver = try Devices.open("bhaptics://127.0.0.1:\(port)", garment: garment)
    let drive = (0..<40).map { Float($0 % 5) / 5 }
    func plays(_ player: VirtualPlayer) -> Bool {
      DeviceTest.wait {
        driver.send(DeviceTest.frame(drive))
        Thread.sleep(forTimeInterval: 0.01)
        return zip(player.drive(), drive).allSatisfy { abs($0 - $1) < 0.006 }
      }
    }
    #expect(plays(first))
    #expect(first.counters.clients == 1 && first.activeKeys == ["throng-VestBack", "throng-VestFront"])
    first.close()
    #expect(
      DeviceTest.wait {
        driver.send(DeviceTest.frame(drive))
        Thread.sleep(forTimeInterval: 0.01)
        return driver.report.state == .waiting && driver.report.lost > 3
      })
    let second = try VirtualPlayer(garment, port: port)
    #expect(plays(second))
    #expect(driver.report.reconnects == 1)
    driver.close()
    #expect(DeviceTest.wait { second.drive().allSatisfy { $0 == 0 } && second.counters.clients == 0 })
    second.close()
  }

  @Test func aSecondPlayerOnOnePortIsRefused() throws {
    let garment = try DeviceTest.garment("vest-40")
    let player = try VirtualPlayer(garment, port: 0)
    defer { player.close() }
    let port = try #require(player.ports.first)
    #expect(throws: Diagnostics.self) { try VirtualPlayer(garment, port: port) }
    #expect(throws: Diagnostics.self) { try VirtualPlayer(DeviceTest.garment("belt-16"), port: 0) }
  }

  /// While strangers do their worst, a client of good faith is served.
  @Test func strangersDoNoHarm() throws {
    let garment = try DeviceTest.garment("vest-40")
    let player = try VirtualPlayer(garment, port: 0)
    defer { player.close() }
    let port = try #require(player.ports.first)
    let silent = try #require(Caller(port: port))  // says nothing at all
    let good = try #require(Caller(port: port))
    #expect(good.upgrade("/v2/feedbacks?app_id=a&app_name=b"))
    func stillServed(_ level: Int) {
      good.say(dot(level))
      #expect(DeviceTest.wait { abs(player.drive()[2] - Float(level) / 100) < 1e-6 }, "at \(level)")
    }
    stillServed(10)
    // Another path, another protocol, and rubbish.
    let lost = try #require(Caller(port: port))
    #expect(!lost.upgrade("/v9/else"))
    let web = try #require(Caller(port: port))
    _ = web.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    #expect(String(decoding: web.read().bytes, as: UTF8.self).hasPrefix("HTTP/1.1 404"))
    let noise = try #require(Caller(port: port))
    noise.send((0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 131 &+ 7) })
    #expect(noise.read().closed)
    stillServed(20)
    // A message larger than any can be, in one frame and in many.
    let large = try #require(Caller(port: port))
    #expect(large.upgrade("/v2/feedbacks"))
    let piece = [UInt8](repeating: 0x41, count: 3 << 20)
    large.send(Caller.head(1, piece.count) + piece)
    #expect(large.read().closed)
    let pieces = try #require(Caller(port: port))
    #expect(pieces.upgrade("/v2/feedbacks"))
    for k in 0..<200 {
      let part = [UInt8](repeating: 0x41, count: 50_000)
      if !pieces.send(Caller.head(k == 0 ? 1 : 0, part.count, fin: false) + part) { break }
    }
    #expect(pieces.read().closed)
    stillServed(30)
    // Messages without meaning are counted and let go.
    let before = player.counters.refused
    let odd = try #require(Caller(port: port))
    #expect(odd.upgrade("/v2/feedbacks"))
    for _ in 0..<50 { odd.say("{\"nonsense\": [1, 2") }
    #expect(DeviceTest.wait { player.counters.refused >= before + 50 })
    odd.close()
    // A crowd at the door: most are let in up to the limit, the others are not.
    var crowd: [Caller] = []
    var inside = 0
    for _ in 0..<45 {
      guard let one = Caller(port: port) else { continue }
      crowd.append(one)
      if one.upgrade("/v2/feedbacks") { inside += 1 }
    }
    #expect(inside < 45 && inside > 20 && player.counters.clients <= 32)
    stillServed(40)
    crowd.removeAll()
    #expect(DeviceTest.wait { player.counters.clients <= 2 })
    // Who said nothing has been sent away by now, or soon is.
    #expect(silent.read(within: 10).closed)
    stillServed(50)
    // And who goes in the middle of a message leaves only what it had said.
    good.send(Caller.head(1, 500) + Array("{\"Submit\"".utf8))
    good.close()
    #expect(DeviceTest.wait { player.counters.clients == 0 })
    #expect(DeviceTest.wait { player.drive()[2] == 0 })
  }

  /// Clients are told what the motors do.
  @Test func clientsSeeTheMotors() throws {
    let garment = try DeviceTest.garment("vest-40")
    let player = try VirtualPlayer(garment, port: 0)
    defer { player.close() }
    let port = try #require(player.ports.first)
    let client = try #require(Caller(port: port))
    #expect(client.upgrade("/v2/feedbacks"))
    #expect(DeviceTest.wait { player.counters.clients == 1 })
    var drive = [Float](repeating: 0, count: 40)
    drive[7] = 0.5
    player.show(drive)
    let bytes = client.read { $0.last == UInt8(ascii: "}") && $0.count > 60 }.bytes
    let text = String(decoding: bytes, as: UTF8.self)
    let start = try #require(text.firstIndex(of: "{"))
    let status = try #require(
      try JSONSerialization.jsonObject(with: Data(text[start...].utf8)) as? [String: Any])
    #expect(status["ConnectedPositions"] as? [String] == ["VestFront", "VestBack"])
    let motors = (status["Status"] as? [String: [Int]])?["VestFront"]
    #expect(motors == (0..<20).map { $0 == 7 ? 50 : 0 })
  }

  /// Somebody else's WebSocket library plays the Player, and then the client.
  @Test(.enabled(if: DeviceTest.python(with: "websockets") != nil, "no websockets for Python here"))
  func anotherWebSocketLibraryAgrees() throws {
    let python = try #require(DeviceTest.python(with: "websockets"))
    let server = """
      import asyncio, json, websockets
      async def player(socket):
        print("path", socket.request.path, flush=True)
        await socket.send(json.dumps({"ConnectedDeviceCount": 0}))
        async for text in socket:
          print(json.dumps(json.loads(text), sort_keys=True), flush=True)
      async def main():
        async with websockets.serve(player, "127.0.0.1", 0) as server:
          print(server.sockets[0].getsockname()[1], flush=True)
          await asyncio.Future()
      asyncio.run(main())
      """
    let peer = try DeviceTest.Program(python, ["-c", server])
    #expect(DeviceTest.wait { !peer.lines.isEmpty })
    let port = try #require(peer.lines.first.flatMap { Int($0) })
    let garment = try DeviceTest.garment("vest-40")
    let driver = try Devices.open("bhaptics://127.0.0.1:\(port)", garment: garment)
    #expect(DeviceTest.wait { driver.report.state == .connected })
    var drive = [Float](repeating: 0, count: 40)
    (drive[4], drive[39]) = (0.4, 1)
    driver.send(DeviceTest.frame(drive))
    func frame(_ position: String, _ points: String) -> String {
      "{\"Submit\": [{\"Frame\": {\"dotPoints\": [\(points)], \"durationMillis\": 120, \"position\": \"\(position)\"}, "
        + "\"Key\": \"throng-\(position)\", \"Type\": \"frame\"}]}"
    }
    #expect(
      DeviceTest.wait {
        peer.lines.contains(frame("VestFront", "{\"index\": 4, \"intensity\": 40}"))
          && peer.lines.contains(frame("VestBack", "{\"index\": 19, \"intensity\": 100}"))
      }, "\(peer.text)")
    #expect(peer.lines.contains { $0.hasPrefix("path /v2/feedbacks?app_id=") })
    driver.close()
    #expect(DeviceTest.wait { peer.lines.last == "{\"Submit\": [{\"Type\": \"turnOffAll\"}]}" })

    let player = try VirtualPlayer(garment, port: 0)
    defer { player.close() }
    let client = """
      import asyncio, sys, websockets
      async def main():
        async with websockets.connect("ws://127.0.0.1:%s/v2/feedbacks?app_id=x&app_name=y" % sys.argv[1]) as socket:
          await socket.send(sys.argv[2])
          await socket.ping()
          await asyncio.sleep(3)
      asyncio.run(main())
      """
    let own = try #require(player.ports.first)
    let other = try DeviceTest.Program(python, ["-c", client, "\(own)", dot(90)])
    #expect(DeviceTest.wait { abs(player.drive()[2] - 0.9) < 1e-6 })
    withExtendedLifetime(other) {}
  }

  /// A stream of the Lab Streaming Layer, read by its own Python side.
  @Test(.enabled(if: LabStreaming.library != nil, "no pylsl with liblsl here"))
  func theLabHearsTheDrives() throws {
    let (python, library) = try #require(LabStreaming.library)
    setenv("THRONG_LSL", library, 1)
    let garment = try DeviceTest.garment("belt-16")
    let name = "throng-\(getpid())"
    let driver = try Devices.open("lsl://\(name)", garment: garment)
    let script = """
      import sys, pylsl
      streams = pylsl.resolve_byprop("name", sys.argv[1], 1, 8)
      inlet = pylsl.StreamInlet(streams[0])
      info = inlet.info()
      print(info.channel_count(), info.nominal_srate(), info.desc().child("channels").child("channel").child_value("label"), flush=True)
      for _ in range(20):
        sample, stamp = inlet.pull_sample(timeout=5)
        if sample is not None and any(sample): print(*("%.4f" % v for v in sample), flush=True); break
      """
    let peer = try DeviceTest.Program(python, ["-c", script, name])
    let drive = (0..<16).map { Float($0) / 16 }
    let expected = drive.map { String(format: "%.4f", $0) }.joined(separator: " ")
    let heard = DeviceTest.wait(20) {
      driver.send(DeviceTest.frame(drive))
      Thread.sleep(forTimeInterval: 0.02)
      return peer.lines.contains(expected)
    }
    driver.close()
    #expect(heard, "\(peer.text)")
    #expect(
      peer.lines.first?.hasPrefix("16 ") == true
        && peer.lines.first?.hasSuffix(garment.actuators[0].name) == true)
  }
}

enum LabStreaming {
  /// A Python with pylsl, and the library that came with it.
  static let library: (python: String, library: String)? = {
    guard let python = DeviceTest.python(with: "pylsl"),
      let peer = try? DeviceTest.Program(
        python,
        [
          "-c",
          "import glob, os, pylsl; print(sorted(glob.glob(os.path.join(os.path.dirname(pylsl.__file__), 'lib', 'liblsl*.so*')))[0])",
        ]), peer.waitUntilExit() == 0, let path = peer.lines.first
    else { return nil }
    return (python, path)
  }()
}
