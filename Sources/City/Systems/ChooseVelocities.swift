import Kernel

/// What people want: who they are and where they are heading.
struct Wishes {
  let directions: [Vector2]  // unit vectors; zero: stands
  let speeds: [Float]  // [m/s]
}

/// People in one block of work.
let pedestriansPerBlock = 128

/// People of a block who are dealt with at a time: looking, distances, directions, velocities, each for all of them.
/// What one needs next then does not wait for what another has just written.
private let crewSize = 16

/// Reads the frozen columns; writes each person's next velocity [m/s]. Only those whose `models` entry is `own`, or
/// all where there is one model only.
func chooseVelocities(
  model: some Locomotion, bins: NeighbourBins, walls: Walls, links: Links, pedestrians: Pedestrians,
  wishes: Wishes, dt: Float,
  own: UInt8?, scratch: inout NeighbourScratch, into chosen: inout [Vector2], workers: Workers
) {
  scratch.prepare(most: bins.most(within: model.sight) * (1 + links.mostSeen), workers: workers)
  let look = Look(model: model, largest: bins.largestRadius)
  scratch.with { rooms in
    bins.withColumns { columns in
      WalkerColumns.with(pedestrians, wishes) { people in
        chosen.withUnsafeMutableBufferPointer {
          let crews = Crews(
            model: model, look: look, columns: columns, walls: walls, lists: walls.lists, links: links,
            people: people, own: own, dt: dt, chosen: Rows($0))
          workers.forEachBlock(rows: bins.count, size: pedestriansPerBlock) { worker, places in
            crews.move(places, rooms[worker])
          }
        }
      }
    }
  }
}

/// One of those who are dealt with at a time.
private struct Member {
  let row: Int32
  let first: Int32  // in the room: where whom the walker sees begin
  let seen: Int32
  let walls: UnsafeBufferPointer<Segment>
}

/// What it takes to move a few people at a time.
private struct Crews<Model: Locomotion>: @unchecked Sendable {
  let model: Model
  let look: Look<Model>
  let columns: BinColumns
  let walls: Walls
  let lists: WallLists
  let links: Links
  let people: WalkerColumns
  let own: UInt8?
  let dt: Float  // [s]
  let chosen: Rows<Vector2>

  @inline(__always)
  func move(_ places: Range<Int>, _ room: NeighbourRoom) {
    // Each no more than a kilobyte: what is larger comes from the heap.
    withUnsafeTemporaryAllocation(of: Walker.self, capacity: crewSize) { walkers in
      withUnsafeTemporaryAllocation(of: Member.self, capacity: crewSize) { members in
        withUnsafeTemporaryAllocation(of: Model.Course.self, capacity: crewSize) { courses in
          var first = places.lowerBound
          while first < places.upperBound {
            let end = min(first &+ crewSize, places.upperBound)
            let (count, used) = look(from: first..<end, walkers, members, room)
            room.finish(used)
            for k in 0..<count {
              let member = members[k]
              courses.initializeElement(
                at: k,
                to: model.course(of: walkers[k], among: room.neighbours(of: member), walls: member.walls))
            }
            for k in 0..<count {
              let member = members[k]
              chosen[Int(member.row)] = model.velocity(
                of: walkers[k], on: courses[k], among: room.neighbours(of: member), walls: member.walls,
                dt: dt)
            }
            first = end
          }
        }
      }
    }
  }

  /// Lets those who stand at `places` and walk by this model look around; says how many they are, and how much of the
  /// room whom they see takes.
  @inline(__always)
  private func look(
    from places: Range<Int>, _ walkers: UnsafeMutableBufferPointer<Walker>,
    _ members: UnsafeMutableBufferPointer<Member>, _ room: NeighbourRoom
  ) -> (count: Int, used: Int) {
    var count = 0
    var used = 0
    for place in places {
      let i = Int(columns.rows[place])
      if let own, people.models[i] != own { continue }
      let walker = people.walker(i, at: place, in: columns)
      let (around, near) = lists.both(at: walker.position)
      let close = look.isFar ? around : UnsafeBufferPointer(start: around.baseAddress, count: near)
      let rest = room.after(used)
      let seen = see(walker, from: place, around, into: rest)
      walkers.initializeElement(at: count, to: walker)
      members.initializeElement(
        at: count,
        to: Member(
          row: columns.rows[place], first: Int32(truncatingIfNeeded: used),
          seen: Int32(truncatingIfNeeded: seen), walls: close))
      used &+= rest.pad(seen, velocities: model.looksAtVelocities)
      count &+= 1
    }
    return (count, used)
  }

  /// Packs whom the walker sees, and says how many.
  @inline(__always)
  private func see(
    _ walker: Walker, from place: Int, _ around: UnsafeBufferPointer<Segment>, into room: NeighbourRoom
  ) -> Int {
    let p = walker.position
    let sight = look.sight(of: walker)
    if !links.isEmpty, links.isNear(p) {
      return columns.lookThroughLinks(
        from: place, at: p, radius: walker.radius, sight: sight, walls: walls, links: links, ids: people.ids,
        into: room)
    }
    return columns.lookAround(
      from: place, at: p, radius: walker.radius, sight: sight, velocities: model.looksAtVelocities, around,
      people.ids, into: room)
  }
}

extension NeighbourRoom {
  @inline(__always)
  fileprivate func neighbours(of member: Member) -> Neighbours {
    after(Int(member.first)).neighbours(Int(member.seen))
  }
}

/// How far people look in one crowd.
private struct Look<Model: Locomotion> {
  let model: Model
  let largest: Float  // [m] radius of the largest body
  let isFar: Bool  // whether walls farther than the short list count

  init(model: Model, largest: Float) {
    self.model = model
    self.largest = largest
    isFar = model.wallSight > Walls.near
  }
  /// [m] between centres.
  @inline(__always)
  func sight(of walker: Walker) -> Float {
    min(
      model.sight,
      walker.radius + largest + model.reach(speed: walker.desiredSpeed, timeGap: walker.timeGap))
  }
}

/// Memory for the people whom each worker looks at. Scratch.
struct NeighbourScratch: Sendable {
  private var floats: [Float] = []
  private var most = 0
  private var workers = 0

  mutating func prepare(most: Int, workers: Workers) {
    if most <= self.most, workers.count <= self.workers { return }
    self.most = max(self.most, most + most / 4)
    self.workers = max(self.workers, workers.count)
    floats = [Float](repeating: 0, count: NeighbourRoom.size(most: self.most, crew: crewSize) * self.workers)
  }

  mutating func with(_ body: (NeighbourRooms) -> Void) {
    let most = self.most
    floats.withUnsafeMutableBufferPointer {
      guard let base = $0.baseAddress else { return }
      body(NeighbourRooms(base: base, most: most))
    }
  }
}

/// One room for each worker.
struct NeighbourRooms: @unchecked Sendable {
  fileprivate let base: UnsafeMutablePointer<Float>
  fileprivate let most: Int
  subscript(worker: Int) -> NeighbourRoom {
    NeighbourRoom(
      base: base + worker * NeighbourRoom.size(most: most, crew: crewSize),
      stride: NeighbourRoom.stride(most: most, crew: crewSize))
  }
}
