import Haptics
import Kernel
import Learning
import Testing
import Tuning

@Suite struct SearchTests {
  /// A bench of what is felt alone: no walkers, so that a trial is quick.
  private func bench() throws -> ScoreBench {
    var size = ScoreBench.Size()
    (size.seconds, size.warmUp, size.seats, size.walkers) = (10, 3, 4, 0)
    return try #require(
      ScoreBench.simulate([("", try Benches.scene())], seeds: [1, 2], size: size, Benches.errand))
  }

  @Test(
    "A search keeps to its limits, finds no less than it began with, and takes back what is worth nothing")
  func search() throws {
    let start = try Benches.mapping("radar")
    let bench = try bench()
    let information = try #require(TuningGoal.objective("information"))
    let plain = AutoTuner(
      start, on: try Benches.garment(), for: TuningGoal([information], limits: []), in: bench)
    let before = try #require(plain.score(plain.knobs.map { $0.value(in: start) }, Benches.errand))
    let most = try #require(before[.dose])
    let tuner = AutoTuner(
      start, on: try Benches.garment(), for: TuningGoal([information], limits: [(.dose, most)]), in: bench)
    func run() throws -> AutoTuner.Result {
      try #require(
        tuner.search(
          evaluations: 60, seed: 3, Benches.errand, recall: { _ in nil }, remember: { _ in },
          progress: { _, _ in }))
    }
    let result = try run()
    let chosen = result.trials[result.chosen]
    #expect(information.value(chosen.figures) > information.value(result.trials[0].figures))
    #expect(result.front.allSatisfy { result.trials[$0].figures[.dose]! <= most })
    // The same seed asks the same.
    let again = try run()
    #expect(again.trials.map(\.values) == result.trials.map(\.values) && again.chosen == result.chosen)

    let worth = try #require(tuner.worth(chosen, reference: result.trials[0].figures, Benches.errand))
    let pruned = try #require(
      tuner.pruned(result, worth: worth, Benches.errand, recall: { _ in nil }, remember: { _ in }))
    let best = tuner.mapping(pruned.trials[pruned.chosen].values)
    // Nobody else wears a garment here: the layer for them cannot matter.
    #expect(best.layers[1] == start.layers[1])
    #expect(
      information.value(pruned.trials[pruned.chosen].figures) >= information.value(chosen.figures) - 0.01)
    #expect(best.layers[2] == start.layers[2], "a search leaves warnings alone")
  }

  @Test("The front holds whom nobody beats in everything")
  func front() {
    #expect(TradeOff.front([[1, 1], [2, 0], [0, 2], [0, 0], [1, 1], [2, 0.5]]) == [0, 2, 5])
    #expect(TradeOff.front([]).isEmpty)
  }
}
