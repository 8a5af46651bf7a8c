import Kernel
import Testing

@Suite struct RandomTests {
  /// The known answers that the authors of Random123 publish for philox4x32 with ten rounds.
  @Test(arguments: [
    (
      SIMD4<UInt32>(repeating: 0), SIMD2<UInt32>(repeating: 0),
      SIMD4<UInt32>(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8)
    ),
    (
      SIMD4<UInt32>(repeating: .max), SIMD2<UInt32>(repeating: .max),
      SIMD4<UInt32>(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD)
    ),
    (
      SIMD4<UInt32>(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
      SIMD2<UInt32>(0xA409_3822, 0x299F_31D0),
      SIMD4<UInt32>(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1)
    ),
  ])
  func philoxGivesThePublishedWords(
    counter: SIMD4<UInt32>, key: SIMD2<UInt32>, expected: SIMD4<UInt32>
  ) {
    #expect(Philox4x32.block(counter: counter, key: key) == expected)
  }

  @Test func everyPartOfTheQuestionChangesTheAnswer() {
    let asked = CounterRandom(seed: 7).bits4(.arrivals, entity: 3, tick: 5)
    #expect(asked == CounterRandom(seed: 7).bits4(.arrivals, entity: 3, tick: 5))
    #expect(asked != CounterRandom(seed: 8).bits4(.arrivals, entity: 3, tick: 5))
    #expect(asked != CounterRandom(seed: 7 | 1 << 40).bits4(.arrivals, entity: 3, tick: 5))
    #expect(asked != CounterRandom(seed: 7).bits4(.profile, entity: 3, tick: 5))
    #expect(asked != CounterRandom(seed: 7).bits4(.arrivals, entity: 4, tick: 5))
    #expect(asked != CounterRandom(seed: 7).bits4(.arrivals, entity: 3, tick: 6))
    #expect(asked != CounterRandom(seed: 7).bits4(.arrivals, entity: 3, tick: 5 + 1 << 33))
  }

  /// Mean 1/2 and variance 1/12 within five standard errors of 40,000 draws, and never 1.
  @Test func uniformNumbersAreUniform() {
    let random = CounterRandom(seed: 1)
    var sum = 0.0
    var squares = 0.0
    let n = 40_000
    for k in 0..<n / 4 {
      let u = random.uniform4(.test, entity: UInt32(k), tick: 0)
      for i in 0..<4 {
        #expect(u[i] >= 0 && u[i] < 1)
        sum += Double(u[i])
        squares += Double(u[i]) * Double(u[i])
      }
    }
    let mean = sum / Double(n)
    let variance = squares / Double(n) - mean * mean
    #expect(abs(mean - 0.5) < 5 * (1.0 / 12 / Double(n)).squareRoot())
    #expect(abs(variance - 1.0 / 12) < 5 * (1.0 / 180 / Double(n)).squareRoot())
  }
}
