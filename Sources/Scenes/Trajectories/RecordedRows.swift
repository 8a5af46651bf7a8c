import Kernel

/// Rows as they come out of a file, before they are sorted and checked against each other.
struct RecordedRows {
  private(set) var keys: [UInt64] = []  // frame · 2³² + id
  private(set) var positions: [SIMD2<Double>] = []  // [m]
  private(set) var places: [UInt32] = []  // line or row in the file
  var count: Int { keys.count }

  mutating func append(frame: Int, id: Int, position: SIMD2<Double>, place: Int) {
    keys.append(UInt64(frame) << 32 | UInt64(UInt32(id)))
    positions.append(position)
    places.append(UInt32(clamping: place))
  }

  static func frame(_ key: UInt64) -> Int { Int(key >> 32) }
  static func id(_ key: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: key) }

  /// Frame numbers from one annotated frame to the next.
  var stride: Int { RecordedTracks.stride(keys.map { RecordedRows.frame($0) }) }

  /// The rows by frame, then id. Duplicates become errors; `word` names a place in the file ("line", "row").
  func recording(
    name: String, framesPerSecond: Double, word: String, problems: inout ProblemList
  ) -> Recording {
    var order = Array(0..<UInt32(keys.count))
    if !zip(keys, keys.dropFirst()).allSatisfy(<) {
      // Places break ties: the earlier row of a pair of duplicates is the one first in the file.
      order.sort { (keys[Int($0)], $0) < (keys[Int($1)], $1) }
    }
    for (a, b) in zip(order, order.dropFirst()) where keys[Int(a)] == keys[Int(b)] {
      let key = keys[Int(b)]
      let place = Int(places[Int(b)])
      problems.error(
        "R0208",
        "person \(RecordedRows.id(key)) stands twice in frame \(RecordedRows.frame(key)); first in \(word) \(places[Int(a)])"
          + (word == "line" ? "" : ", again in \(word) \(place)"),
        line: word == "line" ? place : nil, column: word == "line" ? 1 : nil,
        hint: "a person has one position a frame: are two recordings joined in one file?")
    }
    return Recording(
      name: name, framesPerSecond: framesPerSecond, frames: order.map { RecordedRows.frame(keys[Int($0)]) },
      ids: order.map { RecordedRows.id(keys[Int($0)]) },
      positions: order.map { Vector2(Float(positions[Int($0)].x), Float(positions[Int($0)].y)) },
      exactPositions: order.map { positions[Int($0)] })
  }
}

extension Recording {
  /// Median speed over all pairs of samples that follow each other [m/s]; nil where nobody has two.
  var medianSpeed: Double? {
    var last: [UInt32: Int] = [:]
    var speeds: [Float] = []
    for row in ids.indices {
      if let before = last.updateValue(row, forKey: ids[row]) {
        let seconds = Float(Double(frames[row] - frames[before]) / framesPerSecond)
        speeds.append((positions[row] - positions[before]).length / seconds)
      }
    }
    if speeds.isEmpty { return nil }
    speeds.sort()
    return Double(speeds[speeds.count / 2])
  }

  /// Adds a warning where people move faster than people can.
  func checkSpeed(_ problems: inout ProblemList) {
    guard let speed = medianSpeed, speed > 12 else { return }
    problems.warning(
      "R0351", "half of all steps are faster than \(Int(min(speed, 1e9))) m/s, faster than people run",
      hint: "is the unit cm, or the frame rate lower?")
  }
}
