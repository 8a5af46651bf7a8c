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
  model: some Locomotion, bins: NeighbourBins, walls: Walls, links: Links, pedestrians: Pedestrians,
  wishes: Wishes, dt: Float,
  own: UInt8?, scratch: inout NeighbourScratch, into chosen: inout [Vector2], workers: Workers
) {
  scratch.prepare(most: bins.most(within: model.sight) * (1 + links.mostSeen), workers: workers)
  let look = Look(model: model, largest: bins.largestRadius)
  scratch.with { rooms in
    bins.withColumns { columns in
      chosen.withUnsafeMutableBufferPointer {
        let chosen = Rows($0)
        workers.forEachBlock(rows: bins.count, size: pedestriansPerBlock) { worker, range in
          let room = rooms[worker]
          pedestrians.ids.withUnsafeBufferPointer { ids in
            for place in range {
              let i = Int(columns.rows[place])
              if let own, pedestrians.models[i] != own { continue }
              let walker = Walker(i, pedestrians, wishes, place, columns)
              let (around, near) = walls.lists(at: walker.position)
              var seen = columns.lookAround(
                from: place, at: walker.position, radius: walker.radius, sight: look.sight(of: walker),
                velocities: model.looksAtVelocities, around, ids.baseAddress!, into: room)
              if !links.isEmpty, links.isNear(walker.position) {
                seen = columns.lookThroughLinks(
                  from: place, at: walker.position, radius: walker.radius, sight: look.sight(of: walker),
                  walls: walls, links: links, ids: ids.baseAddress!, into: room)
              }
              let close = look.isFar ? around : UnsafeBufferPointer(start: around.baseAddress, count: near)
              chosen[i] = model.velocity(of: walker, among: seen, walls: close, dt: dt)
            }
          }
        }
      }
    }
  }
}

extension Walker {
  @inline(__always)
  init(_ i: Int, _ pedestrians: Pedestrians, _ wishes: Wishes, _ place: Int, _ columns: BinColumns) {
    self.init(
      id: pedestrians.ids[i], position: Vector2(columns.x[place], columns.y[place]),
      velocity: Vector2(columns.velocityX[place], columns.velocityY[place]), heading: pedestrians.headings[i],
      radius: columns.radius[place], desiredSpeed: wishes.speeds[i], timeGap: pedestrians.timeGaps[i],
      relaxation: pedestrians.relaxations[i], mass: pedestrians.masses[i],
      desiredDirection: wishes.directions[i])
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
