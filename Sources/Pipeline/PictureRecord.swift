import Desktop
import Foundation
import Kernel
import Presentation
import Scenes

/// The pictures of a run: the whole ground at even times, and at the end the wearer at the densest moment met, the
/// garment at that moment, and the levels of service when the crowd was densest.
struct PictureRecord {
  private let folder: OutputFolder
  private let due: [Double]  // [s]
  private let view: ViewSettings
  private let canvas: Canvas
  private let width: Int  // [px]
  private let height: Int  // [px]
  private var taken = 0
  private var densest: (density: Double, moment: Moment)?
  private var tightest: (density: Float, moment: Moment)?
  private var captions: [(name: String, caption: String, alternative: String)] = []

  var names: [String] { captions.map(\.name) }

  /// `options.pictures` pictures of the whole ground over the run, the last at its end.
  init(folder: OutputFolder, options: RunOptions, view: ViewSettings) {
    self.folder = folder
    self.view = view
    (width, height) = (options.pictureWidth, options.pictureHeight)
    canvas = Canvas(width: width, height: height)
    due = (0..<options.pictures).map { options.seconds * Double($0 + 1) / Double(options.pictures) }
  }

  /// Takes what is due. A moment is kept, not drawn, when it may turn out to be the one to show.
  mutating func record(_ session: Session, density: DensityFigures) throws(Diagnostics) {
    guard !due.isEmpty else { return }
    if density.maximum > densest?.density ?? 0 { densest = (density.maximum, session.moment()) }
    if let wearer = session.wearers.first, wearer.present, session.seconds >= 1,
      wearer.view.ownDensity >= tightest?.density ?? 0
    {
      tightest = (wearer.view.ownDensity, session.moment())
    }
    if taken < due.count, session.seconds >= due[taken] - 1e-6 {
      taken += 1
      try overview(session, number: taken)
    }
  }

  /// Draws what was kept; a run cut short still gets a picture of its end.
  mutating func finish(_ session: Session) throws(Diagnostics) {
    guard !due.isEmpty else { return }
    if taken < due.count {
      taken += 1
      try overview(session, number: taken)
    }
    if let moment = tightest?.moment, let wearer = moment.wearer {
      var options = ViewOptions(view, width: width)
      let area = Rectangle(around: [wearer.pose.position])!.grown(by: 11)
      options.camera = Camera(
        fitting: area,
        viewport: Rectangle(minimum: .zero, maximum: Vector2(Float(width), Float(height))), margin: 0)
      try save(
        draw(moment, options: options, width: width, height: height),
        "wearer.png",
        "The wearer \(at(moment)), where the others stood closest.",
        "The ground round the wearer with the density of the crowd, and the garment with drive and motion per actuator."
      )
      try save(
        drawGarment(moment, width: height, height: height), "garment.png",
        "What the garment was sent and did, \(at(moment)).",
        "Every actuator of the garment on the body, with its drive, motion and percept.",
        on: Canvas(width: height, height: height))
    }
    let last = session.moment()
    if last.wearer?.history != nil {
      try save(
        drawPercept(last, width: width, height: height), "percept.png",
        "What was sent, done and felt in the last ten seconds, \(at(last)).",
        "Three strips with a row an actuator: the drive that was sent, the motors' motion, the intensity that was felt."
      )
    }
    if let moment = densest?.moment {
      var bare = ViewOptions(view, width: width)
      bare.pedestrians = false
      bare.fan = false
      var options = ViewOptions(view, width: width)
      options.layer = .levelOfService
      options.pedestrians = false  // they would hide what they add up to
      try save(
        draw(moment, options: options, width: width, height: height),
        "level-of-service.png", "Levels of service \(at(moment)), when the crowd was densest.",
        "The ground with Fruin's levels of service A to F.")
      try save(
        drawField(moment, options: bare, width: width, height: height),
        "density.png", "The density field \(at(moment)).", "The density of the crowd alone, on a fixed scale."
      )
    }
  }

  private mutating func overview(_ session: Session, number: Int) throws(Diagnostics) {
    let moment = session.moment()
    try save(
      draw(moment, options: ViewOptions(view, width: width), width: width, height: height),
      "overview-\(number).png", "The whole ground \(at(moment)).",
      "The ground from above with the density of the crowd, \(moment.crowd.count) people and the garment.")
  }

  private func at(_ moment: Moment) -> String { String(format: "at %.1f s", moment.seconds) }

  private mutating func save(
    _ list: DrawList, _ name: String, _ caption: String, _ alternative: String,
    on other: Canvas? = nil
  ) throws(Diagnostics) {
    let sheet = other ?? canvas
    sheet.draw(list)
    try sheet.savePNG(folder.file(name))
    captions.append((name, caption, alternative))
  }

  /// With the bytes of the files, for a page that stands alone.
  func forReport() -> [ReportPage.Picture] {
    captions.compactMap { entry in
      guard let bytes = FileManager.default.contents(atPath: folder.file(entry.name)) else { return nil }
      return ReportPage.Picture(caption: entry.caption, alternative: entry.alternative, bytes: [UInt8](bytes))
    }
  }
}

extension ViewOptions {
  /// The first view that a scene asks for, of a picture `width` [px] wide.
  init(_ settings: ViewSettings, width: Int) {
    self.init()
    switch settings.layer {
    case .density: layer = .density
    case .levelOfService: layer = .levelOfService
    case .none: layer = .none
    }
    maximumDensity = settings.maximumDensity
    garment = settings.garment
    fan = settings.fan
    if settings.centre != nil || settings.span != nil {
      let span = settings.span ?? 100
      camera = Camera(
        centre: settings.centre ?? .zero, metresPerPixel: span / Float(max(1, width)),
        viewport: Rectangle(minimum: .zero, maximum: Vector2(Float(width), Float(width))))
    }
  }
}
