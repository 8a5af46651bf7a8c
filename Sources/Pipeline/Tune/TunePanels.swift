import Desktop
import Foundation
import Haptics
import Kernel
import Presentation
import Tuning

/// The bench's panels: said anew for every picture from the desk and the view; what is done at them goes into both.
struct TunePanels {
  static let width: Float = 470  // [px]
  static let curve = (width: Float(454), height: Float(170))  // [px] of the curve's picture

  private enum Ink {
    static let plain: UInt32 = 0xFFE6_E6E6
    static let faint: UInt32 = 0xFF90_9090
    static let yellow: UInt32 = 0xFF42_E4F0
    static let blue: UInt32 = 0xFFE9_B456
    static let orange: UInt32 = 0xFF00_9FE6
    static let green: UInt32 = 0xFF73_9E00
    static let grid: UInt32 = 0xFF3A_3A3A
    static let ground: UInt32 = 0xFF1C_1814
    static let bars: UInt32 = 0xFF6A_5A38
  }

  /// Takes keys that are not for a field of text.
  static func take(_ event: PanelEvent, _ desk: inout TuneDesk, _ view: inout TuneView) {
    guard case .key(let code, true, let ctrl, _, _) = event else { return }
    if code == TuneKeys.resume, !ctrl {
      view.stopped = false
      return
    }
    guard let row = TuneKeys.rows.first(where: { $0.code == code && $0.ctrl == ctrl }) else { return }
    switch row.label {
    case "X": view.stopped = true
    case "B": desk.switchSide()
    case "N":
      if view.question == nil { if desk.blind == nil { desk.beginBlind() } else { desk.endBlind() } }
    case "1": decide(true, &desk, &view)
    case "2": decide(false, &desk, &view)
    case "0": decide(nil, &desk, &view)
    case "Ctrl+Z": undo(&desk, &view)
    case "Ctrl+Y": if let change = desk.redo() { view.notices.append("again: \(change.what)") }
    case "Ctrl+S": view.asksSave = true
    case "Ctrl+R": view.asksReload = true
    case "Ctrl+C": desk.copyToOther()
    case "P": view.paused.toggle()
    case "L": view.asksLoopHere = true
    case "H": view.showsHelp.toggle()
    case "F12": view.asksPicture = true
    case "Ctrl+Q": view.quit = true
    default: break
    }
  }

  private static func undo(_ desk: inout TuneDesk, _ view: inout TuneView) {
    if let change = desk.undo() { view.notices.append("undone: \(change.what) of \(change.side.name)") }
  }

  private static func decide(_ first: Bool?, _ desk: inout TuneDesk, _ view: inout TuneView) {
    guard desk.blind != nil else { return }
    let side = desk.decide(first: first)
    if view.question == nil {
      view.notices.append(side.map { "it was \($0.name)" } ?? "no difference")
    }
  }

  /// All panels, at the right of a window of `width` × `height` [px].
  static func say(
    _ p: Panels, _ desk: inout TuneDesk, _ view: inout TuneView, histogram: TuneHistogram, garment: Garment,
    width: Int, height: Int
  ) {
    var (d, v) = (desk, view)
    p.panel("bench", x: Float(width) - TunePanels.width, y: 0, width: TunePanels.width, height: Float(height))
    {
      head(p, &d, &v)
      guard d.blind == nil else {
        p.wrapped("Curve, numbers and levels are hidden while you compare: the skin decides.")
        return
      }
      curve(p, &d, &v, histogram)
      p.scrolled("rest", height: 0) {
        layers(p, &d, v.layer)
        actuators(p, &d, v, garment)
        meters(p, d, v)
        wearer(p, &d)
      }
    }
    if v.showsHelp { help(p, height: height) }
    (desk, view) = (d, v)
  }

  // MARK: head

  private static func head(_ p: Panels, _ desk: inout TuneDesk, _ view: inout TuneView) {
    if let blind = desk.blind {
      let question = view.question.map { "question \($0.number) of \($0.of): " } ?? ""
      p.text(
        "\(question)feel the \(blind.showsFirst ? "first" : "second"), B: the other. Better:", Ink.yellow)
      p.sameLine()
      if p.button("first") { decide(true, &desk, &view) }
      p.tooltip("the first is better [1]")
      p.sameLine()
      if p.button("second") { decide(false, &desk, &view) }
      p.tooltip("the second is better [2]")
      p.sameLine()
      if p.button("=") { decide(nil, &desk, &view) }
      p.tooltip("no difference [0]")
    } else {
      for side in TuneDesk.Side.allCases {
        if p.toggle(side.name, desk.side == side, width: 30), desk.side != side { desk.switchSide() }
        p.sameLine()
      }
      if p.button("copy") { desk.copyToOther() }
      p.tooltip("this side to the other [Ctrl+C]")
      p.sameLine()
      if p.button("blind") { desk.beginBlind() }
      p.tooltip("A and B in an order that nobody knows [N]")
      p.sameLine()
      if p.button("undo") { undo(&desk, &view) }
      p.sameLine()
      if p.button("redo") { desk.redo() }
      p.sameLine()
      if p.button("save") { view.asksSave = true }
      p.sameLine()
      if p.button("?") { view.showsHelp.toggle() }
    }
    p.text(
      "\(desk.blind == nil ? desk.mapping.name : "…")\(desk.isSaved ? "" : " *") · \(view.file)", Ink.faint)
    if let picked = p.choose("##preset", view.presets, -1, width: 110) {
      view.asksPreset = view.presets[picked]
    }
    p.tooltip("put a preset on this side")
    p.sameLine()
    if p.toggle(view.stopped ? "STOPPED" : "STOP", view.stopped, width: 76) { view.stopped.toggle() }
    p.sameLine()
    if p.toggle(view.paused ? "paused" : "pause", view.paused, width: 62) { view.paused.toggle() }
    p.sameLine()
    _ = p.checkbox("loop", &view.looping)
    p.sameLine()
    p.bar(
      view.loopShare, width: 92, height: 18,
      String(format: "%.1f of %.0f s", view.loopShare * view.loopSeconds, view.loopSeconds))
    p.sameLine()
    if p.button("here") { view.asksLoopHere = true }
    p.tooltip("the loop begins here [L]")
    let names = desk.mapping.layers.map(\.name)
    if view.layer >= names.count { view.layer = 0 }
    for (k, name) in names.enumerated() {
      if k > 0 { p.sameLine() }
      if p.toggle(name, k == view.layer) { view.layer = k }
    }
    if desk.votes.asked > 0 {
      p.sameLine()
      p.text("  blind: A \(desk.votes.a), B \(desk.votes.b), same \(desk.votes.same)", Ink.faint)
    }
  }

  // MARK: curve

  private static func curve(
    _ p: Panels, _ desk: inout TuneDesk, _ view: inout TuneView, _ histogram: TuneHistogram
  ) {
    let mapping = desk.mapping
    guard mapping.layers.indices.contains(view.layer) else { return }
    let layer = mapping.layers[view.layer]
    let size = Vector2(TunePanels.curve.width, TunePanels.curve.height)
    let area = p.area("curve", width: size.x, height: size.y)
    let low = area.low
    view.curveCorner = low
    let most = CurveScale.most(layer)
    func place(_ x: Float, _ y: Float) -> Vector2 {
      Vector2(low.x + min(x / most, 1) * size.x, low.y + (1 - y) * size.y)
    }
    p.box(low, low + size, Ink.ground)
    for share in [Float(0.25), 0.5, 0.75] {
      p.line(place(0, share), place(most, share), Ink.grid)
      p.line(place(most * share, 0), place(most * share, 1), Ink.grid)
    }
    let bars = histogram.shares(ofLayer: view.layer, bins: 64, most: most)
    for (k, share) in bars.enumerated() where share > 0 {
      let x = low.x + Float(k) * size.x / 64
      p.box(
        Vector2(x, low.y + size.y * (1 - 0.9 * share)), Vector2(x + size.x / 64 - 1, low.y + size.y), Ink.bars
      )
    }
    var last = place(0, 0)
    for k in 1...120 {
      let x = most * Float(k) / 120
      let here = place(x, layer.curve(x))
      p.line(last, here, Ink.yellow, width: 2)
      last = here
    }
    let handles = CurveScale.handles(layer.curve)
    for (handle, at) in handles {
      let centre = place(at.x, at.y)
      p.disc(centre, 6, view.handle == handle ? Ink.yellow : Ink.blue)
    }
    p.write("\(layer.source.rawValue) [\(layer.source.unit)]", at: low + Vector2(4, 2), Ink.faint)
    for quarter in 1...3 {
      let x = most * Float(quarter) / 4
      p.write(String(format: "%.3g", x), at: place(x, 0) + Vector2(3, -18), Ink.faint)
    }
    if p.isFocused { p.box(low, low + size, Ink.yellow, isFilled: false) }
    let mouse = Vector2((p.mouse.x - low.x) / size.x * most, 1 - (p.mouse.y - low.y) / size.y)
    if area.begins {
      view.handle =
        handles.min { a, b in
          (place(a.1.x, a.1.y) - p.mouse).length < (place(b.1.x, b.1.y) - p.mouse).length
        }?.0
    }
    if area.isHeld, p.isMouseDown, let handle = view.handle, desk.isEditable {
      for (key, value) in CurveScale.pulled(handle, layer.curve, to: mouse) {
        turn(["layers", layer.name, "curve", key], to: value, &desk)
      }
    }
    if area.ends {
      view.handle = nil
      desk.endTurn()
    }
  }

  /// Several numbers of one pull are one change.
  private static func turn(_ path: [String], to value: Float, _ desk: inout TuneDesk) {
    guard let knob = desk.mapping.knobs.first(where: { $0.path == path }) else { return }
    desk.pull("curve of \(path[1])", knob, to: value)
  }

  // MARK: knobs

  private static func layers(_ p: Panels, _ desk: inout TuneDesk, _ shown: Int) {
    let mapping = desk.mapping
    guard mapping.layers.indices.contains(shown) else { return }
    let name = mapping.layers[shown].name
    guard p.header("numbers of \(name)") else { return }
    for knob in mapping.knobs where knob.path.first == "layers" && knob.path[1] == name {
      slider(p, knob, knob.path.dropFirst(2).joined(separator: "."), &desk)
    }
  }

  private static func wearer(_ p: Panels, _ desk: inout TuneDesk) {
    guard p.header("the wearer's own: volume, limits, feedback", open: false) else { return }
    for knob in desk.mapping.knobs where knob.path.first != "layers" { slider(p, knob, knob.name, &desk) }
  }

  private static func slider(_ p: Panels, _ knob: Knob, _ label: String, _ desk: inout TuneDesk) {
    let value = knob.value(in: desk.mapping)
    // Wide ranges are turned where values are of use; what the file holds may lie outside.
    let low = min(knob.useful.lowerBound, value)
    let high = max(knob.useful.upperBound, value)
    let turn = p.slider(
      "\(label)\(knob.unit.isEmpty ? "" : " [\(knob.unit)]")##\(knob.name)", value, low...high,
      format: "%.4g",
      isRatio: knob.scale == .ratio && low > 0, width: 190)
    if turn.begins { desk.beginTurn(knob) }
    if turn.isChanged { desk.turn(knob, to: TunePanels.rounded(turn.value)) }
    if turn.ends { desk.endTurn() }
  }

  /// Four figures: what a hand can set, and what a file shows.
  static func rounded(_ value: Float) -> Float {
    Float(String(format: "%.4g", value)) ?? value
  }

  // MARK: actuators

  private static func actuators(_ p: Panels, _ desk: inout TuneDesk, _ view: TuneView, _ garment: Garment) {
    guard p.header("actuators: sent, done, felt", open: true) else { return }
    for zone in garment.zones {
      let own = garment.actuators.indices.filter { garment.actuators[$0].zone == zone }
      p.group(zone) {
        if p.toggle("S", !desk.solo.isEmpty && own.allSatisfy(desk.solo.contains), width: 22) {
          desk.toggleSolo(own)
        }
        p.tooltip("solo: only \(zone) is felt")
        p.sameLine()
        if p.toggle("M", own.allSatisfy(desk.muted.contains), width: 22) { desk.toggleMute(own) }
        p.tooltip("mute \(zone)")
        p.sameLine()
        p.text(zone)
      }
    }
    if !desk.solo.isEmpty || !desk.muted.isEmpty {
      if p.button("all are felt again") { desk.hearAll() }
    }
    let strip = view.strip
    for (k, actuator) in garment.actuators.enumerated() {
      p.group("\(k)") {
        if p.toggle("S", desk.solo.contains(k), width: 22) { desk.toggleSolo([k]) }
        p.sameLine()
        if p.toggle("M", desk.muted.contains(k), width: 22) { desk.toggleMute([k]) }
        p.sameLine()
        p.text(actuator.name)
        p.sameLine(170)
        func value(_ column: [Float]?) -> Float { column.map { $0.indices.contains(k) ? $0[k] : 0 } ?? 0 }
        p.bar(value(strip?.drive), width: 84, height: 15, String(format: "%.2f", value(strip?.drive)))
        p.sameLine()
        let g = value(strip?.motion)
        p.bar(g / 2, width: 84, height: 15, String(format: "%.2f g", g))
        p.sameLine()
        let felt = value(strip?.felt)
        p.bar(felt / 20, width: 84, height: 15, String(format: "%.1f×", felt))
      }
    }
  }

  // MARK: meters

  private static func meters(_ p: Panels, _ desk: TuneDesk, _ view: TuneView) {
    guard p.header("meters") else { return }
    let m = view.meters
    func bar(_ name: String, _ share: Float, _ words: String) {
      p.bar(share, width: 240, height: 16, words)
      p.sameLine()
      p.text(name)
    }
    if let latency = view.latency {
      bar("latency to the skin (50 ms)", Float(latency / 200), String(format: "%.0f ms", latency))
    }
    bar(
      "dose A(8)", m.dose / max(m.doseLimit, 1e-6), String(format: "%.3f of %.2f m/s²", m.dose, m.doseLimit))
    bar(
      "duty", m.duty / max(m.dutyLimit, 1e-6),
      String(format: "%.0f of %.0f %%", m.duty * 100, m.dutyLimit * 100))
    bar(
      "warmth", m.warmth / max(m.warmthLimit, 1e-6), String(format: "%.1f of %.0f K", m.warmth, m.warmthLimit)
    )
    bar("adaptation", m.adaptation, String(format: "%.0f %%", m.adaptation * 100))
    bar("energy", m.joulesPerMinute / 600, String(format: "%.0f J/min", m.joulesPerMinute))
    bar("feedback gain", m.gain / 4, String(format: "× %.2f", m.gain))
    p.text(String(format: "%.1f ms a picture", view.frameMilliseconds), Ink.faint)
    for device in view.devices { p.text(device, Ink.faint) }
    for notice in view.notices.suffix(4) { p.wrapped(notice) }
  }

  private static func help(_ p: Panels, height: Int) {
    let wide: Float = 470
    p.panel("keys", x: 12, y: 12, width: wide, height: min(Float(height) - 24, 380)) {
      p.text("Keys", Ink.yellow)
      for row in TuneKeys.rows {
        p.text(row.label, Ink.blue)
        p.sameLine(80)
        p.text(row.text)
      }
      p.separator()
      p.wrapped(TuneKeys.navigation)
    }
  }
}

/// A curve's picture: its scale, and what can be pulled.
enum CurveScale {
  /// The stimulus at the right border.
  static func most(_ layer: MappingLayer) -> Float {
    switch layer.source {
    case .nearest, .wearer, .hazard: return 1.05
    default:
      // In steps, so that it stands still while the knee is pulled a little.
      let wanted = max(layer.curve.knee * 1.25, 0.01)
      let decade = Math.pow(10, Math.log10(wanted).rounded(.down))
      return ([1, 1.5, 2, 3, 5, 7.5, 10] as [Float]).first { $0 * decade >= wanted }.map { $0 * decade }
        ?? wanted
    }
  }

  static func handles(_ curve: TransferCurve) -> [(CurveHandle, Vector2)] {
    let middle = (curve.threshold + curve.knee) / 2
    return [
      (.start, Vector2(curve.threshold, curve.floor)), (.end, Vector2(curve.knee, curve.ceiling)),
      (.bend, Vector2(middle, curve(middle))),
    ]
  }

  /// The numbers of a curve whose handle is at `to`.
  static func pulled(_ handle: CurveHandle, _ curve: TransferCurve, to: Vector2) -> [(String, Float)] {
    let (x, y) = (max(to.x, 0), min(max(to.y, 0), 1))
    func r(_ v: Float) -> Float { TunePanels.rounded(v) }
    switch handle {
    case .start: return [("threshold", r(min(x, curve.knee * 0.95))), ("floor", r(min(y, curve.ceiling)))]
    case .end:
      return [("knee", r(max(x, curve.threshold * 1.05 + 0.001))), ("ceiling", r(max(y, curve.floor)))]
    case .bend:
      // Half-way along the rise is ½ to the exponent.
      let rise = (y - curve.floor) / max(curve.ceiling - curve.floor, 1e-3)
      let exponent = Math.log(min(max(rise, 0.03), 0.97)) / Math.log(Float(0.5))
      return [("exponent", r(min(max(exponent, 0.1), 5)))]
    }
  }
}
