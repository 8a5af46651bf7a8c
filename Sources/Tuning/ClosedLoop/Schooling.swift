import Kernel
import Learning

/// Models of "somebody is hit within two seconds" for every kind of walker, each learnt in some of the groups and held
/// against the others: whoever is tested in a crowd has not practised in it.
struct Schooling: Sendable {
  /// Shares that the groups are cut into, at most.
  static let mostFolds = 4

  struct Mark: Sendable {
    var kind: WalkerKind
    var accuracy: Double  // balanced, 0…1
    var area: Double  // under the receiver's operating curve
    var base: Double  // share of tries that collide
  }

  let folds: Int
  private(set) var models: [WalkerKind: [Logistic]] = [:]  // by fold
  private var answers: [WalkerKind: [(p: [Double], collides: [Bool], base: Double)]] = [:]  // by group

  /// `practices` has one for each group, in order. `outfit` may be nil where nobody feels anything.
  init(_ kinds: [WalkerKind], _ practices: [Practice], outfit: Outfit?, crowdStep: Float, workers: Workers) {
    let groups = practices.count
    folds = min(Schooling.mostFolds, groups)
    let folds = folds
    for kind in kinds where kind != .perfect && (outfit != nil || !kind.feels) {
      var lessons = [Lessons?](repeating: nil, count: groups)
      lessons.withUnsafeMutableBufferPointer { buffer in
        let rows = Rows(buffer)
        workers.forEachBlock(rows: groups, size: 1) { _, block in
          for g in block {
            let told = kind.fault.map { practices[g].touches(outfit!, $0, crowdStep: crowdStep) } ?? []
            rows[g] = Lessons(kind, practices[g], touches: told)
          }
        }
      }
      let all = lessons.compactMap { $0 }
      if kind.teacher == kind {
        var fitted = [Logistic?](repeating: nil, count: folds)
        fitted.withUnsafeMutableBufferPointer { buffer in
          let rows = Rows(buffer)
          workers.forEachBlock(rows: folds, size: 1) { _, block in
            for fold in block {
              // One group alone is taught in itself: there is no other.
              let taught = all.indices.filter { groups == 1 || $0 % folds != fold }
              rows[fold] = Logistic.fit(
                rows: taught.flatMap { all[$0].rows }, columns: all[0].columns,
                yes: taught.flatMap { all[$0].collides })
            }
          }
        }
        models[kind] = fitted.compactMap { $0 }
      }
      guard let taught = models[kind.teacher] else { continue }
      answers[kind] = all.indices.map { g in
        let model = taught[g % folds]
        let lesson = all[g]
        let p = lesson.rows.withUnsafeBufferPointer { rows in
          lesson.collides.indices.map { model.probability(rows.baseAddress! + $0 * lesson.columns) }
        }
        let others = all.indices.filter { groups == 1 || $0 % folds != g % folds }
        let yes = others.reduce(0) { $0 + all[$1].collides.count { $0 } }
        let count = others.reduce(0) { $0 + all[$1].collides.count }
        return (p, lesson.collides, Double(yes) / Double(max(count, 1)))
      }
    }
  }

  func model(_ kind: WalkerKind, group: Int) -> Logistic? { models[kind.teacher].map { $0[group % folds] } }

  /// How well `kind` foresees collisions in some groups that it was not taught in.
  func mark(_ kind: WalkerKind, groups: [Int]) -> Mark? {
    guard let answers = answers[kind] else { return nil }
    let p = groups.flatMap { answers[$0].p }
    let collides = groups.flatMap { answers[$0].collides }
    // A model of the others' base rate calls yes what is likelier than usual.
    var right = 0.0
    var known = 0.0
    for g in groups {
      let one = Discrimination.balancedAccuracy(
        answers[g].p, answers[g].collides, threshold: answers[g].base)
      guard one.isFinite else { continue }
      right += one
      known += 1
    }
    return Mark(
      kind: kind, accuracy: known > 0 ? right / known : .nan, area: Discrimination.area(p, collides),
      base: Double(collides.count { $0 }) / Double(max(collides.count, 1)))
  }
}
