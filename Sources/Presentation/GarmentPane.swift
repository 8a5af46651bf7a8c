import Haptics
import Kernel

/// One view of a body: which actuators it shows, and where on a flat sheet [m] they lie.
struct GarmentPane {
  enum View: Equatable { case front, back, above }
  var view: View
  var actuators: [Int]  // rows of the garment
  var sheet: Rectangle  // [m] of what is to be seen

  var title: String {
    switch view {
    case .front: "front"
    case .back: "back"
    case .above: "from above"
    }
  }

  /// Seen from the front a wearer's right is on the left.
  func point(_ p: Vector3) -> Vector2 {
    switch view {
    case .front: Vector2(-p.x, p.y)
    case .back: Vector2(p.x, p.y)
    case .above: Vector2(p.x, p.z)
    }
  }

  /// A belt is seen from above, everything else from the front and the back.
  static func panes(of garment: Garment) -> [GarmentPane] {
    let all = garment.actuators
    guard !all.isEmpty else { return [] }
    if isBelt(garment) {
      let spots = all.map { Vector2($0.position.x, $0.position.z) }
      let round = Rectangle(around: spots) ?? BodyOutline.bounds
      let reach = Rectangle(minimum: Vector2(-0.27, -0.2), maximum: Vector2(0.27, 0.2))
      return [
        GarmentPane(view: .above, actuators: Array(all.indices), sheet: round.grown(by: 0.05).union(reach))
      ]
    }
    return [View.front, .back].map { view in
      let rows = all.indices.filter { (all[$0].normal.z >= 0) == (view == .front) }
      var pane = GarmentPane(view: view, actuators: rows, sheet: BodyOutline.bounds)
      // Whatever hangs beside the usual body still has to be seen, in both views at one scale.
      let mirrored = all.flatMap {
        [Vector2($0.position.x, $0.position.y), Vector2(-$0.position.x, $0.position.y)]
      }
      if let spots = Rectangle(around: mirrored.filter(\.isFinite)) {
        pane.sheet = pane.sheet.union(spots.grown(by: 0.05))
      }
      return pane
    }
  }

  /// At least three actuators, all at one height, round the waist.
  private static func isBelt(_ garment: Garment) -> Bool {
    let all = garment.actuators
    guard all.count > 2, all.allSatisfy({ $0.site == .waist || $0.site == .abdomen || $0.site == .back }),
      all.contains(where: { $0.site == .waist })
    else { return false }
    let heights = all.map(\.position.y)
    return (heights.max() ?? 0) - (heights.min() ?? 0) < 0.12
  }

  /// Trunk, head and, where actuators sit on arms that hang elsewhere, those arms; pixels through `place`.
  func drawBody(_ garment: Garment, _ place: (Vector2) -> Vector2, _ scale: Float, _ pen: inout Pen) {
    func shape(_ points: [Vector2], _ fill: Colour = Theme.body) {
      let outline = points.map(place)
      pen.add(.polygon(outline, fill: fill))
      pen.line(outline, 1.3 * scale, Theme.bodyLine, closed: true)
    }
    if view == .above { return drawFromAbove(garment, shape) }
    shape(BodyOutline.trunk)
    shape(BodyOutline.head)
    for side in [-1, 1] as [Float] {
      let spots = garment.actuators.filter {
        ($0.site == .forearm || $0.site == .upperArm) && $0.position.x * side > 0
      }
      .map { point($0.position) }
      guard let box = Rectangle(around: spots.filter(\.isFinite)) else { continue }
      // The drawn arm covers actuators up to here; others get an arm of their own.
      if abs(box.maximum.x) < 0.30, abs(box.minimum.x) > 0.19 { continue }
      let arm = box.grown(by: 0.035)
      shape(Pen.rounded(arm, radius: 0.04))
    }
    if view == .front {  // a face tells front from back
      let y = BodyOutline.headCentre.y + 0.012
      for x in [-0.026, 0.026] as [Float] {
        pen.add(.disc(centre: place(Vector2(x, y)), radius: max(1.2 * scale, 1), fill: Theme.bodyLine))
      }
      let mouth = [
        Vector2(-0.022, 1.568), Vector2(-0.008, 1.562), Vector2(0.008, 1.562), Vector2(0.022, 1.568),
      ]
      pen.line(mouth.map(place), 1.3 * scale, Theme.bodyLine)
    }
  }

  private func drawFromAbove(_ garment: Garment, _ shape: ([Vector2], Colour) -> Void) {
    func ellipse(_ centre: Vector2, _ half: Vector2) -> [Vector2] {
      (0..<48).map { centre + Math.unit(degrees: Float($0) * 7.5) * half }
    }
    shape(ellipse(.zero, Vector2(0.245, 0.115)), Theme.body.faded(0.55))
    // The waist runs through the actuators.
    let spots = garment.actuators.map { Vector2($0.position.x, $0.position.z) }
    let box = Rectangle(around: spots.filter(\.isFinite)) ?? Rectangle(minimum: -0.15, maximum: 0.15)
    shape(ellipse(box.centre, box.size / 2), Theme.body)
    let nose = [Vector2(-0.018, 0.085), Vector2(0, 0.118), Vector2(0.018, 0.085)]
    shape(nose, Theme.bodyLine)
    shape(ellipse(.zero, Vector2(0.074, 0.092)), Colour(hex: 0x323d50))
  }
}

extension Rectangle {
  fileprivate init(minimum: Float, maximum: Float) {
    self.init(minimum: Vector2(repeating: minimum), maximum: Vector2(repeating: maximum))
  }
}
