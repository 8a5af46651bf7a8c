import Kernel

/// The way from the program to the motors: what was sent arrives some ticks later, in order, and holds until the next
/// arrives.
///
/// A device that takes an update only every so often keeps what it has in between. Delay is the transport's latency ±
/// its jitter, uniformly by chance, to the nearest tick; nothing overtakes.
public struct TransportLine: Sendable {
  public private(set) var drive: [Float]  // state: what the motors are fed in this tick, 0…1
  public private(set) var carrier: [Float]  // state: [Hz]
  private let transport: Transport
  private let random: CounterRandom
  private let actuators: Int
  private var tick = 0  // state
  private var under: [Update] = []  // state: under way, oldest first
  private var waiting: [Float]  // state: columns of those under way, by slot
  private var free: [Int]  // slots
  private var lastArrival = 0  // state: tick
  private var chances = SIMD4<Float>.zero  // of the four ticks of `drawn`
  private var drawn = -1

  private struct Update: Sendable {
    var slot: Int
    var arrival: Int
  }

  public init(_ garment: Garment, seed: UInt64 = 0) {
    transport = garment.transport
    random = CounterRandom(seed: seed)
    actuators = garment.actuators.count
    drive = [Float](repeating: 0, count: actuators)
    carrier = drive
    waiting = []
    free = []
  }

  /// [s] mean delay.
  public var latency: Float { transport.latency }

  /// Sends one tick's values and lets arrive what is due. What is urgent does not wait for the device's next update.
  public mutating func tick(_ sent: [Float], carrier wanted: [Float], dt: Float, urgent: Bool = false) {
    precondition(sent.count == actuators && wanted.count == actuators, "a value for every actuator")
    let every = max(1, Int((transport.interval / dt).rounded()))
    if urgent || tick % every == 0 { send(sent, wanted, dt) }
    var arrived = 0
    while arrived < under.count, under[arrived].arrival <= tick { arrived += 1 }
    if arrived > 0 {
      let base = under[arrived - 1].slot * 2 * actuators
      waiting.withUnsafeBufferPointer { waiting in
        let from = waiting.baseAddress! + base
        drive.inPlace { $0.update(from: from, count: actuators) }
        carrier.inPlace { $0.update(from: from + actuators, count: actuators) }
      }
      for k in 0..<arrived { free.append(under[k].slot) }
      under.removeFirst(arrived)
    }
    tick += 1
  }

  private mutating func send(_ sent: [Float], _ wanted: [Float], _ dt: Float) {
    // A draw is four numbers: for four ticks.
    if transport.jitter > 0, drawn != tick / 4 {
      drawn = tick / 4
      chances = 2 * random.uniform4(.transport, entity: 0, tick: drawn) - 1
    }
    let chance = transport.jitter > 0 ? chances[tick % 4] : 0
    let delay = max(transport.latency + transport.jitter * chance, 0)
    lastArrival = max(lastArrival, tick + Int((delay / dt).rounded()))
    if free.isEmpty {
      free.append(waiting.count / (2 * actuators))
      waiting += sent
      waiting += wanted
    }
    let slot = free.removeLast()
    let base = slot * 2 * actuators
    waiting.inPlace { waiting in
      sent.withUnsafeBufferPointer { (waiting + base).update(from: $0.baseAddress!, count: actuators) }
      wanted.withUnsafeBufferPointer {
        (waiting + base + actuators).update(from: $0.baseAddress!, count: actuators)
      }
    }
    under.append(Update(slot: slot, arrival: lastArrival))
  }

  public func hash(into hash: inout StableHash) {
    hash.combine(drive)
    hash.combine([tick, lastArrival])
    for update in under {
      hash.combine([update.arrival])
      let base = update.slot * 2 * actuators
      hash.combine(Array(waiting[base..<base + 2 * actuators]))
    }
  }
}
