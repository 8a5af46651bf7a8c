/// What a walker goes by.
public enum WalkerKind: String, CaseIterable, Sendable {
  /// The way to the goal.
  case none
  case vision
  case touch
  case both
  /// Touch whose actuators change places at every decision: nothing of a direction is left, but how much there is.
  case shuffled
  /// What the garment of somebody else in the same crowd feels at the same time: nothing is left.
  case stranger
  /// Touch on a vest worn the wrong way round, by somebody who has learnt it the right way.
  case mirrored
  /// What will happen.
  case perfect

  /// Those that are no control.
  public static let senses: [WalkerKind] = [.none, .vision, .touch, .both]

  /// For tables.
  public var title: String {
    switch self {
    case .none: "none"
    case .vision: "vision"
    case .touch: "touch"
    case .both: "vision and touch"
    case .shuffled: "touch, actuators shuffled"
    case .stranger: "touch of somebody else"
    case .mirrored: "touch, vest back to front"
    case .perfect: "perfect information"
    }
  }

  var sees: Bool { self == .vision || self == .both }
  var feels: Bool { fault != nil }
  var fault: Touch.Fault? {
    switch self {
    case .touch, .both, .stranger: Touch.Fault.none
    case .shuffled: .shuffled
    case .mirrored: .mirrored
    case .none, .vision, .perfect: nil
    }
  }
  /// How many walkers further on the percept comes from.
  var stranger: Int { self == .stranger ? 1 : 0 }
  var channels: Int { (sees ? Sight.channels : 0) + (feels ? Touch.channels : 0) }
  /// Whose practice it has learnt from.
  var teacher: WalkerKind { self == .mirrored ? .touch : self }
}
