import ArgumentParser
import Devices
import Foundation
import Haptics
import Kernel
import Pipeline
import Scenes

struct Player: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "A bHaptics Player with a simulated suit: other programs drive it, you see what is felt.",
    discussion: """
      Serves the Player's second version on port 15881 (ws://127.0.0.1:15881/v2/feedbacks)
      and the third at /v3/feedback. Once a second a line says what is asked and what is felt.

        throng player
        throng player --garment sleeves-12 --seconds 60 --record session.hjif
        throng run scenes/city/steeple-square.yaml --live bhaptics://127.0.0.1

      It listens on this machine alone, unless --listen says otherwise.
      """)

  @Option(help: "Garment: a name under assets/garments or a file.")
  var garment = "vest-40"

  @Option(parsing: .unconditional, help: "Port, 1 to 65535; 0 takes any that is free.")
  var port = VirtualPlayer.port2

  @Option(help: ArgumentHelp("Address to listen on; 0.0.0.0 is the whole network's.", valueName: "address"))
  var listen = "127.0.0.1"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Port of the third version over TLS, where it was built in.", valueName: "port"))
  var securePort: Int?

  @Option(parsing: .unconditional, help: ArgumentHelp("Ends after this time.", valueName: "s"))
  var seconds: Double?

  @Option(
    help: ArgumentHelp("Write what was played, by the ending, as --haptics of run does.", valueName: "files"))
  var record: String?

  @Flag(help: "The line of every second as JSON.")
  var json = false

  @Flag(name: .shortAndLong, help: "No line every second.")
  var quiet = false

  func validate() throws {
    if !(0...65_535).contains(port) { throw ValidationError("--port is \(port), outside 0...65535") }
    if let securePort, !(0...65_535).contains(securePort) {
      throw ValidationError("--secure-port is \(securePort), outside 0...65535")
    }
    if let seconds, !(seconds >= 0.1 && seconds <= 86_400) {
      throw ValidationError("--seconds is \(seconds), outside 0.1...86400")
    }
    if let record { _ = try RunFlags.hapticFiles(record) }
    #if !TLS
      if securePort != nil {
        throw ValidationError("--secure-port needs a build with TLS: swift build -c release --traits TLS")
      }
    #endif
  }

  func run() throws {
    Interrupts.watch()
    let worn = try Garment.load(named: garment, from: .standard)
    let files = try record.map { try RunFlags.hapticFiles($0) } ?? []
    var kept =
      files.isEmpty
      ? nil : try HapticRecord(worn, clocks: Clocks(), name: "player", paths: files, rate: 2000)
    let player = try VirtualPlayer(worn, host: listen, port: port, securePort: securePort)
    defer { player.close() }
    Terminal.notice(
      "listening on \(listen), \(player.ports.map { "port \($0)" }.joined(separator: " and ")); Ctrl-C ends")
    var simulated = SimulatedSuit(worn)
    let start = DispatchTime.now().uptimeNanoseconds
    var ticks = 0
    var strongest: Float = 0
    while Interrupts.signal == nil, seconds.map({ Double(ticks) < $0 * 100 }) ?? true {
      let sample = simulated.play(player.drive())
      ticks += 1
      strongest = max(strongest, sample.drive.max() ?? 0)
      kept?.record(sample)
      if ticks % 5 == 0 { player.show(sample.drive) }
      if ticks % 100 == 0 {
        if !quiet { say(ticks / 100, player, simulated, strongest, worn) }
        strongest = 0
      }
      let due = start + UInt64(ticks) * 10_000_000
      let now = DispatchTime.now().uptimeNanoseconds
      if due > now { Thread.sleep(forTimeInterval: Double(due - now) / 1e9) }
    }
    if let kept {
      let written = try kept.finish()
      Terminal.notice("written: \(written.joined(separator: ", "))")
    }
    if let signal = Interrupts.signal, seconds != nil { throw ExitCode(128 + signal) }
  }

  private func say(
    _ second: Int, _ player: VirtualPlayer, _ suit: SimulatedSuit, _ strongest: Float, _ worn: Garment
  ) {
    let counters = player.counters
    let felt = suit.percept
    let meters = suit.meters
    let most = felt.intensity.max() ?? 0
    let loudest = felt.intensity.firstIndex(of: most).map { worn.actuators[$0].name } ?? ""
    let angle = felt.direction == .zero ? nil : Math.degrees(of: felt.feltDirection)
    if json {
      Terminal.result(
        "{\"second\":\(second),\"clients\":\(counters.clients),\"messages\":\(counters.messages),"
          + "\"refused\":\(counters.refused),\"drive\":\(number(strongest)),\"felt\":\(number(most)),"
          + "\"at\":\(RecordJSON.text(most > 0 ? loudest : "").packed),"
          + "\"direction\":\(angle.map { number($0) } ?? "null"),\"adaptation\":\(number(meters.adaptation)),"
          + "\"dose\":\(number(meters.dose)),\"joules\":\(number(meters.joules))}")
      return
    }
    var line = "\(second) s · \(counters.clients) clients, \(counters.messages) messages"
    if counters.refused > 0 { line += ", \(counters.refused) refused" }
    line += String(format: " · drive %.2f · felt %.1f × threshold", strongest, most)
    if most > 0 { line += " at \(loudest)" }
    if let angle { line += String(format: " from %.0f° ± %.0f°", angle, felt.directionError) }
    line += String(format: " · adaptation %.0f %% · %.1f J", meters.adaptation * 100, meters.joules)
    Terminal.result(line)
  }

  private func number(_ value: Float) -> String { value.isFinite ? String(format: "%.4g", value) : "null" }
}
