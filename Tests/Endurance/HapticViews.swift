import Kernel

/// What a wearer may have round them.
enum HapticViews {
  static func random(_ seed: UInt64) -> BodyView {
    var view = BodyView()
    let random = CounterRandom(seed: seed)
    for i in view.density.indices {
      let u = random.uniform4(.test, entity: UInt32(i), tick: 0)
      view.density[i] = u.x < 0.5 ? 0 : 3 * u.y
      view.closingSpeed[i] = 4 * u.z - 2
      view.relativeSpeed[i] = 2 * u.w
      view.pressure[i] = 0.1 * u.x * u.y
    }
    for k in 0..<view.sectors {
      let u = random.uniform4(.test, entity: UInt32(k), tick: 1)
      if u.x < 0.4 { (view.nearest[k], view.collision[k]) = (4 * u.y, 5 * u.z) }
      if u.w < 0.1 { view.hazard[k] = u.x }
    }
    return view
  }
}
