/// A point or a displacement on the ground [m], or a velocity [m/s]: x east, y north.
public typealias Vector2 = SIMD2<Float>
/// A point on a body [m]: x to the wearer's right, y up, z forward, origin on the ground between the feet.
public typealias Vector3 = SIMD3<Float>

extension SIMD2 where Scalar == Float {
  @inlinable public func dot(_ other: Self) -> Float { x * other.x + y * other.y }
  /// z of the cross product; positive where `other` lies to the left of `self`.
  @inlinable public func cross(_ other: Self) -> Float { x * other.y - y * other.x }
  @inlinable public var lengthSquared: Float { x * x + y * y }
  @inlinable public var length: Float { (x * x + y * y).squareRoot() }
  /// The unit vector along `self`; zero stays zero.
  @inlinable public var normalized: Self {
    let l = length
    return l > 0 ? self / l : .zero
  }
  /// `self` turned by 90° to the left.
  @inlinable public var left: Self { Self(-y, x) }
  /// `self`, given in the frame whose x axis is the unit vector `heading`, brought to the world's frame.
  @inlinable public func turned(by heading: Self) -> Self {
    Self(x * heading.x - y * heading.y, x * heading.y + y * heading.x)
  }
  /// `self`, given in the world's frame, seen from the frame whose x axis is the unit vector `heading`.
  @inlinable public func seen(from heading: Self) -> Self {
    Self(x * heading.x + y * heading.y, y * heading.x - x * heading.y)
  }
  @inlinable public var isFinite: Bool { x.isFinite && y.isFinite }
}

extension SIMD3 where Scalar == Float {
  @inlinable public var length: Float { (x * x + y * y + z * z).squareRoot() }
}

/// Where a body stands and where its chest points.
public struct Pose: Equatable, Sendable {
  public var position: Vector2  // [m]
  public var heading: Vector2  // unit vector
  public init(position: Vector2, heading: Vector2) {
    self.position = position
    self.heading = heading
  }
}
