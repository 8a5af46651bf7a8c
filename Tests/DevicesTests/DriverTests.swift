import Devices
import Foundation
import Haptics
import Testing

@Suite struct DriverTests {
  /// A device that does as it is told, and what it saw.
  final class Stage: @unchecked Sendable {
    private let lock = NSLock()
    private var seen: [(frame: GarmentFrame, at: Date)] = []
    private var attempts: [Date] = []
    private var refusals: Int
    private var slowness: Double
    private var opening: Double
    private var failsAt: Int?
    init(refusals: Int = 0, slowness: Double = 0, opening: Double = 0, failsAt: Int? = nil) {
      (self.refusals, self.slowness, self.opening, self.failsAt) = (refusals, slowness, opening, failsAt)
    }
    private func locked<R>(_ body: () throws -> R) rethrows -> R {
      lock.lock()
      defer { lock.unlock() }
      return try body()
    }
    var frames: [(frame: GarmentFrame, at: Date)] { locked { seen } }
    var opens: [Date] { locked { attempts } }
    func open() throws {
      if opening > 0 { Thread.sleep(forTimeInterval: opening) }
      try locked {
        attempts.append(Date())
        if attempts.count <= refusals { throw LinkProblem("not yet") }
      }
    }
    func take(_ frame: GarmentFrame) throws {
      if slowness > 0 { Thread.sleep(forTimeInterval: slowness) }
      try locked {
        if seen.count == failsAt {
          failsAt = nil
          throw LinkProblem("pulled out")
        }
        seen.append((frame, Date()))
      }
    }
  }
  struct Link: DeviceLink {
    let stage: Stage
    mutating func open() throws { try stage.open() }
    mutating func send(_ frame: GarmentFrame) throws -> Int {
      try stage.take(frame)
      return 8
    }
    mutating func listen() throws {}
    mutating func close() {}
  }
  private static func garment(interval: Float = 0.01) throws -> Garment {
    var garment = try DeviceTest.garment("gamepad")
    garment.transport.interval = interval
    return garment
  }
  private func frame(_ tick: Int, _ level: Float = 0.5, stopped: Bool = false, _ garment: Garment)
    -> GarmentFrame
  {
    DeviceTest.frame(
      [Float](repeating: level, count: garment.actuators.count), tick: tick, stopped: stopped)
  }

  /// A device that is slower than the frames come gets the newest each time, and what it missed is told.
  @Test func theNewestFrameWins() throws {
    let garment = try Self.garment()
    let stage = Stage(slowness: 0.05)
    let driver = LinkDriver(Link(stage: stage), url: "test://", garment: garment)
    for tick in 1...100 {
      driver.send(frame(tick, 0.5, garment))
      Thread.sleep(forTimeInterval: 0.005)
    }
    #expect(DeviceTest.wait { stage.frames.contains { $0.frame.tick == 100 } })
    let ticks = stage.frames.map(\.frame.tick).filter { $0 > 0 }
    #expect(ticks == ticks.sorted() && ticks.count < 40)
    let report = driver.report
    #expect(report.sent + report.dropped + report.lost == 100 && report.dropped > 50)
    // Nothing waited in a queue: from being given to having been taken is one frame's time and its own.
    #expect(report.latencyMost99 < 250)
    driver.close()
    #expect(stage.frames.last?.frame.drive.allSatisfy { $0 == 0 } == true)
    #expect(driver.report.bytes >= 8 * report.sent)
  }

  /// Waits grow from one attempt to the next, and end when the device is there.
  @Test func attemptsBackOff() throws {
    let garment = try Self.garment()
    let stage = Stage(refusals: 4)
    let driver = LinkDriver(Link(stage: stage), url: "test://", garment: garment)
    #expect(DeviceTest.wait { driver.report.state == .connected })
    let times = stage.opens
    #expect(times.count == 5)
    for (k, wait) in [0.1, 0.2, 0.4, 0.8].enumerated() {
      #expect(times[k + 1].timeIntervalSince(times[k]) >= wait - 0.005)
    }
    #expect(driver.report.reconnects == 0 && driver.report.problem == "not yet")
    driver.close()
  }

  @Test func aDeviceThatIsPulledOutComesBack() throws {
    let garment = try Self.garment()
    let stage = Stage(failsAt: 3)
    let driver = LinkDriver(Link(stage: stage), url: "test://", garment: garment)
    #expect(DeviceTest.wait { driver.report.state == .connected })
    var tick = 0
    #expect(
      DeviceTest.wait {
        tick += 1
        driver.send(frame(tick, 0.5, garment))
        Thread.sleep(forTimeInterval: 0.02)
        return driver.report.reconnects == 1 && stage.frames.count > 6
      })
    #expect(driver.report.lost >= 1 && driver.report.problem == "pulled out")
    driver.close()
  }

  /// Whoever stops driving leaves nothing on; a device is told again and again that it is off.
  @Test func silenceFollowsSilence() throws {
    let garment = try Self.garment()
    let stage = Stage()
    let driver = LinkDriver(Link(stage: stage), url: "test://", garment: garment)
    #expect(DeviceTest.wait { driver.report.state == .connected })
    driver.send(frame(1, 0.9, garment))
    let given = Date()
    #expect(
      DeviceTest.wait { stage.frames.contains { $0.at > given && $0.frame.drive.allSatisfy { $0 == 0 } } })
    let on = try #require(stage.frames.first { $0.frame.drive.contains { $0 > 0 } })
    let off = try #require(stage.frames.first { $0.at > on.at && $0.frame.drive.allSatisfy { $0 == 0 } })
    #expect(off.at.timeIntervalSince(given) >= 0.24)
    #expect(DeviceTest.wait { stage.frames.filter { $0.at > off.at }.count >= 2 })
    driver.close()
  }

  /// A frame that stops everything does not wait until the device would take the next one.
  @Test func stopsDoNotWait() throws {
    let garment = try Self.garment(interval: 5)
    let stage = Stage()
    let driver = LinkDriver(Link(stage: stage), url: "test://", garment: garment)
    #expect(DeviceTest.wait { driver.report.state == .connected })
    driver.send(frame(1, 0.5, garment))
    #expect(DeviceTest.wait { stage.frames.contains { $0.frame.tick == 1 } })
    let given = Date()
    driver.send(frame(2, 0, stopped: true, garment))
    #expect(DeviceTest.wait(3) { stage.frames.contains { $0.frame.tick == 2 } })
    let stop = try #require(stage.frames.first { $0.frame.tick == 2 })
    #expect(stop.at.timeIntervalSince(given) < 2)
    driver.close()
  }

  /// A device that hangs keeps nobody: neither who sends nor who closes.
  @Test func aDeviceThatHangsHoldsNobodyUp() throws {
    let garment = try Self.garment()
    let stage = Stage(opening: 4)
    let driver = LinkDriver(Link(stage: stage), url: "test://", garment: garment)
    let start = Date()
    for tick in 1...1000 { driver.send(frame(tick, 0.5, garment)) }
    driver.close()
    #expect(Date().timeIntervalSince(start) < 3)
    #expect(driver.report.dropped >= 998)
  }

  @Test(arguments: [
    ("nothing", "N0101"), ("ocs://127.0.0.1:9", "did you mean osc://"), ("osc://127.0.0.1", "N0103"),
    ("osc://127.0.0.1:70000", "N0103"), ("osc://127.0.0.1:9?space=mars", "space=vrchat"),
    ("belt://", "N0103"), ("belt:///dev/ttyACM0", "N0102"), ("bhaptics://127.0.0.1:0", "N0103"),
    ("gamepad://", "N0102"), ("", "N0101"), ("osc://[::1", "N010"), ("://", "N0101"),
  ]) func addressesThatCannotWorkAreTold(address: String, words: String) throws {
    let garment = try DeviceTest.garment("vest-40")
    var problem = ""
    do { try Devices.check(address, garment: garment, hasController: false) } catch {
      problem = error.description
    }
    #expect(problem.contains(words), "\(problem)")
  }
}
