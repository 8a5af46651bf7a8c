/// The rows of those who walk with others, group by group. Derived from the column of groups, and made anew when
/// that has changed.
struct Companions: Sendable {
  private var members: [Int32] = []  // rows; within a group they rise
  private var starts: [Int32] = [0]  // by group of two and more, and one more: where its members begin
  private var seen: [UInt32] = []  // the column that this was made of
  private var entries: [Entry] = []
  private var spare: [Entry] = []

  private struct Entry {
    var group: UInt32
    var row: Int32
  }

  /// Groups of two and more.
  var count: Int { starts.count - 1 }
  func rows(of group: Int) -> ArraySlice<Int32> { members[Int(starts[group])..<Int(starts[group + 1])] }

  mutating func sort(_ groups: [UInt32]) {
    if groups == seen { return }
    seen.removeAll(keepingCapacity: true)
    seen.append(contentsOf: groups)
    entries.removeAll(keepingCapacity: true)
    var largest: UInt32 = 0
    for (row, group) in groups.enumerated() where group != 0 {
      entries.append(Entry(group: group, row: Int32(truncatingIfNeeded: row)))
      largest = max(largest, group)
    }
    spare.resize(to: entries.count, with: Entry(group: 0, row: 0))
    for shift in [0, 11, 22] as [UInt32] where largest >> shift > 0 {
      sort(by: shift)
      swap(&entries, &spare)
    }
    gather()
  }

  /// One pass of a stable radix sort, by eleven bits of the group's id, from `entries` to `spare`.
  private mutating func sort(by shift: UInt32) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 2048) { places in
      places.initialize(repeating: 0)
      entries.withUnsafeBufferPointer { entries in
        spare.withUnsafeMutableBufferPointer { spare in
          for entry in entries { places[Int(entry.group >> shift & 2047)] &+= 1 }
          var sum = 0
          for digit in 0..<2048 {
            let count = places[digit]
            places[digit] = sum
            sum &+= count
          }
          for entry in entries {
            let digit = Int(entry.group >> shift & 2047)
            spare[places[digit]] = entry
            places[digit] &+= 1
          }
        }
      }
    }
  }

  /// Marks where each group begins, without those of whom one is left.
  private mutating func gather() {
    members.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    starts.append(0)
    entries.withUnsafeBufferPointer { entries in
      var k = 0
      while k < entries.count {
        var end = k + 1
        while end < entries.count, entries[end].group == entries[k].group { end += 1 }
        if end - k > 1 {
          for entry in entries[k..<end] { members.append(entry.row) }
          starts.append(Int32(truncatingIfNeeded: members.count))
        }
        k = end
      }
    }
  }
}
