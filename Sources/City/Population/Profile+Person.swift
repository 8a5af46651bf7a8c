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
    // Laws without an upper limit may draw what is no number any more, and bodies that no ground holds.
    func drawn(_ law: Distribution, _ u: Float, from least: Float, to most: Float = 1e30) -> Float {
      let value = law.value(at: u)
      return value >= least ? min(value, most) : least
    }
    return Person(
      desiredSpeed: drawn(desiredSpeed, u.x, from: 0), radius: drawn(radius, u.y, from: 0.01, to: 10),
      timeGap: drawn(timeGap, u.z, from: 0), relaxation: drawn(relaxation, w.x, from: 0.01),
      mass: drawn(mass, w.y, from: 1))
  }
}
