/// Packets of the feelSpace belt over its serial line: handle, length, data; little-endian.
package enum BeltPacket {
  package static let vibration: UInt8 = 0x24
  package static let parameter: UInt8 = 0x29
  package static let answer: UInt8 = 0x2b
  package static let keepAlive: UInt8 = 0x21
  package static let motors = 16
  package static let channels = 6
  static let appMode: UInt8 = 3

  package static func packet(_ handle: UInt8, _ data: [UInt8]) -> [UInt8] {
    [handle, UInt8(data.count)] + data
  }

  /// All motors of `mask` at `percent` for `milliseconds`, on one of six channels; `alone` ends what other channels do.
  package static func vibrate(
    channel: Int, mask: UInt16, percent: Int, milliseconds: Int, alone: Bool
  ) -> [UInt8] {
    packet(
      vibration,
      [
        UInt8(channel), 1,  // continuous
        UInt8(percent & 0xff), UInt8(percent >> 8), 0, 0,
        0,  // by mask
        UInt8(mask & 0xff), UInt8(mask >> 8), 0, 0,
        1,  // once: a belt that hears nothing more stops by itself
        UInt8(milliseconds & 0xff), UInt8(milliseconds >> 8), 0, 0,
        0, alone ? 1 : 0,
      ])
  }
  package static let stopAll = packet(vibration, [0x30, 0xff])
  package static func stop(channel: Int) -> [UInt8] { packet(vibration, [0x30, UInt8(channel)]) }

  /// At most six groups of motors of one strength. Levels nearest to each other go together, where there are more:
  /// each gets the mean of its group.
  package static func groups(_ percents: [Int]) -> [(mask: UInt16, percent: Int)] {
    var groups: [Group] = []
    for level in Set(percents).filter({ $0 > 0 }).sorted() {
      var group = Group()
      for motor in percents.indices where percents[motor] == level {
        group.mask |= 1 << UInt16(motor & 15)
        group.sum += level
        group.count += 1
      }
      groups.append(group)
    }
    while groups.count > channels {
      var nearest = 1
      for k in 1..<groups.count
      where groups[k].mean - groups[k - 1].mean < groups[nearest].mean - groups[nearest - 1].mean {
        nearest = k
      }
      groups[nearest - 1].mask |= groups[nearest].mask
      groups[nearest - 1].sum += groups[nearest].sum
      groups[nearest - 1].count += groups[nearest].count
      groups.remove(at: nearest)
    }
    return groups.map { ($0.mask, Int($0.mean.rounded())) }
  }

  private struct Group {
    var mask: UInt16 = 0
    var sum = 0
    var count = 0
    var mean: Double { Double(sum) / Double(max(count, 1)) }
  }
}
