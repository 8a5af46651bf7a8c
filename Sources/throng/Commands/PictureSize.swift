import ArgumentParser

/// Width and height of a picture [px], written as 1280x720.
struct PictureSize: ExpressibleByArgument, CustomStringConvertible {
  var width: Int
  var height: Int
  init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
  /// Nil where the letters are still legible in no picture of that size, or no machine holds it.
  init?(argument: String) {
    let sides = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard sides.count == 2, let width = sides[0], let height = sides[1],
      (480...7680).contains(width), (300...4320).contains(height)
    else { return nil }
    self.init(width: width, height: height)
  }
  var description: String { "\(width)x\(height)" }
  var defaultValueDescription: String { description }
}
