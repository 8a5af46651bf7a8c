import Foundation
import Pipeline
import Scenes

/// What the commands say of a run.
enum Words {
  static func progress(_ now: RunProgress) -> String {
    String(
      format: "%.1f s · %d people · %.1f× real time", now.seconds, now.present, now.realTimeFactor)
  }

  static func result(_ result: RunResult) -> String {
    let summary = result.summary
    let people = summary.pedestrians
    let pictures = summary.files.filter { $0.hasSuffix(".png") }.count
    let wall = summary.wallSeconds
    var lines = [
      String(
        format: "%@ · %.1f s simulated in %.1f s%@", summary.scene, summary.simulatedSeconds, wall,
        summary.interrupted ? " · interrupted" : ""),
      "  people    \(people.spawned) came, \(people.arrived) arrived, \(people.present) present, "
        + "\(people.quarantined) quarantined",
      String(
        format: "  density   greatest %.2f, mean %.3f per m²", summary.density.maximum, summary.density.mean),
      "  state     \(summary.stateHashText) after \(summary.ticks) ticks",
    ]
    if let screen = result.screen {
      lines.append(
        String(
          format: "  screen    %.1f pictures a second; work per picture %.1f ms, 99 %% within %.1f ms",
          screen.framesPerSecond, screen.percentile(0.5), screen.percentile(0.99)))
    }
    for garment in summary.garments {
      lines.append(
        "  garment   \(garment.address): \(garment.sent) frames sent, \(garment.dropped) dropped, \(garment.lost) lost, "
          + "\(garment.reconnects) reconnects"
          + String(
            format: ", %.2f ms (99 %% within %.2f ms)", garment.latencyMilliseconds, garment.latencyMost99)
          + (garment.problem.isEmpty ? "" : "; last problem: \(garment.problem)"))
    }
    if !result.haptics.isEmpty { lines.append("  haptics   \(result.haptics.joined(separator: ", "))") }
    lines += [
      "results in \(result.folder):",
      "  report.html          everything on one page; open it in a browser",
      "  \(pictures) pictures, \(summary.files.filter { !$0.hasSuffix(".png") && $0 != "report.html" }.joined(separator: ", "))",
      "next:",
      "  throng replay \(result.folder)/trajectories.sqlite     feel the same crowd as somebody else",
    ]
    if let fields = result.fields {
      lines.append(
        "  throng export \(fields) --out pictures/density.gif     see the fields that were written")
    }
    if summary.seed != nil {
      lines.append("  add --seed 2, --set PATH=VALUE or --seconds 300; throng schema lists every key")
    }
    return lines.joined(separator: "\n")
  }
}

extension Library {
  /// Assets beside the scene and under ./assets first, then those that were installed with the program.
  static var standard: Library {
    let program =
      Bundle.main.executableURL?.resolvingSymlinksInPath() ?? URL(filePath: CommandLine.arguments[0])
    let installed = program.deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "share/throng/assets")
    // Built and not installed: the assets lie in the repository, a few folders above the program.
    var folders = [installed.path]
    var place = program.deletingLastPathComponent()
    for _ in 0..<4 {
      place.deleteLastPathComponent()
      let assets = place.appending(path: "assets").path
      if FileManager.default.fileExists(atPath: assets + "/garments") { folders.append(assets) }
    }
    return Library(folders: folders)
  }
}
