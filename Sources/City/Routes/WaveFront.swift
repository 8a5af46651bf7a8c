/// Cells whose time has fallen and who have not passed that on yet, least time first: a ring of buckets, each as wide
/// as a quarter of a free cell. Within a bucket cells come in the order in which they were put there. Scratch of one
/// worker; keeps its memory from map to map.
final class WaveFront: @unchecked Sendable {
  private struct Bucket {
    var cells: UnsafeMutablePointer<Int32>
    var count: Int
    var capacity: Int
  }
  private let buckets: UnsafeMutablePointer<Bucket>

  /// Ticks of a bucket as a power of two.
  private static let width: Int32 = 8
  /// No cell's time lies more than the dearest cell ahead of the bucket at hand, so that the ring never bites its
  /// tail.
  private static let count = Int(2 * RouteTime.most >> width) + 1
  private static let ring = count.nextPowerOfTwo

  init() {
    buckets = .allocate(capacity: WaveFront.ring)
    for k in 0..<WaveFront.ring {
      (buckets + k).initialize(to: Bucket(cells: .allocate(capacity: 64), count: 0, capacity: 64))
    }
  }
  deinit {
    for k in 0..<WaveFront.ring { buckets[k].cells.deallocate() }
    buckets.deallocate()
  }

  @inline(__always)
  func push(_ cell: Int, at time: Int32) {
    let bucket = buckets + (Int(time >> WaveFront.width) & (WaveFront.ring - 1))
    if bucket.pointee.count == bucket.pointee.capacity { WaveFront.grow(bucket) }
    bucket.pointee.cells[bucket.pointee.count] = Int32(truncatingIfNeeded: cell)
    bucket.pointee.count &+= 1
  }

  private static func grow(_ bucket: UnsafeMutablePointer<Bucket>) {
    let old = bucket.pointee
    let more = UnsafeMutablePointer<Int32>.allocate(capacity: old.capacity * 2)
    more.update(from: old.cells, count: old.count)
    old.cells.deallocate()
    bucket.pointee = Bucket(cells: more, count: old.count, capacity: old.capacity * 2)
  }

  /// Takes all cells out, bucket by bucket from that of `start` [ticks] on, and hands them to `visit`, which may push
  /// more. A cell whose time has fallen below the bucket's since it was pushed was there already and is left out.
  @inline(__always)
  func drain(from start: Int32, times: UnsafeMutablePointer<Int32>, _ visit: (Int) -> Void) {
    var number = start >> WaveFront.width
    var idle = 0
    while idle < WaveFront.ring {
      let bucket = buckets + (Int(number) & (WaveFront.ring - 1))
      idle += 1
      var k = 0
      while k < bucket.pointee.count {
        idle = 0
        let cell = Int(bucket.pointee.cells[k])
        if times[cell] >> WaveFront.width == number { visit(cell) }
        k &+= 1
      }
      bucket.pointee.count = 0
      number &+= 1
    }
  }
}

extension Int {
  fileprivate var nextPowerOfTwo: Int { 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
