import Kernel
import Testing

@Suite struct VectorTests {
  @Test(arguments: [0, 30, 90, 135, 180, 250, -45] as [Float])
  func turningThereAndBackChangesNothing(degrees: Float) {
    let heading = Math.unit(degrees: degrees)
    let v = Vector2(2, -3)
    #expect((v.turned(by: heading).seen(from: heading) - v).length < 1e-5)
    #expect(abs(v.turned(by: heading).length - v.length) < 1e-5)
    #expect((Vector2(1, 0).turned(by: heading) - heading).length < 1e-6)
    #expect((Math.unit(degrees: Math.degrees(of: heading)) - heading).length < 1e-6)
    #expect(abs(Math.degrees(of: heading)) <= 180)
  }

  @Test func leftIsToTheLeft() {
    #expect(Vector2(1, 0).left == Vector2(0, 1))
    #expect(Vector2(1, 0).cross(Vector2(1, 0).left) == 1)
    #expect(Vector2.zero.normalized == .zero)
    #expect(Vector2(3, 4).length == 5)
    #expect(!Vector2(.nan, 0).isFinite)
  }

  @Test func clocksCountInWholeTicks() {
    let clocks = Clocks(crowdStepMilliseconds: 50, hapticStepMilliseconds: 10)
    #expect(clocks.hapticTicksPerCrowdStep == 5)
    #expect(clocks.seconds(atCrowdTick: 1200) == 60)
    #expect(clocks.seconds(atHapticTick: 6000) == 60)
  }

  @Test func crowdFindsRowsById() {
    var crowd = Crowd()
    crowd.append(id: 9, position: .zero, velocity: .zero, heading: Vector2(1, 0), radius: 0.2)
    crowd.append(id: 4, position: .one, velocity: .zero, heading: Vector2(1, 0), radius: 0.3)
    #expect(crowd.row(of: 4) == 1 && crowd.row(of: 5) == nil && crowd.count == 2)
    crowd.removeAll()
    #expect(crowd == Crowd())
  }
}
