import Kernel

/// The palettes as GIMP palette files, which Inkscape, QGIS and Krita read too: one colour a line, red, green,
/// blue and a name.
public enum PaletteFile {
  /// Name without extension, and text, of every palette.
  public static var all: [(name: String, text: String)] {
    let services = LevelOfService.Colours.allCases.map { colours in
      let rows = LevelOfService.allCases.map { service in
        let (from, to) = service.densities
        let range = to.map { "\(short(from)) to \(short($0))" } ?? "from \(short(from))"
        return (service.colour(colours), "\(service.letter), \(range) per square metre")
      }
      return ("level-of-service-\(colours.rawValue)", text("Level of service, \(colours.rawValue)", 6, rows))
    }
    let scales = Palette.allCases.map { palette in
      let rows = palette.table(64).enumerated().map { ($1, "\($0) of 63") }
      return ("density-\(palette.rawValue)", text("Density, \(palette.rawValue)", 8, rows))
    }
    return services + scales
  }

  private static func text(_ name: String, _ columns: Int, _ rows: [(Colour, String)]) -> String {
    let lines = rows.map { "\($0.red) \($0.green) \($0.blue)\t\($1)" }
    return (["GIMP Palette", "Name: \(name)", "Columns: \(columns)", "#"] + lines).joined(separator: "\n")
      + "\n"
  }
}
