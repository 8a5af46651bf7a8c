import City
import Kernel

/// A named crowd of any size whose steps are timed. Everything in it follows from its name, the number of people, the
/// model and the step, so that two runs of the same one step through the same states.
struct Scenario: Sendable {
  var name: String
  var about: String
  var people: [Int]  // sizes that the whole set runs; empty: the scene says how many
  var quickPeople: [Int]  // sizes that the quick set runs
  var model: Model
  var stepMilliseconds: Int  // [ms]
  var build: @Sendable (_ people: Int, _ model: LocomotionModel) -> CityPlan
  /// A scene file instead, with its own plan, seed, model and clocks.
  var scene: String?
}

extension Scenario {
  static let all: [Scenario] =
    [
      openSquare(density: 0.5, people: [20_000, 100_000], quick: [5_000]),
      openSquare(density: 1, people: [20_000], quick: []),
      openSquare(density: 2, people: [5_000], quick: []),
      openSquare(density: 3, people: [5_000], quick: [2_000]),
      plaza, citySquare, crossing, streets,
    ]

  /// As many steps as two million agent-steps take, 5 to 200: about a second of a peer that does a million a second.
  static func steps(people: Int, quick: Bool) -> Int {
    let work = quick ? 200_000 : 2_000_000
    return min(quick ? 50 : 200, max(5, work / max(1, people)))
  }
}

/// The axis-parallel rectangle from (x0, y0) to (x1, y1) [m].
func rectangle(_ x0: Float, _ y0: Float, _ x1: Float, _ y1: Float) -> Rectangle {
  Rectangle(minimum: Vector2(x0, y0), maximum: Vector2(x1, y1))
}
