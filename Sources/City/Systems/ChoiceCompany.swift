import Kernel

/// Those of groups who have made a choice and are on the way to what it led to: whoever walks together stays
/// together. Scratch, made anew in a step in which somebody of a group chooses.
struct ChoiceCompany: Sendable {
  private var picks = JourneyPicks()
  private var rows: [Int32] = []  // group by group, by id
  private var isMade = false
  /// Who of a group chose last in this step, and in which row of the itinerary that began; −1: nobody.
  private var last: (chooser: Int32, row: Int32) = (-1, -1)

  mutating func forget() {
    isMade = false
    last = (-1, -1)
  }

  /// Takes down that somebody has chosen, so that the others of the group, whose turn comes next, can follow.
  mutating func note(_ i: Int, row: Int) {
    last = (Int32(truncatingIfNeeded: i), Int32(truncatingIfNeeded: row))
  }

  /// The row of somebody of the same group who has just made the same choice.
  func latest(_ i: Int, row: Int, _ pedestrians: Pedestrians) -> Int? {
    guard last.chooser >= 0, Int(last.row) == row, Int(last.chooser) != i,
      pedestrians.groups[Int(last.chooser)] == pedestrians.groups[i]
    else { return nil }
    return Int(last.chooser)
  }

  /// The others of a group who had made a choice, and not reached what it led to, when the step began.
  mutating func others(
    of i: Int, _ pedestrians: Pedestrians, workers: Workers
  ) -> ArraySlice<Int32> {
    if !isMade { make(pedestrians, workers) }
    let group = pedestrians.groups[i]
    let start = firstRow(notBelow: group, pedestrians)
    var end = start
    while end < rows.count, pedestrians.groups[Int(rows[end])] == group { end += 1 }
    return rows[start..<end]
  }

  private mutating func make(_ pedestrians: Pedestrians, _ workers: Workers) {
    isMade = true
    let (groups, decisions, ids) = (pedestrians.groups, pedestrians.decisions, pedestrians.ids)
    picks.pick(from: pedestrians.count, workers: workers) { groups[$0] != 0 && decisions[$0] >= 0 }
    rows.removeAll(keepingCapacity: true)
    rows.append(contentsOf: picks.rows)
    rows.sort { (groups[Int($0)], ids[Int($0)]) < (groups[Int($1)], ids[Int($1)]) }
  }

  private func firstRow(notBelow group: UInt32, _ pedestrians: Pedestrians) -> Int {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if pedestrians.groups[Int(rows[middle])] < group { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension ChoiceMaker {
  /// Takes what another of the group has taken by the same choice, if that can still be reached; false for none.
  func follow(
    _ i: Int, row: Int, _ pedestrians: inout Pedestrians, _ choices: inout Choices,
    _ scratch: inout JourneyScratch, _ workers: Workers
  ) -> Bool {
    guard pedestrians.groups[i] != 0 else { return false }
    var leader = scratch.company.latest(i, row: row, pedestrians)
    if leader == nil {
      let others = scratch.company.others(of: i, pedestrians, workers: workers)
      leader = others.first { other in
        let place = Int(pedestrians.places[Int(other)])
        return Int(other) != i && Int(pedestrians.decisions[Int(other)]) == row && place >= 0
          && !itinerary.isClosed(place, exits)
      }.map { Int($0) }
    }
    guard let leader else { return false }
    join(i, leader, pedestrians: &pedestrians, &choices, &scratch)
    return true
  }

  /// Lets the others of the group who are on the way by the same choice change with somebody.
  func takeAlong(
    _ i: Int, row: Int, _ pedestrians: inout Pedestrians, _ choices: inout Choices,
    _ scratch: inout JourneyScratch, _ workers: Workers
  ) {
    guard pedestrians.groups[i] != 0 else { return }
    for other in scratch.company.others(of: i, pedestrians, workers: workers) {
      let k = Int(other)
      if k == i || pedestrians.spots[k] >= 0 || Int(pedestrians.decisions[k]) != row { continue }
      join(k, i, pedestrians: &pedestrians, &choices, &scratch)
    }
  }

  private func join(
    _ i: Int, _ leader: Int, pedestrians: inout Pedestrians, _ choices: inout Choices,
    _ scratch: inout JourneyScratch
  ) {
    let before = Chooser(i, pedestrians)
    let place = pedestrians.places[leader]
    go(
      i, pedestrians.journeys[leader], pedestrians.stages[leader], place,
      decision: Int(pedestrians.decisions[leader]), &pedestrians)
    note(before, Chooser(i, pedestrians), &choices, &scratch)
  }
}
