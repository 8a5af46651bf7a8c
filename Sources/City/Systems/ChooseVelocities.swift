import Kernel

/// What people want: who they are and where they are heading.
struct Wishes {
  let directions: [Vector2]  // unit vectors; zero: stands
  let speeds: [Float]  // [m/s]
}

/// People in one block of work.
let pedestriansPerBlock = 128

/// Reads the frozen columns; writes each person's next velocity [m/s]. Only those whose `models` entry is `own`, or
/// all where there is one model only.
func chooseVelocities(
  model: some Locomotion, bins: NeighbourBins, walls: Walls, pedestrians: Pedestrians, wishes: Wishes,
  dt: Float,
  own: UInt8?, scratch: inout NeighbourScratch, into chosen: inout [Vector2], workers: Workers
) {
  let sight = model.sight
  let looksFar = model.wallSight > Walls.near
  scratch.prepare(most: bins.most(within: sight), workers: workers)
  scratch.with { rooms in
    chosen.withUnsafeMutableBufferPointer {
      let chosen = Rows($0)
      pedestrians.ids.withUnsafeBufferPointer { ids in
        nonisolated(unsafe) let ids = ids
        workers.forEachBlock(rows: bins.count, size: pedestriansPerBlock) { worker, range in
          let room = rooms[worker]
          for place in range {
            let i = Int(bins.rows[place])
            if let own, pedestrians.models[i] != own { continue }
            let p = pedestrians.positions[i]
            let neighbours = bins.lookAround(
              from: place, at: p, radius: pedestrians.radii[i], sight: sight, walls.around(p),
              ids.baseAddress!, into: room)
            let walker = Walker(
              id: ids[i], position: p, velocity: pedestrians.velocities[i], heading: pedestrians.headings[i],
              radius: pedestrians.radii[i], desiredSpeed: wishes.speeds[i], timeGap: pedestrians.timeGaps[i],
              relaxation: pedestrians.relaxations[i], mass: pedestrians.masses[i],
              desiredDirection: wishes.directions[i])
            chosen[i] = model.velocity(
              of: walker, among: neighbours, walls: looksFar ? walls.around(p) : walls.near(p), dt: dt)
          }
        }
      }
    }
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
    floats = [Float](repeating: 0, count: NeighbourRoom.size(most: self.most) * self.workers)
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
      base: base + worker * NeighbourRoom.size(most: most), stride: NeighbourRoom.stride(most: most))
  }
}
