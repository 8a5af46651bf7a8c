import City
import Kernel
import Testing

/// Whoever looks at the crowd from outside learns where each of its people is bound, row by row.
@Test(arguments: [12, 6_000])
func journeysStandInTheOrderOfTheCrowd(people: Int) {
  let side = (Float(people) * 4).squareRoot()
  let ground = Ground(
    walkable: [box(-2, 0, side + 2, side)],
    exits: [area("left", box(-2, 0, -1, side)), area("right", box(side + 1, 0, side + 2, side))],
    sources: [area("crowd", box(0, 0, side, side))])
  let plan = CityPlan(
    ground: ground, profiles: [steady(1)],
    journeys: [Journey(name: "left", stages: [.exit(0)]), Journey(name: "right", stages: [.exit(1)])],
    sources: [
      Source(
        initial: people, journeys: [Weighted(index: 0, weight: 1), Weighted(index: 1, weight: 1)],
        profiles: only(0))
    ])
  var walking = world(plan)
  walking.run(3)
  let crowd = walking.crowd
  #expect(walking.journeysUnderWay.count == crowd.count)
  #expect(Set(walking.journeysUnderWay) == [0, 1])
  for (journey, heading) in zip(walking.journeysUnderWay, crowd.headings) {
    #expect(journey == (heading.x < 0 ? 0 : 1))
  }
}
