import Haptics
import Kernel
import Scenes

/// The crowd that a mapping is tuned in: a session with one wearer, and a slice of it that comes again and again, so that
/// A and B are felt in the very same crowd.
public struct TuneStage {
  public private(set) var session: Session
  private var start: Session
  public var loopSeconds: Double

  /// The session's first wearer, or the first person there is where nobody wears anything, wears `wearer`'s garment.
  /// The first `warmUp` seconds pass at once.
  public init(
    _ session: Session, _ wearer: Wearer, warmUp: Double, loopSeconds: Double, interrupted: () -> Bool
  ) {
    var session = session
    session.dress(wearer)
    while session.seconds < warmUp - 1e-9, !interrupted() { session.frame(FrameInput()) }
    // Whoever left meanwhile is replaced by somebody who is there.
    if session.wearers.first?.present != true { session.dress(wearer) }
    self.session = session
    start = session
    self.loopSeconds = loopSeconds
  }

  /// 0…1 of the slice that has passed.
  public var share: Double { min(max((session.seconds - start.seconds) / loopSeconds, 0), 1) }
  public var isOver: Bool { session.seconds >= start.seconds + loopSeconds - 1e-9 }

  /// Takes a step; `mapping` is felt from its first haptic tick on.
  public mutating func step(_ mapping: Mapping, mask: [Bool]?, stopped: Bool) {
    take(mapping, mask)
    var input = FrameInput()
    input.stopped = stopped
    session.frame(input)
  }

  private mutating func take(_ mapping: Mapping, _ mask: [Bool]?) {
    guard !session.wearers.isEmpty else { return }
    if session.wearers[0].mapping != mapping { session.wearers[0].change(to: mapping) }
    session.wearers[0].mask = mask
  }

  /// Back to where the slice begins: the same crowd, the same skin.
  public mutating func rewind() { session = start }
  public mutating func beginHere() { start = session }
  public mutating func silence() { session.silence() }
}

extension Session {
  /// One wearer alone is left: the first one, or where nobody wears anything the person with the lowest id.
  mutating func dress(_ wearer: Wearer) {
    let former = wearers.first
    let id =
      former.flatMap { $0.id == nil || $0.present ? $0.id : nil }
      ?? (former?.id == nil && former != nil ? nil : crowd.ids.first)
    var state = WearerState(
      id: id, name: wearer.name, garment: wearer.garment, mapping: wearer.mapping, seed: seed ?? 0,
      clocks: clocks,
      start: former?.pose)
    state.sense(crowd, field, estimator, wearers: id.map { [$0] } ?? [], hazards: hazards)
    wearers = [state]
  }
}
