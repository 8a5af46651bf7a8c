import Kernel
import Scenes
import Testing

/// What can be wrong with the `verification` of a scene.
@Suite struct ReadingTests {
  private func faults(_ verification: String) -> [String] {
    let text = """
      format: 1
      geometry: {walkable: [{rectangle: [0, 0, 9, 9]}], exits: [{name: out, polygon: {rectangle: [8, 0, 9, 9]}}]}
      sources: [{name: s, area: {rectangle: [1, 1, 4, 4]}, initial: 5}]
      verification:
        suite: rimea
        test: t
        title: T
      \(verification.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
      """
    do throws(Diagnostics) {
      _ = try Scene.read(text: text, file: "t.yaml", library: Places.library)
      return []
    } catch {
      return error.errors.map(\.message)
    }
  }
  private let passing = "\ncriteria: [{label: all, measure: left, at_least: 5}]"

  @Test func aGoodOneHasNoFaults() {
    #expect(faults("measures: [{name: left, of: left}]" + passing) == [])
    #expect(faults("not_applicable: [{reason: there is none}]") == [])
  }

  @Test(arguments: [
    ("measures: [{name: left, of: flow}]", "a measure of flow needs the key 'line'"),
    ("measures: [{name: left, of: time_until}]", "a measure of time_until needs the key 'people'"),
    (
      "measures: [{name: left, of: left, line: [[0, 0], [1, 1]]}]", "a measure of left makes no use of 'line'"
    ),
    (
      "measures: [{name: left, of: density, area: {circle: [4, 4, 1]}, window: [9, 3]}]",
      "window ends before it begins"
    ),
    ("measures: [{name: other, of: left}]", "the verification has no measure 'left'"),
    (
      "measures: [{name: left, of: left}, {name: left, of: outside}]",
      "two measures of the verification have one name"
    ),
    ("measures: [{name: left, of: head_count}]", "of is 'head_count', not one of"),
  ])
  func measuresAreChecked(text: String, fault: String) {
    let found = faults(text + passing)
    #expect(found.contains { $0.hasPrefix(fault) }, "\(found)")
  }

  @Test(arguments: [
    ("", "verification needs 'criteria', or 'not_applicable'"),
    ("criteria: [{label: all, measure: left}]", "a criterion needs 'at_least', 'at_most' or 'band'"),
    ("criteria: [{label: all, measure: left, run: b, at_least: 1}]", "the verification has no run 'b'"),
    (
      "criteria: [{label: all, measure: left, over: {run: c}, at_least: 1}]",
      "the verification has no run 'c'"
    ),
    (
      "criteria: [{label: all, measure: left, band: [[2, 0, 1], [1, 0, 1]]}]", "rows of a band go by rising x"
    ),
    ("criteria: [{label: all, measure: left, band: [[1, 2, 1]]}]", "rows of a band go by rising x"),
  ])
  func criteriaAreChecked(text: String, fault: String) {
    let found = faults("measures: [{name: left, of: left}]\n" + text)
    #expect(found.contains { $0.hasPrefix(fault) }, "\(found)")
  }
}
