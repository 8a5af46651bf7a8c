import City
import Kernel

extension SceneLints {
  /// Floors are parts of one plane: they may neither overlap nor lie so near that people see each other.
  mutating func checkFloors() {
    let floors = scene.floors
    let models = [scene.city.locomotion] + scene.city.profiles.compactMap(\.locomotion)
    let sight = models.map(\.cutOff).max() ?? 0
    for (i, floor) in floors.enumerated().dropFirst() {
      for other in floors.prefix(i) {
        let what = "the floors '\(other.name)' and '\(floor.name)'"
        if floor.bounds.overlaps(other.bounds) {
          error(
            .floorsOverlap, "\(what) are drawn over each other", at: "floors.\(i - 1).at",
            hint: "move one of them, or leave 'at' out")
        } else if floor.bounds.overlaps(other.bounds.grown(by: sight)) {
          warn(
            .floorsClose,
            "\(what) are drawn less than \(inWords(sight, "m")) apart: people on them see each other",
            at: "floors.\(i - 1).at", hint: "move one of them, or leave 'at' out")
        }
      }
    }
  }

  /// Ground on both sides of every link, and slopes that lead up.
  mutating func checkLinks() {
    let city = scene.city
    for (i, link) in city.links.enumerated() {
      let path = path(\.links, i)
      let left = (link.b - link.a).normalized.left
      let shares = (0..<16).map { (Float($0) + 0.5) / 16 }
      func free(_ shift: Vector2) -> Int {
        shares.count { ground.isWalkable(link.a + (link.b - link.a) * $0 + shift) }
      }
      let here = free(left * 0.05)
      let there = free(link.shift - left * 0.05)
      if here == 0 || there == 0 {
        error(
          .linkBroken,
          "there is no walkable ground \(here == 0 ? "before" : "beyond") the edge of '\(link.name)'",
          at: path,
          hint: here == 0
            ? "the ground lies on the left of the way from its first end to its second"
            : "beyond the edge, people go on at the same place moved by \(words(link.shift))")
      } else if min(here, there) < shares.count {
        warn(
          .linkNarrow, "a part of the edge of '\(link.name)' has no walkable ground on one side", at: path,
          hint: "people cannot walk over that part")
      }
    }
    checkRise()
  }

  /// A slope that leads to another floor leads to a higher one.
  private mutating func checkRise() {
    let city = scene.city
    for (i, link) in city.links.enumerated() {
      guard let slope = city.zones.first(where: { $0.name == link.name && $0.up != .zero }),
        let foot = floor(at: slope.polygon.centroid),
        let head = scene.floors.first(where: { $0.origin - foot.origin == link.shift }),
        let low = foot.elevation, let high = head.elevation, high <= low
      else { continue }
      warn(
        .leadsDown,
        "'\(link.name)' leads up to the floor '\(head.name)', which is not higher than '\(foot.name)'",
        at: path(\.links, i), hint: "draw it on the lower floor, or correct the elevations")
    }
  }

  private func floor(at p: Vector2) -> SceneFloor? { scene.floors.first { $0.bounds.contains(p) } }

  private func words(_ v: Vector2) -> String {
    "[\(inWords(v.x, digits: 2, "")), \(inWords(v.y, digits: 2, ""))]"
  }
}

extension LocomotionModel {
  /// [m] beyond which people do not count.
  fileprivate var cutOff: Float {
    switch self {
    case .sharedPath(let model): model.cutOff
    case .collisionFreeSpeed(let model): model.cutOff
    case .steeredSpeed(let model): model.cutOff
    case .anticipationVelocity(let model): model.cutOff
    case .socialForce(let model): model.cutOff
    case .centrifugalForce(let model): model.cutOff
    case .powerLaw(let model): model.cutOff
    case .reciprocalAvoidance(let model): model.cutOff
    }
  }
}
