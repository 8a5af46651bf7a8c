import ArgumentParser
import Fields
import Kernel

/// How a density field is made, for commands without a scene.
struct FieldOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How people become density: gaussian, count, helbing, spline, wendland, voronoi or nearest_neighbours.",
      valueName: "name"))
  var estimator = FieldSettings().estimator.rawValue

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Cell of the density field, 0.05 to 5.", valueName: "m"))
  var cellSize: Float = FieldSettings().cellSize

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Width σ of the density's kernel, 0.05 to 10.", valueName: "m"))
  var kernelWidth: Float = FieldSettings().width

  @Option(
    help: ArgumentHelp("The person at whom a kernel of nearest_neighbours ends, 1 to 100.", valueName: "k"))
  var neighbours = FieldSettings().neighbours

  var settings: FieldSettings {
    var settings = FieldSettings()
    settings.estimator = FieldSettings.Estimator(rawValue: estimator) ?? settings.estimator
    settings.cellSize = cellSize
    settings.width = kernelWidth
    settings.neighbours = neighbours
    return settings
  }

  /// Those that are not as they stand by themselves, by name.
  var given: [String] {
    let (mine, standard) = (settings, FieldSettings())
    let all: [(String, Bool)] = [
      ("--estimator", mine.estimator != standard.estimator),
      ("--cell-size", mine.cellSize != standard.cellSize),
      ("--kernel-width", mine.width != standard.width),
      ("--neighbours", mine.neighbours != standard.neighbours),
    ]
    return all.filter(\.1).map(\.0)
  }

  func validate() throws {
    let names = FieldSettings.Estimator.allCases.map(\.rawValue)
    if !names.contains(estimator) {
      throw ValidationError(Choice.unknown("--estimator is '\(estimator)'", estimator, names))
    }
    if !(0.05...5).contains(cellSize) {
      throw ValidationError("--cell-size is \(cellSize), outside 0.05...5 m")
    }
    if !(0.05...10).contains(kernelWidth) {
      throw ValidationError("--kernel-width is \(kernelWidth), outside 0.05...10 m")
    }
    if !(1...100).contains(neighbours) {
      throw ValidationError("--neighbours is \(neighbours), outside 1...100")
    }
  }
}
