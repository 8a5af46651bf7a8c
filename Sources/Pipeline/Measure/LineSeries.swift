import Fields

/// Density, speed and flow at a line, by which side people come from: those whose velocity points along the line's
/// normal when their cell first touches it, and those against it.
package struct LineSeries: Sendable {
  /// Of the first kind, of the second, and of both together.
  package struct Values: Sendable {
    package var with: [Double]
    package var against: [Double]
    package var total: [Double] { zip(with, against).map { $0 + $1 } }
  }
  package private(set) var density: Values  // [1/m²] Σ wᵢ/w / A(Vᵢ)
  package private(set) var speed: Values  // [m/s] Σ ± vᵢ·n wᵢ/w
  package private(set) var flow: Values  // [1/(m s)] Σ ± vᵢ·n wᵢ/w / A(Vᵢ)
  /// +1 or −1 by person; 0 for who never comes near or has no direction.
  package private(set) var species: [Int]

  package init(
    _ tracks: MeasuredTracks, _ cells: PersonCells, line k: Int, _ line: MeasurementLine,
    speed: IndividualSpeed,
    oneSided: IndividualSpeed
  ) {
    let lengths = cells.lengths[k]
    let normal = line.normal
    species = tracks.ids.indices.map { person in
      guard let first = tracks.samples(of: person).first(where: { !lengths[$0].isNaN }) else { return 0 }
      let across = oneSided.velocities[first].dot(normal)
      return across > 0 ? 1 : across < 0 ? -1 : 0
    }
    let none = Values(
      with: [Double](repeating: 0, count: tracks.moments),
      against: [Double](repeating: 0, count: tracks.moments))
    density = none
    self.speed = none
    flow = none
    for t in 0..<tracks.moments {
      for sample in tracks.samples(at: t) {
        let i = Int(sample)
        let kind = species[Int(tracks.people[i])]
        guard kind != 0, lengths[i] > 0, cells.areas[i] > 0 else { continue }
        let share = lengths[i] / line.length
        let across = speed.velocities[i].dot(normal) * Double(kind) * share
        let path = kind > 0 ? \Values.with : \Values.against
        density[keyPath: path][t] += share / cells.areas[i]
        if across.isNaN { continue }
        self.speed[keyPath: path][t] += across
        flow[keyPath: path][t] += across / cells.areas[i]
      }
    }
  }
}
