import Kernel

/// What the plan's stages look like on the ground. Made once.
struct Stages: Sendable {
  let itinerary: Itinerary
  let queues: [QueueLayout]
  let waitings: [WaitingLattice]
  let areas: [EventArea?]  // by event: where people are counted

  init(plan: CityPlan, routes: Routes, walls: Walls, outline: Outline) {
    itinerary = Itinerary(plan: plan, routes: routes)
    queues = QueueLayout.all(plan.queues, outline: outline, walls: walls)
    waitings = plan.waitings.map {
      WaitingLattice($0, outline: outline, walls: walls, grid: routes.grid)
    }
    areas = plan.events.map { EventArea(of: $0.trigger, grid: routes.grid) }
  }
}
