import ArgumentParser
import Kernel
import Pipeline

/// Names of fields as a person gives them: one word, several with commas, or "all".
enum FieldWords {
  static let names = PictureQuantity.allCases.map(\.rawValue)

  /// Each once, in the person's order. Throws what the person is told.
  static func quantities(_ text: String) throws -> [PictureQuantity] {
    if text == "all" { return PictureQuantity.allCases }
    var found: [PictureQuantity] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let word = part.trimmingCharacters(in: .whitespaces)
      guard let one = PictureQuantity(rawValue: word) else {
        throw ValidationError(
          Choice.unknown("there is no field '\(word)'", word, names + ["all"], kin: ["speed": "velocity"]))
      }
      if !found.contains(one) { found.append(one) }
    }
    return found
  }
}
