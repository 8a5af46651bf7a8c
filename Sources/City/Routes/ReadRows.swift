/// A column's memory, handed to blocks that only read it.
struct ReadRows<Element>: @unchecked Sendable {
  let base: UnsafePointer<Element>
  let count: Int
  init(_ buffer: UnsafeBufferPointer<Element>) {
    // An empty array may have no address; no row of it is ever read.
    base = buffer.baseAddress ?? UnsafePointer(bitPattern: MemoryLayout<Element>.alignment)!
    count = buffer.count
  }
  @inline(__always) subscript(row: Int) -> Element { base[row] }
}
