import Kernel

extension World {
  /// Which of the plan's journeys everybody present is on, in the order of `write(into:)`; −1: none.
  public var journeysUnderWay: [Int] { pedestrians.journeys.map { Int($0) } }
}
