import Kernel
import Presentation
import Testing

/// Matplotlib's tables at 0, ¼, ½ and ¾; the polynomials' stated error is the tolerance, and half a byte.
@Test(
  arguments: [
    (Palette.viridis, [0x440154, 0x3b528b, 0x21918c, 0x5ec962], 0.017),
    (Palette.cividis, [0x00224e, 0x434e6c, 0x7d7c78, 0xbcae6c], 0.041),
    (Palette.inferno, [0x000004, 0x57106e, 0xbc3754, 0xf98e09], 0.051),
  ] as [(Palette, [UInt32], Double)])
func palettesRunThroughTheirAnchors(palette: Palette, anchors: [UInt32], error: Double) {
  for (k, hex) in anchors.enumerated() {
    let want = Colour(hex: hex)
    let have = palette.colour(Float(k * 64) / 255)
    for (a, b) in [(want.red, have.red), (want.green, have.green), (want.blue, have.blue)] {
      #expect(abs(Int(a) - Int(b)) <= Int((error * 255).rounded(.up)) + 1, "\(palette) at \(k)/4")
    }
  }
}

/// More people, never darker: luminance rises from each sixteenth of the scale to the next.
@Test(arguments: Palette.allCases) func lightnessRisesAllTheWay(palette: Palette) {
  let steps = (0...16).map { palette.colour(Float($0) / 16).luminance }
  for (a, b) in zip(steps, steps.dropFirst()) { #expect(b > a) }
}

@Test(arguments: Palette.allCases) func scaleEndsHoldAndZeroIsClear(palette: Palette) {
  #expect(palette.colour(-3) == palette.colour(0))
  #expect(palette.colour(9) == palette.colour(1))
  #expect(palette.colour(.nan) == palette.colour(0))
  let fading = palette.fadingTable(256)
  #expect(fading.count == 256)
  #expect(fading[0].alpha == 0)
  for (a, b) in zip(fading, fading.dropFirst()) { #expect(b.alpha >= a.alpha) }
}

/// Pairs published with the formula (Sharma, Wu & Dalal 2005, table 1). Single precision inside: 1e-3.
@Test(
  arguments: [
    ([50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425),
    ([50, 3.1571, -77.2803], [50, 0, -82.7485], 2.8615),
    ([50, 2.8361, -74.0200], [50, 0, -82.7485], 3.4412),
    ([50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0000),
    ([50, 2.5, 0], [73, 25, -18], 27.1492), ([50, 2.5, 0], [50, 0, -2.5], 4.3065),
    ([2.0776, 0.0795, -1.1350], [0.9033, -0.0636, -0.5514], 0.9082),
    ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
  ] as [([Double], [Double], Double)])
func colourDifferenceIsThePublishedOne(a: [Double], b: [Double], want: Double) {
  let p = Lab(l: a[0], a: a[1], b: a[2])
  let q = Lab(l: b[0], a: b[1], b: b[2])
  #expect(abs(p.difference(to: q) - want) < 1e-3)
  #expect(abs(q.difference(to: p) - want) < 1e-3)
}

private func leastDifference(_ colours: [Colour], _ vision: ColourVision) -> Double {
  var least = Double.infinity
  for i in colours.indices {
    for j in 0..<i { least = min(least, colours[i].difference(to: colours[j], vision: vision)) }
  }
  return least
}

/// Six classes that stay apart for everybody; measured 15.8, 11.4, 12.7 and 14.4.
@Test(arguments: zip(ColourVision.allCases, [15.8, 11.4, 12.7, 14.4]))
func serviceColoursStayApartForEveryEye(vision: ColourVision, measured: Double) {
  let least = leastDifference(LevelOfService.Colours.inferno.all, vision)
  #expect(least >= 11)
  #expect(abs(least - measured) < 0.1)
}

/// The industry's rainbow does not, which is why it comes with letters.
@Test func rainbowFailsForProtanopia() {
  #expect(leastDifference(LevelOfService.Colours.rainbow.all, .protanopia) < 5)
}

@Test func colourVisionLeavesGreysAlone() {
  for vision in ColourVision.allCases {
    for level in [0, 77, 128, 255] as [UInt8] {
      let seen = vision.seen(Colour(level, level, level))
      for channel in [seen.red, seen.green, seen.blue] { #expect(abs(Int(channel) - Int(level)) <= 1) }
    }
  }
}

/// Fruin's limits belong to the class above, everything else lies where it should.
@Test func levelsOfServiceBeginAtTheirLimits() {
  let letters = ["A", "B", "C", "D", "E", "F"]
  #expect(LevelOfService.allCases.map(\.letter) == letters)
  #expect(LevelOfService.limits == [0.31, 0.43, 0.72, 1.08, 2.17])
  for (k, limit) in LevelOfService.limits.enumerated() {
    #expect(LevelOfService(density: limit.nextDown).letter == letters[k])
    #expect(LevelOfService(density: limit).letter == letters[k + 1])
  }
  #expect(LevelOfService(density: .nan) == .a)
  #expect(LevelOfService(density: -1) == .a)
  #expect(LevelOfService(density: .infinity) == .f)
  for service in LevelOfService.allCases {
    #expect(LevelOfService(density: service.densities.from) == service)
  }
}
