import Kernel
import Presentation
import Testing

private func camera(_ scale: Float) -> Camera {
  Camera(
    centre: Vector2(31, -7), metresPerPixel: scale,
    viewport: Rectangle(minimum: Vector2(10, 46), maximum: Vector2(948, 720)))
}

/// To the picture and back again is the same place, to a few units in the last place of the distances.
@Test(arguments: [0.002, 0.05, 0.7, 40] as [Float])
func pixelAndWorldUndoEachOther(scale: Float) {
  let camera = camera(scale)
  for p in [Vector2(0, 0), Vector2(31, -7), Vector2(-120.5, 64.25), Vector2(900, 900)] {
    let back = camera.world(camera.pixel(p))
    #expect((back - p).length <= 1e-5 * (1 + p.length + 700 * scale))
  }
}

@Test func northIsUpAndEastIsRight() {
  let camera = camera(0.1)
  let c = camera.pixel(camera.centre)
  #expect(c == camera.viewport.centre)
  #expect(camera.pixel(camera.centre + Vector2(1, 0)).x > c.x)
  #expect(camera.pixel(camera.centre + Vector2(0, 1)).y < c.y)
}

@Test(arguments: [0.3, 0.9, 1.15, 4] as [Float])
func zoomKeepsWhatLiesUnderThePointer(factor: Float) {
  var camera = camera(0.1)
  let pointer = Vector2(700, 120)
  let held = camera.world(pointer)
  camera.zoom(by: factor, about: pointer)
  #expect(abs(camera.metresPerPixel - 0.1 / factor) < 1e-6)
  #expect((camera.pixel(held) - pointer).length < 0.01)
}

@Test func panMovesTheGroundWithTheHand() {
  var camera = camera(0.25)
  let p = Vector2(3, 4)
  let before = camera.pixel(p)
  camera.pan(by: Vector2(12, -30))
  #expect((camera.pixel(p) - before - Vector2(12, -30)).length < 1e-3)
}

@Test func nonsenseLeavesTheCameraUsable() {
  var camera = camera(0.25)
  let before = camera
  camera.zoom(by: .nan, about: .zero)
  camera.zoom(by: -1, about: .zero)
  camera.pan(by: Vector2(.infinity, 0))
  #expect(camera == before)
  for _ in 0..<400 { camera.zoom(by: 3, about: .zero) }
  #expect(Camera.scales.contains(camera.metresPerPixel))
  #expect(
    Camera(centre: Vector2(.nan, 0), metresPerPixel: .nan, viewport: camera.viewport).metresPerPixel == 1)
}

/// Every corner of the ground is inside the map when the camera is asked to show all of it.
@Test(
  arguments: [(1280, 720), (1920, 1080), (640, 360), (480, 300)],
  [(64, 46), (3, 400), (900, 2)] as [(Float, Float)])
func fittingShowsAllOfTheGround(size: (Int, Int), ground: (Float, Float)) {
  let area = Rectangle(minimum: Vector2(-20, 5), maximum: Vector2(-20 + ground.0, 5 + ground.1))
  let ground = Ground(walkable: [Polygon(area)])
  let layout = Layout(width: size.0, height: size.1, options: ViewOptions(), hasWearer: true)
  for camera in [layout.camera(ViewOptions(), ground: ground), .fit(ground, viewport: layout.map)] {
    for corner in Polygon(area).vertices { #expect(layout.map.contains(camera.pixel(corner))) }
    #expect(camera.visible.contains(area.minimum) && camera.visible.contains(area.maximum))
  }
}
