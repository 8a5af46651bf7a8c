import Kernel
import Learning
import Testing

@Suite struct InformationTests {
  private let random = CounterRandom(seed: 5)
  private func uniform(_ k: Int) -> SIMD4<Float> { random.uniform4(.test, entity: UInt32(k), tick: 0) }

  @Test("A class that is known in full tells its entropy")
  func whole() {
    let classes = (0..<4000).map { $0 % 8 }
    #expect(abs(Information.bits(classes, classes) - 3) < 0.01)
    #expect(abs(Information.bits(classes, classes.map { $0 / 2 }) - 2) < 0.01)
  }

  @Test(
    "What is independent tells nothing, however few the samples: 0.02 bits of 64 cells at most on average")
  func independent() {
    for count in [300, 1000, 4000] {
      var sum = 0.0
      for trial in 0..<20 {
        let a = (0..<count).map { Int(uniform($0 + trial * 100_000).x * 8) }
        let b = (0..<count).map { Int(uniform($0 + trial * 100_000).y * 8) }
        sum += Information.bits(a, b)
      }
      #expect(sum / 20 < 0.02, "\(count) samples")
    }
  }

  @Test("Of a Gaussian pair: −½ log₂(1 − r²), less what the classes lose")
  func gaussian() {
    let count = 20_000
    for r in [Float(0.5), 0.9] {
      var x: [Float] = []
      var y: [Float] = []
      for k in 0..<count {
        let u = uniform(k)
        let size = (-2 * Math.log(1 - u.x)).squareRoot()
        let (a, b) = (size * Math.cos(2 * .pi * u.y), size * Math.sin(2 * .pi * u.y))
        x.append(a)
        y.append(r * a + (1 - r * r).squareRoot() * b)
      }
      let bits = Information.bits(Information.equalShares(x, 16), Information.equalShares(y, 16))
      let truth = -0.5 * Math.log(Double(1 - r * r)) / Math.log(2.0)
      #expect(bits < truth + 0.01 && bits > truth * 0.9, "r \(r): \(bits) of \(truth)")
    }
  }

  @Test("Classes of equal shares keep equal values together")
  func shares() {
    let values: [Float] = [0, 0, 0, 0, 0, 0, 1, 2, 3, 4]
    let classes = Information.equalShares(values, 4)
    #expect(Set(classes.prefix(6)).count == 1)
    #expect(classes.suffix(4) == classes.suffix(4).sorted())
    #expect(Information.equalShares([], 4).isEmpty)
    #expect(Set(Information.equalShares([7, 7, 7], 4)).count == 1)
  }

  @Test("Sectors are centred on their directions")
  func sectors() {
    #expect(Information.sector(0.1, of: 12) == 0)
    #expect(Information.sector(-0.1, of: 12) == 0)
    #expect(Information.sector(.pi / 2, of: 4) == 1)
    #expect(Information.sector(-.pi / 2, of: 4) == 3)
    #expect(Information.sector(7, of: 12) == Information.sector(7 - 2 * .pi, of: 12))
  }
}

@Suite struct JackknifeTests {
  @Test("Of a mean it is Student's interval")
  func mean() {
    let values = [1.0, 2, 4, 7]
    let estimate = Jackknife.mean(values)
    let mean = 3.5
    let deviation = (values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 3 / 4).squareRoot()
    #expect(estimate.value == mean)
    #expect(abs(estimate.high - mean - 3.182 * deviation) < 1e-9)
    #expect(abs(mean - estimate.low - 3.182 * deviation) < 1e-9)
  }

  @Test("It holds the true mean in about 95 of 100 trials")
  func coverage() {
    let random = CounterRandom(seed: 11)
    var held = 0
    for trial in 0..<1000 {
      let values = (0..<6).map { k in
        let u = random.uniform4(.test, entity: UInt32(k), tick: trial)
        return Double((-2 * Math.log(1 - u.x)).squareRoot() * Math.cos(2 * .pi * u.y))
      }
      if !Jackknife.mean(values).excludes(0) { held += 1 }
    }
    #expect((920...975).contains(held), "\(held) of 1000")
  }

  @Test("One group has a value and no interval; what is no number has none either")
  func few() {
    #expect(Jackknife.mean([3]).value == 3)
    #expect(!Jackknife.mean([3]).excludes(100))
    #expect(!Jackknife.mean([.nan, 1, 2]).isKnown)
  }
}

@Suite struct LogisticTests {
  private let random = CounterRandom(seed: 3)

  @Test("It finds the weights that answers were drawn with")
  func recovery() {
    let truth = [-0.5, 1.5, -2.0]
    var rows: [Float] = []
    var yes: [Bool] = []
    for k in 0..<20_000 {
      let u = random.uniform4(.test, entity: UInt32(k), tick: 0)
      let x: [Float] = [1, 2 * u.x - 1, 2 * u.y - 1]
      let z = zip(truth, x).reduce(0) { $0 + $1.0 * Double($1.1) }
      rows += x
      yes.append(Double(u.z) < 1 / (1 + Math.exp(-z)))
    }
    let model = Logistic.fit(rows: rows, columns: 3, yes: yes, ridge: 0.1)
    for (found, true_) in zip(model.weights, truth) { #expect(abs(found - true_) < 0.12) }
  }

  @Test("Answers that a line parts in full, one kind of answer and none at all do not break it")
  func degenerate() {
    let rows: [Float] = [1, -1, 1, -2, 1, 1, 1, 2]
    let model = Logistic.fit(rows: rows, columns: 2, yes: [false, false, true, true])
    #expect(model.weights.allSatisfy(\.isFinite) && model.weights[1] > 0)
    let same = Logistic.fit(rows: rows, columns: 2, yes: [true, true, true, true])
    #expect(same.weights.allSatisfy(\.isFinite) && same.weights[0] > 1)
    #expect(Logistic.fit(rows: [], columns: 2, yes: []).weights == [0, 0])
  }

  @Test("Areas and accuracies of known answers")
  func discrimination() {
    #expect(Discrimination.area([0.1, 0.2, 0.8, 0.9], [false, false, true, true]) == 1)
    #expect(Discrimination.area([0.9, 0.8, 0.2, 0.1], [false, false, true, true]) == 0)
    #expect(Discrimination.area([0.5, 0.5, 0.5], [false, true, true]) == 0.5)
    #expect(Discrimination.area([0.5], [true]).isNaN)
    let accuracy = Discrimination.balancedAccuracy(
      [0.9, 0.1, 0.1, 0.1, 0.1], [true, true, false, false, false], threshold: 0.5)
    #expect(accuracy == 0.75)
  }

  @Test("A Cholesky decomposition solves what it took apart")
  func cholesky() throws {
    let matrix: [Double] = [4, 2, 0.6, 2, 5, 1.2, 0.6, 1.2, 3]
    let solver = try #require(Cholesky(matrix, size: 3))
    let x = [1.0, -2, 0.5]
    let b = (0..<3).map { i in (0..<3).reduce(0) { $0 + matrix[i * 3 + $1] * x[$1] } }
    for (found, truth) in zip(solver.solve(b), x) { #expect(abs(found - truth) < 1e-12) }
    for (found, truth) in zip(solver.multiply(solver.forward(b)), b) { #expect(abs(found - truth) < 1e-12) }
    #expect(Cholesky([1, 2, 2, 1], size: 2) == nil)
  }
}
