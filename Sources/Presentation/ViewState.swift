import Kernel

/// What a person did at the window, one thing at a time. Positions in pixels of the picture.
public enum InputEvent: Equatable, Sendable {
  case keyDown(Key, repeated: Bool)
  case keyUp(Key)
  case drag(Vector2)  // the mouse moved by this with its button down [px]
  case wheel(Float, at: Vector2)  // notches, positive: nearer
  case resized(width: Int, height: Int)  // [px]
  case focusLost  // keys that are held will not be heard to rise
  case controllerAdded(name: String)
  case controllerRemoved(name: String)
  case axis(ControllerAxis, Float)  // −1...1; right and up are positive
  case buttonDown(ControllerButton)
  case buttonUp(ControllerButton)
  case quit
}

public enum ControllerAxis: String, CaseIterable, Sendable { case leftX, leftY, rightX, rightY }
public enum ControllerButton: String, CaseIterable, Sendable {
  case south, east, west, north, start, back, leftShoulder, rightShoulder
}

/// What a person has asked of the window so far. Pure: `apply` and `advance` are all that change it.
public struct ViewState: Equatable, Sendable {
  public var options: ViewOptions
  public var width: Int  // [px]
  public var height: Int  // [px]
  public var paused = false
  public var stopped = false  // all vibration and sound is off until `resume`
  public var follow = false  // the camera keeps to the wearer
  public var quit = false
  public var speed: Double = 1  // of simulated against real time
  public var stepsAsked = 0  // single steps not yet taken; whoever takes one counts it down
  public var picturesAsked = 0  // screenshots not yet saved; likewise
  private var held: Set<ViewAction> = []  // walking keys that are down; asked, never walked through
  private var stick = Vector2.zero  // left: walks
  private var glide = Vector2.zero  // right: moves the map

  public static let speeds: [Double] = [0.1, 0.25, 0.5, 1, 2, 4, 8, 16]

  public init(options: ViewOptions = ViewOptions(), width: Int, height: Int) {
    self.options = options
    self.width = width
    self.height = height
  }

  /// Where the person at the keys wants to walk: x east, y north, length 0...1 of the desired speed.
  public var walk: Vector2 {
    func on(_ action: ViewAction) -> Float { held.contains(action) ? 1 : 0 }
    let keys = Vector2(on(.walkRight) - on(.walkLeft), on(.walkAhead) - on(.walkBack))
    let sum = keys.normalized + stick
    return sum.length > 1 ? sum.normalized : sum
  }

  /// Takes one event in. `ground` and `hasWearer` say what the map shows at this moment.
  public mutating func apply(_ event: InputEvent, ground: Ground, hasWearer: Bool) {
    let map = Layout(width: width, height: height, options: options, hasWearer: hasWearer)
    var camera = map.camera(options, ground: ground)
    switch event {
    case .keyDown(let key, let repeated):
      if let action = KeyTable.action(of: key) { apply(action, repeated: repeated, camera) }
    case .keyUp(let key):
      if let action = KeyTable.action(of: key) { held.remove(action) }
    case .drag(let by):
      camera.pan(by: by)
      look(through: camera)
    case .wheel(let notches, let at):
      guard map.map.contains(at) else { return }
      // Whoever follows keeps the wearer in the middle.
      camera.zoom(by: Math.pow(1.15, min(max(notches, -20), 20)), about: follow ? map.map.centre : at)
      options.camera = camera
    case .resized(let width, let height):
      self.width = max(1, width)
      self.height = max(1, height)
    case .focusLost: held.removeAll()
    case .controllerAdded: break
    case .controllerRemoved:
      stick = .zero
      glide = .zero
    case .axis(let axis, let value): move(axis, value)
    case .buttonDown(let button): press(button, camera)
    case .buttonUp: break
    case .quit: quit = true
    }
  }

  /// Lets time pass for what is held rather than pressed: the stick that moves the map.
  public mutating func advance(seconds: Float, ground: Ground, hasWearer: Bool) {
    guard glide != .zero, seconds > 0, seconds < 10 else { return }
    let map = Layout(width: width, height: height, options: options, hasWearer: hasWearer)
    var camera = map.camera(options, ground: ground)
    camera.pan(by: Vector2(-glide.x, glide.y) * (600 * seconds))
    look(through: camera)
  }

  /// Keeps the camera on the wearer while it follows; to be called before each picture.
  public mutating func keep(on wearer: Pose?, ground: Ground) {
    guard follow, let wearer, wearer.position.isFinite else { return }
    let map = Layout(width: width, height: height, options: options, hasWearer: true)
    var camera = map.camera(options, ground: ground)
    camera.centre = wearer.position
    options.camera = camera
  }

  /// A camera moved by hand no longer follows.
  private mutating func look(through camera: Camera) {
    follow = false
    options.camera = camera
  }
}

extension ViewState {
  private mutating func apply(_ action: ViewAction, repeated: Bool, _ camera: Camera) {
    var camera = camera
    // A held key repeats what moves by small steps; it must not flicker what is switched.
    let small: Set<ViewAction> = [.step, .zoomIn, .zoomOut, .panLeft, .panRight, .panUp, .panDown]
    if repeated, !small.contains(action) { return }
    switch action {
    case .stop: stopped = true  // pressed in alarm, maybe twice: it never switches back on
    case .resume: stopped = false
    case .pause: paused.toggle()
    case .step:
      paused = true
      stepsAsked += 1
    case .faster: speed = ViewState.speeds.first { $0 > speed } ?? ViewState.speeds.last ?? 1
    case .slower: speed = ViewState.speeds.last { $0 < speed } ?? ViewState.speeds.first ?? 1
    case .densityLayer: options.layer = .density
    case .serviceLayer: options.layer = .levelOfService
    case .noLayer: options.layer = .none
    case .nextPalette: nextColours()
    case .pedestrians: options.pedestrians.toggle()
    case .labels: options.labels.toggle()
    case .fan: options.fan.toggle()
    case .garment: options.garment.toggle()
    case .percept: options.percept.toggle()
    case .profile: options.profile.toggle()
    case .help: options.help.toggle()
    case .follow: follow.toggle()
    case .fitAll:
      follow = false
      options.camera = nil
    case .zoomIn, .zoomOut:
      camera.zoom(by: action == .zoomIn ? 1.25 : 0.8, about: camera.viewport.centre)
      options.camera = camera
    case .panLeft, .panRight, .panUp, .panDown:
      let by: [ViewAction: Vector2] = [
        .panLeft: Vector2(60, 0), .panRight: Vector2(-60, 0), .panUp: Vector2(0, 60),
      ]
      camera.pan(by: by[action] ?? Vector2(0, -60))
      look(through: camera)
    case .walkAhead, .walkBack, .walkLeft, .walkRight: held.insert(action)
    case .screenshot: picturesAsked += 1
    case .quit: quit = true
    }
  }

  private mutating func nextColours() {
    func next<T: CaseIterable & Equatable>(_ value: T) -> T {
      let all = Array(T.allCases)
      return all[((all.firstIndex(of: value) ?? 0) + 1) % all.count]
    }
    if options.layer == .levelOfService {
      options.serviceColours = next(options.serviceColours)
    } else {
      options.palette = next(options.palette)
    }
  }

  private mutating func move(_ axis: ControllerAxis, _ value: Float) {
    // Sticks never come to rest at exactly zero.
    let rest: Float = 0.15
    let v = value.isFinite ? min(max(value, -1), 1) : 0
    let live = abs(v) < rest ? 0 : (v - (v > 0 ? rest : -rest)) / (1 - rest)
    switch axis {
    case .leftX: stick.x = live
    case .leftY: stick.y = live
    case .rightX: glide.x = live
    case .rightY: glide.y = live
    }
  }

  private mutating func press(_ button: ControllerButton, _ camera: Camera) {
    let actions: [ControllerButton: ViewAction] = [
      .east: .stop, .start: .pause, .south: .resume, .north: .follow, .west: .garment, .back: .help,
      .leftShoulder: .zoomOut, .rightShoulder: .zoomIn,
    ]
    if let action = actions[button] { apply(action, repeated: false, camera) }
  }
}
