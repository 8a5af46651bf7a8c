import Foundation
import Haptics
import Kernel

/// Effects that were made elsewhere: MPEG haptics (.hjif) and bHaptics projects (.tact), laid onto a garment.
public enum HapticEffectFile {
  public static let endings = ["hjif", "tact"]
  public static let longest = 600_000  // [ms]
  static let step = 10  // [ms] of what is read

  /// Throws all faults of the file at once: R0711 for an ending, R0712 for a value that is missing or wrong, R0713
  /// where nothing in it can be felt on this garment; S0001 and others where it is no JSON.
  public static func load(path: String, on garment: Garment) throws(Diagnostics) -> HapticEffect {
    try read(bytes: SourceText.bytes(path: path), file: path, on: garment)
  }
  /// `file` is what messages call it; its ending tells the format.
  public static func read(text: String, file: String, on garment: Garment) throws(Diagnostics) -> HapticEffect
  {
    try read(bytes: Array(text.utf8), file: file, on: garment)
  }

  static func read(bytes: [UInt8], file: String, on garment: Garment) throws(Diagnostics) -> HapticEffect {
    let ending = URL(filePath: file).pathExtension.lowercased()
    guard endings.contains(ending) else {
      throw Diagnostics(
        Diagnostic(
          "R0711", "the ending is none of an effect's", file: file, hint: "effects are .hjif and .tact"),
        exit: .usage)
    }
    var trees = TreeReader(source: SourceText(file: file))
    guard let tree = trees.read(bytes: bytes), trees.diagnostics.isEmpty else {
      throw Diagnostics(trees.diagnostics)
    }
    var reader = EffectReader(file: file, garment: garment)
    if ending == "hjif" { reader.readHJIF(tree) } else { reader.readTact(tree) }
    if reader.isFull, reader.faults.isEmpty {
      reader.fault("the file's effects overlap or refer to each other too often", at: tree)
    }
    guard reader.faults.isEmpty else { throw Diagnostics(Array(reader.faults.prefix(20))) }
    let levels = reader.canvas
    guard levels.contains(where: { $0 > 0 }) else {
      throw Diagnostics(
        Diagnostic(
          "R0713", "nothing in it can be felt on the garment '\(garment.name)'", file: file,
          hint: "does the garment have the places on the body that the effect is for?"))
    }
    return HapticEffect(
      name: URL(filePath: file).deletingPathExtension().lastPathComponent, actuators: garment.actuators.count,
      stepMilliseconds: step, level: levels, carrier: reader.hertz)
  }
}

/// A file's tree on its way to levels; collects every fault with its place.
struct EffectReader {
  let file: String
  let garment: Garment
  private(set) var faults: [Diagnostic] = []
  private(set) var canvas: [Float] = []  // level, step-major
  private(set) var hertz: [Float] = []
  private var work = 0
  // actuators and steps that effects lie on, with all that lie on each other
  static let mostWork = 20_000_000

  /// True, and a fault, where effects that refer to each other or overlap have grown beyond all measure.
  var isFull: Bool { work > EffectReader.mostWork }

  init(file: String, garment: Garment) {
    self.file = file
    self.garment = garment
  }

  mutating func fault(_ message: String, at tree: SourceTree, hint: String? = nil) {
    guard faults.count < 100 else { return }
    faults.append(
      Diagnostic("R0712", message, file: file, line: tree.place.line, column: tree.place.column, hint: hint))
  }

  /// A number, also one in quotes, as older programs write them. Without the key `missing`, or a fault where it is nil.
  mutating func number(
    _ key: String, of tree: SourceTree, in range: ClosedRange<Double>, missing: Double? = nil
  ) -> Double? {
    guard let value = tree.value(of: key) else {
      if missing == nil { fault("'\(key)' is missing", at: tree) }
      return missing
    }
    guard let word = value.word, case .number(let number) = PlainNumber.parse(word) else {
      fault("\(key) is \(value.inWords), not a number", at: value)
      return nil
    }
    guard range.contains(number) else {
      fault(
        "\(key) is \(NumberText.short(number)), outside \(NumberText.short(range.lowerBound))...\(NumberText.short(range.upperBound))",
        at: value)
      return nil
    }
    return number
  }

  mutating func items(_ key: String, of tree: SourceTree, required: Bool = true) -> [SourceTree] {
    guard let value = tree.value(of: key) else {
      if required { fault("'\(key)' is missing", at: tree) }
      return []
    }
    switch value.content {
    case .list(let items): return items
    case .empty: return []
    default:
      fault("\(key) is \(value.inWords), not a list", at: value)
      return []
    }
  }

  /// What one more effect costs, however short it is.
  mutating func count(_ tree: SourceTree) -> Bool {
    if isFull { return false }
    work += 100
    if isFull { fault("the file's effects overlap or refer to each other too often", at: tree) }
    return !isFull
  }

  /// The stronger of what is there and `level` at a step; steps past the longest effect are left out.
  mutating func lay(_ level: Float, hertz carrier: Float, on actuator: Int, atStep step: Int) {
    work += 1
    guard level > 0, step >= 0, step < HapticEffectFile.longest / HapticEffectFile.step, !isFull else {
      return
    }
    let count = garment.actuators.count
    if (step + 1) * count > canvas.count {
      let missing = (step + 1) * count - canvas.count
      canvas += [Float](repeating: 0, count: missing)
      hertz += [Float](repeating: 0, count: missing)
    }
    let i = step * count + actuator
    guard level > canvas[i] else { return }
    canvas[i] = min(level, 1)
    hertz[i] = carrier
  }
}
