import Kernel

/// Which part of the ground a part of the picture shows. North is up.
public struct Camera: Equatable, Sendable {
  public var centre: Vector2  // [m] shown in the viewport's middle
  public var metresPerPixel: Float  // [m/px] > 0
  public var viewport: Rectangle  // [px] of the picture

  /// Nearest and farthest: a hand fills the picture, or a continent does.
  public static let scales: ClosedRange<Float> = 0.001...2000  // [m/px]

  public init(centre: Vector2, metresPerPixel: Float, viewport: Rectangle) {
    self.centre = centre.isFinite ? centre : .zero
    self.metresPerPixel = Camera.allowed(metresPerPixel)
    self.viewport = viewport
  }

  /// Shows all of `area` [m] with `margin` [px] left free on every side.
  public init(fitting area: Rectangle, viewport: Rectangle, margin: Float = 24) {
    let room = pointwiseMax(viewport.size - 2 * margin, Vector2(8, 8))
    let size = area.size
    self.init(
      centre: area.centre, metresPerPixel: max(size.x / room.x, size.y / room.y), viewport: viewport)
  }
  /// Shows all the walkable area.
  public static func fit(_ ground: Ground, viewport: Rectangle) -> Camera {
    Camera(fitting: ground.bounds, viewport: viewport)
  }

  private static func allowed(_ scale: Float) -> Float {
    scale.isFinite ? min(max(scale, scales.lowerBound), scales.upperBound) : 1
  }

  /// Pixel of a point of the ground [m].
  @inlinable public func pixel(_ p: Vector2) -> Vector2 {
    let d = (p - centre) / metresPerPixel
    return viewport.centre + Vector2(d.x, -d.y)
  }
  /// Point of the ground [m] under a pixel.
  @inlinable public func world(_ pixel: Vector2) -> Vector2 {
    let d = (pixel - viewport.centre) * metresPerPixel
    return centre + Vector2(d.x, -d.y)
  }
  /// [px] of a length [m].
  @inlinable public func length(_ metres: Float) -> Float { metres / metresPerPixel }

  /// What of the ground is to be seen [m].
  public var visible: Rectangle {
    let half = viewport.size * (metresPerPixel / 2)
    return Rectangle(minimum: centre - half, maximum: centre + half)
  }

  /// The ground follows a pull by `pixels`.
  public mutating func pan(by pixels: Vector2) {
    let moved = centre - Vector2(pixels.x, -pixels.y) * metresPerPixel
    if moved.isFinite { centre = moved }
  }
  /// `factor` > 1 shows more detail; the point under `pixel` stays there.
  public mutating func zoom(by factor: Float, about pixel: Vector2) {
    guard factor > 0, factor.isFinite, pixel.isFinite else { return }
    let held = world(pixel)
    metresPerPixel = Camera.allowed(metresPerPixel / factor)
    let moved = centre + held - world(pixel)
    if moved.isFinite { centre = moved }
  }
}
