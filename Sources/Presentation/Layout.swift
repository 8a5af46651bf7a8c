import Kernel

/// Where things stand in a picture. Rectangles in pixels; none of them meet, but for the cards that lie on the map.
public struct Layout: Equatable, Sendable {
  public var bar: Rectangle  // title, clock, seed …
  public var map: Rectangle  // the ground
  public var garment: Rectangle?  // the garment on the body
  public var profile: Rectangle?  // the stages' times
  public var percept: Rectangle?  // what was sent, done and felt, over time
  let scale: Float  // of letters and gaps; 1 at a height of 720

  /// For a whole picture: a bar on top, the map below, the panels in a column on the right.
  public init(width: Int, height: Int, options: ViewOptions, hasWearer: Bool) {
    let w = Float(min(max(width, 1), 16_384))
    let h = Float(min(max(height, 1), 16_384))
    scale = min(max(min(h / 720, w / 1280), 0.7), 2.2)
    let barHeight = (46 * scale).rounded()
    bar = Layout.box(0, 0, w, barHeight)
    let wantsGarment = options.garment && hasWearer
    let column = (332 * scale).rounded()
    let columned = (wantsGarment || options.profile) && w > column * 1.6
    let room = columned ? w - column : w
    // The strips lie below the map, and never take more than half of it.
    let strips = min((330 * scale).rounded(), ((h - barHeight) / 2).rounded())
    let floor = options.percept && hasWearer ? h - strips : h
    map = Layout.box(0, barHeight, room, floor)
    if floor < h { percept = Layout.box(0, floor, room, h) }
    guard columned else { return }
    var split = h
    if options.profile {
      split = wantsGarment ? (h - (h - barHeight) * 0.36).rounded() : barHeight
      profile = Layout.box(w - column, split, w, h)
    }
    if wantsGarment { garment = Layout.box(w - column, barHeight, w, split) }
  }

  /// For a picture of the map alone.
  init(mapOnly width: Int, _ height: Int) {
    let w = Float(min(max(width, 1), 16_384))
    let h = Float(min(max(height, 1), 16_384))
    scale = min(max(min(h / 720, w / 1280), 0.7), 2.2)
    bar = Layout.box(0, 0, w, 0)
    map = Layout.box(0, 0, w, h)
  }

  private static func box(_ left: Float, _ top: Float, _ right: Float, _ bottom: Float) -> Rectangle {
    Rectangle(minimum: Vector2(left, top), maximum: Vector2(max(right, left), max(bottom, top)))
  }

  /// The camera of `options`, brought to the map; all of the ground where there is none.
  public func camera(_ options: ViewOptions, ground: Ground) -> Camera {
    if let camera = options.camera {
      return Camera(centre: camera.centre, metresPerPixel: camera.metresPerPixel, viewport: map)
    }
    // The cards on the map's lower edge, and the names and arrows round the ground, need a rim of their own.
    var room = map.inset(min(34 * scale, map.height / 8))
    room.maximum.y = max(room.maximum.y - 62 * scale, room.minimum.y + 8)
    var camera = Camera(fitting: ground.bounds, viewport: room, margin: 0)
    camera.centre +=
      Vector2(map.centre.x - room.centre.x, room.centre.y - map.centre.y) * camera.metresPerPixel
    camera.viewport = map
    return camera
  }
}

extension Rectangle {
  /// Smaller by `margin` on every side.
  func inset(_ margin: Float) -> Rectangle { grown(by: -margin) }
  var width: Float { maximum.x - minimum.x }
  var height: Float { maximum.y - minimum.y }
  func meets(_ other: Rectangle) -> Bool {
    minimum.x <= other.maximum.x && maximum.x >= other.minimum.x && minimum.y <= other.maximum.y
      && maximum.y >= other.minimum.y
  }
}
