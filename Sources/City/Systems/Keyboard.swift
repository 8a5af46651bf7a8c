import Kernel

/// What the person at the keys wants in one step.
public struct StepInput: Equatable, Sendable {
  /// [m/s] in the world's frame; cut to `StepInput.fastest`, not finite counts as zero.
  public var velocity: Vector2
  /// Wanted direction of the chest; nil: as the walking direction.
  public var heading: Vector2?

  /// Whether a velocity other than zero leads the first wearer off the journey for this step.
  public var takesOver = false

  /// [m/s] a run.
  public static let fastest: Float = 4

  public init(velocity: Vector2 = .zero, heading: Vector2? = nil) {
    self.velocity = velocity
    self.heading = heading
  }

  var safeVelocity: Vector2 {
    guard velocity.isFinite, velocity.length.isFinite else { return .zero }
    return velocity.length > StepInput.fastest ? velocity.normalized * StepInput.fastest : velocity
  }
  /// Unit vector, or nil where none is wanted or it has no direction.
  var safeHeading: Vector2? {
    guard let unit = heading?.normalized, unit.isFinite, unit != .zero else { return nil }
    return unit
  }
}

/// Replaces the chosen velocities of the people who walk as the keys say. They do not push: what of the velocity
/// leads further into a body they touch is lost.
func applyKeyboard(
  _ input: StepInput, plan: [WearerPlan], wearers: [UInt8], positions: [Vector2], radii: [Float],
  bins: NeighbourBins, into chosen: inout [Vector2]
) {
  for i in wearers.indices where plan.walks(wearers[i], by: input) {
    var velocity = input.safeVelocity
    let p = positions[i]
    if p.isFinite {
      bins.forEachRun(near: p, reach: 2) { run in
        for k in run where Int(bins.rows[k]) != i {
          let way = Vector2(bins.x[k], bins.y[k]) - p
          guard way.length < radii[i] + bins.radius[k] else { continue }
          let into = velocity.dot(way.normalized)
          if into > 0 { velocity -= way.normalized * into }
        }
      }
    }
    chosen[i] = velocity
  }
}

extension [WearerPlan] {
  /// True where column value `wearer` (index plus 1; 0: none) names somebody who walks by the keys in this step: all
  /// whom the scene gives to the keys, and where they take over the first wearer, who goes on with the journey after.
  func walks(_ wearer: UInt8, by input: StepInput) -> Bool {
    guard wearer > 0 else { return false }
    return self[Int(wearer) - 1].control == .keyboard
      || (wearer == 1 && input.takesOver && input.safeVelocity != .zero)
  }
}
