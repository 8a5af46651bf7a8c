import City
import Kernel

/// Crowds that cross and crowds in streets.
extension Scenario {
  /// Four groups walk through one another, each to its side of the square, at 0.5 people per square metre. Parameters
  /// as in the measurements of ORCA that it is compared with: 1.3 m/s, radius 0.25 m, both horizons 2 s, ten
  /// neighbours within 5 m, steps of 0.1 s.
  static let crossing = Scenario(
    name: "crossing", about: "four groups that cross at 0.5 people per square metre",
    people: [100_000], quickPeople: [5_000], model: .reciprocalAvoidance, stepMilliseconds: 100
  ) { people, model in
    var model = model
    if case .reciprocalAvoidance(var values) = model {
      values.wallHorizon = 2
      model = .reciprocalAvoidance(values)
    }
    let side = (Float(people) / 0.5).squareRoot()
    let apron: Float = 20  // [m]
    let low = -apron
    let high = side + apron
    let filling = Filling(
      area: rectangle(0, 0, side, side), people: people,
      journeys: (0..<4).map { Weighted(index: $0, weight: 1) })
    return plan(
      ground: rectangle(low, low, high, high),
      exits: [
        ("west", rectangle(low, low, low + 1, high)), ("east", rectangle(high - 1, low, high, high)),
        ("south", rectangle(low, low, high, low + 1)), ("north", rectangle(low, high - 1, high, high)),
      ],
      filling: filling, profile: steadyProfile(model, speed: 1.3, radius: 0.25), model: model)
  }

  /// Square blocks of houses three quarters of a pitch of about 52 m wide, streets between and around them, one
  /// person per square metre of street, and an exit in the middle of each side of the town.
  static let streets = Scenario(
    name: "streets", about: "streets between blocks at 1 person per square metre, routes and walls on",
    people: [1_000, 10_000, 100_000, 1_000_000], quickPeople: [10_000], model: .sharedPath,
    stepMilliseconds: 50
  ) { people, model in
    // n blocks a side: streets cover pitch² · ((n + ¼)² − (¾ n)²), and that is as many square metres as people.
    let blocks = max(1, (Float(people) / (7 / 16 * 52 * 52)).squareRoot().rounded())
    let pitch = (Float(people) / ((blocks + 0.25) * (blocks + 0.25) - 0.5625 * blocks * blocks)).squareRoot()
    let street = pitch / 4
    let side = blocks * pitch + street
    let obstacles = (0..<Int(blocks * blocks)).map { k in
      let (row, column) = k.quotientAndRemainder(dividingBy: Int(blocks))
      let low = Vector2(Float(column), Float(row)) * pitch + street
      return Rectangle(minimum: low, maximum: low + (pitch - street))
    }
    let middle = (blocks / 2).rounded(.down) * pitch
    let filling = Filling(
      area: rectangle(0, 0, side, side), obstacles: obstacles, people: people,
      journeys: (0..<4).map { Weighted(index: $0, weight: 1) })
    var plan = plan(
      ground: rectangle(0, 0, side, side), obstacles: obstacles,
      exits: [
        ("west", rectangle(0, middle, 1, middle + street)),
        ("east", rectangle(side - 1, middle, side, middle + street)),
        ("south", rectangle(middle, 0, middle + street, 1)),
        ("north", rectangle(middle, side - 1, middle + street, side)),
      ],
      filling: filling, profile: Profile(name: "adult"), model: model)
    plan.routes.cellSize = 0.5
    return plan
  }
}
