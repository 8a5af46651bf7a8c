/// What is known of a cell, in bits.
enum Pass {
  static let west: UInt8 = 1  // somebody in the cell may walk straight to the one to the west
  static let east: UInt8 = 2
  static let south: UInt8 = 4
  static let north: UInt8 = 8
  static let all: UInt8 = 15
  /// A wall meets the square between this cell's centre and the centres to the east, the north and the north-east.
  static let crossed: UInt8 = 16
  static let sloped: UInt8 = 32  // the pace depends on the direction
  static let linked: UInt8 = 64  // goes on to another cell over a link's edge
  static let entered: UInt8 = 128  // some cell goes on to this one
  static let odd = sloped | linked  // not solved by the common formula
}

extension Pass {
  /// The way back from the neighbour to which `way` leads.
  static func back(_ way: UInt8) -> UInt8 {
    switch way {
    case west: east
    case east: west
    case south: north
    default: south
    }
  }
}
