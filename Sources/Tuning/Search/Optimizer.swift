import CNLopt

/// NLopt's methods that need no slopes, over the unit cube.
///
/// One search at a time in a process: NLopt's chance is the process's own. Every call sows it anew, so that the same seed
/// asks the same points.
struct Optimizer {
  enum Method: Sendable {
    /// Controlled random search with local mutation (Kaelo & Ali 2006): looks everywhere.
    case everywhere
    /// Subplex (Rowan 1990): goes downhill, also where the function has steps.
    case nearby

    fileprivate var algorithm: nlopt_algorithm {
      switch self {
      case .everywhere: NLOPT_GN_CRS2_LM
      case .nearby: NLOPT_LN_SBPLX
      }
    }
  }

  /// Looks for the least value of `function` with at most `evaluations` calls, from `start` on; the best point comes back.
  /// A value that is not a number counts as very bad, and nil from `function` ends the search.
  static func minimize(
    _ method: Method, from start: [Double], evaluations: Int, seed: UInt64, step: Double = 0.15,
    _ function: ([Double]) -> Double?
  ) -> [Double] {
    withoutActuallyEscaping(function) { function in
      let search = Search(dimensions: start.count, function)
      guard !start.isEmpty, evaluations > 0,
        let optimizer = nlopt_create(method.algorithm, UInt32(start.count))
      else { return start }
      defer { nlopt_destroy(optimizer) }
      search.optimizer = optimizer
      nlopt_srand(UInt(seed))
      nlopt_set_lower_bounds1(optimizer, 0)
      nlopt_set_upper_bounds1(optimizer, 1)
      nlopt_set_maxeval(optimizer, Int32(evaluations))
      nlopt_set_xtol_abs1(optimizer, 2e-3)
      if method == .nearby { nlopt_set_initial_step1(optimizer, step) }
      if method == .everywhere {
        // No more at the beginning than a third of what may be asked.
        nlopt_set_population(
          optimizer, UInt32(max(start.count + 2, min(10 * (start.count + 1), evaluations / 3))))
      }
      nlopt_set_min_objective(
        optimizer,
        { _, x, _, data in
          let search = Unmanaged<Search>.fromOpaque(data!).takeUnretainedValue()
          return search.ask(x!)
        }, Unmanaged.passUnretained(search).toOpaque())
      var x = start.map { min(max($0, 0), 1) }
      var least = 0.0
      _ = nlopt_optimize(optimizer, &x, &least)
      return search.best?.point ?? start
    }
  }

  private final class Search {
    let dimensions: Int
    let function: ([Double]) -> Double?
    var optimizer: nlopt_opt?
    var best: (value: Double, point: [Double])?

    init(dimensions: Int, _ function: @escaping ([Double]) -> Double?) {
      self.dimensions = dimensions
      self.function = function
    }

    func ask(_ x: UnsafePointer<Double>) -> Double {
      let point = (0..<dimensions).map { x[$0] }
      guard let value = function(point) else {
        nlopt_force_stop(optimizer)
        return 1e9
      }
      // NLopt takes what is not a number for success.
      let held = value.isFinite ? value : 1e9
      if held < best?.value ?? .infinity { best = (held, point) }
      return held
    }
  }
}
