import City
import Fields
import Haptics
import Kernel
import Presentation

/// What the person at the keys did since the last frame.
public struct FrameInput: Sendable {
  public var walking = StepInput()
  public var stopped = false  // all vibration and sound is off
  public init() {}
}

extension Session {
  /// Takes all drive away at once, between frames. Frames keep it away for as long as their input says so.
  public mutating func silence() {
    for index in wearers.indices { wearers[index].silence(dt: clocks.hapticStep) }
  }

  /// One pass of the whole line: the crowd takes a step, its field is measured, every wearer feels it.
  ///
  ///     step ─► measure ─► sense ─► map ─► drive ─► feel ─► cue
  ///
  /// Several haptic ticks follow each field; in the first of them the actuators are led from the last one to this.
  /// Afterwards the session holds the moment: crowd, field, wearers with their strips of haptic ticks, cues.
  public mutating func frame(_ input: FrameInput) {
    before.remember(crowd)
    trace.scope("step") { trace in
      source.step(input, tick: tick, into: &crowd, clocks: clocks, workers: workers, trace: &trace)
    }
    lost += before.places(of: source.quarantine.dropFirst(lost.count))
    tick += 1
    trace.scope("measure") { trace in
      estimator.measure(crowd, into: &field, workers: workers, timing: &fieldTiming)
      for phase in FieldTiming.Phase.allCases {
        trace.book(Session.fieldStage(phase), nanoseconds: fieldTiming.busy(phase))
      }
    }

    let ticks = clocks.hapticTicksPerCrowdStep
    let dt = clocks.hapticStep
    let dressed = self.dressed
    for index in wearers.indices {
      wearers[index].strip.removeAll(keepingCapacity: true)
      trace.scope("sense") { _ in
        wearers[index].sense(crowd, field, estimator, wearers: dressed, hazards: hazards)
      }
      for haptic in 1...ticks {
        trace.scope("map") { _ in
          wearers[index].map(tick: (tick - 1) * ticks + haptic)
        }
        trace.scope("drive") { _ in
          wearers[index].drive(dt: dt, stopped: input.stopped)
        }
        trace.scope("feel") { _ in
          wearers[index].feel(dt: dt)
        }
      }
    }
    trace.scope("cue") { _ in
      cues = ear.cue(wearers.first?.view, step: clocks.crowdStep, stopped: input.stopped)
    }
  }
}
