import City
import Kernel
import Testing

/// Every way of walking in a world: it gets people through, keeps the books, and is the same whoever computes it.
@Suite struct ModelTests {
  private func wearer(_ x: Float, _ y: Float, _ journey: Int) -> WearerPlan {
    WearerPlan(
      name: "w\(journey)", start: Pose(position: Vector2(x, y), heading: Vector2(1, 0)),
      control: .journey(journey))
  }

  @Test func everyModelIsTested() {
    #expect(NamedModel.all.map(\.model.kind) == LocomotionModel.Kind.allCases)
    #expect(NamedModel.all.map(\.model) == LocomotionModel.Kind.allCases.map { LocomotionModel($0) })
  }

  /// RiMEA test 1: 40 m of corridor at 1.33 m/s take 26...34 s.
  @Test(arguments: NamedModel.all)
  func aFreePersonWalksAtTheDesiredSpeed(model: NamedModel) {
    let ground = Ground(walkable: [box(0, 0, 48, 3)], exits: [area("end", box(42, 0, 44, 3))])
    let plan = CityPlan(
      ground: ground, profiles: [steady(1.33)], journeys: [Journey(name: "go", stages: [.exit(0)])],
      wearers: [wearer(2, 1.5, 0)], locomotion: model.model)
    var world = world(plan)
    world.run(200)
    #expect(abs(world.crowd.velocities[0].length - 1.33) < 2e-3)
    #expect(abs(world.crowd.positions[0].y - 1.5) < 0.02)
    while world.arrived == 0, world.seconds < 60 { world.run(1) }
    #expect(abs(world.seconds - 40 / 1.33) < 1)
  }

  /// Two who meet two centimetres aside pass one another. Exactly head-on, the collision-free speed, social force
  /// and power law models know no side.
  @Test(arguments: NamedModel.all)
  func twoWhoMeetPass(model: NamedModel) {
    let ground = Ground(
      walkable: [box(0, 0, 20, 3)], exits: [area("right", box(19, 0, 20, 3)), area("left", box(0, 0, 1, 3))])
    let plan = CityPlan(
      ground: ground, profiles: [steady(1.3)],
      journeys: [Journey(name: "r", stages: [.exit(0)]), Journey(name: "l", stages: [.exit(1)])],
      wearers: [wearer(2, 1.5, 0), wearer(18, 1.52, 1)], locomotion: model.model)
    var world = world(plan)
    var least = Float.infinity
    while world.present > 0, world.seconds < 60 {
      world.run(1)
      let crowd = world.crowd
      if crowd.count == 2 { least = min(least, (crowd.positions[0] - crowd.positions[1]).length) }
    }
    #expect(world.arrived == 2 && world.seconds < 25)
    #expect(least > 0.38)
  }

  /// A room of sixty people empties through an opening of 2 m, and through one of 1 m where the model does not jam.
  @Test(arguments: NamedModel.all, [1, 2] as [Float])
  func aBottleneckEmpties(model: NamedModel, width: Float) {
    let jams = [NamedModel.steered.name, NamedModel.anticipation.name]
    if width < 2, jams.contains(model.name) { return }
    let ground = Ground(
      walkable: [box(0, 0, 8, 8), box(7.9, 4 - width / 2, 10, 4 + width / 2), box(9, 0, 13, 8)],
      exits: [area("end", box(12, 0, 13, 8))], sources: [area("room", box(0, 0, 6, 8))])
    let plan = CityPlan(
      ground: ground, journeys: [Journey(name: "go", stages: [.exit(0)])],
      sources: [Source(initial: 60, journeys: only(0), profiles: only(0))], locomotion: model.model)
    var world = world(plan)
    #expect(world.present == 60)
    while world.arrived < 60, world.seconds < 150 { world.run(1) }
    #expect(world.arrived == 60 && world.quarantined == 0)
  }

  /// Four streams that cross, and two that meet in a corridor, keep moving at low density.
  @Test(arguments: NamedModel.all)
  func thinStreamsKeepMoving(model: NamedModel) {
    var cross = crossing(rate: 0.3)
    cross.locomotion = model.model
    let corridor = Ground(
      walkable: [box(0, 0, 30, 4)], exits: [area("right", box(29, 0, 30, 4)), area("left", box(0, 0, 1, 4))],
      sources: [area("l", box(1.5, 0, 3, 4)), area("r", box(27, 0, 28.5, 4))])
    let meet = CityPlan(
      ground: corridor,
      journeys: [Journey(name: "r", stages: [.exit(0)]), Journey(name: "l", stages: [.exit(1)])],
      sources: (0..<2).map { Source(rate: 0.2, journeys: only($0), profiles: only(0)) },
      locomotion: model.model)
    for plan in [cross, meet] {
      var world = world(plan, seed: 5)
      var entered = 0
      var speeds = 0.0
      var people = 0
      for _ in 0..<1_600 {
        world.run(1)
        for v in world.crowd.velocities { speeds += Double(v.length) }
        people += world.present
        if world.tick == 800 { entered = world.spawned }
      }
      #expect(entered > 10)
      #expect(world.arrived > entered * 9 / 10)
      #expect(speeds / Double(people) > 0.8)
    }
  }

  /// The same bits for any number of workers, and every time.
  @Test(arguments: NamedModel.all)
  func hashesDoNotDependOnTheWorkers(model: NamedModel) {
    var plan = busy(initial: 500)
    plan.locomotion = model.model
    let start = world(plan, seed: 42)
    var hashes: [UInt64] = []
    for count in [1, 2, 3, 5, 8, 1] {
      var world = start
      world.run(20, workers: Workers(count))
      hashes.append(world.hash())
    }
    #expect(hashes.allSatisfy { $0 == hashes[0] })
    #expect(hashes[0] != start.hash())
  }

  /// Bins, wall lists and packed columns change nothing but the time: the same step by asking everybody about
  /// everybody and every wall. The order of sums differs, and now and then tips a choice.
  @Test(arguments: NamedModel.all)
  func binsAgreeWithAskingEverybody(model: NamedModel) {
    var plan = busy(initial: 250)
    plan.locomotion = model.model
    // One part a step, so that what is asked is what is walked.
    var world = World(
      plan: plan, seed: 1, clocks: Clocks(crowdStepMilliseconds: 10, hapticStepMilliseconds: 10))
    #expect(model.model.stepParts(of: 0.01) == 1)
    world.run(150)
    var people = 0
    var alike = 0
    for _ in 0..<3 {
      var slow = world.velocitiesByAskingEverybody()
      world.run(1)
      var fast = world.chosenVelocities
      slow[1] = .zero  // the wearer at the keys
      fast[1] = .zero
      #expect(slow.count == fast.count)
      people += slow.count
      alike += zip(slow, fast).count { ($0 - $1).length < 1e-3 }
    }
    #expect(alike >= people * 995 / 1000)
  }

  /// Nobody is lost, pushed through a wall or thrown, not even in steps of half a second.
  @Test(arguments: NamedModel.all)
  func nobodyEntersAWallOrIsThrown(model: NamedModel) {
    var plan = busy(initial: 500)
    plan.locomotion = model.model
    for milliseconds in [50, 500] {
      var world = World(
        plan: plan, seed: 11, clocks: Clocks(crowdStepMilliseconds: milliseconds, hapticStepMilliseconds: 10))
      for _ in 0..<(milliseconds == 50 ? 60 : 12) {
        world.run(1)
        let crowd = world.crowd
        #expect(crowd.positions.allSatisfy(plan.ground.isWalkable))
        #expect(crowd.velocities.allSatisfy { $0.length < 5.01 })
      }
      #expect(world.quarantined == 0)
      #expect(world.spawned == world.arrived + world.present)
    }
  }

  /// Odd parameters make odd walks, never nonsense.
  @Test(arguments: [0, 1e-20, 1e20] as [Float])
  func parametersAtTheirLimitsGiveFiniteStates(value: Float) {
    for model in LocomotionModel.odd(value) {
      var plan = busy(initial: 120)
      plan.locomotion = model
      var profile = Profile(
        name: "odd", desiredSpeed: .uniform(minimum: 0, maximum: 3), timeGap: .constant(value))
      profile.relaxation = .constant(value)
      profile.mass = .constant(value)
      plan.profiles = [profile]
      var world = world(plan)
      world.run(15)
      #expect(world.quarantined == 0, "\(model)")
      #expect(world.crowd.positions.allSatisfy(plan.ground.isWalkable), "\(model)")
      #expect(world.crowd.velocities.allSatisfy { $0.isFinite }, "\(model)")
    }
  }
}

extension LocomotionModel {
  /// Every model with everything at `value`, and with every second parameter there, but for what bounds the look
  /// around.
  fileprivate static func odd(_ value: Float) -> [LocomotionModel] {
    var steered = SteeredSpeed()
    steered.rangeAhead = value
    steered.rangeAside = value
    steered.greatestTurn = value
    steered.turning = value
    steered.backing = value
    steered.wallRepulsion = value
    steered.wallRange = value
    var anticipation = AnticipationVelocity()
    anticipation.strength = value
    anticipation.range = value
    anticipation.anticipation = value
    anticipation.turning = value
    anticipation.wallBuffer = value
    anticipation.pushOut = value
    var social = SocialForce()
    social.strength = value
    social.range = value
    var hard = SocialForce()
    hard.bodyForce = value
    hard.friction = value
    var centrifugal = CentrifugalForce()
    centrifugal.neighbourStrength = value
    centrifugal.wallStrength = value
    centrifugal.smoothing = value
    centrifugal.neighbourCap = value
    centrifugal.wallCap = value
    var shaped = CentrifugalForce()
    shaped.lengthAtRest = value
    shaped.lengthPerSpeed = value
    shaped.narrowest = value
    shaped.widest = value
    var power = PowerLaw()
    power.strength = value
    power.horizon = value
    power.greatestForce = value
    power.contactStiffness = value
    var far = PowerLaw()
    far.horizon = value
    far.contactStiffness = value
    var reciprocal = ReciprocalAvoidance()
    reciprocal.horizon = value
    reciprocal.wallHorizon = value
    reciprocal.mostSpeed = value
    return [
      .steeredSpeed(steered), .anticipationVelocity(anticipation), .socialForce(social), .socialForce(hard),
      .centrifugalForce(centrifugal), .centrifugalForce(shaped), .powerLaw(power), .powerLaw(far),
      .reciprocalAvoidance(reciprocal),
    ]
  }
}
