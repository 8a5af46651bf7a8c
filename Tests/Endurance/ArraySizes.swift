/// What the arrays inside a value take of the heap, spare room included, found by reflection: a new column cannot be
/// forgotten.
enum ArraySizes {
  /// [B] by the way that leads to an array; those of arrays in arrays are added up.
  static func of(_ value: Any) -> [String: Int] {
    var sizes: [String: Int] = [:]
    add(value, "", to: &sizes)
    return sizes
  }

  private static func add(_ value: Any, _ path: String, to sizes: inout [String: Int]) {
    if let array = value as? any Sized {
      sizes[path, default: 0] += array.bytes
      // Elements that are values without arrays of their own are many, and have nothing more.
      if array.isFlat { return }
      for child in Mirror(reflecting: value).children { add(child.value, path + "[]", to: &sizes) }
      return
    }
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .class { return }
    for child in mirror.children {
      let label = child.label ?? "?"
      add(child.value, path.isEmpty ? label : "\(path).\(label)", to: &sizes)
    }
  }
}

private protocol Sized {
  var bytes: Int { get }
  var isFlat: Bool { get }
}

extension Array: Sized {
  fileprivate var bytes: Int { capacity * MemoryLayout<Element>.stride }
  fileprivate var isFlat: Bool { count > 10_000 || Element.self is any BitwiseCopyable.Type }
}
