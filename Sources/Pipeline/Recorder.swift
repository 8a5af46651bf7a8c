import Desktop
import Kernel
import Presentation
import Scenes

/// What a run came to.
public struct RunResult: Sendable {
  public var folder: String
  public var summary: Summary
  public var notices: [String]
  public var screen: ScreenFigures?  // of a run in a window
  public var fields: String?  // the file of fields
  public var haptics: [String] = []  // files of what the garment did
}

/// Everything that a run leaves behind, in one folder: trajectories, what the garments were sent, cues, hashes,
/// pictures, sound, a summary and a report. Each file has its name only when it is whole.
public final class Recorder {
  public let folder: String
  private let options: RunOptions
  private let started = SteadyClock.now()
  private let lock: FolderLock
  private let former: [String]  // files of an earlier run in the same folder
  private let stepsPerFrame: Int  // crowd steps per frame of the trajectories
  private let trajectories: TrajectoryDatabase
  private let haptics: [HapticTable]  // one a wearer
  private let cues: CueTable
  private let curves: TextFile
  private let hashes: HashTrack
  private var fields: FieldRecord?
  private var track: HapticRecord?
  private var sound: SoundRecord?
  private var pictures: PictureRecord
  private var series: RunSeries
  private var files: [ReportPage.File] = []
  private var greatestDensity = 0.0  // [1/m^2]
  private var densitySum = 0.0  // [1/m^2] of the means of all ticks
  private var hapticFrames = 0
  private var lastHashSecond = -1
  /// Real garments that the run drove; set before `finish`.
  public var garments: [Summary.Garment] = []
  private var felt = false  // something was sent at least once
  public private(set) var notices: [String] = []

  /// Makes the folder where it is missing. Throws `cannotCreate` where it or a file cannot be made.
  public init(_ session: Session, options: RunOptions, rendersSound: Bool) throws(Diagnostics) {
    self.options = options
    folder = options.folder
    try OutputFolder.make(folder)
    lock = try FolderLock(folder)
    let place = OutputFolder(folder)
    former = place.formerFiles()
    let stepsPerSecond = 1000 / Double(session.clocks.crowdStepMilliseconds)
    stepsPerFrame = options.trajectoryRate.map { max(1, Int((stepsPerSecond / $0).rounded())) } ?? 1
    let rate = stepsPerSecond / Double(stepsPerFrame)
    trajectories = try TrajectoryDatabase(
      path: place.file("trajectories.sqlite"), ground: session.ground, framesPerSecond: rate)
    var tables: [HapticTable] = []
    for (index, wearer) in session.wearers.enumerated() {
      let name = index == 0 ? "haptics.csv" : "haptics-\(wearer.fileName).csv"
      tables.append(
        try HapticTable(path: place.file(name), actuators: wearer.garment.actuators.map(\.name), motion: true)
      )
      files.append(
        .init(name: name, about: "drive 0…1 and motion [g] of \(wearer.name)'s actuators, every haptic tick"))
    }
    haptics = tables
    cues = try CueTable(path: place.file("cues.csv"), directions: session.cues.presence.count)
    hashes = try HashTrack(path: place.file("hashes.csv"))
    curves = try TextFile(path: place.file("series.csv"))
    try curves.write(
      line: "seconds,present,density_maximum,maximum_x,maximum_y,density_mean,density_at_wearer")
    if rendersSound && !options.mute && session.audio.enabled && !session.wearers.isEmpty {
      do throws(Diagnostics) {
        sound = try SoundRecord(path: place.file("cues.wav"), settings: session.audio)
      } catch {
        // A sound library that cannot render is a notice; a file that cannot be made ends the run.
        guard error.exit == .unavailable else { throw error }
        notices.append(error.description)
      }
    }
    pictures = PictureRecord(
      folder: place, options: options, view: session.view)
    let garment = session.wearers.first?.garment
    series = RunSeries(
      garment: garment?.title ?? "", actuators: garment?.actuators.map(\.name) ?? [],
      zones: garment?.actuators.map(\.zone) ?? [])
    files += [
      .init(
        name: "trajectories.sqlite", about: "everybody's path, JuPedSim's database version 2: PedPy reads it"),
      .init(name: "cues.csv", about: "levels of the sounds round the listener, and earcons"),
      .init(name: "hashes.csv", about: "the state's hash every second"),
      .init(
        name: "series.csv", about: "people and densities [1/m²] of every step, and where the greatest was [m]"
      ),
      .init(name: "stages.csv", about: "time per stage of the pipeline"),
      .init(name: "summary.json", about: "this run's figures, for programs"),
    ]
    if sound != nil { files.append(.init(name: "cues.wav", about: "what the wearer hears")) }
    fields = try options.fields.map { (output) throws(Diagnostics) in try FieldRecord(output, session) }
    if !options.haptics.isEmpty {
      guard let wearer = session.wearers.first else {
        throw Diagnostics(
          Diagnostic("R0704", "nobody in it wears a garment", hint: "leave out --haptics"), exit: .data)
      }
      track = try HapticRecord(
        wearer.garment, clocks: session.clocks, name: session.name, paths: options.haptics,
        rate: options.hapticRate)
    }
    if let problem = Canvas.textProblem { notices.append(problem.description) }
    if let notice = sound?.notice { notices.append(notice) }
    try trajectories.record(session.crowd)
  }

  /// Books the frame that the session holds. The time it takes is a stage like any other.
  public func record(_ session: inout Session) throws(Diagnostics) {
    let start = SteadyClock.now()
    try book(session)
    session.trace.book("record", nanoseconds: SteadyClock.now() - start)
  }

  private func book(_ session: Session) throws(Diagnostics) {
    if session.tick % stepsPerFrame == 0 { try trajectories.record(session.crowd) }
    try fields?.record(session)
    for (table, wearer) in zip(haptics, session.wearers) {
      for (index, sample) in wearer.strip.enumerated() {
        let tick = (session.tick - 1) * session.clocks.hapticTicksPerCrowdStep + index + 1
        try table.record(
          seconds: session.clocks.seconds(atHapticTick: tick), drive: sample.drive, motion: sample.motion)
      }
    }
    if let wearer = session.wearers.first { track?.record(wearer) }
    hapticFrames += session.clocks.hapticTicksPerCrowdStep
    try cues.record(
      seconds: session.seconds, levels: session.cues.presence.map(\.level),
      earcons: session.cues.earcons.map {
        CueTable.Earcon(
          kind: $0.kind.rawValue, degrees: $0.direction == .zero ? nil : Math.degrees(of: $0.direction))
      })
    try sound?.record(session.cues, seconds: Double(session.clocks.crowdStep))

    let density = session.densityFigures
    greatestDensity = max(greatestDensity, density.maximum)
    densitySum += density.mean
    series.record(
      seconds: session.seconds, maximumDensity: density.maximum, meanDensity: density.mean,
      wearerDensity: session.wearers.first.map { Double($0.view.ownDensity) }, present: session.crowd.count,
      drive: session.wearers.first?.strongestDrive ?? [])
    try curves.write(line: Recorder.row(session, density))
    if session.wearers.first?.strongestDrive.contains(where: { $0 > 0 }) == true { felt = true }
    let second = Int(session.seconds)
    if second > lastHashSecond {
      lastHashSecond = second
      try hashes.record(second: second, tick: session.tick, hash: session.stateHash)
    }
    try pictures.record(session, density: density)
  }

  private static func row(_ session: Session, _ density: DensityFigures) -> String {
    func short(_ value: Double) -> String { "\((value * 10_000).rounded() / 10_000)" }
    let wearer = session.wearers.first.map { $0.present ? short(Double($0.view.ownDensity)) : "" } ?? ""
    return [
      short(session.seconds), "\(session.crowd.count)", short(density.maximum),
      short(Double(density.place.x)),
      short(Double(density.place.y)), short(density.mean), wearer,
    ].joined(separator: ",")
  }

  /// Finishes every file and writes summary and report.
  public func finish(_ session: Session, interrupted: Bool) throws(Diagnostics) -> RunResult {
    let place = OutputFolder(folder)
    try pictures.finish(session)
    try sound?.finish()
    try fields?.finish()
    try cues.finish()
    try hashes.finish()
    try curves.finish()
    for table in haptics { try table.finish() }
    try trajectories.finish()
    let tracks = try track.map { (track) throws(Diagnostics) in try track.finish() } ?? []
    if track?.isCut == true { notices.append("notice: the haptics' files end where their memory did") }
    try TextFile.save(StageTable.text(session.trace, steps: session.tick), to: place.file("stages.csv"))

    var summary = Summary(
      scene: session.name, seed: session.seed, ticks: session.tick, simulatedSeconds: session.seconds,
      wallSeconds: Double(SteadyClock.now() - started) / 1e9, stateHash: session.stateHash,
      version: throngVersion)
    summary.pedestrians = session.pedestrians
    summary.field = Summary.Field(
      estimator: session.fieldSettings.estimator.rawValue, cellSize: Double(session.fieldSettings.cellSize),
      width: Double(session.fieldSettings.width))
    summary.density = Summary.Density(
      maximum: greatestDensity, mean: session.tick > 0 ? densitySum / Double(session.tick) : 0)
    summary.hapticFrames = hapticFrames
    summary.stages = session.trace.scopes.map { Summary.Stage($0) }
    summary.interrupted = interrupted
    summary.garments = garments
    summary.files = (files.map(\.name) + pictures.names + ["report.html"]).sorted()
    place.remove(former, but: summary.files + ["summary.json"])
    try summary.save(to: place.file("summary.json"))

    let page = ReportPage(
      title: session.title, subtitle: session.subtitle, summary: summary, series: series,
      pictures: pictures.forReport(), files: files.map { place.sized($0) }, command: options.command)
    try page.save(to: place.file("report.html"))
    if !session.wearers.isEmpty, !felt {
      notices.append(
        "notice: \(session.wearers[0].name) felt nothing in the whole run: nobody came into the garment's reach"
      )
    }
    var result = RunResult(folder: folder, summary: summary, notices: notices + session.reports)
    result.fields = fields?.path
    result.haptics = tracks
    return result
  }

  /// After an error: finishes what can still be finished and says what is there.
  public func salvage(_ problem: Diagnostics) -> Diagnostics {
    var saved: [String] = []
    func attempt(_ name: String, _ finish: () throws(Diagnostics) -> Void) {
      do throws(Diagnostics) {
        try finish()
        saved.append(name)
      } catch {}
    }
    attempt("trajectories.sqlite") { () throws(Diagnostics) in try trajectories.finish() }
    for (table, file) in zip(haptics, files) {
      attempt(file.name) { () throws(Diagnostics) in try table.finish() }
    }
    attempt("cues.csv") { () throws(Diagnostics) in try cues.finish() }
    attempt("hashes.csv") { () throws(Diagnostics) in try hashes.finish() }
    attempt("series.csv") { () throws(Diagnostics) in try curves.finish() }
    if let track, let wanted = options.haptics.first, track.track.ticks > 0 {
      attempt(wanted) { () throws(Diagnostics) in _ = try track.finish() }
    }
    if let fields { attempt(fields.path) { () throws(Diagnostics) in try fields.finish() } }
    if let sound { attempt("cues.wav") { () throws(Diagnostics) in try sound.finish() } }
    let list = (saved + pictures.names).joined(separator: ", ")
    var text =
      list.isEmpty ? "nothing else could be saved in \(folder)" : "saved in \(folder) up to there: \(list)"
    let cut = OutputFolder(folder).partialFiles()
    if !cut.isEmpty { text += "; not whole: \(cut.joined(separator: ", "))" }
    return Diagnostics(problem.all + [Diagnostic("P0102", text, severity: .note)], exit: problem.exit)
  }
}
