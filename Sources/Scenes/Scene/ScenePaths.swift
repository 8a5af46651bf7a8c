/// Where the file says each thing of the plan, by the plan's own indices, such as `floors.0.exits.2`.
struct ScenePaths: Sendable {
  var walkable: [String] = []
  var obstacles: [String] = []
  var exits: [String] = []
  var waypoints: [String] = []
  var queues: [String] = []
  var waitings: [String] = []
  var barriers: [String] = []
  var zones: [String] = []
  var links: [String] = []
  var choices: [String] = []
}
