import ArgumentParser
import City

/// The models of walking by the names that scenes call them.
typealias Model = LocomotionModel.Kind

extension LocomotionModel.Kind {
  /// With the values of a scene that only names the model.
  var published: LocomotionModel { LocomotionModel(self) }

  /// Throws where there is no model of that name.
  static func named(_ name: String) throws -> Self {
    if let kind = Self(rawValue: name) { return kind }
    throw ValidationError(
      "there is no model '\(name)'. Known: \(allCases.map(\.rawValue).joined(separator: ", "))")
  }
}
