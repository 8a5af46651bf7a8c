import Haptics
import Kernel
import Scenes
import Testing

@Suite struct SceneGarmentTests {
  static func load(_ name: String) throws -> Garment {
    try Garment.load(path: "\(Repository.root)/assets/garments/\(name).yaml")
  }

  @Test(arguments: Repository.garments)
  func hasSoundActuators(name: String) throws {
    let garment = try SceneGarmentTests.load(name)
    #expect(garment.name == name)
    #expect(!garment.source.isEmpty)
    #expect(Set(garment.actuators.map(\.name)).count == garment.actuators.count)
    for actuator in garment.actuators {
      #expect(abs(actuator.normal.length - 1) < 1e-5)
      // Out of the body: the normal never points back to the body's axis.
      let outwards = actuator.normal.x * actuator.position.x + actuator.normal.z * actuator.position.z
      #expect(outwards > 0)
    }
  }

  /// Rows of four from the top; column 0 on the wearer's left, in front and on the back.
  @Test func vestIsLaidOutAsItsDevice() throws {
    let vest = try SceneGarmentTests.load("vest-40")
    #expect(vest.actuators.count == 40)
    #expect(vest.levels == 100)
    for (i, actuator) in vest.actuators.enumerated() {
      let row = i % 20 / 4
      let column = i % 4
      #expect(actuator.zone == (i < 20 ? "front" : "back"))
      #expect((actuator.position.z > 0) == (i < 20))
      #expect((actuator.position.x < 0) == (column < 2), "column 0 is on the wearer's left")
      // The direction in the wearer's frame has its y axis to the left.
      #expect((actuator.direction.y > 0) == (column < 2))
      if column > 0 { #expect(actuator.position.x > vest.actuators[i - 1].position.x) }
      if row > 0 { #expect(actuator.position.y < vest.actuators[i - 4].position.y) }
      guard case .eccentricMass = actuator.kind else {
        Issue.record("actuator \(i) is no eccentric mass")
        continue
      }
      // Left and right mirror each other.
      let twin = vest.actuators[i - column + 3 - column]
      #expect(twin.position == Vector3(-actuator.position.x, actuator.position.y, actuator.position.z))
    }
    #expect(vest.actuators[0].position == Vector3(-0.1511, 1.29, 0.0764))
    #expect(vest.actuators[39].position == Vector3(0.14, 0.941, -0.053))
  }

  @Test func beltFacesSixteenDirections() throws {
    let belt = try SceneGarmentTests.load("belt-16")
    #expect(belt.actuators.count == 16)
    for (k, actuator) in belt.actuators.enumerated() {
      // Clockwise seen from above, and y is to the left: the angle falls.
      let expected = Math.unit(degrees: -22.5 * Float(k))
      #expect((actuator.direction - expected).length < 1e-5)
    }
    #expect(belt.actuators[0].zone == "front")
    #expect(belt.actuators[4].zone == "right")
    #expect(belt.actuators[8].zone == "back")
    #expect(belt.actuators[12].zone == "left")
    #expect(
      Set(belt.actuators.map(\.zone)).allSatisfy { z in belt.actuators.filter { $0.zone == z }.count == 4 })
  }

  /// Turning the sense mirrors the belt.
  @Test func senseMirrorsARing() throws {
    func ring(_ sense: String) throws -> Garment {
      try Garment.read(
        text: "rings: [{name: r, count: 16, height: 1, first: 30, sense: \(sense)}]", file: "ring.yaml")
    }
    let clockwise = try ring("clockwise")
    let counter = try ring("counter_clockwise")
    for k in 0..<16 {
      let d = clockwise.actuators[k].direction - counter.actuators[(16 - k) % 16].direction
      #expect(d.length < 1e-5)
    }
    #expect(clockwise.name == "ring")
  }

  @Test func sleevesAreAPair() throws {
    let sleeves = try SceneGarmentTests.load("sleeves-6")
    #expect(sleeves.actuators.map(\.zone) == ["left", "left", "left", "right", "right", "right"])
    for k in 0..<3 {
      let left = sleeves.actuators[k]
      let right = sleeves.actuators[k + 3]
      #expect(left.position == Vector3(-right.position.x, right.position.y, right.position.z))
      #expect(left.site == .forearm && right.site == .forearm)
      guard case .linearResonant(let motor) = left.kind else {
        Issue.record("a sleeve's actuator is resonant")
        continue
      }
      #expect(motor.resonanceHertz == 175)
    }
  }

  @Test(arguments: Repository.mappings)
  func mappingsLoad(name: String) throws {
    let mapping = try Mapping.load(named: name, from: Repository.library)
    #expect(mapping.name == name)
    #expect(!mapping.title.isEmpty)
    #expect(mapping == (try Mapping.load(path: "\(Repository.root)/assets/mappings/\(name).yaml")))
  }

  /// Every preset says what it is good for, listens to what its name says, and warns of hazards above all else.
  @Test func presetsAreWhatTheyAreCalled() throws {
    let sources: [String: LayerSource] = [
      "density-glow": .density, "sand": .density, "radar": .nearest, "pressure": .pressure,
      "looming": .timeToCollision,
    ]
    #expect(Set(Repository.mappings).isSuperset(of: sources.keys))
    for (name, source) in sources.sorted(by: { $0.key < $1.key }) {
      let mapping = try Mapping.load(named: name, from: Repository.library)
      #expect(mapping.layers.first?.source == source)
      #expect(mapping.purpose.contains("Good for:") && mapping.purpose.contains("Not for:"))
      let hazard = mapping.layers.filter { $0.source == .hazard }
      #expect(
        hazard.count == 1 && hazard[0].priority > mapping.layers.map(\.priority).sorted().dropLast().last!)
    }
    let sand = try Mapping.load(named: "sand", from: Repository.library)
    guard case .grains = sand.layers[0].texture else {
      Issue.record("sand has no grains")
      return
    }
    #expect(sand.remarks(on: try Garment.load(named: "vest-20-coils", from: Repository.library)).isEmpty)
    #expect(!sand.remarks(on: try Garment.load(named: "vest-40", from: Repository.library)).isEmpty)
  }

  /// What the Player, the avatars' parameters and the belt call each actuator.
  @Test func wiresKnowTheProtocols() throws {
    let vest = try SceneGarmentTests.load("vest-40")
    let front = try #require(vest.wire(.bhaptics)?.parts.first { $0.name == "VestFront" })
    #expect(front.actuators == Array(0..<20))
    // The front is mirrored in VRChat: parameter 1 is the wearer's upper right.
    let mirrored = try #require(vest.wire(.vrchat)?.parts.first { $0.name == "Vest_Front" })
    #expect(vest.actuators[mirrored.actuators[0]].position.x > 0.1)
    #expect(mirrored.actuators[4...7] == [7, 6, 5, 4])
    // The smaller vest takes the numbers of the larger one, several to a motor.
    let small = try SceneGarmentTests.load("vest-16")
    #expect(small.wire(.bhaptics)?.parts[1].actuators.count == 20)
    #expect(Set(small.wire(.bhaptics)!.parts.flatMap(\.actuators)) == Set(0..<16))
    #expect(try SceneGarmentTests.load("belt-16").wire(.feelspace)?.parts[0].actuators == Array(0..<16))
    #expect(try SceneGarmentTests.load("vest-32").wires.isEmpty)
  }

  /// A name is looked for beside the scene, then in the folders in their order.
  @Test func errorsOfAFileCarryItsName() throws {
    do {
      _ = try Garment.read(text: "levels: 0\nactuators: []\n", file: "mine.yaml")
      Issue.record("a garment without actuators was taken")
    } catch {
      #expect(
        error.all.map(\.description) == [
          "mine.yaml:1:9: error[S0201]: levels is 0, outside 1...65535"
        ])
    }
    do {
      _ = try Mapping.load(named: "density-gloww", from: Library(folders: ["\(Repository.root)/assets"]))
      Issue.record("a mapping that is not there was found")
    } catch {
      #expect(error.exit == .noInput)
      #expect(error.all[0].hint == "did you mean 'density-glow'?")
    }
  }
}
