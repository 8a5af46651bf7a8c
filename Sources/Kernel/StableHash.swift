/// xxHash64 of the bytes given, one column after the other: the same on every run and machine of one byte order.
/// Y. Collet, "xxHash fast digest algorithm", specification 0.1.1.
public struct StableHash: Sendable {
  public private(set) var value: UInt64
  public init(seed: UInt64 = 0) { value = seed }

  /// Folds a column's bytes in; its length counts too, so that neighbouring columns cannot trade elements.
  public mutating func combine<T: BitwiseCopyable>(_ column: [T]) {
    column.withUnsafeBytes { combine(bytes: $0) }
  }
  public mutating func combine(_ word: UInt64) {
    withUnsafeBytes(of: word) { combine(bytes: $0) }
  }
  public mutating func combine(bytes: UnsafeRawBufferPointer) {
    value = StableHash.digest(bytes, seed: value)
  }

  /// Sixteen hexadecimal digits.
  public var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  static let p1: UInt64 = 0x9E37_79B1_85EB_CA87
  static let p2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  static let p3: UInt64 = 0x1656_67B1_9E37_79F9
  static let p4: UInt64 = 0x85EB_CA77_C2B2_AE63
  static let p5: UInt64 = 0x27D4_EB2F_1656_67C5

  static func rotate(_ x: UInt64, _ by: UInt64) -> UInt64 { (x << by) | (x >> (64 - by)) }
  static func round(_ accumulator: UInt64, _ input: UInt64) -> UInt64 {
    rotate(accumulator &+ input &* p2, 31) &* p1
  }
  static func merge(_ h: UInt64, _ v: UInt64) -> UInt64 { (h ^ round(0, v)) &* p1 &+ p4 }

  public static func digest(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
    func word64(_ i: Int) -> UInt64 {
      UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: i, as: UInt64.self))
    }
    func word32(_ i: Int) -> UInt64 {
      UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: i, as: UInt32.self)))
    }
    let n = bytes.count
    var i = 0
    var h: UInt64
    if n >= 32 {
      var v1 = seed &+ p1 &+ p2
      var v2 = seed &+ p2
      var v3 = seed
      var v4 = seed &- p1
      while i + 32 <= n {
        v1 = round(v1, word64(i))
        v2 = round(v2, word64(i + 8))
        v3 = round(v3, word64(i + 16))
        v4 = round(v4, word64(i + 24))
        i += 32
      }
      h = rotate(v1, 1) &+ rotate(v2, 7) &+ rotate(v3, 12) &+ rotate(v4, 18)
      h = merge(merge(merge(merge(h, v1), v2), v3), v4)
    } else {
      h = seed &+ p5
    }
    h = h &+ UInt64(n)
    while i + 8 <= n {
      h = rotate(h ^ round(0, word64(i)), 27) &* p1 &+ p4
      i += 8
    }
    if i + 4 <= n {
      h = rotate(h ^ (word32(i) &* p1), 23) &* p2 &+ p3
      i += 4
    }
    while i < n {
      h = rotate(h ^ (UInt64(bytes[i]) &* p5), 11) &* p1
      i += 1
    }
    h = (h ^ (h >> 33)) &* p2
    h = (h ^ (h >> 29)) &* p3
    return h ^ (h >> 32)
  }
}
