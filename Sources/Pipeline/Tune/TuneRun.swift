import Desktop
import Foundation
import Haptics
import Kernel
import Presentation
import Scenes
import Tuning

public struct TuneOptions: Sendable {
  public var live: [String] = []
  /// [s] of real time until the window closes by itself; nil: when it is closed.
  public var seconds: Double?
  public var presets: [Mapping] = []
  public var width = 1440
  public var height = 860
  public init() {}
}

/// What a session at the bench came to.
public struct TuneResult: Sendable {
  public var screen = ScreenFigures()
  public var changes = 0
  public var votes = TuneDesk.Votes()
  public var savedTo: String?
  public var isSaved = true
  public var answers = 0
}

/// The tuning window: the crowd and the body on the left, the bench on the right.
public enum TuneRun {
  private static let screenHertz = 60.0

  public static func run(
    _ stage: inout TuneStage, _ desk: inout TuneDesk, files: TuneFiles, inquiry: inout TuneInquiry?,
    options: TuneOptions, interrupted: () -> Bool
  ) throws(Diagnostics) -> TuneResult {
    let window = try Window(
      title: "Throng – tuning \(desk.mapping.name)", width: options.width, height: options.height)
    let panels = Panels()
    let feed = options.live.isEmpty ? nil : try LiveFeed(options.live, stage.session.wearers)
    defer { _ = feed?.close() }
    var bench = TuneBench(stage, files: files, options: options)
    if !panels.hasFont { bench.view.notices.append("no font was found; the panels have small letters") }
    if files.restore(&desk, on: stage.session.wearers[0].garment) {
      bench.view.notices.append("what was not saved last time is back; Ctrl+Z takes it away")
    }
    if inquiry?.isOver == false { inquiry!.ask(&desk) }
    var result = TuneResult()
    let began = SteadyClock.now()
    var last = began
    var nextScreen = began
    var due = 0.0
    while !bench.view.quit, !interrupted(),
      options.seconds.map({ Double(SteadyClock.now() - began) / 1e9 < $0 }) ?? true
    {
      for event in window.poll() where event == .quit { bench.view.quit = true }
      let now = SteadyClock.now()
      let elapsed = Double(now - last) / 1e9
      last = now
      bench.view.question = inquiry.flatMap { $0.isOpen ? .init(number: $0.number, of: $0.questions) : nil }
      if !panels.wantsText { for event in window.panelEvents { TunePanels.take(event, &desk, &bench.view) } }
      if bench.view.stopped {
        stage.silence()
        feed?.silence(stage.session)
      }
      due = bench.view.paused ? 0 : min(due + elapsed, 0.1)
      while due >= Double(stage.session.clocks.crowdStep) - 1e-9 {
        due -= Double(stage.session.clocks.crowdStep)
        bench.step(&stage, desk)
        feed?.play(stage.session, speed: 1, stopped: bench.view.stopped)
      }
      let canvas = bench.draw(
        stage, &desk, panels, events: window.panelEvents, width: window.width, height: window.height,
        seconds: elapsed)
      window.show(canvas, panels)
      try bench.carryOut(&stage, &desk, result: &result) {
        panels.picture(over: canvas, width: window.width, height: window.height)
      }
      if inquiry != nil { try goOn(&inquiry!, &desk, &bench, files, &result) }
      let done = SteadyClock.now()
      result.screen.add(milliseconds: Double(done - now) / 1e6)
      bench.view.frameMilliseconds = result.screen.smoothed
      nextScreen = max(nextScreen + UInt64(1e9 / screenHertz), done)
      Thread.sleep(forTimeInterval: Double(nextScreen - done) / 1e9)
    }
    desk.endTurn()
    desk.endBlind()
    result.changes = desk.undoable.count
    result.votes = desk.votes
    result.isSaved = desk.mapping(.a) == desk.saved && desk.mapping(.b) == desk.saved
    if result.isSaved { files.forget() } else { try files.keep(desk) }
    return result
  }

  private static func goOn(
    _ inquiry: inout TuneInquiry, _ desk: inout TuneDesk, _ bench: inout TuneBench, _ files: TuneFiles,
    _ result: inout TuneResult
  ) throws(Diagnostics) {
    guard try inquiry.takeAnswer(desk) else { return }
    result.answers += 1
    if !inquiry.isOver { return inquiry.ask(&desk) }
    desk.compareNoMore(inquiry.favourite)
    try files.save(&desk)
    result.savedTo = files.path
    bench.view.notices.append("what you like best is saved as \(files.path)")
  }
}

/// What goes on at the bench from picture to picture, with a window or without.
public struct TuneBench {
  var view = TuneView()
  private var histogram = TuneHistogram()
  private var keptState = 0
  private var keptAt = SteadyClock.now()
  private var latencyOf: Mapping?
  private var latencyAt: UInt64 = 0
  private var canvas: Canvas?
  private let files: TuneFiles
  private let options: TuneOptions
  private var pictures = 0
  private var viewOptions: ViewOptions

  public init(_ stage: TuneStage, files: TuneFiles, options: TuneOptions) {
    self.files = files
    self.options = options
    viewOptions = ViewOptions(stage.session.view, width: options.width)
    viewOptions.garment = true
    viewOptions.percept = true
    viewOptions.profile = false
    viewOptions.help = false
    view.presets = options.presets.map(\.name)
    view.file = files.path
    view.devices = options.live
    view.loopSeconds = Float(stage.loopSeconds)
  }

  /// A key, for whoever has no window.
  package mutating func take(_ event: PanelEvent, _ desk: inout TuneDesk) {
    TunePanels.take(event, &desk, &view)
  }
  package mutating func nameFile(_ name: String) { view.file = name }
  /// [px] of a handle of the curve that is shown.
  package func place(of handle: CurveHandle, _ desk: TuneDesk) -> Vector2 {
    let layer = desk.mapping.layers[view.layer]
    let at = CurveScale.handles(layer.curve).first { $0.0 == handle }!.1
    return view.curveCorner
      + Vector2(at.x / CurveScale.most(layer) * TunePanels.curve.width, (1 - at.y) * TunePanels.curve.height)
  }

  /// A step of the crowd; the slice begins anew when it is over.
  public mutating func step(_ stage: inout TuneStage, _ desk: TuneDesk) {
    if view.looping, stage.isOver { stage.rewind() }
    let count = stage.session.wearers[0].garment.actuators.count
    stage.step(desk.mapping, mask: desk.mask(count), stopped: view.stopped)
    let wearer = stage.session.wearers[0]
    histogram.add(wearer.mapper, wearer.view)
  }

  /// The crowd's picture, and the panels' next frame.
  public mutating func draw(
    _ stage: TuneStage, _ desk: inout TuneDesk, _ panels: Panels, events: [PanelEvent], width: Int,
    height: Int,
    seconds: Double
  ) -> Canvas {
    let session = stage.session
    let wearer = session.wearers[0]
    view.seconds = session.seconds
    view.loopShare = Float(stage.share)
    view.strip = wearer.strip.last
    view.meters = wearer.suit.meters(wearer.mapping.suit)
    let now = SteadyClock.now()
    if latencyOf != desk.mapping, now - latencyAt > 300_000_000 || latencyOf == nil {
      let budget = LatencyBudget.measure(desk.mapping, on: wearer.garment, seeds: 2)
      view.latency = budget.stages.isEmpty ? nil : budget.total
      (latencyOf, latencyAt) = (desk.mapping, now)
    }
    panels.frame(width: width, height: height, seconds: seconds, events: events) { p in
      TunePanels.say(
        p, &desk, &view, histogram: histogram, garment: wearer.garment, width: width, height: height)
    }
    let wide = max(320, width - Int(TunePanels.width))
    if canvas == nil || canvas!.width != wide || canvas!.height != height {
      canvas = Canvas(width: wide, height: height)
    }
    var moment = session.moment()
    moment.stopped = view.stopped
    moment.paused = view.paused
    // Who compares blind sees the crowd and no level.
    var shown = viewOptions
    shown.garment = desk.blind == nil
    shown.percept = desk.blind == nil
    canvas!.draw(Presentation.draw(moment, options: shown, width: wide, height: height))
    return canvas!
  }

  /// The bench as a picture, without a window.
  public mutating func savePicture(_ stage: TuneStage, _ desk: inout TuneDesk, to path: String)
    throws(Diagnostics)
  {
    let panels = Panels()
    // Panels know how large they are from their second picture on.
    for _ in 0..<2 {
      _ = draw(
        stage, &desk, panels, events: [], width: options.width, height: options.height, seconds: 1.0 / 60)
    }
    guard let canvas, let whole = panels.picture(over: canvas, width: options.width, height: options.height)
    else {
      throw Diagnostics(
        Diagnostic("D0303", "the bench cannot be drawn: SDL has no software renderer"), exit: .unavailable)
    }
    try whole.savePNG(path)
  }

  /// What a key or a button has asked for.
  public mutating func carryOut(
    _ stage: inout TuneStage, _ desk: inout TuneDesk, result: inout TuneResult, picture: () -> Canvas?
  ) throws(Diagnostics) {
    if view.asksLoopHere {
      view.asksLoopHere = false
      stage.beginHere()
      view.notices.append("the loop begins here")
    }
    if let name = view.asksPreset {
      view.asksPreset = nil
      if let preset = options.presets.first(where: { $0.name == name }), desk.isEditable {
        if sameLayers(preset, desk.saved) {
          desk.replace("preset \(name)", by: preset)
          histogram.clear()
        } else {
          view.notices.append(
            "\(name) has other layers than \(desk.saved.name): throng tune … --mapping \(name) opens it")
        }
      }
    }
    if view.asksSave {
      view.asksSave = false
      do throws(Diagnostics) {
        try files.save(&desk)
        result.savedTo = files.path
        view.notices.append("saved \(files.path)")
      } catch {
        // A full disk must not cost what is on the bench.
        view.notices.append(error.all.first?.message ?? "cannot be saved")
      }
    }
    if view.asksReload {
      view.asksReload = false
      let path = FileManager.default.fileExists(atPath: files.path) ? files.path : desk.text.file
      do throws(Diagnostics) {
        let read = try Mapping.load(path: path).layingEffects(on: stage.session.wearers[0].garment)
        desk.replace("read \(path)", by: read)
        view.notices.append("read \(path)")
      } catch {
        view.notices.append(error.all.first?.description ?? "cannot be read")
      }
    }
    if view.asksPicture {
      view.asksPicture = false
      pictures += 1
      let path = "\(files.folder)/tune-\(pictures).png"
      if let whole = picture() {
        try whole.savePNG(path)
        view.notices.append("saved \(path)")
      }
    }
    keepIfChanged(desk)
  }

  /// A file holds one set of layers; another preset's are another file.
  private func sameLayers(_ a: Mapping, _ b: Mapping) -> Bool {
    a.layers.count == b.layers.count
      && zip(a.layers, b.layers).allSatisfy {
        $0.name == $1.name && $0.source == $1.source && Self.kind($0.texture) == Self.kind($1.texture)
      }
  }
  private static func kind(_ texture: Texture) -> Int {
    switch texture {
    case .steady: 0
    case .flutter: 1
    case .pulses: 2
    case .grains: 3
    case .stroke: 4
    case .effect: 5
    }
  }

  private mutating func keepIfChanged(_ desk: TuneDesk) {
    let state = desk.undoable.count * 4096 + desk.redoable.count
    let now = SteadyClock.now()
    guard state != keptState, now - keptAt > 300_000_000 else { return }
    (keptState, keptAt) = (state, now)
    do throws(Diagnostics) {
      try files.keep(desk)
    } catch {
      view.notices.append("changes cannot be kept: \(error.all.first?.message ?? "")")
    }
  }
}
