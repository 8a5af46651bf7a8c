import Kernel
import Presentation
import Testing

private let ground = Ground(walkable: [Polygon(Rectangle(minimum: .zero, maximum: Vector2(60, 40)))])

extension ViewState {
  fileprivate mutating func press(_ key: Key, repeated: Bool = false) {
    apply(.keyDown(key, repeated: repeated), ground: ground, hasWearer: true)
  }
  fileprivate mutating func take(_ event: InputEvent) { apply(event, ground: ground, hasWearer: true) }
}

@Test func noKeyDoesTwoThingsAndEveryActionHasAKey() {
  let keys = KeyTable.rows.flatMap(\.keys)
  #expect(Set(keys).count == keys.count)
  #expect(Set(KeyTable.rows.map(\.action)) == Set(ViewAction.allCases))
  #expect(KeyTable.rows.count == ViewAction.allCases.count)
  for row in KeyTable.rows {
    #expect(!row.text.isEmpty && !row.keys.isEmpty)
    for key in row.keys { #expect(KeyTable.action(of: key) == row.action) }
  }
  #expect(KeyTable.action(of: "f9") == nil)
}

@Test func helpAndDocumentationSayEveryKey() {
  let help = KeyTable.help
  for row in KeyTable.rows {
    #expect(help.contains { $0.text == row.text && $0.keys.contains(row.keys[0].label) })
    for key in row.keys { #expect(KeyTable.markdown.contains("`\(key.label)`")) }
    #expect(KeyTable.markdown.contains(row.text))
  }
}

/// Pressed in alarm, maybe many times: it never switches anything back on.
@Test(arguments: KeyTable.rows.first { $0.action == .stop }!.keys)
func stopHoldsUntilResume(key: Key) {
  var state = ViewState(width: 800, height: 600)
  for _ in 0..<5 {
    state.press(key)
    #expect(state.stopped)
  }
  state.press("space")
  #expect(state.stopped)
  state.press("r")
  #expect(!state.stopped)
  state.take(.buttonDown(.east))
  #expect(state.stopped)
}

@Test func pauseAndSingleSteps() {
  var state = ViewState(width: 800, height: 600)
  state.press("space")
  #expect(state.paused)
  state.press("space", repeated: true)
  #expect(state.paused)
  state.press(".")
  state.press(".", repeated: true)
  #expect(state.stepsAsked == 2)
  state.press("space")
  #expect(!state.paused)
  state.press(".")
  #expect(state.paused && state.stepsAsked == 3)
}

@Test func speedsGoUpAndDownByTheTableAndStopAtItsEnds() {
  var state = ViewState(width: 800, height: 600)
  var seen: [Double] = []
  for _ in 0..<20 { state.press("-") }
  #expect(state.speed == ViewState.speeds.first)
  for _ in 0..<20 {
    seen.append(state.speed)
    state.press("+")
  }
  #expect(Array(seen.prefix(ViewState.speeds.count)) == ViewState.speeds)
  #expect(state.speed == ViewState.speeds.last)
}

@Test(arguments: ["p", "l", "f", "g", "t", "?"] as [Key])
func switchesUndoThemselves(key: Key) {
  let start = ViewState(width: 800, height: 600)
  var state = start
  state.press(key)
  #expect(state.options != start.options)
  state.press(key, repeated: true)
  #expect(state.options != start.options)
  state.press(key)
  #expect(state == start)
}

@Test func layersAndColours() {
  var state = ViewState(width: 800, height: 600)
  state.press("2")
  #expect(state.options.layer == .levelOfService)
  state.press("c")
  #expect(state.options.serviceColours == .rainbow && state.options.palette == .viridis)
  state.press("3")
  #expect(state.options.layer == .none)
  state.press("1")
  #expect(state.options.layer == .density)
  for _ in Palette.allCases { state.press("c") }
  #expect(state.options.palette == .viridis)
}

@Test func walkingIsAWishOfLengthOneAtMost() {
  var state = ViewState(width: 800, height: 600)
  state.press("w")
  #expect(state.walk == Vector2(0, 1))
  state.press("d")
  #expect(abs(state.walk.length - 1) < 1e-6 && state.walk.x > 0.7)
  state.press("s")
  #expect(state.walk == Vector2(1, 0))
  state.take(.keyUp("w"))
  state.take(.keyUp("d"))
  #expect(state.walk == Vector2(0, -1))
  state.take(.focusLost)
  #expect(state.walk == .zero)
  state.take(.axis(.leftX, 1))
  #expect(state.walk == Vector2(1, 0))
  state.take(.axis(.leftX, 0.1))
  #expect(state.walk == .zero)
  state.take(.axis(.leftY, .nan))
  #expect(state.walk == .zero)
  state.take(.axis(.leftY, -0.8))
  state.take(.controllerRemoved(name: "pad"))
  #expect(state.walk == .zero)
}

@Test func dragMovesTheMapAndEndsFollowing() throws {
  var state = ViewState(width: 1280, height: 720)
  state.press("v")
  #expect(state.follow)
  state.keep(on: Pose(position: Vector2(5, 6), heading: Vector2(1, 0)), ground: ground)
  #expect(state.options.camera?.centre == Vector2(5, 6))
  let scale = try #require(state.options.camera).metresPerPixel
  state.take(.drag(Vector2(10, 20)))
  #expect(!state.follow)
  let moved = try #require(state.options.camera).centre - Vector2(5, 6)
  #expect((moved - Vector2(-10, 20) * scale).length < 1e-4)
  state.press("0")
  #expect(state.options.camera == nil)
}

@Test func wheelZoomsAboutThePointerOnTheMapOnly() throws {
  var state = ViewState(width: 1280, height: 720)
  state.take(.wheel(1, at: Vector2(1200, 300)))  // over the garment panel
  #expect(state.options.camera == nil)
  let layout = Layout(width: 1280, height: 720, options: state.options, hasWearer: true)
  let at = Vector2(200, 300)
  let held = layout.camera(state.options, ground: ground).world(at)
  state.take(.wheel(2, at: at))
  let camera = try #require(state.options.camera)
  #expect((camera.pixel(held) - at).length < 0.01)
}

@Test func pictureQuitAndSize() {
  var state = ViewState(width: 1280, height: 720)
  state.press("f12")
  state.press("f12")
  #expect(state.picturesAsked == 2)
  state.take(.resized(width: 900, height: 0))
  #expect(state.width == 900 && state.height == 1)
  #expect(!state.quit)
  state.press("escape")
  #expect(state.quit)
}

@Test func rightStickGlidesOverTheMap() throws {
  var state = ViewState(width: 1280, height: 720)
  let layout = Layout(width: 1280, height: 720, options: state.options, hasWearer: true)
  let before = layout.camera(state.options, ground: ground).centre
  state.take(.axis(.rightX, 1))
  state.advance(seconds: 0.1, ground: ground, hasWearer: true)
  #expect(try #require(state.options.camera).centre.x > before.x)
}
