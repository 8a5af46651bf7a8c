import Haptics
import Kernel
import Testing

/// On its way a drive is late and never out of order.
@Suite struct TransportTests {
  static func garment(_ latency: Float, _ jitter: Float, _ interval: Float) -> Garment {
    var garment = Garments.belt(2)
    garment.transport.latency = latency
    garment.transport.jitter = jitter
    garment.transport.interval = interval
    return garment
  }
  /// What has arrived at every tick, of values that are their own times.
  static func arrivals(_ garment: Garment, seed: UInt64 = 3, ticks: Int = 2_000) -> [Int] {
    var line = TransportLine(garment, seed: seed)
    return (0..<ticks).map { tick in
      let value = Float(tick + 1)
      line.tick([value, -value], carrier: [value, value], dt: 0.01)
      #expect(line.drive[1] == -line.drive[0] && line.carrier[0] == line.drive[0])
      return Int(line.drive[0]) - 1
    }
  }

  @Test func withoutDelayItIsThereAtOnce() {
    #expect(TransportTests.arrivals(TransportTests.garment(0, 0, 0.01)) == Array(0..<2_000))
  }

  @Test(arguments: [0.01, 0.03, 0.12] as [Float]) func aSteadyDelayIsWholeTicks(latency: Float) {
    let late = Int((latency * 100).rounded())
    let arrived = TransportTests.arrivals(TransportTests.garment(latency, 0, 0.01))
    #expect(arrived == (0..<2_000).map { max($0 - late, -1) })
  }

  @Test func jitterNeverReordersAndKeepsItsMean() {
    let garment = TransportTests.garment(0.04, 0.03, 0.01)
    let arrived = TransportTests.arrivals(garment)
    var late = 0.0
    for tick in 10..<2_000 {
      #expect(arrived[tick] >= arrived[tick - 1])
      #expect(tick - arrived[tick] >= 1 && tick - arrived[tick] <= 7)
      late += Double(tick - arrived[tick])
    }
    // Later than the mean, since those behind a late one wait for it.
    #expect(late / 1_990 > 4 && late / 1_990 < 5.5)
    #expect(
      TransportTests.arrivals(garment) == arrived && TransportTests.arrivals(garment, seed: 4) != arrived)
  }

  @Test func aSlowDeviceHoldsWhatItHas() {
    let arrived = TransportTests.arrivals(TransportTests.garment(0, 0, 0.05))
    #expect(arrived == (0..<2_000).map { $0 / 5 * 5 })
  }

  @Test func aStopDoesNotWaitForTheDevice() {
    var line = TransportLine(TransportTests.garment(0, 0, 0.1))
    for _ in 0..<13 { line.tick([1, 1], carrier: [0, 0], dt: 0.01) }
    line.tick([0, 0], carrier: [0, 0], dt: 0.01, urgent: true)
    #expect(line.drive == [0, 0])
  }
}
