import Fields
import Kernel

/// One crowd on one grid, measured one way.
public struct ProfileCase: Codable, Hashable, Sendable {
  public var people: Int
  public var cells: Int  // along each side of the grid
  public var cellSize: Double  // [m]
  public var width: Double  // [m] standard deviation
  public var estimator: String
  public var deposit: String
  public var quantities: String  // a set of `ProfilePlan.quantitySets`
  public var order: ProfileCrowd.Order
  public var workers: Int

  public init(
    people: Int, cells: Int, cellSize: Double, width: Double, estimator: String, deposit: String,
    quantities: String, order: ProfileCrowd.Order, workers: Int
  ) {
    self.people = people
    self.cells = cells
    self.cellSize = cellSize
    self.width = width
    self.estimator = estimator
    self.deposit = deposit
    self.quantities = quantities
    self.order = order
    self.workers = workers
  }

  public var side: Double { Double(cells) * cellSize }

  var settings: FieldSettings {
    var settings = FieldSettings()
    settings.cellSize = Float(cellSize)
    settings.width = Float(width)
    settings.estimator = FieldSettings.Estimator(rawValue: estimator) ?? .gaussian
    settings.deposit = FieldSettings.Deposit(rawValue: deposit) ?? .quadratic
    return settings
  }
  var asked: FieldQuantities { ProfilePlan.quantitySets.first { $0.name == quantities }?.set ?? .density }

  /// In a few words, all of it.
  public var words: String { ProfileWords.group(self) }

}

/// Every combination of what is to be varied.
public struct ProfilePlan: Sendable {
  public static let quantitySets: [(name: String, set: FieldQuantities)] = [
    ("density", .density), ("velocity", .velocity), ("pressure", .pressure), ("danger", .danger),
    ("all", [.flow, .pressure, .divergence, .danger, .service]),
  ]
  public static let mostCases = 500
  public static let mostCells = 8192  // along a side
  public static let mostPeople = 5_000_000

  public var people = [1_000, 10_000, 100_000, 1_000_000]
  public var cells = [2048]
  public var cellSizes = [0.5]  // [m]
  public var widths = [0.7]  // [m]
  public var estimators = ["gaussian"]
  public var deposits = ["quadratic"]
  public var quantities = ["density", "pressure"]
  public var orders = [ProfileCrowd.Order.sorted]
  public var workers: [Int]
  public var seed: UInt64 = 1
  /// [s] of measuring in all; every case is measured at least `leastRounds` times.
  public var seconds = 15.0
  public var leastRounds = 5

  public init(workers: [Int]) { self.workers = workers }

  public var cases: [ProfileCase] {
    var all: [ProfileCase] = []
    for cells in cells {
      for cellSize in cellSizes {
        for width in widths {
          for estimator in estimators {
            for deposit in deposits {
              for quantities in quantities {
                for order in orders {
                  for people in people {
                    for workers in workers {
                      all.append(
                        ProfileCase(
                          people: people, cells: cells, cellSize: cellSize, width: width,
                          estimator: estimator,
                          deposit: deposit, quantities: quantities, order: order, workers: workers))
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    return all
  }
}
