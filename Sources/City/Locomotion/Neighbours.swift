import CLanes
import Kernel

/// Sixteen people at a time. The count is part of every result: sums add up in its order.
typealias Lanes = SIMD16<Float>

extension Lanes {
  @inline(__always) init(_ pointer: UnsafePointer<Float>) { self = lanes_load(pointer) }
  static let width = 16
}

/// The people whom one person sees, packed in columns. Behind the last of them each column goes on to a whole number
/// of sixteens with somebody who is too far away to matter, so that models may sweep whole vectors.
struct Neighbours {
  let count: Int
  let wayX: UnsafePointer<Float>  // unit vector towards them; zero in the padding
  let wayY: UnsafePointer<Float>
  let distance: UnsafePointer<Float>  // [m] between the centres; `Neighbours.far` in the padding
  let contact: UnsafePointer<Float>  // [m] sum of the radii
  let velocityX: UnsafePointer<Float>  // [m/s]
  let velocityY: UnsafePointer<Float>
  let headingX: UnsafePointer<Float>  // unit vector along which their chests point
  let headingY: UnsafePointer<Float>

  /// [m] of the padding: finite, and farther than any sight.
  static let far: Float = 1e6
  /// Places of sixteen.
  @inline(__always) var vectors: Int { (count &+ (Lanes.width &- 1)) / Lanes.width }

  /// One of them, for models that look at people one by one.
  @inline(__always) subscript(k: Int) -> Neighbour {
    Neighbour(
      way: Vector2(wayX[k], wayY[k]), distance: distance[k], contact: contact[k],
      velocity: Vector2(velocityX[k], velocityY[k]), heading: Vector2(headingX[k], headingY[k]))
  }
}

/// Somebody near enough to count, as seen by the person who walks.
struct Neighbour: Sendable, BitwiseCopyable {
  var way: Vector2  // unit vector towards them
  var distance: Float  // [m] between the centres
  var contact: Float  // [m] sum of the radii
  var velocity: Vector2  // [m/s]
  var heading = Vector2.zero  // unit vector; zero: not known

  var gap: Float { distance - contact }  // [m] between the bodies; negative when they overlap
}

/// Columns in which one block of people packs those whom each sees, while they are being filled.
struct NeighbourRoom {
  let base: UnsafeMutablePointer<Float>
  let stride: Int
  @inline(__always) var wayX: UnsafeMutablePointer<Float> { base }
  @inline(__always) var wayY: UnsafeMutablePointer<Float> { base + stride }
  @inline(__always) var distance: UnsafeMutablePointer<Float> { base + 2 * stride }
  @inline(__always) var contact: UnsafeMutablePointer<Float> { base + 3 * stride }
  @inline(__always) var velocityX: UnsafeMutablePointer<Float> { base + 4 * stride }
  @inline(__always) var velocityY: UnsafeMutablePointer<Float> { base + 5 * stride }
  @inline(__always) var headingX: UnsafeMutablePointer<Float> { base + 6 * stride }
  @inline(__always) var headingY: UnsafeMutablePointer<Float> { base + 7 * stride }

  private static let columnCount = 8
  /// [floats] between two columns with room for `crew` times `most` people, each time filled up to whole vectors:
  /// packing writes up to a vector beyond them.
  static func stride(most: Int, crew: Int = 1) -> Int {
    (crew * ((most + Lanes.width - 1) / Lanes.width) + 1) * Lanes.width
  }
  /// [floats] of all columns.
  static func size(most: Int, crew: Int = 1) -> Int { columnCount * stride(most: most, crew: crew) }

  /// The room behind the first `count` places.
  @inline(__always) func after(_ count: Int) -> NeighbourRoom {
    NeighbourRoom(base: base + count, stride: stride)
  }

  /// Puts people from a list into an empty room.
  func filled(with list: [Neighbour]) -> Neighbours {
    let places = (list.count + Lanes.width - 1) / Lanes.width * Lanes.width
    for column in 0..<NeighbourRoom.columnCount {
      (base + column * stride).update(repeating: 0, count: places)
    }
    distance.update(repeating: Neighbours.far, count: places)
    for (k, neighbour) in list.enumerated() {
      wayX[k] = neighbour.way.x
      wayY[k] = neighbour.way.y
      distance[k] = neighbour.distance
      contact[k] = neighbour.contact
      velocityX[k] = neighbour.velocity.x
      velocityY[k] = neighbour.velocity.y
      headingX[k] = neighbour.heading.x
      headingY[k] = neighbour.heading.y
    }
    return neighbours(list.count)
  }

  /// Fills the last vector of `count` people up with somebody far away, and says how many places that makes. Goes on
  /// to write up to a vector beyond them.
  @inline(__always) func pad(_ count: Int, velocities: Bool) -> Int {
    lanes_store(wayX + count, Lanes(repeating: Neighbours.far))
    lanes_store(wayY + count, .zero)
    lanes_store(contact + count, .zero)
    if velocities {
      lanes_store(velocityX + count, .zero)
      lanes_store(velocityY + count, .zero)
      lanes_store(headingX + count, .zero)
      lanes_store(headingY + count, .zero)
    }
    return (count &+ (Lanes.width &- 1)) / Lanes.width &* Lanes.width
  }

  @inline(__always)
  func neighbours(_ count: Int) -> Neighbours {
    Neighbours(
      count: count, wayX: UnsafePointer(wayX), wayY: UnsafePointer(wayY), distance: UnsafePointer(distance),
      contact: UnsafePointer(contact), velocityX: UnsafePointer(velocityX),
      velocityY: UnsafePointer(velocityY), headingX: UnsafePointer(headingX),
      headingY: UnsafePointer(headingY))
  }
}
