extension World {
  /// Index into the plan's journeys of everybody present, in the order of `write(into:)`; −1: none.
  public var journeysUnderWay: [Int] { pedestrians.journeys.map { Int($0) } }
}
