import Fields
import Kernel

/// What Voronoi cells give at every moment: each person's cell, its share of measurement areas and of lines.
package struct PersonCells: Sendable {
  /// [m²] by sample of the tracks; 0 without a cell.
  package private(set) var areas: [Double]
  /// [m²] A(Vᵢ ∩ M), by area, then by sample.
  package private(set) var overlaps: [[Double]]
  /// [m] wᵢ, by line, then by sample; not a number where cell and line do not touch.
  package private(set) var lengths: [[Double]]
  package private(set) var outside = 0  // samples off the walkable area
  package private(set) var coincident = 0  // samples at the place of another
  package private(set) var isComplete = false  // false where it was interrupted

  /// `interrupted` is asked and `progress` (0...1) told every few hundred moments.
  package init(
    _ tracks: MeasuredTracks, ground: WalkableArea, settings: VoronoiSettings,
    areas measured: [MeasurementArea],
    lines: [MeasurementLine], workers: Workers, interrupted: () -> Bool = { false },
    progress: (Double) -> Void = { _ in }
  ) {
    let samples = tracks.times.count
    // One column after the other: areas, overlaps by area, lengths by line.
    var columns = [Double](repeating: 0, count: samples * (1 + measured.count + lines.count))
    for i in samples * (1 + measured.count)..<columns.count { columns[i] = .nan }
    var cells = [VoronoiCells](
      repeating: VoronoiCells(ground: ground, settings: settings), count: workers.count)
    var strays = [VoronoiCells.Counts](repeating: VoronoiCells.Counts(), count: tracks.moments)
    var done = 0
    while done < tracks.moments, !interrupted() {
      let chunk = done..<min(tracks.moments, done + 256)
      // Columns flat, one block of moments writing only its own samples.
      columns.withUnsafeMutableBufferPointer { columns in
        cells.withUnsafeMutableBufferPointer { cells in
          strays.withUnsafeMutableBufferPointer { strays in
            let columns = Rows(columns)
            let cells = Rows(cells)
            let strays = Rows(strays)
            workers.forEachBlock(rows: chunk.count, size: 8) { worker, block in
              for t in block {
                let moment = chunk.lowerBound + t
                PersonCells.look(&cells.base[worker], tracks, moment, measured, lines, columns)
                strays[moment] = cells.base[worker].counts
              }
            }
          }
        }
      }
      done = chunk.upperBound
      progress(Double(done) / Double(tracks.moments))
    }
    isComplete = done == tracks.moments
    func column(_ k: Int) -> [Double] { Array(columns[k * samples..<(k + 1) * samples]) }
    areas = column(0)
    overlaps = measured.indices.map { column(1 + $0) }
    lengths = lines.indices.map { column(1 + measured.count + $0) }
    for count in strays {
      outside += count.outside + count.notFinite
      coincident += count.coincident
    }
  }

  private static func look(
    _ cells: inout VoronoiCells, _ tracks: MeasuredTracks, _ moment: Int, _ measured: [MeasurementArea],
    _ lines: [MeasurementLine], _ columns: Rows<Double>
  ) {
    let samples = tracks.samples(at: moment)
    let count = tracks.times.count
    cells.divide(samples.map { tracks.places[Int($0)] })
    for (i, sample) in samples.enumerated() where cells.areas[i] > 0 {
      let row = Int(sample)
      columns[row] = cells.areas[i]
      for (k, area) in measured.enumerated() {
        columns[(1 + k) * count + row] = cells.overlap(of: i, with: area)
      }
      for (k, line) in lines.enumerated() {
        if let length = cells.length(of: i, along: line) {
          columns[(1 + measured.count + k) * count + row] = length
        }
      }
    }
  }

  /// [1/m²] ρ(t) = Σ A(Vᵢ ∩ M)/A(Vᵢ) / A(M) of area `k`, at every moment.
  package func density(_ tracks: MeasuredTracks, _ k: Int, _ area: MeasurementArea) -> [Double] {
    sum(tracks) { areas[$0] > 0 ? overlaps[k][$0] / areas[$0] / area.area : 0 }
  }
  /// [m/s] v(t) = Σ vᵢ A(Vᵢ ∩ M) / A(M).
  package func speed(_ tracks: MeasuredTracks, _ k: Int, _ area: MeasurementArea, _ speed: IndividualSpeed)
    -> [Double]
  {
    sum(tracks) {
      overlaps[k][$0] > 0 && !speed.speeds[$0].isNaN ? speed.speeds[$0] * overlaps[k][$0] / area.area : 0
    }
  }

  private func sum(_ tracks: MeasuredTracks, _ value: (_ sample: Int) -> Double) -> [Double] {
    (0..<tracks.moments).map { t in tracks.samples(at: t).reduce(0) { $0 + value(Int($1)) } }
  }
}
