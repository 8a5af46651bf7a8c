import City
import Kernel

/// Keeps the books on everybody, tick by tick, and says what is wrong with them.
struct Census {
  /// By id: the look in which somebody was there; 0: not yet. Long from the start, so as not to look like a leak.
  private var lastSeen = [Int32](repeating: 0, count: 1 << 20)
  private var look: Int32 = 0
  private var present = 0
  private var left = 0  // people who have arrived or were quarantined
  private var spawned = 0

  /// Nil where everybody there was there before or is new, nobody is there twice or has come back, and those who are
  /// gone are as many as the world says have left.
  mutating func fault(in crowd: Crowd, of world: World) -> String? {
    look += 1
    if world.spawned != world.arrived + world.present + world.quarantined {
      return "\(world.spawned) have entered, \(world.arrived) arrived, \(world.present) are present, "
        + "\(world.quarantined) quarantined"
    }
    if crowd.count != world.present { return "\(crowd.count) rows for \(world.present) people" }
    var stayed = 0
    var new = 0
    for id in crowd.ids {
      if id == 0 { return "somebody has no id" }
      while lastSeen.count <= Int(id) { lastSeen.append(0) }
      let seen = lastSeen[Int(id)]
      if seen == look { return "two have the id \(id)" }
      if seen != 0, seen != look - 1 { return "\(id) has left and come back" }
      if seen == 0 { new += 1 } else { stayed += 1 }
      lastSeen[Int(id)] = look
    }
    let (gone, entered) = (present - stayed, world.spawned - spawned)
    let departed = world.arrived + world.quarantined - left
    defer { (present, spawned, left) = (crowd.count, world.spawned, world.arrived + world.quarantined) }
    if new != entered { return "\(new) are new, \(entered) have entered" }
    if gone != departed { return "\(gone) are gone, \(departed) have left" }
    return nil
  }
}
