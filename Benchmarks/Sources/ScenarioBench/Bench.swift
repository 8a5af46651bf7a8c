import City
import Kernel
import Scenes

/// A scenario made ready to run.
struct Bench {
  let question: Question
  let plan: CityPlan
  let clocks: Clocks

  /// Reads the scene file where the scenario has one. `scenes` is the folder of scenes.
  init(
    _ scenario: Scenario, people: Int, model: Model?, stepMilliseconds: Int?, seed: UInt64, warmUp: Int,
    steps: Int, windows: Int, scenes: String
  ) throws {
    var question = Question(
      scenario: scenario.name, people: people, model: (model ?? scenario.model).rawValue,
      stepMilliseconds: stepMilliseconds ?? scenario.stepMilliseconds, seed: seed, warmUp: warmUp,
      steps: steps, windows: windows)
    if let file = scenario.scene {
      let scene = try Scene.load(path: "\(scenes)/\(file)").scene
      var plan = scene.city
      if let model { plan.locomotion = model.published }
      self.plan = plan
      question.people = plan.sources.reduce(plan.wearers.count) { $0 + $1.initial }
      question.model = plan.locomotion.kind.rawValue
      question.stepMilliseconds = stepMilliseconds ?? scene.clocks.crowdStepMilliseconds
    } else {
      plan = scenario.build(people, (model ?? scenario.model).published)
    }
    self.question = question
    clocks = Clocks(
      crowdStepMilliseconds: question.stepMilliseconds, hapticStepMilliseconds: question.stepMilliseconds)
  }

  func world(workers: Workers) -> World {
    World(plan: plan, seed: question.seed, clocks: clocks, workers: workers)
  }

  /// Lets everybody in, warms up, and times the windows. Without `memory` those figures are 0.
  func run(workers count: Int, memory: Bool, progress: (String) -> Void) -> Measurement {
    let workers = Workers(count)
    progress("walls and maps")
    let bare = Resources.memory()
    let ground = memory ? memoryOfGround(workers) : nil
    progress("people come in")
    let start = Resources.wall()
    var world = world(workers: workers)
    let setUp = Double(Resources.wall() - start) / 1e9
    if world.waiting > 0 {
      Progress.notice("\(question.scenario): \(world.waiting) of \(question.people) found no room")
    }
    progress("warming up")
    var none = Trace.none
    _ = countedSteps(&world, question.warmUp, workers, &none)
    var windows: [Window] = []
    for k in 0..<question.windows {
      progress("window \(k + 1) of \(question.windows)")
      windows.append(window(&world, workers))
    }
    return Measurement(
      question: question, workers: count, present: world.present, quarantined: world.quarantined,
      windows: windows, setUpSeconds: setUp, groundBytes: ground.map { max(0, $0 - bare) } ?? 0,
      peopleBytes: ground.map { max(0, Resources.memory() - $0) } ?? 0, hash: world.hash())
  }

  /// [B] of the process while the same city stands empty.
  private func memoryOfGround(_ workers: Workers) -> Int {
    var empty = plan
    for i in empty.sources.indices {
      empty.sources[i].initial = 0
      empty.sources[i].density = nil
    }
    empty.wearers = []
    let world = World(plan: empty, seed: question.seed, clocks: clocks, workers: workers)
    return withExtendedLifetime(world) { Resources.memory() }
  }

  private func window(_ world: inout World, _ workers: Workers) -> Window {
    var trace = Trace(now: { Resources.wall() })
    let wall = Resources.wall()
    let processor = Resources.processor()
    let agentSteps = countedSteps(&world, question.steps, workers, &trace)
    return Window(
      wallNanoseconds: Resources.wall() - wall, processorNanoseconds: Resources.processor() - processor,
      agentSteps: agentSteps,
      systems: Dictionary(uniqueKeysWithValues: trace.scopes.map { ($0.name, $0.nanoseconds) }))
  }
}

/// Steps the world and counts the people it moved. Never inlined: the gate counts instructions inside it alone, and
/// finds it by this name.
@inline(never)
func countedSteps(_ world: inout World, _ steps: Int, _ workers: Workers, _ trace: inout Trace) -> Int {
  var agentSteps = 0
  for _ in 0..<steps {
    agentSteps += world.present
    world.step(workers: workers, trace: &trace)
  }
  return agentSteps
}
