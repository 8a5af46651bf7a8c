import Kernel
import Testing

@Suite struct DiagnosticTests {
  @Test func textSaysWhereWhatAndTheWayOut() {
    let diagnostic = Diagnostic(
      "S0201", "desired_speed is 4.8, outside 0.1...3.0", file: "plaza.yaml", line: 14, column: 23,
      hint: "is the value in km/h?")
    #expect(
      diagnostic.description
        == "plaza.yaml:14:23: error[S0201]: desired_speed is 4.8, outside 0.1...3.0\n  hint: is the value in km/h?"
    )
  }

  @Test func placesMayBeUnknown() {
    #expect(Diagnostic("X1", "odd", severity: .warning).description == "warning[X1]: odd")
    #expect(Diagnostic("X1", "odd", file: "a").description == "a: error[X1]: odd")
    #expect(Diagnostic("X1", "odd", file: "a", line: 3).description == "a:3: error[X1]: odd")
    #expect(Diagnostic("X1", "odd", line: 3, column: 1).description == "error[X1]: odd")
  }

  @Test func listsKeepOrderAndTellErrorsFromNotes() {
    let list = Diagnostics(
      [Diagnostic("A", "one"), Diagnostic("B", "two", severity: .note)], exit: .noInput)
    #expect(list.description == "error[A]: one\nnote[B]: two")
    #expect(list.errors.map(\.code) == ["A"])
    #expect(list.exit.rawValue == 66)
  }

  @Test func nearestWordForgivesTypingErrors() {
    let known = ["desired_speed", "radius", "time_gap", "name"]
    #expect(nearestWord(to: "desried_speed", in: known) == "desired_speed")
    #expect(nearestWord(to: "RADIUS", in: known) == "radius")
    #expect(nearestWord(to: "time_gab", in: known) == "time_gap")
    #expect(nearestWord(to: "density", in: known) == nil)
    #expect(nearestWord(to: "", in: []) == nil)
    #expect(nearestWord(to: "xyz", in: ["name"]) == nil)
  }
}
