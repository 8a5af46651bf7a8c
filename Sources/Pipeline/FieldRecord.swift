import Fields
import Kernel
import Scenes

/// The fields of a run on their way to a file: measured anew with all that was asked for, at even times, the start and
/// no others.
struct FieldRecord {
  var path: String { file.path }
  private let file: FieldFile
  private let steps: Int  // crowd steps from one to the next
  private var field: CrowdField

  /// Makes the folder where it is missing, and writes the session's moment as the first.
  init(_ output: FieldOutput, _ session: Session) throws(Diagnostics) {
    try OutputFolder.make(parentOf: output.path)
    let estimator = session.estimator
    let header = FieldFileHeader(
      title: session.title, scene: session.name, seed: session.seed, version: throngVersion,
      estimator: estimator, ground: session.ground, variables: output.variables)
    let step = Double(session.clocks.crowdStepMilliseconds) / 1000
    steps = max(1, Int(min((output.every / step).rounded(), 1e9)))
    field = estimator.emptyField(header.quantities)
    file = try FieldFile(path: output.path, header)
    try record(session)
  }

  mutating func record(_ session: Session) throws(Diagnostics) {
    guard session.tick % steps == 0 else { return }
    session.estimator.measure(session.crowd, into: &field, workers: session.workers)
    try file.append(seconds: session.seconds, people: session.crowd.count, field)
  }
  func finish() throws(Diagnostics) { try file.finish() }
}
