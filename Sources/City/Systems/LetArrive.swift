import ECS
import Kernel

/// What arrivals need of the world and leave alone.
struct ArrivalSetting {
  let plan: CityPlan
  let entrance: Entrance
  let walls: Walls
  let routes: Routes
  let modelOfProfile: [UInt8]
}

/// Draws who comes to each source in this step, and lets in as many of those who wait as find room; the others go
/// on waiting, after the window has closed too. Asks for newcomers to be spawned.
func letArrive(
  _ setting: ArrivalSetting, tick: Int, seconds: ClosedRange<Double>, positions: [Vector2], radii: [Float],
  system: Int, gates: inout Gates, room: inout StandingRoom, allocator: inout EntityAllocator,
  ledger: inout Ledger, commands: inout Commands<Newcomer, Farewell>
) {
  for (i, source) in setting.plan.sources.enumerated() where gates.open[i] != 0 {
    let comers = source.comers(
      from: seconds.lowerBound, to: seconds.upperBound, index: i, tick: tick, random: setting.entrance.random)
    gates.announce(comers, at: i, limit: source.limit)
  }
  if gates.waiting.allSatisfy({ $0 == 0 }) { return }
  room.removeAll()
  for (p, radius) in zip(positions, radii) { room.add(p, radius: radius) }
  admit(
    setting, tick: tick, tries: 12, system: system, gates: &gates, room: &room, allocator: &allocator,
    ledger: &ledger, commands: &commands)
}

/// Lets in those who wait, source by source, until one of a source finds no room in `tries` draws.
func admit(
  _ setting: ArrivalSetting, tick: Int, tries: Int, system: Int, gates: inout Gates, room: inout StandingRoom,
  allocator: inout EntityAllocator, ledger: inout Ledger, commands: inout Commands<Newcomer, Farewell>
) {
  for (i, source) in setting.plan.sources.enumerated() {
    var draw: UInt32 = 0
    while gates.waiting[i] > 0 {
      var newcomer = setting.newcomer(id: ledger.nextID, source: source)
      guard
        let place = setting.entrance.place(
          source: i, tick: tick, radius: newcomer.person.radius, tries: tries, draw: &draw,
          walls: setting.walls, room: room)
      else { break }
      newcomer.pose = Pose(position: place, heading: setting.heading(at: place, towards: newcomer.place))
      ledger.nextID += 1
      gates.waiting[i] -= 1
      room.add(place, radius: newcomer.person.radius)
      commands.spawn(newcomer, as: allocator.allocate(), system: system)
    }
  }
}

extension ArrivalSetting {
  /// Who has this id, as someone of `source`; the place is still open.
  func newcomer(id: UInt32, source: Source) -> Newcomer {
    let random = entrance.random
    let u = random.uniform4(.journey, entity: id, tick: 0)
    let profile = source.profiles.choice(at: u.x)
    let journey = Int32(source.journeys.choice(at: u.y))
    return Newcomer(
      id: id, pose: Pose(position: .zero, heading: Vector2(1, 0)),
      person: plan.profiles[profile].person(id: id, random: random), profile: UInt8(profile),
      model: modelOfProfile[profile], journey: journey, place: firstPlace(of: journey))
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
