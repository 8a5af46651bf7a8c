import Desktop
import Kernel
import Presentation
import Scenes

/// The listener: what the cues remember from one frame to the next.
struct Ear: Sendable {
  private let settings: CueSettings
  private var state = CueState()
  private let nothing = BodyView()

  init(_ audio: AudioSettings) {
    var settings = CueSettings()
    settings.earconDensity = audio.earconDensity
    self.settings = settings
  }

  /// `view` round the listener, nil where nobody listens; `step` [s] since the last call.
  mutating func cue(_ view: BodyView?, step: Float, stopped: Bool) -> CueList {
    Presentation.cue(
      view: view ?? nothing, settings: settings, previous: &state, seconds: step, stopped: stopped)
  }
}

/// The sound of a headless run, rendered into a file as the run goes.
final class SoundRecord {
  let notice: String?
  private let stage: SoundStage
  private let file: WaveFile
  private var owed = 0.0  // [frames] of sound that whole blocks have not covered

  init(path: String, settings: AudioSettings) throws(Diagnostics) {
    stage = try SoundStage.loopback(hrtf: settings.hrtf, volume: settings.volume)
    file = try WaveFile(path: path, sampleRate: stage.sampleRate)
    notice = stage.notices.first
  }

  /// Renders `seconds` [s] of `cues`.
  func record(_ cues: CueList, seconds: Double) throws(Diagnostics) {
    stage.play(cues)
    owed += seconds * Double(stage.sampleRate)
    let frames = Int(owed)
    owed -= Double(frames)
    try file.append(stage.render(frames: frames))
  }
  func finish() throws(Diagnostics) { try file.finish() }
}

/// The loudspeakers of a run in a window. What goes wrong with them is a notice, never the end of a run.
struct Speaker {
  private let stage: SoundStage?
  private var told = 0

  /// Silent without `settings`.
  init(_ settings: AudioSettings?, notices: inout NoticeBoard) {
    guard let settings, settings.enabled else {
      stage = nil
      return
    }
    do throws(Diagnostics) {
      stage = try SoundStage.device(hrtf: settings.hrtf, volume: settings.volume)
    } catch {
      stage = nil
      notices.add(error.all.first?.message ?? "no sound device")
    }
  }

  mutating func play(_ cues: CueList, paused: Bool, stopped: Bool, notices: inout NoticeBoard) {
    guard let stage else { return }
    var now = cues
    now.silent = stopped || paused
    if now.silent { now.earcons = [] }
    stage.play(now)
    for text in stage.notices.dropFirst(told) { notices.add(text) }
    told = stage.notices.count
  }
  func silence() { stage?.silence() }
}
