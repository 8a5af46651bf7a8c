import City
import Kernel
import Pipeline
import Scenes
import Testing

/// The scenes that prove something.
@Suite struct SceneTests {
  /// RiMEA 4.1.1 and NIST TN 1822 as a whole: no test is left out, each once.
  @Test func everyTestIsThere() throws {
    let cases = try Places.all()
    func tests(_ suite: VerificationPlan.Suite) -> Set<String> {
      Set(cases.filter { $0.plan.suite == suite }.map(\.plan.test))
    }
    #expect(tests(.rimea).isSuperset(of: (1...16).map(String.init) + ["12a", "12b", "12c", "12d", "13a"]))
    #expect(
      tests(.nist) == [
        "1.1", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "2.8", "2.9", "2.10", "3.1", "3.2", "3.3",
        "4.1", "5.1",
        "5.2",
      ])
    #expect(tests(.fundamental) == ["ring", "corridor", "corner", "two-directions"])
    #expect(tests(.bottleneck) == ["widths"])
    #expect(Set(cases.map { "\($0.plan.suite) \($0.plan.test)" }).count == cases.count)
  }

  /// Every run of every test can be loaded with every model, so that no verification ends on a slip of the pen.
  @Test func everyRunLoads() throws {
    for found in try Places.all() {
      for model in found.plan.runs.count > 4 ? ["shared_path"] : Scene.locomotionNames {
        for variant in found.plan.runs {
          let scene = try found.scene(of: variant, seed: 1, model: model, overrides: [])
          #expect(scene.verification?.measures.count == found.plan.measures.count)
        }
      }
    }
  }

  @Test func theDefaultModelComesFirst() {
    #expect(Scene.locomotionNames.first == "shared_path")
    #expect(Set(Scene.locomotionNames).count == Scene.locomotionNames.count)
  }

  /// The full populations that RiMEA asks for.
  @Test func nobodyIsSpared() throws {
    let cases = try Places.all()
    func greatest(_ test: String) throws -> Double {
      let found = try #require(cases.first { $0.plan.suite == .rimea && $0.plan.test == test })
      return try found.plan.runs.map { run in
        let city = try found.scene(of: run, seed: 1, model: "shared_path", overrides: []).city
        return zip(city.sources, city.ground.sources).reduce(0.0) {
          $0 + Double($1.0.initial) + Double($1.0.density ?? 0) * Double($1.1.polygon.area)
        }
      }.max() ?? 0
    }
    #expect(try greatest("4") == 60_000)
    #expect(try greatest("8") == 384)
    #expect(try greatest("9") == 1000)
    #expect(try greatest("10") == 23)
    #expect(abs(try greatest("11") - 1000) < 1)
    #expect(try greatest("12") == 150)
    #expect(abs(try greatest("15") - 500) < 1)
  }

  /// Tests that take little time, with the default model.
  @Test(arguments: ["1", "6", "10", "12d"])
  func theDefaultModelPasses(test: String) throws {
    let found = try #require(try Places.all().first { $0.plan.suite == .rimea && $0.plan.test == test })
    let verification = Verification(cases: [found], models: ["shared_path"], workers: Workers(2))
    let results = try verification.run(command: "", interrupted: { false }, progress: { _ in })
    let failed = results.tests[0].outcomes[0].criteria.filter { !$0.passed }
    #expect(failed.map { "\($0.label): \($0.words), \($0.limits)" } == [])
  }

  /// What the standard model's defaults were calibrated on.
  @Test(arguments: [VerificationPlan.Suite.fundamental, .bottleneck])
  func theDefaultsReproduceTheExperiments(suite: VerificationPlan.Suite) throws {
    let found = try Places.all().filter { $0.plan.suite == suite }
    #expect(found.count == (suite == .bottleneck ? 1 : 4))
    let verification = Verification(cases: found, models: ["shared_path"], workers: Workers(2))
    let results = try verification.run(command: "", interrupted: { false }, progress: { _ in })
    for test in results.tests {
      let failed = test.outcomes[0].criteria.filter { !$0.passed }
      #expect(failed.map { "\($0.label): \($0.words), \($0.limits)" } == [])
    }
  }
}
