import Kernel

extension HapticTrack {
  /// An effect as the garment plays it by itself: what it asks is what is sent, and motors and fresh skin follow.
  public init(_ effect: HapticEffect, on garment: Garment) {
    precondition(effect.actuators == garment.actuators.count, "the effect was laid onto this garment")
    self.init(garment, stepMilliseconds: effect.stepMilliseconds)
    let dt = Float(effect.stepMilliseconds) / 1000
    var motors = Motors(garment)
    var percept = Percept(garment)
    let count = effect.actuators
    for step in 0..<effect.steps {
      let drive = Array(effect.level[step * count..<(step + 1) * count])
      let asked = Array(effect.carrier[step * count..<(step + 1) * count])
      motors.tick(drive: drive, carrier: asked, dt: dt)
      percept.tick(motors, dt: dt)
      let carrier = (0..<count).map {
        garment.actuators[$0].kind.settledHertz(level: drive[$0], carrier: asked[$0])
      }
      append(
        drive: drive, carrier: carrier, motion: motors.acceleration, frequency: motors.frequency,
        felt: percept.intensity)
    }
  }
}
