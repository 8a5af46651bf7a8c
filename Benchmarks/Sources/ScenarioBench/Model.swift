import ArgumentParser
import City

/// The models of walking by the names that scenes call them.
typealias Model = LocomotionModel.Kind

extension LocomotionModel.Kind: @retroactive ExpressibleByArgument {}

extension LocomotionModel.Kind {
  /// With the values of a scene that only names the model.
  var published: LocomotionModel { LocomotionModel(self) }
}
