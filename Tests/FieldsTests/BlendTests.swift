import Fields
import Kernel
import Testing

/// Between two views.
@Suite struct BlendTests {
  static func random(_ seed: UInt64) -> BodyView {
    var view = BodyView()
    let random = CounterRandom(seed: seed)
    for i in view.density.indices {
      let u = random.uniform4(.test, entity: UInt32(i), tick: 0)
      view.density[i] = u.z < 0.3 ? 0 : 7 * u.x
      view.closingSpeed[i] = 4 * u.y - 2
    }
    view.ownDensity = random.uniform(.test, entity: 999, tick: 0)
    return view
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>) func theEndsAreExact(seed: UInt64) {
    let (before, after) = (BlendTests.random(seed), BlendTests.random(seed + 100))
    var view = BlendTests.random(7)
    for t in [0, -0.5, .nan] as [Float] {
      view.blend(before, after, t)
      #expect(view == before)
    }
    for t in [1, 1.5] as [Float] {
      view.blend(before, after, t)
      #expect(view == after)
    }
  }

  @Test func betweenTheEndsNothingOvershoots() {
    let (before, after) = (BlendTests.random(1), BlendTests.random(2))
    var view = BodyView()
    for step in 1..<8 {
      let t = Float(step) / 8
      view.blend(before, after, t)
      for i in view.density.indices {
        let (a, b) = (before.density[i], after.density[i])
        #expect(abs(view.density[i] - (a * (1 - t) + b * t)) < 1e-6)
        if a + b > 0 {
          let speeds = [before.closingSpeed[i], after.closingSpeed[i]]
          #expect(
            view.closingSpeed[i] >= speeds.min()! - 1e-5 && view.closingSpeed[i] <= speeds.max()! + 1e-5)
        } else {
          #expect(view.closingSpeed[i] == 0)
        }
      }
    }
  }

  @Test func aViewBlendsWithItselfToItself() {
    let still = BlendTests.random(3)
    var view = BodyView()
    view.blend(still, still, 0.375)
    for i in view.density.indices { #expect(abs(view.density[i] - still.density[i]) < 1e-6) }
  }
}
