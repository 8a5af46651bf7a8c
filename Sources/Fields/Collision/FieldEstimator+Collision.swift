import Kernel

/// What measuring the time to collision leaves behind.
struct CollisionScratch: Sendable {
  var times = CollisionTimes()
  var field = FieldScratch()
  var rate: [Float] = []  // [1/s] by cell
  var mass: [Float] = []  // planes that come along and nobody reads
  var aside: [Float] = []
}

extension FieldEstimator {
  /// [s] the most that the time to collision is said to be: where nobody is, or nobody collides before.
  public static let collisionHorizon = CollisionTimes.horizon

  /// The harmonic mean, by the estimator's own kernel, of the times to collision of the people counted in a cell:
  ///
  ///     T(c) = 1 / ⟨1/τᵢ⟩,  5 s at most
  ///
  /// People who collide with nobody add nothing to ⟨1/τ⟩. It is the mean that the avoidance number of Cordes, Chraibi,
  /// Tordeux & Schadschneider, "Dimensionless numbers reveal distinct regimes in the structure and dynamics of
  /// pedestrian crowds", PNAS Nexus 3 (2024), takes over people.
  func measureCollisions(_ crowd: Crowd, into field: inout CrowdField, workers: Workers) {
    var scratch = field.collisions
    field.collisions = CollisionScratch()
    scratch.times.find(crowd, sight, GridPlace(frame), workers: workers)
    if scratch.rate.count != frame.count {
      scratch.rate = [Float](repeating: 0, count: frame.count)
      scratch.mass = scratch.rate
      scratch.aside = scratch.rate
    }
    var (memory, people) = (FieldScratch(), Crowd())
    swap(&memory, &scratch.field)
    swap(&people, &scratch.times.crowd)
    scratch.rate.withUnsafeMutableBufferPointer { rate in
      scratch.mass.withUnsafeMutableBufferPointer { mass in
        scratch.aside.withUnsafeMutableBufferPointer { aside in
          let none = Rows(UnsafeMutableBufferPointer<Float>(start: nil, count: 0))
          let planes = FieldPlanes(
            first: Rows(mass), second: Rows(rate), third: Rows(aside), fourth: none, fifth: none)
          _ = measure(people, .moments, into: planes, &memory, workers: workers)
          field.timeToCollision.cells.withUnsafeMutableBufferPointer { times in
            let (times, rate) = (Rows(times), Rows(rate))
            forEachTile(memory, workers) { columns, rows, _ in
              for row in rows {
                for i in row * frame.columns + columns.lowerBound..<row * frame.columns + columns.upperBound {
                  times[i] = min(CollisionTimes.horizon, 1 / max(rate[i], 1e-3))
                }
              }
            }
          }
        }
      }
    }
    swap(&people, &scratch.times.crowd)
    swap(&memory, &scratch.field)
    field.collisions = scratch
  }
}
