/// Leaves out keyframes that lie on the straight line between their neighbours.
enum KeyframeThinning {
  /// Indices to keep of samples at equal steps, so that the straight lines between them pass within `tolerance` of
  /// every value that is left out, for each of the columns. First and last stay.
  ///
  /// From each kept sample on, the slopes that still reach every later one are known; where none is left, the sample
  /// before is kept. One pass.
  static func kept(_ columns: [(values: ArraySlice<Float>, tolerance: Float)]) -> [Int] {
    guard let first = columns.first?.values, let start = first.indices.first, let end = first.indices.last
    else {
      return []
    }
    var kept = [start]
    var anchor = start
    var low = [Float](repeating: -.infinity, count: columns.count)
    var high = [Float](repeating: .infinity, count: columns.count)
    var i = start + 1
    while i <= end {
      let steps = Float(i - anchor)
      // The line has to end on the sample itself, within what all before it allow.
      let reaches = columns.indices.allSatisfy { c in
        let base = columns[c].values.startIndex - start
        let slope = (columns[c].values[i + base] - columns[c].values[anchor + base]) / steps
        return slope >= low[c] && slope <= high[c]
      }
      if !reaches, i - 1 > anchor {
        anchor = i - 1
        kept.append(anchor)
        for c in columns.indices { (low[c], high[c]) = (-.infinity, .infinity) }
        continue
      }
      for c in columns.indices {
        let base = columns[c].values.startIndex - start
        let rise = columns[c].values[i + base] - columns[c].values[anchor + base]
        low[c] = max(low[c], (rise - columns[c].tolerance) / steps)
        high[c] = min(high[c], (rise + columns[c].tolerance) / steps)
      }
      i += 1
    }
    if end > start { kept.append(end) }
    return kept
  }

  /// Runs of ticks that are not silent; silences shorter than `gap` belong to the run round them.
  static func sounding(_ drive: [Float], gap: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for tick in drive.indices where drive[tick] > 0 {
      if let last = runs.last, tick - last.upperBound < gap {
        runs[runs.count - 1] = last.lowerBound..<tick + 1
      } else {
        runs.append(tick..<tick + 1)
      }
    }
    return runs
  }
}
