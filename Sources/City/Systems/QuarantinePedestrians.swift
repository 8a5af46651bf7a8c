import ECS
import Kernel

/// Asks for everybody to leave whose state makes no sense: not a number, or outside the world.
func quarantinePedestrians(
  world: Rectangle, entities: [EntityID], positions: [Vector2], velocities: [Vector2], headings: [Vector2],
  system: Int, commands: inout Commands<Newcomer, Farewell>
) {
  for i in positions.indices {
    if !(positions[i].isFinite && velocities[i].isFinite && headings[i].isFinite) {
      commands.leave(entities[i], .quarantined(.notFinite), system: system)
    } else if !world.contains(positions[i]) {
      commands.leave(entities[i], .quarantined(.outside), system: system)
    }
  }
}
