import Desktop
import Foundation
import Kernel
import Presentation
import Scenes

/// A run that a person watches, hears and walks in. Everything is recorded as in a headless run, but for the sound,
/// which goes to the loudspeakers.
public enum WindowRun {
  public static var displayAvailable: Bool { Window.displayAvailable() }

  private static let screenHertz = 60.0
  /// [s] of real time that may be made up for at once; what is more is let go, so that a slow machine shows a
  /// slow crowd and not a frozen window.
  private static let longestCatchUp = 0.1

  public static func run(
    _ session: inout Session, options: RunOptions, interrupted: () -> Bool
  ) throws(Diagnostics) -> RunResult {
    let window = try Window(title: "Throng – \(session.title)", width: 1280, height: 720)
    var canvas = Canvas(width: window.width, height: window.height)
    var state = ViewState(
      options: ViewOptions(session.view, width: window.width), width: window.width, height: window.height)
    state.follow = session.view.follow
    state.speed = options.speed ?? 1
    // Writing a picture takes longer than a screen waits: only the end gets one by itself, F12 the rest.
    var recorded = options
    recorded.pictures = min(options.pictures, 1)
    let recorder = try Recorder(session, options: recorded, rendersSound: false)
    let rumble = RumbleBox()
    let feed =
      options.live.isEmpty
      ? nil
      : try LiveFeed(options.live, session.wearers, rumble: { rumble.ask(low: $0, high: $1) })
    var wasStopped = false
    var notices = NoticeBoard(recorder.notices)
    var speaker = Speaker(options.mute ? nil : session.audio, notices: &notices)
    var due = 0.0  // [s] of simulated time owed to the person's clock
    var last = SteadyClock.now()
    var screen = ScreenFigures()
    var nextScreen = last
    var pictures = 0
    var earcons: [CueList.Earcon] = []  // of all frames since the last picture, each to sound once
    var unrecorded = false  // the last frame is not in the records yet

    do throws(Diagnostics) {
      while !state.quit, !interrupted(),
        !(options.closesAfterSeconds && session.seconds >= options.seconds - 1e-9)
      {
        for event in window.poll() {
          state.apply(event, ground: session.ground, hasWearer: !session.wearers.isEmpty)
          if case .controllerAdded(let name) = event { notices.add("controller: \(name)") }
          if case .controllerRemoved(let name) = event { notices.add("controller gone: \(name)") }
        }
        // Not at the next frame, which a pause may keep away: now.
        if state.stopped { session.silence() }
        if state.stopped, !wasStopped { feed?.silence(session) }
        wasStopped = state.stopped
        rumble.hasController = window.rumble(low: rumble.low, high: rumble.high)
        let now = SteadyClock.now()
        let elapsed = Double(now - last) / 1e9
        last = now
        state.advance(seconds: Float(elapsed), ground: session.ground, hasWearer: !session.wearers.isEmpty)

        let step = Double(session.clocks.crowdStep)
        if state.paused {
          due = state.stepsAsked > 0 ? step : 0
          state.stepsAsked = 0
        } else {
          due = min(due + elapsed * state.speed, max(longestCatchUp, step) * max(1, state.speed))
        }
        let budget = now + UInt64(1e9 / screenHertz)
        var stepped = false
        while due >= step - 1e-9 {
          due -= step
          if unrecorded { try recorder.record(&session) }
          session.frame(state.frameInput(session))
          feed?.play(session, speed: state.speed, stopped: state.stopped)
          earcons += session.cues.earcons
          unrecorded = true
          stepped = true
          if SteadyClock.now() > budget { due = min(due, step) }
        }
        // Stepping and recording take turns with the screen: pictures are three times as frequent as steps.
        if unrecorded, !stepped {
          try recorder.record(&session)
          unrecorded = false
        }
        var heard = session.cues
        heard.earcons = earcons
        earcons = []
        speaker.play(heard, paused: state.paused, stopped: state.stopped, notices: &notices)

        if canvas.width != window.width || canvas.height != window.height {
          canvas = Canvas(width: window.width, height: window.height)
        }
        state.keep(on: session.wearers.first?.pose, ground: session.ground)
        var moment = session.moment()
        moment.frameMilliseconds = screen.smoothed
        moment.notices += notices.current(now)
        moment.stopped = state.stopped
        moment.paused = state.paused
        moment.speed = state.speed
        session.trace.scope("draw") { _ in
          canvas.draw(draw(moment, options: state.options, width: canvas.width, height: canvas.height))
        }
        session.trace.scope("show") { _ in window.show(canvas) }
        screen.add(milliseconds: Double(SteadyClock.now() - now) / 1e6)
        while state.picturesAsked > 0 {
          state.picturesAsked -= 1
          pictures += 1
          let path = "\(options.folder)/screenshot-\(pictures).png"
          try canvas.savePNG(path)
          notices.add("saved \(path)")
        }
        // By deadlines, so that what one nap oversleeps the next one makes good.
        let done = SteadyClock.now()
        nextScreen = max(nextScreen + UInt64(1e9 / screenHertz), done)
        Thread.sleep(forTimeInterval: Double(nextScreen - done) / 1e9)
      }
      speaker.silence()
      recorder.garments = feed?.close().map { Summary.Garment($0) } ?? []
      _ = window.rumble(low: 0, high: 0)
      if unrecorded { try recorder.record(&session) }
      var result = try recorder.finish(session, interrupted: interrupted())
      result.screen = screen
      return result
    } catch {
      _ = feed?.close()
      speaker.silence()
      throw recorder.salvage(error)
    }
  }
}

extension ViewState {
  /// What the keys ask of the next frame. The wearer at the keys walks at the pace of a brisk adult.
  func frameInput(_ session: Session) -> FrameInput {
    var input = FrameInput()
    input.walking.velocity = walk * 1.5
    input.walking.takesOver = true
    input.walking.heading = walk == .zero ? nil : walk.normalized
    input.stopped = stopped
    return input
  }
}

/// How the screen kept up: work per picture, waiting left out.
public struct ScreenFigures: Sendable {
  private var milliseconds: [Double] = []
  public private(set) var smoothed = 0.0  // [ms] of late
  private let started = SteadyClock.now()
  private var latest = SteadyClock.now()

  mutating func add(milliseconds value: Double) {
    latest = SteadyClock.now()
    milliseconds.append(value)
    smoothed = smoothed == 0 ? value : smoothed * 0.9 + value * 0.1
  }
  public var frames: Int { milliseconds.count }
  /// Pictures shown a second since the window opened.
  public var framesPerSecond: Double { Double(frames) * 1e9 / Double(max(1, latest - started)) }
  /// [ms] of work that `share` 0…1 of the pictures took at most.
  public func percentile(_ share: Double) -> Double {
    let sorted = milliseconds.sorted()
    return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
  }
}

/// Notices stay on screen for a while, newest last.
struct NoticeBoard {
  private static let seconds = 6.0
  private var lines: [(text: String, at: UInt64)] = []

  init(_ texts: [String]) {
    for text in texts { add(text) }
  }
  mutating func add(_ text: String) { lines.append((text, SteadyClock.now())) }
  mutating func current(_ now: UInt64) -> [String] {
    lines.removeAll { now > $0.at && Double(now - $0.at) / 1e9 > NoticeBoard.seconds }
    return lines.suffix(4).map(\.text)
  }
}
