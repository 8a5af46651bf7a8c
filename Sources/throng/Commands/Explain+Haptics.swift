import Foundation
import Haptics
import Pipeline
import Scenes
import Tuning

extension Explain {
  /// From the field to the skin: stage by stage on one garment, the total of each without one.
  func latency() throws {
    let library = Library.standard
    let mapping = try Mapping.load(named: mapping, from: library)
    if let garment {
      let worn = try Garment.load(named: garment, from: library)
      Terminal.result(LatencyWords.page(LatencyBudget.measure(mapping, on: worn)))
      return
    }
    let budgets = try library.garments().map {
      LatencyBudget.measure(mapping, on: try Garment.load(named: $0, from: library))
    }
    Terminal.result(LatencyWords.table(budgets))
  }
}

enum LatencyWords {
  static let goal = 50.0  // [ms] haptic after vision unnoticed below it, Di Luca & Mahnan, WHC 2019

  static func page(_ budget: LatencyBudget) -> String {
    var lines = [
      "\(budget.mapping) on \(budget.garment): milliseconds from a change in the field to half level", "",
      "stage      at ms   adds   latest",
    ]
    var before = 0.0
    for stage in budget.stages {
      lines.append(
        String(
          format: "%@ %6.1f %6.1f   %6.1f   %@", stage.name.padding(toLength: 9, withPad: " ", startingAt: 0),
          stage.milliseconds, stage.milliseconds - before, stage.latest, stage.cause))
      before = stage.milliseconds
    }
    lines.append("")
    lines.append(
      budget.total < goal
        ? "Within the 50 ms below which touch after sight goes unnoticed."
        : "Above the 50 ms below which touch after sight goes unnoticed.")
    return lines.joined(separator: "\n")
  }

  static func table(_ budgets: [LatencyBudget]) -> String {
    var lines = ["garment          asked    sent arrived  moving    felt   [ms from the field to half level]"]
    for budget in budgets {
      let times = budget.stages.map { String(format: "%7.1f", $0.milliseconds) }.joined(separator: " ")
      let name = budget.garment.padding(toLength: 14, withPad: " ", startingAt: 0)
      lines.append("\(name) \(times)   \(budget.total < goal ? "" : "above 50")")
    }
    lines.append("")
    lines.append(
      "mapping: \(budgets.first?.mapping ?? "none"); one garment in full: throng explain latency --garment NAME"
    )
    return lines.joined(separator: "\n")
  }
}

/// The skin model's constants with their sources.
enum SkinWords {
  static var table: String {
    let skin = SkinModel()
    let rows = SkinModel.constants.map { constant in
      let value = String(format: "%g", skin[keyPath: constant.path])
      return """
        \(constant.name) = \(value)\(constant.unit.isEmpty ? "" : " \(constant.unit)")
          \(constant.summary)
          source: \(skin[keyPath: constant.source])
        """
    }
    return rows.joined(separator: "\n")
      + "\n\nAn informed estimate: data of fingers and arms carried over to a clothed, walking body. A mapping sets them"
      + "\nunder its key 'skin'."
  }
}
