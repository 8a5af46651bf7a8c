import Kernel

/// [m] from a server's spot within which service begins.
private let atServer: Float = 0.5
/// [s] after being called in which somebody may be kept from the very spot; then service begins where they stand if
/// that is no farther than `nearServer` [m].
private let patience: Float = 5
private let nearServer: Float = 2
/// [s] after being called in which somebody may be kept farther away; then the next of the line is called instead.
private let lastCall: Float = 15

/// Whoever has been served goes on with the next stage; the first of the line are called to the servers that are
/// free, the others move up, and those who have come to the tail join.
func moveUp(
  _ setting: JourneySetting, now: Int32, pedestrians: inout Pedestrians, queues: inout Queues,
  scratch: inout JourneyScratch
) {
  for q in queues.tails.indices { queues.tails[q] = 0 }
  if scratch.queueing.isEmpty { return }
  var rows: [Int32] = []
  swap(&rows, &scratch.queueing)
  sort(&rows, of: pedestrians)
  var start = 0
  while start < rows.count {
    let place = pedestrians.places[Int(rows[start])]
    var end = start + 1
    while end < rows.count, pedestrians.places[Int(rows[end])] == place { end += 1 }
    let q = Int(setting.stages.itinerary.indices[Int(place)])
    QueueDesk(setting: setting, queue: q, now: now).serve(
      rows[start..<end], pedestrians: &pedestrians, queues: &queues, scratch: &scratch)
    start = end
  }
  swap(&rows, &scratch.queueing)
}

/// Queue by queue those in it first, by spot; then those who come, by id.
private func sort(_ rows: inout [Int32], of pedestrians: Pedestrians) {
  let (places, spots, ids) = (pedestrians.places, pedestrians.spots, pedestrians.ids)
  func key(_ i: Int) -> (Int32, UInt32, UInt32) { (places[i], UInt32(bitPattern: spots[i]), ids[i]) }
  rows.sort { key(Int($0)) < key(Int($1)) }
}

/// One queue in one step.
private struct QueueDesk {
  let setting: JourneySetting
  let queue: Int
  let now: Int32
  let layout: QueueLayout

  init(setting: JourneySetting, queue: Int, now: Int32) {
    self.setting = setting
    self.queue = queue
    self.now = now
    layout = setting.stages.queues[queue]
  }

  /// `rows` are those in the queue, by spot, and then those near its tail.
  func serve(
    _ rows: ArraySlice<Int32>, pedestrians: inout Pedestrians, queues: inout Queues,
    scratch: inout JourneyScratch
  ) {
    let servers = layout.servers
    scratch.busy.removeAll(keepingCapacity: true)
    scratch.busy.resize(to: servers, with: false)
    scratch.line.removeAll(keepingCapacity: true)
    scratch.lost.removeAll(keepingCapacity: true)
    var comers = rows.startIndex
    while comers < rows.endIndex, pedestrians.spots[Int(rows[comers])] >= 0 {
      let i = Int(rows[comers])
      let spot = Int(pedestrians.spots[i])
      comers += 1
      if spot >= servers {
        scratch.line.append(Int32(i))
      } else if !attend(i, spot, &pedestrians, queues) {
        scratch.busy[spot] = true
        if isLost(i, spot, pedestrians, queues) { scratch.lost.append(Int32(i)) }
      }
    }
    passOver(&pedestrians, &queues, &scratch)
    var called = 0
    for server in 0..<servers where !scratch.busy[server] && called < scratch.line.count {
      call(Int(scratch.line[called]), to: server, &pedestrians, &queues, &scratch)
      called += 1
    }
    for k in called..<scratch.line.count {
      pedestrians.spots[Int(scratch.line[k])] = Int32(servers + k - called)
    }
    join(rows[comers...], scratch.line.count - called, &pedestrians, &queues, &scratch)
  }

  /// Those who come take the tail, one after the other, whoever is nearest to it first.
  private func join(
    _ comers: ArraySlice<Int32>, _ length: Int, _ pedestrians: inout Pedestrians, _ queues: inout Queues,
    _ scratch: inout JourneyScratch
  ) {
    var length = length
    var tail = self.tail(length, scratch.busy)
    while let i = nearest(comers, to: tail, pedestrians) {
      if tail < layout.servers {
        call(i, to: tail, &pedestrians, &queues, &scratch)
      } else {
        pedestrians.spots[i] = Int32(tail)
        pedestrians.pauses[i] = Pedestrians.untilLetGo
        length += 1
      }
      tail = self.tail(length, scratch.busy)
    }
    queues.tails[queue] = Int32(tail)
  }

  /// Of those who have no spot yet and are at the tail.
  private func nearest(_ comers: ArraySlice<Int32>, to tail: Int, _ pedestrians: Pedestrians) -> Int? {
    let place = layout.target(Int32(tail)).place
    var best: Int?
    var least = Float.infinity
    for row in comers where pedestrians.spots[Int(row)] < 0 {
      let p = pedestrians.positions[Int(row)]
      let distance = (p - place).lengthSquared
      if distance < least, isThere(p, pedestrians.velocities[Int(row)], Int32(tail), place) {
        (best, least) = (Int(row), distance)
      }
    }
    return best
  }

  private func isThere(_ p: Vector2, _ velocity: Vector2, _ tail: Int32, _ place: Vector2) -> Bool {
    if layout.isAtTail(p, tail) { return setting.walls.leavesOpen(p, place) }
    return velocity.length <= QueueLayout.blocked && layout.isBeside(p, tail)
  }

  /// Begins the service of somebody who has come to a server; true when it has ended and the person has gone on.
  private func attend(_ i: Int, _ spot: Int, _ pedestrians: inout Pedestrians, _ queues: Queues) -> Bool {
    if pedestrians.pauses[i] <= now {
      pedestrians.advance(i, setting.stages.itinerary)
      return true
    }
    if pedestrians.pauses[i] != Pedestrians.untilLetGo { return false }
    let distance = (pedestrians.positions[i] - layout.spots[spot]).length
    let since = now - queues.calls[layout.firstServer + spot]
    if distance <= atServer || (distance <= nearServer && since >= setting.ticks(patience)) {
      let u = setting.random.uniform(.service, entity: pedestrians.ids[i], tick: Int(now))
      pedestrians.pauses[i] = now + max(1, setting.ticks(setting.plan.queues[queue].service.value(at: u)))
    }
    return false
  }

  private func call(
    _ i: Int, to server: Int, _ pedestrians: inout Pedestrians, _ queues: inout Queues,
    _ scratch: inout JourneyScratch
  ) {
    pedestrians.spots[i] = Int32(server)
    pedestrians.pauses[i] = Pedestrians.untilLetGo
    queues.calls[layout.firstServer + server] = now
    scratch.busy[server] = true
  }

  /// The spot for the next to come, with so many in the line.
  private func tail(_ length: Int, _ busy: [Bool]) -> Int {
    if length == 0, let free = busy.firstIndex(of: false) { return free }
    return layout.servers + length
  }

  /// Whether somebody who was called long ago has still not come near.
  private func isLost(_ i: Int, _ spot: Int, _ pedestrians: Pedestrians, _ queues: Queues) -> Bool {
    pedestrians.pauses[i] == Pedestrians.untilLetGo
      && now - queues.calls[layout.firstServer + spot] >= setting.ticks(lastCall)
      && !((pedestrians.positions[i] - layout.spots[spot]).length <= nearServer)
  }

  /// Whoever has not come when called changes places with the next of the line, so that nobody holds up all others.
  private func passOver(
    _ pedestrians: inout Pedestrians, _ queues: inout Queues, _ scratch: inout JourneyScratch
  ) {
    for (k, lost) in scratch.lost.enumerated() where k < scratch.line.count {
      call(Int(scratch.line[k]), to: Int(pedestrians.spots[Int(lost)]), &pedestrians, &queues, &scratch)
      pedestrians.spots[Int(lost)] = Int32(layout.servers + k)
      scratch.line[k] = lost
    }
  }
}
