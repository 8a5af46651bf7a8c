import Kernel

/// What a run came to, for people and programs: `summary.json`.
public struct Summary: Equatable, Sendable {
  public struct Pedestrians: Equatable, Sendable {
    public var spawned: Int
    public var arrived: Int
    public var present: Int  // at the end
    public var quarantined: Int
    public init(spawned: Int = 0, arrived: Int = 0, present: Int = 0, quarantined: Int = 0) {
      self.spawned = spawned
      self.arrived = arrived
      self.present = present
      self.quarantined = quarantined
    }
  }
  /// Over all cells and ticks of the run.
  public struct Density: Equatable, Sendable {
    public var maximum: Double  // [1/m^2]
    public var mean: Double  // [1/m^2] over walkable cells
    public init(maximum: Double = 0, mean: Double = 0) {
      self.maximum = maximum
      self.mean = mean
    }
  }
  /// How the density was estimated.
  public struct Field: Equatable, Sendable {
    public var estimator: String
    public var cellSize: Double  // [m]
    public var width: Double  // [m] σ of the kernel
    public init(estimator: String, cellSize: Double, width: Double) {
      self.estimator = estimator
      self.cellSize = cellSize
      self.width = width
    }
  }
  public struct Stage: Equatable, Sendable {
    public var name: String
    public var milliseconds: Double  // [ms] of the whole run
    public var calls: Int
    public init(name: String, milliseconds: Double, calls: Int) {
      self.name = name
      self.milliseconds = milliseconds
      self.calls = calls
    }
    public init(_ scope: Trace.Scope) {
      self.init(name: scope.name, milliseconds: Double(scope.nanoseconds) / 1e6, calls: scope.calls)
    }
  }

  /// How a real garment fared that the run drove.
  public struct Garment: Equatable, Sendable {
    public var address: String
    public var state: String  // connected, waiting or closed
    public var sent: Int  // frames that the device took
    public var dropped: Int  // frames that a newer one overtook
    public var lost: Int  // frames that found no connection
    public var reconnects: Int
    public var bytes: Int
    public var latencyMilliseconds: Double  // [ms] mean, from the tick to the socket
    public var latencyMost99: Double  // [ms]
    public var problem: String  // the last one, or nothing
    public init(
      address: String, state: String, sent: Int, dropped: Int, lost: Int, reconnects: Int, bytes: Int,
      latencyMilliseconds: Double, latencyMost99: Double, problem: String
    ) {
      (self.address, self.state, self.sent) = (address, state, sent)
      (self.dropped, self.lost, self.reconnects, self.bytes) = (dropped, lost, reconnects, bytes)
      (self.latencyMilliseconds, self.latencyMost99, self.problem) = (
        latencyMilliseconds, latencyMost99, problem
      )
    }
  }

  public var scene: String  // or the recording's name
  public var seed: UInt64?  // nil for a recording
  public var ticks: Int  // crowd ticks done
  public var simulatedSeconds: Double  // [s]
  public var wallSeconds: Double  // [s]
  public var pedestrians = Pedestrians()
  public var density = Density()
  public var field: Field?
  public var hapticFrames = 0
  public var stages: [Stage] = []
  public var stateHash: UInt64
  public var version: String  // of the program
  public var files: [String] = []
  public var interrupted = false
  public var garments: [Garment] = []  // real ones

  public init(
    scene: String, seed: UInt64?, ticks: Int, simulatedSeconds: Double, wallSeconds: Double,
    stateHash: UInt64,
    version: String
  ) {
    self.scene = scene
    self.seed = seed
    self.ticks = ticks
    self.simulatedSeconds = simulatedSeconds
    self.wallSeconds = wallSeconds
    self.stateHash = stateHash
    self.version = version
  }

  /// Sixteen hexadecimal digits.
  public var stateHashText: String { hashText(stateHash) }

  /// Keys in a fixed order; whatever is not finite is null; ends with a line end.
  public var json: String {
    RecordJSON.object([
      ("scene", .text(scene)),
      ("seed", seed.map { .unsigned($0) } ?? .null),
      ("ticks", .integer(ticks)),
      ("simulated_seconds", .number(simulatedSeconds)),
      ("wall_seconds", .number(wallSeconds)),
      (
        "pedestrians",
        .object([
          ("spawned", .integer(pedestrians.spawned)), ("arrived", .integer(pedestrians.arrived)),
          ("present", .integer(pedestrians.present)), ("quarantined", .integer(pedestrians.quarantined)),
        ])
      ),
      ("density", .object([("maximum", .number(density.maximum)), ("mean", .number(density.mean))])),
      (
        "field",
        field.map {
          .object([
            ("estimator", .text($0.estimator)), ("cell_size", .number($0.cellSize)),
            ("width", .number($0.width)),
          ])
        } ?? .null
      ),
      ("haptic_frames", .integer(hapticFrames)),
      ("stage_milliseconds", .object(stages.map { ($0.name, .number($0.milliseconds)) })),
      ("state_hash", .text(stateHashText)),
      ("version", .text(version)),
      (
        "live",
        .list(
          garments.map {
            .object([
              ("address", .text($0.address)), ("state", .text($0.state)), ("sent", .integer($0.sent)),
              ("dropped", .integer($0.dropped)), ("lost", .integer($0.lost)),
              ("reconnects", .integer($0.reconnects)), ("bytes", .integer($0.bytes)),
              ("latency_ms", .number($0.latencyMilliseconds)), ("latency_99_ms", .number($0.latencyMost99)),
              ("problem", .text($0.problem)),
            ])
          })
      ),
      ("files", .list(files.map { .text($0) })),
      ("interrupted", .bool(interrupted)),
    ]).written() + "\n"
  }

  public func save(to path: String) throws(Diagnostics) { try TextFile.save(json, to: path) }
}

/// Sixteen hexadecimal digits.
func hashText(_ value: UInt64) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
