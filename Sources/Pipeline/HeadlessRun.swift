import Foundation
import Kernel
import Scenes

/// A run without a window: from the first tick to the last, everything recorded.
public enum HeadlessRun {
  /// Goes as fast as it can, or at `options.speed`. Ends early when `interrupted` says so, with whole files.
  /// Throws what the disk says; the diagnostics tell what was saved.
  public static func run(
    _ session: inout Session, options: RunOptions, interrupted: () -> Bool, progress: (RunProgress) -> Void
  ) throws(Diagnostics) -> RunResult {
    let recorder = try Recorder(session, options: options, rendersSound: true)
    let started = SteadyClock.now()
    // Who wears a real garment feels in real time.
    let speed = options.speed ?? (options.live.isEmpty ? nil : 1)
    let pace = speed.map { Pace(speed: $0) }
    let feed =
      options.live.isEmpty
      ? nil : try LiveFeed(options.live, session.wearers)
    do throws(Diagnostics) {
      while session.seconds < options.seconds - 1e-9, !interrupted() {
        session.frame(FrameInput())
        feed?.play(session, speed: speed ?? 1, stopped: false)
        try recorder.record(&session)
        progress(RunProgress(session, of: options.seconds, since: started))
        if let pace { wait(pace.delay(untilSimulated: session.seconds), unless: interrupted) }
      }
      recorder.garments = feed?.close().map { Summary.Garment($0) } ?? []
      let early = session.seconds < options.seconds - 1e-9
      return try recorder.finish(session, interrupted: early)
    } catch {
      _ = feed?.close()
      throw recorder.salvage(error)
    }
  }

  /// In short naps, so that Ctrl-C is not kept waiting.
  private static func wait(_ seconds: Double, unless interrupted: () -> Bool) {
    var left = seconds
    while left > 0, !interrupted() {
      let nap = min(left, 0.05)
      Thread.sleep(forTimeInterval: nap)
      left -= nap
    }
  }
}

extension RunProgress {
  init(_ session: Session, of seconds: Double, since started: UInt64) {
    let wall = Double(SteadyClock.now() - started) / 1e9
    self.init(
      seconds: session.seconds, share: seconds > 0 ? session.seconds / seconds : 1,
      present: session.crowd.count,
      realTimeFactor: wall > 0 ? session.seconds / wall : 0)
  }
}
