/// The skin model at every whole hertz, for one site: what a tick reads instead of logarithms.
enum SkinTable {
  static let highest = 500  // [Hz]
  /// Of a row: one over the Pacinian channel's threshold [1/g], over the other's [1/g], the former's exponent.
  static let columns = 3
  static let count = (highest + 1) * columns

  static func values(_ skin: SkinModel, _ site: BodySite) -> [Float] {
    (0...highest).flatMap { hertz in
      let f = Float(hertz)
      return [1 / skin.pacinianThreshold(site, f), 1 / skin.otherThreshold(site, f), skin.exponent(f)]
    }
  }
}
