import Fields
import Kernel
import Scenes

/// Where the time of a whole frame goes, on a scene or a recorded crowd.
public enum ProfileScene {
  /// Goes through `seconds` of the session; the trace gets the last `traced` frames.
  public static func measure(
    _ session: inout Session, seconds: Double, into results: inout ProfileResults, trace: inout ProfileTrace,
    interrupted: () -> Bool, progress: (ProfileRun.Progress) -> Void
  ) {
    results.source = session.name
    var frames = 0
    var people = 0
    while session.seconds < seconds - 1e-9, !interrupted() {
      let start = SteadyClock.now()
      session.frame(FrameInput())
      let end = SteadyClock.now()
      frames += 1
      people += session.crowd.count
      if session.seconds >= seconds - traced * Double(session.clocks.crowdStep) {
        trace.add(
          ProfileTrace.Event(
            name: "frame", category: "frame", track: ProfileTrace.whole, start: start, end: end,
            note: ("people", session.crowd.count)))
        trace.add("measure", session.fieldTiming.spans)
      }
      progress(
        ProfileRun.Progress(
          share: seconds > 0 ? session.seconds / seconds : 1, words: "\(session.crowd.count) people present"))
    }
    results.interrupted = interrupted()
    guard frames > 0 else { return }
    results.stages = session.trace.scopes.map { scope in
      ProfileResults.Stage(
        name: scope.name, calls: scope.calls, perStep: Double(scope.nanoseconds) / 1e6 / Double(frames),
        perPerson: Double(scope.nanoseconds) / Double(max(1, people)))
    }
  }
  /// Frames that a trace holds.
  static let traced = 100.0
}
