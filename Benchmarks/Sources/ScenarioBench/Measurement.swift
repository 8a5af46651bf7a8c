import Kernel

/// One window: a number of steps timed together.
struct Window: Codable, Sendable {
  var wallNanoseconds: UInt64
  var processorNanoseconds: UInt64  // of all threads
  var agentSteps: Int  // people present, summed over the steps
  var systems: [String: UInt64]  // [ns] by trace scope

  var nanosecondsPerAgentStep: Double { Double(wallNanoseconds) / Double(max(1, agentSteps)) }
  var processorPerAgentStep: Double { Double(processorNanoseconds) / Double(max(1, agentSteps)) }
}

/// What was asked of a run: equal questions have equal hashes.
struct Question: Codable, Equatable, Sendable {
  var scenario: String
  var people: Int  // asked for
  var model: String
  var stepMilliseconds: Int  // [ms]
  var seed: UInt64
  var warmUp: Int  // steps before the first window
  var steps: Int  // in a window
  var windows: Int
}

/// A run's figures.
struct Measurement: Codable, Sendable {
  var question: Question
  var workers: Int
  var present: Int  // at the end
  var quarantined: Int
  var windows: [Window]
  var setUpSeconds: Double
  var groundBytes: Int  // of the process with walls and maps but nobody there, over that without
  var peopleBytes: Int  // more of it with everybody there, after the last step
  var hash: UInt64  // of the state at the end

  /// [ns] of wall time for one person's step, the median window.
  var nanoseconds: Double { windows.map(\.nanosecondsPerAgentStep).median }
  /// [ns] that all threads together ran for one person's step, the median window.
  var processorNanoseconds: Double { windows.map(\.processorPerAgentStep).median }
  /// [1/s] people moved by one step.
  var agentStepsPerSecond: Double { 1e9 / nanoseconds }
  /// [1/s] the same by the time that all threads together ran: steadier where others use the machine too.
  var agentStepsPerProcessorSecond: Double { 1e9 / processorNanoseconds }
  /// How far the windows lie apart, as a share of the median.
  var spread: Double {
    let all = windows.map(\.nanosecondsPerAgentStep)
    return nanoseconds > 0 ? ((all.max() ?? 0) - (all.min() ?? 0)) / nanoseconds : 0
  }
  /// [ms] of wall time per step, the median window.
  var stepMilliseconds: Double {
    windows.map { Double($0.wallNanoseconds) / 1e6 / Double(max(1, question.steps)) }.median
  }
  /// [B] for each of those present.
  var bytesPerPedestrian: Double { Double(peopleBytes) / Double(max(1, present)) }
  /// [µs] per step of one system, the median window.
  func microseconds(of system: String) -> Double {
    windows.map { Double($0.systems[system] ?? 0) / 1e3 / Double(max(1, question.steps)) }.median
  }
  var hashText: String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension [Double] {
  /// The middle one, or the mean of the two in the middle; 0 of none.
  var median: Double {
    if isEmpty { return 0 }
    let sorted = self.sorted()
    return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2
  }
}
