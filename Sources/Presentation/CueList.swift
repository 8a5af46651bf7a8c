import Kernel

/// What shall sound at one moment, as data: read by the sound device, by the WAV renderer and by the tests.
public struct CueList: Equatable, Sendable {
  /// One murmur per direction round the listener, always the same number of them.
  public struct Presence: Equatable, Sendable {
    public var direction: Vector2  // unit vector in the listener's frame: x ahead, y to the left
    public var distance: Float  // [m] of the people it stands for
    public var level: Float  // 0...1 linear amplitude
    public init(direction: Vector2, distance: Float, level: Float) {
      self.direction = direction
      self.distance = distance
      self.level = level
    }
  }
  /// A short sound, once.
  public struct Earcon: Equatable, Sendable {
    public enum Kind: String, CaseIterable, Sendable { case dense, clear }
    public var kind: Kind
    public var direction: Vector2  // unit vector in the listener's frame; zero: no direction
    public init(kind: Kind, direction: Vector2) {
      self.kind = kind
      self.direction = direction
    }
  }
  public var presence: [Presence] = []
  public var earcons: [Earcon] = []  // that start at this moment
  public var silent = false  // everything stops at once
  public init() {}
}
