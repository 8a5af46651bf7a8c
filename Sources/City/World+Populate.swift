import ECS
import Kernel

extension World {
  var arrivalSetting: ArrivalSetting {
    ArrivalSetting(
      plan: plan, entrance: entrance, walls: walls, routes: routes, modelOfProfile: modelOfProfile)
  }

  /// Lets in the wearers, ids from 1 up, and then the sources' initial people, as many as find room.
  mutating func populate() {
    for i in plan.wearers.indices { enterWearer(i) }
    for (i, source) in plan.sources.enumerated() {
      gates.announce(source.initial, at: i, limit: source.limit)
    }
    admit(
      arrivalSetting, tick: -1, tries: 500, system: 0, gates: &gates, room: &room, allocator: &allocator,
      ledger: &ledger, commands: &commands)
    applyCommands(
      tick: 0, commands: &commands, pedestrians: &pedestrians, allocator: &allocator, ledger: &ledger,
      quarantine: &quarantine)
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
}

extension WearerPlan {
  fileprivate var journey: Int32 {
    switch control {
    case .journey(let index): Int32(index)
    case .keyboard: -1
    }
  }
}
