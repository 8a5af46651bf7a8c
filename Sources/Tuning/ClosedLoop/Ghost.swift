import Kernel

/// A body that walks through a reel and that nobody in it sees: the crowd gives way to no one, as if all were at their
/// phones, so that every collision is the walker's own to avoid, and one crowd serves every kind of walker alike.
package struct Ghost {
  static let radius: Float = 0.2  // [m]
  static let yielding: Float = 0.3  // [s] in which velocity and chest follow the will
  static let arrived: Float = 0.6  // [m]
  static let patience = 12.0  // [s] until a goal is given up

  package var position: Vector2
  var velocity = Vector2.zero
  var heading: Vector2
  package var will = Vector2.zero  // [m/s]
  package private(set) var goal: Vector2
  private let course: Course
  private var goals = 0
  private var goalAge = 0.0
  package private(set) var progress: Float = 0  // [m] nearer to goals, in all
  package private(set) var path: Float = 0  // [m] walked

  package init(_ course: Course) {
    self.course = course
    position = course.start
    goal = course.goal(0, from: course.start)
    goals = 1
    heading = (goal - position).normalized
    if heading == .zero { heading = Vector2(0, 1) }
  }

  package var goalDirection: Vector2 { (goal - position).normalized }

  package mutating func advance(_ dt: Float) {
    velocity += (will - velocity) * min(dt / Ghost.yielding, 1)
    let before = position
    let next = position + velocity * dt
    let tries = [next, Vector2(next.x, position.y), Vector2(position.x, next.y)]
    if let free = tries.first(where: course.ground.isWalkable) {
      position = free
      velocity = (position - before) / dt
    } else {
      velocity = .zero
    }
    let speed = velocity.length
    if speed > 0.2 {
      let turned = heading + (velocity / speed - heading) * min(dt / Ghost.yielding, 1)
      if turned.length > 1e-3 { heading = turned.normalized }
    }
    path += (position - before).length
    progress += (goal - before).length - (goal - position).length
    goalAge += Double(dt)
    if (goal - position).length < Ghost.arrived || goalAge > Ghost.patience {
      goal = course.goal(goals, from: position)
      goals += 1
      goalAge = 0
    }
  }
}

/// Where a walker begins, and where to next: by chance, the same for every kind of walker of one number.
package struct Course {
  let ground: Ground
  private let random: CounterRandom
  private let walker: UInt32
  private let box: Rectangle

  package init(_ ground: Ground, seed: UInt64, walker: UInt32) {
    self.ground = ground
    self.walker = walker
    random = CounterRandom(seed: seed)
    box = ground.bounds
  }

  var start: Vector2 {
    for k in 0..<256 {
      let p = point(-1, k)
      if ground.isWalkable(p) { return p }
    }
    return (box.minimum + box.maximum) / 2
  }

  /// A walkable point 6 to 14 m away that nothing stands before; where there is none, the farthest in sight.
  func goal(_ number: Int, from here: Vector2) -> Vector2 {
    var farthest = here
    for k in 0..<64 {
      let p = point(number, k)
      let away = (p - here).length
      guard away > (farthest - here).length || (6...14).contains(away), isFree(here, p) else { continue }
      if (6...14).contains(away) { return p }
      farthest = p
    }
    return farthest
  }

  private func point(_ number: Int, _ k: Int) -> Vector2 {
    let u = random.uniform4(.goals, entity: walker, tick: (number + 1) * 256 + k)
    return box.minimum + (box.maximum - box.minimum) * Vector2(u.x, u.y)
  }

  private func isFree(_ a: Vector2, _ b: Vector2) -> Bool {
    let way = b - a
    let steps = max(1, Int(way.length / 0.25))
    return (1...steps).allSatisfy { ground.isWalkable(a + way * (Float($0) / Float(steps))) }
  }
}

/// What a walker may do next: go on at the one speed there is, this way or that. Who could stand still as well would be
/// hit less for going nowhere, and nobody could tell a good garment from a timid wearer.
enum Steering {
  static let speed: Float = 1.2  // [m/s]
  /// [radians] to the left of the goal
  static let choices: [Float] = [0, 20, -20, 40, -40, 60, -60, 90, -90].map { $0 * .pi / 180 }

  static func velocity(_ angle: Float, goal: Vector2) -> Vector2 {
    Vector2(Math.cos(angle), Math.sin(angle)).turned(by: goal) * speed
  }
}

/// What happens in a reel to a body that walks straight on.
package struct Foresight {
  package static let horizon: Float = 2  // [s]
  let reel: CrowdReel
  package init(reel: CrowdReel) { self.reel = reel }

  /// By how many people a body that walks at `velocity` from `step` on is touched within `seconds` whom it does not touch
  /// yet, looked at in every step or in every second one.
  package func collisions(
    _ step: Int, at start: Vector2, _ velocity: Vector2, within horizon: Float = Foresight.horizon,
    every: Int = 1
  ) -> Int {
    let dt = reel.clocks.crowdStep
    let last = min(step + Int((horizon / dt).rounded()), reel.frames.count - 1)
    guard step < last else { return 0 }
    let now = reel.frames[step]
    var touching: [UInt32] = []
    for row in 0..<now.count where Foresight.touch(now, row, start) { touching.append(now.ids[row]) }
    var count = 0
    for ahead in stride(from: step + 1, through: last, by: every) {
      let crowd = reel.frames[ahead]
      let seconds = Float(ahead - step) * dt
      let place = start + velocity * seconds
      for row in 0..<crowd.count where Foresight.touch(crowd, row, place) {
        if touching.contains(crowd.ids[row]) { continue }
        touching.append(crowd.ids[row])
        count += 1
      }
    }
    return count
  }

  /// The same over three seconds, for somebody who goes that way for one second and then takes the best turn; and a
  /// tenth for everybody who will be within 2 m of where that leads: what comes after is likelier there.
  func riskOnTheBestWay(_ step: Int, at start: Vector2, _ velocity: Vector2) -> Double {
    let perSecond = 1 / reel.clocks.crowdStep
    let first = collisions(step, at: start, velocity, within: 1)
    let turn = step + Int(perSecond.rounded())
    let end = min(step + Int((3 * perSecond).rounded()), reel.frames.count - 1)
    let place = start + velocity
    var least = Double.infinity
    for degrees: Float in [0, 45, -45, 90, -90] {
      let on = velocity.turned(by: Math.unit(degrees: degrees))
      let there = place + on * Foresight.horizon
      let company = reel.frames[end].positions.count { ($0 - there).lengthSquared < 4 }
      let risk = Double(collisions(turn, at: place, on, every: 2)) + 0.1 * Double(company)
      least = min(least, risk)
    }
    return Double(first) + least
  }

  @inline(__always) static func touch(_ crowd: Crowd, _ row: Int, _ place: Vector2) -> Bool {
    let reach = crowd.radii[row] + Ghost.radius
    return (crowd.positions[row] - place).lengthSquared < reach * reach
  }
}
