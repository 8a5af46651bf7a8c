import ECS
import Kernel

/// What arrivals need of the world and leave alone.
struct ArrivalSetting {
  let plan: CityPlan
  let entrance: Entrance
  let walls: Walls
  let routes: Routes
  let modelOfProfile: [UInt8]
  let crowdStep: Double  // [s]
}

/// Draws who comes to each source in this step, and lets in as many of those who wait as find room; the others go
/// on waiting, after the window has closed too. Asks for newcomers to be spawned.
func letArrive(
  _ setting: ArrivalSetting, tick: Int, seconds: ClosedRange<Double>, bystanders: Bystanders, system: Int,
  gates: inout Gates, room: inout StandingRoom, allocator: inout EntityAllocator, ledger: inout Ledger,
  commands: inout Commands<Newcomer, Farewell>
) {
  for (i, source) in setting.plan.sources.enumerated() where gates.open[i] != 0 {
    let draw = ArrivalDraw(index: i, tick: tick, random: setting.entrance.random)
    let comers = source.comers(from: seconds.lowerBound, to: seconds.upperBound, draw: draw)
    gates.announce(comers, at: i, limit: source.limit)
  }
  if gates.waiting.allSatisfy({ $0 == 0 }) { return }
  room.removeAll()
  var admission = Admission(setting, tick: tick, bystanders: bystanders, tries: 12, system: system)
  for i in setting.plan.sources.indices where gates.waiting[i] > 0 {
    admission.isLast = !setting.plan.sources[i].mayBring(
      after: seconds.upperBound, announced: gates.announced[i])
    admission.admit(
      to: i, gates: &gates, room: &room, allocator: &allocator, ledger: &ledger, commands: &commands)
  }
}

/// Lets people in at one tick: those who walk together all at once, near one another.
struct Admission {
  let setting: ArrivalSetting
  let scene: Entrance.Scene
  let tick: Int  // of the step at whose end they enter; −1: before the first
  let tries: Int  // draws for a place
  let system: Int
  var isLast = true  // whether groups enter that are not complete

  /// [m] between the first of a group and the others as they enter.
  static let nearness: Float = 1.5

  init(_ setting: ArrivalSetting, tick: Int, bystanders: Bystanders?, tries: Int, system: Int) {
    self.setting = setting
    self.tick = tick
    self.tries = tries
    self.system = system
    scene = Entrance.Scene(walls: setting.walls, bystanders: bystanders)
  }

  /// Group by group, until one finds no room.
  func admit(
    to i: Int, gates: inout Gates, room: inout StandingRoom, allocator: inout EntityAllocator,
    ledger: inout Ledger, commands: inout Commands<Newcomer, Farewell>
  ) {
    let source = setting.plan.sources[i]
    var draws = PlaceDraws(source: i, tick: tick)
    var members: [Newcomer] = []
    while gates.waiting[i] > 0 {
      let size = source.groupSize(count: gates.groups[i], index: i, random: setting.entrance.random)
      if size > gates.waiting[i], !isLast { return }
      members.removeAll(keepingCapacity: true)
      find(min(size, Int(gates.waiting[i])), from: ledger.nextID, source, &draws, room: &room, into: &members)
      if members.isEmpty { return }
      gates.waiting[i] -= UInt64(members.count)
      gates.groups[i] += 1
      ledger.nextID += UInt32(members.count)
      for member in members { commands.spawn(member, as: allocator.allocate(), system: system) }
    }
  }

  /// Finds places for a whole group or for nobody; a group too large for the empty area enters as far as it fits.
  private func find(
    _ size: Int, from id: UInt32, _ source: Source, _ draws: inout PlaceDraws, room: inout StandingRoom,
    into members: inout [Newcomer]
  ) {
    let before = room.count
    for k in 0..<size {
      var member = setting.newcomer(id: id + UInt32(k), leader: id, source: source, tick: tick)
      guard let place = place(for: member, near: members.first, &draws, room: room) else { break }
      member.pose = Pose(position: place, heading: setting.heading(at: place, towards: member.place))
      room.add(place, radius: member.person.radius)
      members.append(member)
    }
    if members.count < size, !(before == 0 && isAreaEmpty(draws.source)) {
      room.shrink(to: before)
      members.removeAll(keepingCapacity: true)
    }
    let group = members.count > 1 ? id : 0
    for k in members.indices { members[k].group = group }
  }

  private func place(
    for member: Newcomer, near first: Newcomer?, _ draws: inout PlaceDraws, room: StandingRoom
  ) -> Vector2? {
    let radius = member.person.radius
    guard let first else {
      return setting.entrance.place(draws: &draws, radius: radius, tries: tries, in: scene, room: room)
    }
    return setting.entrance.place(
      near: first.pose.position, upTo: Admission.nearness, draws: &draws, radius: radius, tries: 2 * tries,
      in: scene, room: room)
  }

  private func isAreaEmpty(_ source: Int) -> Bool {
    scene.bystanders?.isEmpty(setting.entrance.areas[source].bounds) ?? true
  }
}

extension Source {
  /// Whether more people may come at `seconds` or later when so many have come already.
  fileprivate func mayBring(after seconds: Double, announced: UInt64) -> Bool {
    if let limit, announced >= UInt64(max(0, limit)) { return false }
    return comes(after: seconds)
  }
}

extension ArrivalSetting {
  /// Who has this id, as someone of `source` who walks with `leader`, or alone; the place is still open.
  func newcomer(id: UInt32, leader: UInt32, source: Source, tick: Int) -> Newcomer {
    let random = entrance.random
    let profile = source.profiles.choice(at: random.uniform4(.journey, entity: id, tick: 0).x)
    let journey = Int32(source.journeys.choice(at: random.uniform4(.journey, entity: leader, tick: 0).y))
    return Newcomer(
      id: id, pose: Pose(position: .zero, heading: Vector2(1, 0)),
      person: plan.profiles[profile].person(id: id, random: random), profile: UInt8(profile),
      model: modelOfProfile[profile], journey: journey, place: firstPlace(of: journey),
      pause: pause(of: source, leader: leader, tick: tick))
  }

  /// The tick of the first step in which somebody walks who enters at the end of step `tick`.
  private func pause(of source: Source, leader: UInt32, tick: Int) -> Int32 {
    if source.premovement == .constant(0) { return 0 }
    let u = entrance.random.uniform4(.parameters, entity: leader, tick: 0).z
    let ticks = (Double(source.premovement.value(at: u)) / crowdStep).rounded()
    if !(ticks > 0) { return 0 }
    return Int32(min(Double(tick + 1) + ticks, Double(Pedestrians.untilLetGo - 1)))
  }

  /// Where a journey begins; −1 for no journey.
  func firstPlace(of journey: Int32) -> Int32 {
    journey < 0 ? -1 : routes.place(of: plan.journeys[Int(journey)].stages[0]) ?? -1
  }

  /// Towards the first place; east where no way leads there.
  func heading(at p: Vector2, towards place: Int32) -> Vector2 {
    if place < 0 { return Vector2(1, 0) }
    let direction = routes.maps[Int(place)].direction(at: p, on: routes.grid, walls: walls)
    return direction == .zero ? Vector2(1, 0) : direction
  }
}
