/// The skin model at every whole hertz, for one site: what a tick reads instead of logarithms.
enum SkinTable {
  struct Row: Sendable {
    var pacinian: Float  // [1/g] one over the threshold
    var other: Float  // [1/g]
    var exponent: Float  // of the Pacinian channel
  }
  static let highest: Int32 = 500  // [Hz]
  static let count = Int(highest) + 1

  static func rows(_ skin: SkinModel, _ site: BodySite) -> [Row] {
    (0...highest).map { hertz in
      let f = Float(hertz)
      return Row(
        pacinian: 1 / skin.pacinianThreshold(site, f), other: 1 / skin.otherThreshold(site, f),
        exponent: skin.exponent(f))
    }
  }
}
