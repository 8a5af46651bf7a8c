import Foundation
import Haptics
import Kernel

/// A connection that takes frames one at a time, on the driver's own thread.
package protocol DeviceLink {
  /// Throws `LinkProblem` where nobody is there.
  mutating func open() throws
  /// The bytes that went out. Throws where the connection is gone.
  mutating func send(_ frame: GarmentFrame) throws -> Int
  /// Reads and answers what the device says; called several times a second.
  mutating func listen() throws
  mutating func close()
}

package struct LinkProblem: Error, CustomStringConvertible {
  package var description: String
  package init(_ description: String) { self.description = description }
  /// What the system says.
  static func system(_ what: String) -> LinkProblem {
    LinkProblem("\(what): \(String(cString: strerror(errno)))")
  }
}

/// A link on a thread of its own: takes the newest frame at the device's pace, repeats it to keep the device awake,
/// sends zeros when no frame comes any more, and connects again after ever longer waits.
package final class LinkDriver: GarmentDriver, @unchecked Sendable {
  /// [s] after which an unchanged frame is sent again, or zeros where none came.
  package static let keepAlive = 0.25
  package static let firstWait = 0.1  // [s] before the second attempt; then twice as long each time
  package static let longestWait = 2.0  // [s]

  private let lock = NSCondition()
  // under the lock
  private var box: (frame: GarmentFrame, at: UInt64)?
  private var closing = false
  private var ended = false
  private var told: DriverReport
  private var latencies = LatencyTally()
  // of the thread alone
  private var link: any DeviceLink
  private let interval: Double  // [s]
  private let actuators: Int

  package init(_ link: any DeviceLink, url: String, garment: Garment) {
    self.link = link
    interval = Double(max(garment.transport.interval, 0.001))
    actuators = garment.actuators.count
    told = DriverReport(url: url)
    let thread = Thread { [self] in run() }
    thread.name = "garment"
    thread.stackSize = 1 << 20
    thread.start()
  }

  package func send(_ frame: GarmentFrame) {
    lock.lock()
    if box != nil { told.dropped += 1 }
    box = (frame, LinkDriver.now())
    lock.signal()
    lock.unlock()
  }

  package func close() {
    lock.lock()
    closing = true
    lock.signal()
    let deadline = Date(timeIntervalSinceNow: 1)
    while !ended, lock.wait(until: deadline) {}
    lock.unlock()
  }

  package var report: DriverReport {
    lock.lock()
    defer { lock.unlock() }
    var report = told
    (report.latencyMean, report.latencyMost99) = latencies.meanAndMost99
    return report
  }

  private static func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }
  private static func seconds(since: UInt64) -> Double { Double(now() - since) / 1e9 }
  private static func ahead(_ seconds: Double) -> Double { Double(now()) / 1e9 + seconds }

  private func run() {
    var connected = false
    var connections = 0
    var wait = LinkDriver.firstWait
    var nextAttempt = 0.0  // [s] of the clock
    var nextSend = 0.0
    var last = silence(after: nil)
    var lastAt = 0.0  // [s] when it went out
    var lastCame = LinkDriver.now()
    while true {
      let (taken, over) = take(notBefore: connected ? nextSend : 0)
      let now = LinkDriver.ahead(0)
      if let taken { lastCame = taken.at }
      if !connected, !over, now >= nextAttempt {
        do {
          try link.open()
          connected = true
          connections += 1
          wait = LinkDriver.firstWait
          mark(.connected, reconnected: connections > 1)
        } catch {
          nextAttempt = LinkDriver.ahead(wait)
          wait = min(wait * 2, LinkDriver.longestWait)
          mark(.waiting, problem: "\(error)")
        }
      }
      do {
        if connected { try link.listen() }
        if over {
          if connected { _ = try link.send(silence(after: last)) }
          break
        }
        if let taken {
          guard connected else {
            count { $0.lost += 1 }
            continue
          }
          let bytes = try link.send(taken.frame)
          nextSend = LinkDriver.ahead(max(interval - 0.002, 0))  // sooner than the next tick
          lastAt = LinkDriver.ahead(0)
          last = taken.frame
          count {
            $0.sent += 1
            $0.bytes += bytes
            latencies.add(LinkDriver.seconds(since: taken.at) * 1000)
          }
        } else if connected, now - lastAt >= LinkDriver.keepAlive {
          // Nobody drives any more: whatever is on goes off.
          if LinkDriver.seconds(since: lastCame) >= LinkDriver.keepAlive { last = silence(after: last) }
          let bytes = try link.send(last)
          lastAt = LinkDriver.ahead(0)
          count { $0.bytes += bytes }
        }
      } catch {
        link.close()
        connected = false
        nextAttempt = LinkDriver.ahead(wait)
        wait = min(wait * 2, LinkDriver.longestWait)
        mark(.waiting, problem: "\(error)")
        if taken != nil { count { $0.lost += 1 } }
        if over { break }
      }
    }
    link.close()
    lock.lock()
    told.state = .closed
    ended = true
    lock.broadcast()
    lock.unlock()
  }

  /// The newest frame, once the device takes the next one; a stop does not wait. Comes back without one now and then.
  private func take(notBefore due: Double) -> (frame: (frame: GarmentFrame, at: UInt64)?, over: Bool) {
    lock.lock()
    defer { lock.unlock() }
    let idle = LinkDriver.ahead(0.02)
    while !closing {
      let now = LinkDriver.ahead(0)
      if let box, box.frame.stopped || now >= due { break }
      let next = box == nil ? idle : min(due, idle)
      if now >= next { break }
      _ = lock.wait(until: Date(timeIntervalSinceNow: next - now))
    }
    if closing { return (nil, true) }
    guard let box, box.frame.stopped || LinkDriver.ahead(0) >= due else { return (nil, false) }
    self.box = nil
    return (box, false)
  }

  private func silence(after frame: GarmentFrame?) -> GarmentFrame {
    GarmentFrame(
      tick: frame?.tick ?? 0, seconds: frame?.seconds ?? 0, drive: [Float](repeating: 0, count: actuators),
      carrier: [Float](repeating: 0, count: actuators), stopped: true)
  }

  private func count(_ change: (inout DriverReport) -> Void) {
    lock.lock()
    change(&told)
    lock.unlock()
  }
  private func mark(_ state: DriverReport.State, reconnected: Bool = false, problem: String? = nil) {
    count {
      $0.state = state
      if reconnected { $0.reconnects += 1 }
      if let problem { $0.problem = problem }
    }
  }
}

/// Latencies by their size: a hundred steps to the decade from 1 µs to 10 s, so that a long run takes no memory.
struct LatencyTally {
  private var counts = [Int](repeating: 0, count: 701)
  private var sum = 0.0
  private var all = 0

  mutating func add(_ milliseconds: Double) {
    let step = Int((log10(max(milliseconds, 1e-3)) + 3) * 100)
    counts[min(max(step, 0), 700)] += 1
    sum += milliseconds
    all += 1
  }
  var meanAndMost99: (Double, Double) {
    guard all > 0 else { return (0, 0) }
    var seen = 0
    for (step, count) in counts.enumerated() {
      seen += count
      if Double(seen) >= 0.99 * Double(all) {
        return (sum / Double(all), pow(10, Double(step + 1) / 100 - 3))
      }
    }
    return (sum / Double(all), 1e4)
  }
}
