import Desktop
import Foundation
import Haptics
import Kernel
import Pipeline
import Scenes
import Testing
import Tuning

/// A desk with a preset, and the stage that it is felt on.
private enum Bench {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path
  static let library = Library(folders: ["\(root)/assets"])
  static func mapping(_ name: String = "density-glow") throws -> Mapping {
    try Mapping.load(named: name, from: library)
  }
  static func desk(_ name: String = "density-glow") throws -> TuneDesk {
    TuneDesk(try mapping(name), text: try Mapping.text(of: name, from: library), seed: 7)
  }
  static func stage(_ mapping: Mapping, people: Float = 0.8) throws -> TuneStage {
    var scene = try Scene.load(path: "\(root)/scenes/tuning/plaza.yaml", library: library).scene
    for k in scene.city.sources.indices { scene.city.sources[k].density = people }
    let wearer = Wearer(
      name: "wearer", garment: try Garment.load(named: "vest-40", from: library), mapping: mapping)
    return TuneStage(
      Session(scene, workers: .one), wearer, warmUp: 2, loopSeconds: 2, interrupted: { false })
  }
  static func knob(_ desk: TuneDesk, _ name: String) throws -> Knob {
    try #require(desk.mapping.knobs.first { $0.name == "layers.crowd.\(name)" })
  }
}

@Suite struct TuneDeskTests {
  @Test("A turn is one change; undo and redo go back and forth to the same mapping")
  func undo() throws {
    var desk = try Bench.desk()
    let first = desk.mapping
    let knee = try Bench.knob(desk, "curve.knee")
    desk.beginTurn(knee)
    for value in [3.9, 3, 2.5] as [Float] { desk.turn(knee, to: value) }
    desk.endTurn()
    let gain = try Bench.knob(desk, "gain")
    desk.turn(gain, to: 0.5)
    desk.endTurn()
    #expect(desk.undoable.count == 2)
    let last = desk.mapping
    desk.undo()
    #expect(desk.mapping.layers[0].curve.knee == 2.5 && desk.mapping.layers[0].gain == 1)
    desk.undo()
    #expect(desk.mapping == first && desk.undo() == nil)
    desk.redo()
    desk.redo()
    #expect(desk.mapping == last && desk.redo() == nil)
    desk.undo()
    desk.turn(gain, to: 0.7)
    desk.endTurn()
    #expect(desk.redoable.isEmpty)
  }

  @Test("Sides change apart; a copy can be undone on its own side")
  func sides() throws {
    var desk = try Bench.desk()
    let knee = try Bench.knob(desk, "curve.knee")
    desk.turn(knee, to: 2)
    desk.endTurn()
    desk.switchSide()
    #expect(desk.side == .b && desk.mapping.layers[0].curve.knee == 4)
    desk.turn(knee, to: 6)
    desk.endTurn()
    desk.copyToOther()
    #expect(desk.mapping(.a).layers[0].curve.knee == 6)
    desk.undo()
    #expect(desk.mapping(.a).layers[0].curve.knee == 2 && desk.side == .a)
  }

  @Test("Blind: both orders come, nothing can be changed meanwhile, and the vote is for what was felt")
  func blind() throws {
    var desk = try Bench.desk()
    let knee = try Bench.knob(desk, "curve.knee")
    desk.turn(knee, to: 2)
    desk.endTurn()
    var firsts: Set<TuneDesk.Side> = []
    for _ in 0..<20 {
      desk.beginBlind()
      let first = desk.felt
      firsts.insert(first)
      let before = desk.mapping
      desk.turn(knee, to: 9)
      #expect(desk.mapping == before && desk.undo() == nil)
      desk.switchSide()
      #expect(desk.felt == first.other)
      #expect(desk.decide(first: true) == first)
      #expect(desk.blind == nil && desk.side == first)
    }
    #expect(firsts.count == 2)
    #expect(desk.votes.a + desk.votes.b == 20 && desk.votes.same == 0)
    desk.beginBlind()
    #expect(desk.decide(first: nil) == nil && desk.votes.same == 1)
  }

  @Test("Solo and mute say who is felt")
  func mask() throws {
    var desk = try Bench.desk()
    #expect(desk.mask(4) == nil)
    desk.toggleSolo([1, 2])
    #expect(desk.mask(4) == [false, true, true, false])
    desk.toggleMute([2])
    #expect(desk.mask(4) == [false, true, false, false])
    desk.toggleSolo([1, 2])
    #expect(desk.mask(4) == [true, true, false, true])
    desk.hearAll()
    #expect(desk.mask(4) == nil)
  }

  @Test("What is saved is read as the same mapping, under its new name; comments stay")
  func saving() throws {
    var desk = try Bench.desk("sand")
    let first = desk.mapping
    for knob in desk.mapping.knobs where knob.isTunable {
      desk.turn(knob, to: knob.value(atShare: 0.37))
      desk.endTurn()
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "throng-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = TuneFiles(path: folder.appending(path: "mine.yaml").path, name: "mine", folder: folder.path)
    #expect(!desk.isSaved)
    try files.save(&desk)
    #expect(desk.isSaved && desk.mapping != first)
    let read = try Mapping.load(path: files.path)
    #expect(read == desk.mapping && read.name == "mine")
    let text = try String(contentsOfFile: files.path, encoding: .utf8)
    #expect(text.contains("# The crowd as sand that runs along the body"))
    #expect(text.contains("# a grain is up within a tick"))
    // Once more on top of what was saved.
    desk.turn(desk.mapping.knobs[0], to: 0.2)
    desk.endTurn()
    try files.save(&desk)
    #expect(try Mapping.load(path: files.path) == desk.mapping)
  }
}

@Suite struct TuneInquiryTests {
  @Test("Every answer is taken once and kept; the end is a setting, and nothing is asked or taken any more")
  func inquiry() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "throng-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "answers.csv").path
    var desk = try Bench.desk("sand")
    let knobs = try #require(
      PreferenceKnobs(desk.mapping, on: Garment.load(named: "vest-40", from: Bench.library)))
    #expect(knobs.knobs.count == 4)
    func made() throws -> TuneInquiry {
      TuneInquiry(
        knobs, questions: 3, seed: 1, journal: try PreferenceJournal(path, knobs: knobs, anew: false))
    }
    var inquiry = try made()
    for number in 1...3 {
      #expect(!inquiry.isOver)
      inquiry.ask(&desk)
      #expect(inquiry.number == number && inquiry.isOpen && desk.blind != nil)
      #expect(try !inquiry.takeAnswer(desk))
      desk.decide(first: number == 2 ? nil : true)
      #expect(try inquiry.takeAnswer(desk))
      #expect(try !inquiry.takeAnswer(desk))
    }
    #expect(inquiry.isOver)
    desk.compareNoMore(inquiry.favourite)
    #expect(desk.blind == nil && desk.undoable.last?.what == "liked best")
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 2 + 3)
    // The same answers lead to the same setting.
    let again = try made()
    #expect(again.isOver && again.favourite == inquiry.favourite)
  }
}

@Suite struct TuneStageTests {
  @Test("A slice comes again to the bit: A and B are felt in the same crowd")
  func loop() throws {
    let (a, b) = (try Bench.mapping("density-glow"), try Bench.mapping("radar"))
    var stage = try Bench.stage(a)
    func pass(_ mapping: Mapping) -> (places: [Vector2], drive: [[Float]]) {
      stage.rewind()
      var drive: [[Float]] = []
      while !stage.isOver {
        stage.step(mapping, mask: nil, stopped: false)
        drive += stage.session.wearers[0].strip.map(\.drive)
      }
      return (stage.session.crowd.positions, drive)
    }
    let (first, other, again) = (pass(a), pass(b), pass(a))
    #expect(first.places == other.places && first.places == again.places)
    #expect(first.drive == again.drive)
    #expect(first.drive != other.drive)
  }

  @Test("A change is at the actuators within two haptic ticks, and a muted one is silent from the first")
  func immediacy() throws {
    let mapping = try Bench.mapping("density-glow")
    var stage = try Bench.stage(mapping, people: 2)
    for _ in 0..<10 { stage.step(mapping, mask: nil, stopped: false) }
    let before = try #require(stage.session.wearers[0].strip.last)
    #expect(before.drive.max()! > 0)
    var quiet = mapping
    quiet.gain = 0
    stage.step(quiet, mask: nil, stopped: false)
    let strip = stage.session.wearers[0].strip
    // The second tick at the latest asks for less of every actuator that was driven.
    for k in before.drive.indices where before.drive[k] > 0 {
      #expect(strip[1].drive[k] < before.drive[k], "actuator \(k)")
    }
    #expect(strip[4].drive.max()! < before.drive.max()!)
    stage.rewind()
    for _ in 0..<10 { stage.step(mapping, mask: nil, stopped: false) }
    var mask = [Bool](repeating: false, count: before.drive.count)
    mask[3] = true
    for _ in 0..<4 { stage.step(mapping, mask: mask, stopped: false) }
    let soloed = try #require(stage.session.wearers[0].strip.last)
    #expect(soloed.drive.indices.allSatisfy { $0 == 3 || soloed.drive[$0] == 0 })
  }
}

/// Panels live once in a process: one test after the other.
@Suite(.serialized) struct TunePanelTests {
  private static let size = (width: 1200, height: 700)
  private static let golden = Bench.root + "/Tests/PipelineTests/Golden/bench.png"

  private func bench(_ body: (inout TuneBench, inout TuneStage, inout TuneDesk, Panels) throws -> Void) throws
  {
    var desk = try Bench.desk()
    var stage = try Bench.stage(desk.mapping)
    let folder = FileManager.default.temporaryDirectory.appending(path: "throng-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var options = TuneOptions()
    (options.width, options.height) = TunePanelTests.size
    var bench = TuneBench(
      stage,
      files: TuneFiles(path: folder.path + "/mine.yaml", name: "mine", folder: folder.path), options: options)
    bench.nameFile("mine.yaml")
    for _ in 0..<20 { bench.step(&stage, desk) }
    try body(&bench, &stage, &desk, Panels())
  }

  private func frame(
    _ bench: inout TuneBench, _ stage: TuneStage, _ desk: inout TuneDesk, _ panels: Panels,
    _ events: [PanelEvent] = []
  ) -> Canvas {
    for event in events { bench.take(event, &desk) }
    return bench.draw(
      stage, &desk, panels, events: events, width: TunePanelTests.size.width,
      height: TunePanelTests.size.height, seconds: 1.0 / 60)
  }

  /// The panels' half of the picture; `THRONG_WRITE_EXPECTED=1` makes it anew.
  @Test("The bench looks as it did")
  func picture() throws {
    try bench { bench, stage, desk, panels in
      _ = frame(&bench, stage, &desk, panels)
      let canvas = frame(&bench, stage, &desk, panels)
      let whole = try #require(
        panels.picture(over: canvas, width: TunePanelTests.size.width, height: TunePanelTests.size.height))
      let path = FileManager.default.temporaryDirectory.appending(path: "throng-\(UUID().uuidString).png")
        .path
      defer { try? FileManager.default.removeItem(atPath: path) }
      try whole.savePNG(path)
      if ProcessInfo.processInfo.environment["THRONG_WRITE_EXPECTED"] != nil {
        try? FileManager.default.removeItem(atPath: TunePanelTests.golden)
        try FileManager.default.copyItem(atPath: path, toPath: TunePanelTests.golden)
      }
      let expected = try #require(Canvas.loadPNG(TunePanelTests.golden), "there is no golden picture")
      let pixels = whole.pixels
      #expect(expected.pixels.count == pixels.count)
      var off = 0
      for (a, b) in zip(expected.pixels, pixels) {
        let far = [0, 8, 16].contains { shift in
          abs(Int(a >> shift & 255) - Int(b >> shift & 255)) > 24
        }
        if far { off += 1 }
      }
      // Another version of the type's library may set a letter otherwise.
      #expect(off * 200 < pixels.count, "\(off) of \(pixels.count) pixels differ")
    }
  }

  @Test(
    "Pulling the curve's end with the mouse changes knee and ceiling as one change; keys undo it, and switch sides"
  )
  func mouseAndKeys() throws {
    try bench { bench, stage, desk, panels in
      _ = frame(&bench, stage, &desk, panels)
      let before = desk.mapping
      let handle = bench.place(of: .end, desk)
      let (x, y) = (handle.x, handle.y)
      _ = frame(&bench, stage, &desk, panels, [.mouse(x: x, y: y)])
      _ = frame(&bench, stage, &desk, panels, [.button(0, down: true)])
      for step in 1...10 {
        _ = frame(&bench, stage, &desk, panels, [.mouse(x: x - Float(step) * 10, y: y + Float(step) * 4)])
      }
      _ = frame(&bench, stage, &desk, panels, [.button(0, down: false)])
      _ = frame(&bench, stage, &desk, panels)
      let after = desk.mapping
      #expect(after.layers[0].curve.knee < before.layers[0].curve.knee)
      #expect(after.layers[0].curve.ceiling < before.layers[0].curve.ceiling)
      #expect(desk.undoable.count == 1)
      func press(_ code: Int, ctrl: Bool = false) {
        _ = frame(
          &bench, stage, &desk, panels, [.key(code, down: true, ctrl: ctrl, shift: false, alt: false)])
        _ = frame(
          &bench, stage, &desk, panels, [.key(code, down: false, ctrl: ctrl, shift: false, alt: false)])
      }
      press(29, ctrl: true)  // Ctrl+Z
      #expect(desk.mapping == before)
      press(28, ctrl: true)  // Ctrl+Y
      #expect(desk.mapping == after)
      press(5)  // B
      #expect(desk.side == .b && desk.mapping == before)
      press(17)  // N
      #expect(desk.blind != nil)
      press(30)  // 1
      #expect(desk.blind == nil && desk.votes.asked == 1)
    }
  }

  @Test("With the keyboard alone: arrows find a slider, Space takes it, an arrow turns it")
  func keyboard() throws {
    try bench { bench, stage, desk, panels in
      let before = desk.mapping
      func press(_ code: Int, times: Int = 1) {
        for _ in 0..<times {
          _ = frame(
            &bench, stage, &desk, panels, [.key(code, down: true, ctrl: false, shift: false, alt: false)])
          _ = frame(
            &bench, stage, &desk, panels, [.key(code, down: false, ctrl: false, shift: false, alt: false)])
        }
      }
      // The first arrow only shows where one is; then past the rows of buttons and the curve to the numbers.
      press(81, times: 7)
      for _ in 0..<10 where desk.mapping == before {
        press(81)
        press(44)  // Space takes a slider
        press(79, times: 3)
        press(44)
      }
      #expect(desk.mapping != before)
      desk.endTurn()
      #expect(desk.undoable.count == 1, "\(desk.undoable.map(\.what))")
    }
  }
}
