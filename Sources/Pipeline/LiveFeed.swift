import Devices
import Foundation
import Haptics
import Kernel
import Scenes

/// Feeds real garments with the haptic ticks of a running session, each at its own moment: a step of the crowd brings
/// several at once, and a thread of the feed's own spreads them over the step. What is not out yet when the next step
/// comes is dropped; nothing is queued.
public final class LiveFeed: @unchecked Sendable {
  private struct Outlet {
    let driver: any GarmentDriver
    let wearer: Int  // index into the session's
  }
  private struct Waiting {
    var due: UInt64  // [ns] of the clock
    var frames: [GarmentFrame]  // one an outlet
  }
  private let outlets: [Outlet]
  private let lock = NSCondition()
  // under the lock
  private var waiting: [Waiting] = []
  private var closing = false
  private var ended = false
  private var late = 0  // ticks dropped since the next step had come

  /// `address#NAME` feeds the wearer of that name; without it the first. Throws where an address cannot work with the
  /// wearer's garment, or nobody has the name.
  public init(
    _ addresses: [String], _ wearers: [WearerState],
    rumble: (@Sendable (_ low: Float, _ high: Float) -> Bool)? = nil
  ) throws(Diagnostics) {
    var outlets: [Outlet] = []
    for address in addresses {
      let (url, wearer) = try LiveFeed.split(address, wearers)
      outlets.append(
        Outlet(
          driver: try Devices.open(url, garment: wearers[wearer].garment, rumble: rumble), wearer: wearer))
    }
    self.outlets = outlets
    let thread = Thread { [self] in run() }
    thread.name = "feed"
    thread.start()
  }

  /// Throws what `init` would, and opens nothing.
  public static func check(
    _ addresses: [String], _ wearers: [WearerState], hasWindow: Bool
  ) throws(Diagnostics) {
    for address in addresses {
      let (url, wearer) = try split(address, wearers)
      try Devices.check(url, garment: wearers[wearer].garment, hasController: hasWindow)
    }
  }

  private static func split(_ address: String, _ wearers: [WearerState]) throws(Diagnostics) -> (String, Int)
  {
    let parts = address.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard !wearers.isEmpty else {
      throw Diagnostics(
        Diagnostic("R0704", "nobody in it wears a garment", hint: "leave out --live"), exit: .data)
    }
    guard parts.count == 2 else { return (address, 0) }
    let name = String(parts[1])
    guard let wearer = wearers.firstIndex(where: { $0.name == name }) else {
      throw Diagnostics(
        Diagnostic(
          "N0105", "nobody is called '\(name)'",
          hint: "wearers are \(wearers.map(\.name).joined(separator: ", "))"), exit: .usage)
    }
    return (String(parts[0]), wearer)
  }

  /// The haptic ticks of the session's last frame, to be played from now on at `speed` of real time.
  public func play(_ session: Session, speed: Double, stopped: Bool) {
    let ticks = session.clocks.hapticTicksPerCrowdStep
    let step = Double(session.clocks.hapticStep) / max(speed, 1e-3)
    let now = SteadyClock.now()
    var batch: [Waiting] = []
    for k in 0..<ticks {
      let tick = (session.tick - 1) * ticks + k + 1
      let frames = outlets.map { outlet in
        let strip = session.wearers[outlet.wearer].strip
        let sample = k < strip.count ? strip[k] : nil
        let count = session.wearers[outlet.wearer].garment.actuators.count
        return GarmentFrame(
          tick: tick, seconds: session.clocks.seconds(atHapticTick: tick),
          drive: sample?.drive ?? [Float](repeating: 0, count: count),
          carrier: sample?.carrier ?? [Float](repeating: 0, count: count), stopped: stopped)
      }
      batch.append(Waiting(due: now + UInt64(Double(k) * step * 1e9), frames: frames))
    }
    lock.lock()
    late += waiting.count
    waiting = batch
    lock.signal()
    lock.unlock()
  }

  /// The hard stop: everything off at once, whatever was still to come.
  public func silence(_ session: Session) {
    let frames = outlets.map { outlet in
      let count = session.wearers[outlet.wearer].garment.actuators.count
      let zeros = [Float](repeating: 0, count: count)
      return GarmentFrame(
        tick: session.tick * session.clocks.hapticTicksPerCrowdStep, seconds: session.seconds, drive: zeros,
        carrier: zeros, stopped: true)
    }
    lock.lock()
    waiting = []
    lock.unlock()
    for (outlet, frame) in zip(outlets, frames) { outlet.driver.send(frame) }
  }

  private func run() {
    while true {
      lock.lock()
      var next: Waiting?
      while !closing {
        if let first = waiting.first {
          let now = SteadyClock.now()
          if first.due <= now {
            next = waiting.removeFirst()
            break
          }
          _ = lock.wait(until: Date(timeIntervalSinceNow: Double(first.due - now) / 1e9))
        } else {
          lock.wait()
        }
      }
      let over = closing
      lock.unlock()
      if over { break }
      guard let next else { continue }
      for (outlet, frame) in zip(outlets, next.frames) { outlet.driver.send(frame) }
    }
    lock.lock()
    ended = true
    lock.broadcast()
    lock.unlock()
  }

  /// Zeros to all garments, and how each fared. Ends within a second or two.
  public func close() -> [DriverReport] {
    lock.lock()
    closing = true
    waiting = []
    lock.signal()
    while !ended { lock.wait() }
    lock.unlock()
    return outlets.map { outlet in
      outlet.driver.close()
      var report = outlet.driver.report
      report.dropped += late
      return report
    }
  }
}

extension Summary.Garment {
  init(_ report: DriverReport) {
    self.init(
      address: report.url, state: report.state.rawValue, sent: report.sent, dropped: report.dropped,
      lost: report.lost, reconnects: report.reconnects, bytes: report.bytes,
      latencyMilliseconds: report.latencyMean, latencyMost99: report.latencyMost99,
      problem: report.problem ?? "")
  }
}
