import City
import Foundation
import Kernel
import Scenes
import Testing

/// The tutorial's scenes run, and its page shows each of them with its picture and its command.
@Suite struct TutorialTests {
  /// Everybody who came has left or is there, on walkable ground; and something happens.
  @Test(arguments: Repository.tutorial)
  func runsToItsEnd(path: String) throws {
    let scene = try Repository.load(path).scene
    var world = World(plan: scene.city, seed: scene.seed, clocks: scene.clocks)
    var trace = Trace.none
    var crowd = Crowd()
    while world.seconds < scene.duration {
      world.step(workers: .one, trace: &trace)
      guard world.tick % 20 == 0 else { continue }
      world.write(into: &crowd)
      let outside = crowd.positions.filter { !scene.city.ground.isWalkable($0) }
      #expect(outside.isEmpty, "at \(world.seconds) s")
    }
    #expect(world.quarantined == 0)
    #expect(world.spawned == world.arrived + world.present)
    #expect(world.waiting == 0, "sources have room for those who come")
    if !scene.city.sources.isEmpty { #expect(world.spawned > 30) }
    if !scene.city.ground.exits.isEmpty { #expect(world.arrived > 5) }
  }

  /// Doors and exits show in pictures as the events of scene 07 and 16 leave them.
  @Test func doorsAreWhatEventsLeaveThem() throws {
    func world(_ path: String, seconds: Double) throws -> World {
      let scene = try Repository.load(path).scene
      var world = World(plan: scene.city, seed: scene.seed, clocks: scene.clocks)
      var trace = Trace.none
      while world.seconds < seconds { world.step(workers: .one, trace: &trace) }
      return world
    }
    let door = "scenes/tutorial/07-a-door-that-closes.yaml"
    #expect(try world(door, seconds: 20).closedBarriers == [false])
    #expect(try world(door, seconds: 26).closedBarriers == [true])
    let relief = "scenes/tutorial/16-when-it-gets-crowded.yaml"
    #expect(try world(relief, seconds: 10).closedExits == [false, true])
    #expect(try world(relief, seconds: 47).closedExits == [false, false])
  }

  @Test(arguments: Repository.tutorial)
  func isOnThePageWithPictureAndCommand(path: String) throws {
    let stem = URL(filePath: path).deletingPathExtension().lastPathComponent
    let page = try Repository.text("docs/tutorial.md")
    let title = try Repository.load(path).scene.title
    #expect(page.contains("\n## \(stem.prefix(2)) \(title)\n"), "a section with the scene's title")
    #expect(page.contains("](../\(path))"), "a link to the scene")
    #expect(page.contains("](../assets/pictures/tutorial/\(stem).png)"), "a picture")
    #expect(page.contains("\nthrong run \(path) --headless --seconds "), "a command")
    // The comment on top says what to look at.
    let comment = try Repository.text(path).split(separator: "\n").prefix { $0.hasPrefix("#") }
    #expect(comment.joined(separator: " ").contains("Look at"))
  }

  /// Eight bytes that begin a PNG file, then width and height.
  @Test(arguments: Repository.tutorial)
  func hasASmallPicture(path: String) throws {
    let stem = URL(filePath: path).deletingPathExtension().lastPathComponent
    let file = "\(Repository.root)/assets/pictures/tutorial/\(stem).png"
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
    try #require(bytes.count > 24)
    #expect(bytes.prefix(8) == [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    let sides = [16, 20].map { bytes[$0..<$0 + 4].reduce(0) { $0 << 8 | Int($1) } }
    #expect(sides == [800, 450])
    #expect(bytes.count <= 60_000)
  }

  /// Nothing on the page or among the pictures is left of a scene that has gone.
  @Test func pageAndPicturesHaveNoOthers() throws {
    let page = try Repository.text("docs/tutorial.md")
    let commands = page.matches(of: /(?m)^throng run (\S+)/).map { String($0.output.1) }
    #expect(commands == Repository.tutorial, "in order, each once")
    let folder = "\(Repository.root)/assets/pictures/tutorial"
    let pictures = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    let stems = Repository.tutorial.map { URL(filePath: $0).deletingPathExtension().lastPathComponent }
    #expect(pictures == stems.map { "\($0).png" })
  }
}
