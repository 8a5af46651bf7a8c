import Kernel

/// What the population's tests look at, row by row as in `write(into:)`; nothing here changes a world.
extension World {
  package var groupIDs: [UInt32] { pedestrians.groups }  // 0: alone
  package var journeyIndices: [Int32] { pedestrians.journeys }
  package var desiredSpeeds: [Float] { pedestrians.desiredSpeeds }  // [m/s]
  package var masses: [Float] { pedestrians.masses }  // [kg]
  package var relaxations: [Float] { pedestrians.relaxations }  // [s]
  package var profileIndices: [UInt8] { pedestrians.profiles }
  package var modelIndices: [UInt8] { pedestrians.models }
  /// Whether everybody's row is known by the entity's name.
  package var rowsAreKnown: Bool {
    pedestrians.entities.indices.allSatisfy {
      entityRows.row(of: pedestrians.entities[$0], in: pedestrians.entities) == $0
    }
  }
  /// [m²] of the walkable part of a source's area.
  package func walkableArea(ofSource i: Int) -> Double {
    WalkableRows(
      area: entrance.areas[i], walkable: plan.ground.walkable,
      obstacles: plan.ground.obstacles.map(\.polygon)
    ).measure()
  }
}
