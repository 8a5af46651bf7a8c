import City
import Foundation
import Kernel
import Pipeline
import Scenes
import Testing

/// Measures against values worked out by hand.
@Suite struct MeasureTests {
  @Test func statisticsOfFourNumbers() {
    let values = [4.0, 1, 2, 9]
    #expect(MeasurePlan.Statistic.mean.of(values) == 4)
    #expect(MeasurePlan.Statistic.median.of(values) == 3)
    #expect(MeasurePlan.Statistic.minimum.of(values) == 1)
    #expect(MeasurePlan.Statistic.maximum.of(values) == 9)
    #expect(MeasurePlan.Statistic.spread.of(values) == 8)
    #expect(abs(MeasurePlan.Statistic.deviation.of(values) - (38.0 / 3).squareRoot()) < 1e-12)
    for statistic in MeasurePlan.Statistic.allCases { #expect(statistic.of([]).isNaN) }
  }

  @Test func flowBetweenTwoPersons() {
    let times = [0.0, 1, 3, 4, 8]
    #expect(CrossingProbe.flow(times, from: 1, to: 5) == 0.5)
    #expect(CrossingProbe.flow(times, from: 2, to: 4) == 2.0 / 3)
    #expect(CrossingProbe.flow(times, from: 1, to: 6).isNaN)
    #expect(CrossingProbe.flow(times, from: 2, to: 1_000_000) == 3.0 / 7)
    #expect(CrossingProbe.flow([], from: 1, to: 2).isNaN)
    #expect(CrossingProbe.flow([2, 2], from: 1, to: 2).isNaN)
  }

  @Test func waysThatCrossALine() {
    let a = Vector2(0, -1)
    let b = Vector2(0, 1)
    func share(_ p: Vector2, _ q: Vector2) -> Double? { CrossingProbe.crossing(from: p, to: q, a, b) }
    #expect(share(Vector2(-0.25, 0), Vector2(0.75, 0)) == nil)  // a metre at once: a leap
    #expect(share(Vector2(-0.125, 0), Vector2(0.375, 0)) == 0.25)
    #expect(share(Vector2(0.375, 0), Vector2(-0.125, 0)) == 0.75)
    #expect(share(Vector2(-0.1, 1.5), Vector2(0.1, 1.5)) == nil)  // past its end
    #expect(share(Vector2(-0.2, 0), Vector2(-0.1, 0)) == nil)  // not there yet
    #expect(share(Vector2(-0.1, 0), Vector2(-0.1, 0.2)) == nil)  // along it
    // A step that ends on the line and the next one cross it once.
    #expect(share(Vector2(-0.1, 0), Vector2(0, 0)) == nil)
    #expect(share(Vector2(0, 0), Vector2(0.1, 0)) == 0)
  }

  /// People in a row, one in the middle of every square of the corridor: each owns as much as the others.
  @Test(arguments: [0.5, 1, 2] as [Float])
  func evenlySpacedPeopleHaveTheirDensity(distance: Float) throws {
    let ground = Ground(walkable: [Polygon(Rectangle(minimum: Vector2(-40, 0), maximum: Vector2(40, 2)))])
    let area = Polygon(Rectangle(minimum: Vector2(-2, 0), maximum: Vector2(2, 2)))
    let people = (-20...20).map { Vector2((Float($0) + 0.5) * distance, 1) }
    let speeds = people.map { _ in 1.25 }
    let point = try #require(NearestCells(area: area, ground: ground).measure(people, speeds: speeds))
    #expect(abs(point.x - Double(1 / (2 * distance))) < 0.03 * point.x)
    #expect(abs(point.y - 1.25) < 1e-9)
  }

  /// Somebody outside the area counts by the part of the own ground that lies in it.
  @Test func aNeighbourOutsideCountsByShare() throws {
    let ground = Ground(walkable: [Polygon(Rectangle(minimum: Vector2(0, 0), maximum: Vector2(4, 1)))])
    let area = Polygon(Rectangle(minimum: Vector2(1, 0), maximum: Vector2(3, 1)))
    let cells = NearestCells(area: area, ground: ground)
    // Borders half way at x = 2: each owns two metres, one of which lies in the area.
    let point = try #require(cells.measure([Vector2(0.5, 0.5), Vector2(3.5, 0.5)], speeds: [1, 3]))
    #expect(abs(point.x - 0.5) < 1e-6)
    #expect(abs(point.y - 2) < 1e-6)
    #expect(cells.measure([], speeds: []) == nil)
  }

  @Test func singleFileByHalfWays() throws {
    // On a ring of 20 m: people at 1, 3, 8 own 10.5−20…2, 2…5.5 and 5.5…14.5.
    let people: [(place: Double, speed: Double)] = [(8, 0.6), (1, 1.2), (3, 0.9)]
    let point = try #require(SingleFileProbe.point(people, length: 20, from: 1, to: 6))
    #expect(abs(point.x - (1 / 7.5 + 3.5 / 3.5 + 0.5 / 9) / 5) < 1e-12)
    #expect(abs(point.y - (1 * 1.2 + 3.5 * 0.9 + 0.5 * 0.6) / 5) < 1e-12)
    #expect(SingleFileProbe.point([], length: 20, from: 0, to: 1) == nil)
    let alone = try #require(SingleFileProbe.point([(place: 17, speed: 1)], length: 20, from: 0, to: 5))
    #expect(abs(alone.x - 0.05) < 1e-12)
    #expect(abs(alone.y - 1) < 1e-12)
  }

  @Test func placesOnAClosedPath() {
    let path = ClosedPath([Vector2(0, 0), Vector2(4, 0), Vector2(4, 3), Vector2(0, 3)])
    #expect(path.length == 14)
    #expect(path.project(Vector2(1, -0.5)).place == 1)
    #expect(path.project(Vector2(4.2, 2)).place == 6)
    #expect(path.project(Vector2(-1, 1)).place == 13)
    #expect(path.project(Vector2(-1, 1)).tangent == Vector2(0, -1))
  }

  /// Tables of the Kolmogorov distribution: Q(1.358) = 0.05, Q(1.628) = 0.01, Q(0.828) = 0.5.
  @Test func tailOfKolmogorov() {
    #expect(abs(KolmogorovSmirnov.tail(1.358) - 0.05) < 2e-4)
    #expect(abs(KolmogorovSmirnov.tail(1.628) - 0.01) < 1e-4)
    #expect(abs(KolmogorovSmirnov.tail(0.828) - 0.5) < 1e-3)
    #expect(KolmogorovSmirnov.tail(0) == 1)
    #expect(KolmogorovSmirnov.tail(9) < 1e-60)
  }

  @Test func distanceFromADistribution() {
    let even: (Double) -> Double = { min(1, max(0, $0)) }
    #expect(abs(KolmogorovSmirnov.distance(of: [0.25, 0.75], even) - 0.25) < 1e-12)
    #expect(abs(KolmogorovSmirnov.distance(of: [0.9, 0.95], even) - 0.9) < 1e-12)
    #expect(KolmogorovSmirnov.probability(of: (0..<100).map { Double($0) / 100 }, even) > 0.99)
    #expect(KolmogorovSmirnov.probability(of: (0..<100).map { Double($0) / 200 }, even) < 1e-6)
    #expect(KolmogorovSmirnov.probability(of: [], even).isNaN)
  }

  /// The share below x and the value at a share undo each other.
  @Test(arguments: [0.01, 0.3, 0.5, 0.9, 0.99] as [Float])
  func sharesInvertDistributions(share: Float) {
    for distribution in [
      .uniform(minimum: 10, maximum: 100), .logNormal(mu: 4.586, sigma: 0.967),
      .weibull(scale: 139, shape: 1.2),
      .normal(mean: 1.2, deviation: 0.2, minimum: 0.5, maximum: 2),
    ] as [Distribution] {
      let x = Double(distribution.value(at: share))
      #expect(abs(distribution.share(below: x) - Double(share)) < 1e-5)
    }
  }
}
