import ECS
import Kernel

extension World {
  var arrivalSetting: ArrivalSetting {
    ArrivalSetting(
      plan: plan, entrance: entrance, walls: walls, routes: routes, modelOfProfile: modelOfProfile,
      crowdStep: Double(clocks.crowdStepMilliseconds) / 1000)
  }

  /// Those who are there at the end of a step, when nobody has been moved to another row since it began.
  var bystanders: Bystanders {
    Bystanders(
      bins: bins, positions: pedestrians.positions, radii: pedestrians.radii,
      moved: StepInput.fastest * clocks.crowdStep)
  }

  /// Lets in the wearers, ids from 1 up, and then, source by source, those who fill its area evenly and its initial
  /// people, as many as find room.
  mutating func populate() {
    for i in plan.wearers.indices { enterWearer(i) }
    for (i, source) in plan.sources.enumerated() {
      fill(i)
      gates.announce(source.initial, at: i, limit: source.limit)
      Admission(arrivalSetting, tick: -1, bystanders: nil, tries: 500, system: 0).admit(
        to: i, gates: &gates, room: &room, allocator: &allocator, ledger: &ledger, commands: &commands)
    }
    enterAll()
    // As large as the whole crowd, where a step needs room for a few newcomers.
    room = StandingRoom(over: plan.ground.bounds)
  }

  /// Lets those in for whom there is a place by now.
  private mutating func enterAll() {
    applyCommands(
      tick: 0, commands: &commands, pedestrians: &pedestrians, allocator: &allocator, ledger: &ledger,
      quarantine: &quarantine, rows: &entityRows)
  }

  /// At the start that the plan gives, or as near to it as there is room.
  private mutating func enterWearer(_ i: Int) {
    let wearer = plan.wearers[i]
    let person = plan.profiles[wearer.profile].person(id: ledger.nextID, random: entrance.random)
    let place = entrance.nearestPlace(
      to: wearer.start.position, radius: person.radius, grid: routes.grid, walls: walls, room: room)
    let heading = wearer.start.heading.normalized
    let newcomer = Newcomer(
      id: ledger.nextID,
      pose: Pose(position: place, heading: heading == .zero || !heading.isFinite ? Vector2(1, 0) : heading),
      person: person, profile: UInt8(wearer.profile), model: modelOfProfile[wearer.profile],
      journey: wearer.journey, place: arrivalSetting.firstPlace(of: wearer.journey), wearer: UInt8(i + 1))
    ledger.nextID += 1
    room.add(place, radius: person.radius)
    commands.spawn(newcomer, as: allocator.allocate(), system: 0)
  }

  /// Fills the area of source `i` to its density. Who finds no place there waits for one.
  private mutating func fill(_ i: Int) {
    let source = plan.sources[i]
    guard let density = source.density, density > 0 else { return }
    let closed = plan.barriers.filter(\.isClosed).map(\.polygon)
    let lines = WalkableRows(
      area: entrance.areas[i], walkable: plan.ground.walkable,
      obstacles: plan.ground.obstacles.map(\.polygon) + closed)
    let area = lines.measure()
    let wanted = (Double(density) * area).rounded()
    let waiting = gates.waiting[i]
    gates.announce(wanted.isFinite ? Int(min(wanted, Double(Int32.max))) : 0, at: i, limit: source.limit)
    let count = min(Int(gates.waiting[i] - waiting), mostFilled(i, area: area))
    let setting = arrivalSetting
    let members = setting.members(
      count, from: ledger.nextID, source: source, index: i, groups: &gates.groups[i])
    let scene = Entrance.Scene(walls: walls)
    let (polygon, entrance, walls, room) = (self.entrance.areas[i], self.entrance, self.walls, self.room)
    let filling = Filling(
      lines, area: area, radii: members.map(\.person.radius), random: entrance.random, source: i,
      isClear: { room.isFree($0, radius: $1) && walls.near($0).clearance(at: $0) >= $1 },
      fits: { polygon.contains($0) && entrance.fits($0, radius: $1, in: scene, room: room) })
    var draws = PlaceDraws(source: i, tick: -1)
    pedestrians.reserve(members.count)
    allocator.reserve(members.count)
    enter(members, at: filling, setting, &draws)
  }

  /// More people than the area can hold, so that nobody looks for places beyond all measure.
  private func mostFilled(_ i: Int, area: Double) -> Int {
    let setting = arrivalSetting
    let sample = (1...64).map {
      Double(setting.newcomer(id: $0, leader: $0, source: plan.sources[i], tick: -1).person.radius)
    }
    let radius = sample.reduce(0, +) / 64
    let vertices = entrance.areas[i].vertices
    let edges = zip(vertices, vertices.dropFirst() + vertices.prefix(1)).reduce(0) {
      $0 + Double(($1.1 - $1.0).length)
    }
    // Discs cover π/√12 of the plane at the most; those at the edge reach over it.
    let most = (area + 2 * radius * edges + 16 * radius * radius) / (radius * radius * 12.0.squareRoot())
    return Int(min(1.2 * most + 16, 4e6))
  }

  private mutating func enter(
    _ members: [Newcomer], at filling: Filling, _ setting: ArrivalSetting, _ draws: inout PlaceDraws
  ) {
    let scene = Entrance.Scene(walls: walls)
    var left: [Newcomer] = []
    var first = Vector2.zero  // of the group at hand
    for (k, member) in members.enumerated() {
      let radius = member.person.radius
      var place = k < filling.places.count ? filling.places[k] : nil
      if filling.spacing > Admission.nearness, member.group != 0, member.group != member.id {
        // On so wide a lattice groups stand together beside it.
        place =
          entrance.place(
            near: first, upTo: Admission.nearness, draws: &draws, radius: radius, tries: 24, in: scene,
            room: room) ?? place
      }
      guard let place, entrance.fits(place, radius: radius, in: scene, room: room) else {
        left.append(member)
        continue
      }
      if member.group == member.id { first = place }
      enter(member, at: place, setting, draws.source)
    }
    // Whom the lattice has no place for stands wherever there is room.
    for member in left {
      guard
        let place = entrance.place(
          draws: &draws, radius: member.person.radius, tries: 100, in: scene, room: room)
      else { break }
      enter(member, at: place, setting, draws.source)
    }
  }

  private mutating func enter(
    _ member: Newcomer, at place: Vector2, _ setting: ArrivalSetting, _ source: Int
  ) {
    var newcomer = member
    newcomer.pose = Pose(position: place, heading: setting.heading(at: place, towards: member.place))
    ledger.nextID = max(ledger.nextID, member.id + 1)
    gates.waiting[source] -= 1
    room.add(place, radius: member.person.radius)
    commands.spawn(newcomer, as: allocator.allocate(), system: 0)
    // By the thousand, so that the list of commands stays short.
    if allocator.count % 16_384 == 0 { enterAll() }
  }
}

extension ArrivalSetting {
  /// The first `count` people of a source, group after group.
  fileprivate func members(
    _ count: Int, from id: UInt32, source: Source, index: Int, groups: inout UInt64
  ) -> [Newcomer] {
    var members: [Newcomer] = []
    members.reserveCapacity(count)
    while members.count < count {
      let size = min(
        source.groupSize(count: groups, index: index, random: entrance.random), count - members.count)
      let leader = id + UInt32(members.count)
      for k in 0..<size {
        var member = newcomer(id: leader + UInt32(k), leader: leader, source: source, tick: -1)
        member.group = size > 1 ? leader : 0
        members.append(member)
      }
      groups += 1
    }
    return members
  }
}

extension WearerPlan {
  fileprivate var journey: Int32 {
    switch control {
    case .journey(let index): Int32(index)
    case .keyboard: -1
    }
  }
}
