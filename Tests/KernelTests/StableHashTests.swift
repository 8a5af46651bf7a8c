import Kernel
import Testing

@Suite struct StableHashTests {
  func digest(_ text: String, seed: UInt64 = 0) -> UInt64 {
    Array(text.utf8).withUnsafeBytes { StableHash.digest($0, seed: seed) }
  }

  /// Reference values of xxHash64 with seed 0.
  @Test func digestsArePublishedOnes() {
    #expect(digest("") == 0xEF46_DB37_51D8_E999)
    #expect(digest("a") == 0xD24E_C4F1_A98C_6E5B)
    #expect(digest("abc") == 0x44BC_2CF5_AD77_0999)
    #expect(digest("Nobody inspects the spammish repetition") == 0xFBCE_A83C_8A37_8BF1)
  }

  /// Every length takes its own way through the stripes and the tail; no two may meet, nor may one byte be ignored.
  @Test func everyByteCounts() {
    var seen: [UInt64] = []
    for length in 0..<70 {
      let bytes = [UInt8](repeating: 0, count: length)
      let plain = bytes.withUnsafeBytes { StableHash.digest($0, seed: 0) }
      #expect(!seen.contains(plain))
      seen.append(plain)
      for i in bytes.indices {
        var changed = bytes
        changed[i] = 1
        #expect(changed.withUnsafeBytes { StableHash.digest($0, seed: 0) } != plain)
      }
    }
  }

  @Test func columnsCannotTradeElements() {
    var one = StableHash()
    one.combine([1, 2] as [UInt32])
    one.combine([3] as [UInt32])
    var other = StableHash()
    other.combine([1] as [UInt32])
    other.combine([2, 3] as [UInt32])
    #expect(one.value != other.value)
  }

  @Test func textHasSixteenDigits() {
    #expect(StableHash(seed: 0).text == "0000000000000000")
    #expect(StableHash(seed: 0xABC).text == "0000000000000abc")
  }
}
