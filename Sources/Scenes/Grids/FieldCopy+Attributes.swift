import CNetCDF
import Fields
import Kernel

/// What a file of fields says in words, after the CF conventions 1.8. No clock is read: the same run gives the
/// same bytes.
extension FieldCopy {
  static func describe(_ file: NetCDFFile, _ header: FieldFileHeader) throws(NetCDFFault) {
    let settings = header.settings
    try file.attribute(NetCDFFile.global, "Conventions", "CF-1.8")
    try file.attribute(NetCDFFile.global, "title", header.title)
    try file.attribute(NetCDFFile.global, "source", "Throng \(header.version)")
    try file.attribute(NetCDFFile.global, "crowd", header.seed == nil ? "recorded" : "simulated")
    try file.attribute(NetCDFFile.global, "scene", header.scene)
    if let seed = header.seed { try file.attribute(NetCDFFile.global, "seed", "\(seed)") }
    try file.attribute(NetCDFFile.global, "estimator", settings.estimator.rawValue)
    switch settings.estimator {
    case .gaussian, .helbing:
      try file.attribute(NetCDFFile.global, "deposit", settings.deposit.rawValue)
      if settings.estimator == .gaussian { try describeWidth(file, settings) }
      try file.attribute(NetCDFFile.global, "kernel_deviation", shortest(settings.deviation))
    case .spline, .wendland: try describeWidth(file, settings)
    case .nearestNeighbours:
      try file.attribute(NetCDFFile.global, "neighbours", Double(settings.neighbours))
    case .voronoi:
      if let cutOff = settings.cutOff { try file.attribute(NetCDFFile.global, "cut_off", shortest(cutOff)) }
    case .count: break
    }
    try file.attribute(NetCDFFile.global, "cell_size", shortest(settings.cellSize))
    try file.attribute(NetCDFFile.global, "length_unit", "m")
    try file.attribute(
      NetCDFFile.global, "comment",
      "Coordinates are local metres, x eastward and y northward. Planes hold the state at each time; cells that nobody can walk on hold the fill value. A kernel gives nothing to such cells."
    )
  }

  private static func describeWidth(_ file: NetCDFFile, _ settings: FieldSettings) throws(NetCDFFault) {
    try file.attribute(NetCDFFile.global, "kernel_width", shortest(settings.width))
    try file.attribute(NetCDFFile.global, "kernel_width_measure", settings.measure.rawValue)
  }

  static func time(_ file: NetCDFFile, _ dimension: NetCDFFile.Dimension) throws(NetCDFFault)
    -> NetCDFFile.Variable
  {
    let time = try file.variable("time", NC_DOUBLE, [dimension])
    try file.chunk(time, sides: [512], deflate: 0)
    try file.attribute(time, "standard_name", "time")
    try file.attribute(time, "long_name", "time")
    try file.attribute(time, "units", "seconds since 1970-01-01 00:00:00")
    try file.attribute(time, "calendar", "standard")
    try file.attribute(time, "axis", "T")
    try file.attribute(
      time, "comment",
      "simulated or filmed time; the date says nothing, the conventions ask for one. elapsed has the seconds")
    return time
  }

  static func describe(_ file: NetCDFFile, walkable: NetCDFFile.Variable) throws(NetCDFFault) {
    try file.attribute(walkable, "long_name", "whether people can walk on the centre of the cell")
    try file.attribute(walkable, "flag_values", bytes: [0, 1])
    try file.attribute(walkable, "flag_meanings", "obstructed walkable")
  }

  static func describe(
    _ file: NetCDFFile, _ plane: NetCDFFile.Variable, _ variable: FieldVariable
  ) throws(NetCDFFault) {
    if variable == .service {
      try file.attribute(plane, "_FillValue", bytes: [emptyByte])
      try file.attribute(plane, "flag_values", bytes: [0, 1, 2, 3, 4, 5])
      try file.attribute(plane, "flag_meanings", "A B C D E F")
    } else {
      try file.attribute(plane, "_FillValue", floats: [fill])
      try file.attribute(plane, "units", variable.unit)
    }
    try file.attribute(plane, "long_name", variable.title)
    try file.attribute(plane, "comment", variable.definition)
    try file.attribute(plane, "cell_methods", "time: point area: mean")
    try file.attribute(plane, "coordinates", "elapsed")
  }

  /// The decimal number that a person wrote, not its neighbour in single precision.
  private static func shortest(_ value: Float) -> Double { Double(value.description) ?? Double(value) }
}

extension NetCDFFile {
  /// A number for every step.
  func series(
    _ name: String, _ type: nc_type, _ time: Dimension, _ title: String, _ unit: String
  ) throws(NetCDFFault) -> Variable {
    let series = try variable(name, type, [time])
    try chunk(series, sides: [512], deflate: 0)
    try attribute(series, "long_name", title)
    try attribute(series, "units", unit)
    return series
  }

  /// The centres of columns or rows.
  func axis(
    _ name: String, _ dimension: Dimension, _ title: String, _ letter: String
  ) throws(NetCDFFault) -> Variable {
    let axis = try variable(name, NC_DOUBLE, [dimension])
    try attribute(axis, "long_name", title)
    try attribute(axis, "units", "m")
    try attribute(axis, "axis", letter)
    try attribute(axis, "bounds", name + "_bnds")
    return axis
  }
}
