import Kernel
import Learning
import Testing

@Suite struct PreferenceTests {
  @Test("What is preferred has the greater utility, and what was not asked lies between")
  func order() {
    var model = PreferenceModel(dimensions: 1)
    for _ in 0..<3 {
      model.learn([
        PreferenceModel.Answer([0.8], over: [0.2]), PreferenceModel.Answer([0.5], over: [0.2]),
        PreferenceModel.Answer([0.8], over: [0.5]),
      ])
    }
    #expect(model.utility([0.8]) > model.utility([0.5]) && model.utility([0.5]) > model.utility([0.2]))
    #expect(model.utility([0.65]) > model.utility([0.35]))
    let known = model.difference([0.8], [0.2])
    #expect(known.mean > 0 && abs(known.mean - (model.utility([0.8]) - model.utility([0.2]))) < 1e-6)
    // Far from every answer more is unknown.
    #expect(model.difference([0.8], [0.79]).variance < model.difference([0.8], [0.0]).variance)
  }

  @Test("A question tells less the second time, and nothing about one setting against itself")
  func information() {
    var model = PreferenceModel(dimensions: 2)
    let (a, b) = ([0.2, 0.8], [0.7, 0.3])
    let before = model.information(a, b)
    #expect(before > 0.2 && before <= 1)
    for _ in 0..<4 { model.learn(PreferenceModel.Answer(a, over: b)) }
    #expect(model.information(a, b) < before / 2)
    #expect(model.information(a, a) < 1e-3)
  }

  @Test("An answer without confidence changes nothing")
  func confidence() {
    var model = PreferenceModel(dimensions: 1)
    model.learn(PreferenceModel.Answer([0.9], over: [0.1], confidence: 0))
    #expect(abs(model.utility([0.9]) - model.utility([0.1])) < 1e-9)
  }

  /// Mean share of the best over wearers, after each number of answers.
  static func shares(_ manner: PreferenceInquiry.Manner, wearers: Int, at counts: [Int]) -> [Double] {
    var sums = [Double](repeating: 0, count: counts.count)
    for k in 0..<wearers {
      let wearer = SimulatedWearer(dimensions: 4, seed: UInt64(100 + k))
      var inquiry = PreferenceInquiry(dimensions: 4, seed: UInt64(k), manner: manner)
      for n in 1...counts.max()! {
        let (a, b) = inquiry.question()
        let first = wearer.prefersFirst(a, b, number: n)
        inquiry.answer(PreferenceModel.Answer(first ? a : b, over: first ? b : a))
        if let at = counts.firstIndex(of: n) { sums[at] += wearer.share(inquiry.favourite()) }
      }
    }
    return sums.map { $0 / Double(wearers) }
  }

  @Test(
    "Within 40 answers wearers get nine tenths of what is best for them, and more than by random questions")
  func simulated() {
    let counts = [10, 20, 40]
    let asked = PreferenceTests.shares(.informative, wearers: 16, at: counts)
    let random = PreferenceTests.shares(.random, wearers: 16, at: counts)
    #expect(asked[2] >= 0.9, "\(asked)")
    #expect(asked[2] > random[2], "\(asked) against \(random)")
    #expect(asked[0] < asked[2])
    print("share of the best after \(counts) answers: informative \(asked), random \(random)")
  }
}
