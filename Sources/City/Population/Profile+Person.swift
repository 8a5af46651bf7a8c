import Kernel

extension [Weighted] {
  /// The choice at a share `u` (0 ..< 1) of all weight.
  package func choice(at u: Float) -> Int {
    let total = reduce(0) { $0 + Double($1.weight) }
    var left = Double(u) * total
    for option in self {
      left -= Double(option.weight)
      if left < 0 { return option.index }
    }
    precondition(!isEmpty, "there is something to choose from")
    return self[count - 1].index
  }
}

extension Profile {
  /// The person with this id: always the same, whenever asked.
  func person(id: UInt32, random: CounterRandom) -> Person {
    let u = random.uniform4(.profile, entity: id, tick: 0)
    let w = random.uniform4(.parameters, entity: id, tick: 0)
    return Person(
      desiredSpeed: max(0, desiredSpeed.value(at: u.x)), radius: max(0.01, radius.value(at: u.y)),
      timeGap: max(0, timeGap.value(at: u.z)), relaxation: max(0.01, relaxation.value(at: w.x)),
      mass: max(1, mass.value(at: w.y)))
  }
}
