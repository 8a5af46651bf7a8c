import Kernel

/// Addresses of what is asked of everybody who walks, besides what the bins hold, while nobody writes it.
struct WalkerColumns: @unchecked Sendable {
  let ids: UnsafePointer<UInt32>
  let models: UnsafePointer<UInt8>
  private let headings: UnsafePointer<Vector2>
  private let timeGaps: UnsafePointer<Float>
  private let relaxations: UnsafePointer<Float>
  private let masses: UnsafePointer<Float>
  private let directions: UnsafePointer<Vector2>
  private let speeds: UnsafePointer<Float>

  /// The person in row `i`, who stands at `place` of the sorted columns.
  @inline(__always)
  func walker(_ i: Int, at place: Int, in columns: BinColumns) -> Walker {
    Walker(
      id: ids[i], position: Vector2(columns.x[place], columns.y[place]),
      velocity: Vector2(columns.velocityX[place], columns.velocityY[place]), heading: headings[i],
      radius: columns.radius[place], desiredSpeed: speeds[i], timeGap: timeGaps[i],
      relaxation: relaxations[i], mass: masses[i], desiredDirection: directions[i])
  }

  /// Not called where there is nobody.
  static func with(_ people: Pedestrians, _ wishes: Wishes, _ body: (WalkerColumns) -> Void) {
    precondition(wishes.directions.count == people.count && wishes.speeds.count == people.count)
    if people.count == 0 { return }
    people.ids.withUnsafeBufferPointer { ids in
      people.models.withUnsafeBufferPointer { models in
        people.headings.withUnsafeBufferPointer { headings in
          people.timeGaps.withUnsafeBufferPointer { timeGaps in
            people.relaxations.withUnsafeBufferPointer { relaxations in
              people.masses.withUnsafeBufferPointer { masses in
                wishes.directions.withUnsafeBufferPointer { directions in
                  wishes.speeds.withUnsafeBufferPointer { speeds in
                    body(
                      WalkerColumns(
                        ids: ids.baseAddress!, models: models.baseAddress!, headings: headings.baseAddress!,
                        timeGaps: timeGaps.baseAddress!, relaxations: relaxations.baseAddress!,
                        masses: masses.baseAddress!, directions: directions.baseAddress!,
                        speeds: speeds.baseAddress!))
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
