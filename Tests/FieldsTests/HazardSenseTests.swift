import Fields
import Kernel
import Testing

/// A hazard is felt where it lies, in time to stop, and by whoever stands at its edge.
@Suite struct HazardSenseTests {
  /// Everything north of y = 10.
  static let quay = Hazard(
    name: "quay", polygon: Polygon(Rectangle(minimum: Vector2(-50, 10), maximum: Vector2(50, 20))))

  static func view(at y: Float, heading degrees: Float, speed: Float) -> BodyView {
    var view = BodyView()
    let heading = Math.unit(degrees: degrees)
    senseHazards(
      [quay], pose: Pose(position: Vector2(0, y), heading: heading), velocity: heading * speed, into: &view)
    return view
  }

  /// Walking north at 1.3 m/s: nothing 4 s before the edge, all of it 1.2 s before.
  @Test func itPressesInTime() {
    let speed: Float = 1.3
    var last: Float = 0
    for step in 0...60 {
      let seconds = 6 - Float(step) * 0.1
      let urgency = HazardSenseTests.view(at: 10 - seconds * speed, heading: 90, speed: speed).hazard[0]
      #expect(urgency >= last)
      if seconds >= 4.01 { #expect(urgency == 0) }
      if seconds <= 3.9 { #expect(urgency > 0) }
      if seconds <= 1.2 { #expect(urgency == 1) }
      last = urgency
    }
    #expect(last == 1)
  }

  @Test func whoWalksAwayOrAlongIsLeftAlone() {
    #expect(HazardSenseTests.view(at: 8, heading: -90, speed: 1.3).hazard.allSatisfy { $0 == 0 })
    let along = HazardSenseTests.view(at: 9.0, heading: 0, speed: 1.3)
    // One metre from the edge, walking east: ahead is free, the slanting ways to the left are not.
    #expect(along.hazard[0] == 0 && along.hazard[24] == 0)
    #expect(along.hazard[3] > 0)
  }

  @Test func whoStandsAtTheEdgeFeelsIt() {
    let near = HazardSenseTests.view(at: 9.8, heading: 0, speed: 0)
    #expect(abs(near.hazard[8] - 0.75) < 1e-4)  // 0.2 of 0.8 m, on the left
    #expect(near.hazard[24] == 0)
    #expect(HazardSenseTests.view(at: 9, heading: 0, speed: 0).hazard.allSatisfy { $0 == 0 })
  }

  @Test func whoIsInItFeelsItAllRound() {
    #expect(HazardSenseTests.view(at: 12, heading: 45, speed: 1).hazard.allSatisfy { $0 == 1 })
  }

  @Test func turningTurns() {
    let straight = HazardSenseTests.view(at: 8.5, heading: 90, speed: 1)
    var turned = BodyView()
    let hazard = Hazard(
      name: "east",
      polygon: Polygon(HazardSenseTests.quay.polygon.vertices.map { Vector2($0.y, -$0.x) }))
    senseHazards(
      [hazard], pose: Pose(position: Vector2(8.5, 0), heading: Vector2(1, 0)), velocity: Vector2(1, 0),
      into: &turned)
    for k in 0..<32 { #expect(abs(straight.hazard[k] - turned.hazard[k]) < 1e-4) }
  }
}
