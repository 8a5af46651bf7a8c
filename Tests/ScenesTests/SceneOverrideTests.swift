import City
import Kernel
import Scenes
import Testing

@Suite struct SceneOverrideTests {
  static let text = """
    format: 1
    geometry:
      walkable: [{rectangle: [0, 0, 20, 20]}]
      exits: [{name: east, polygon: {rectangle: [18, 0, 20, 20]}}]
    profiles: [{name: adult}, {name: elder}]
    sources:
      - {name: gate, area: {rectangle: [1, 1, 3, 3]}, rate: 1}
      - {name: door, area: {rectangle: [1, 5, 3, 8]}, rate: 2}
    """

  @Test func pathsByNameAndIndex() throws {
    let scene = try read(
      SceneOverrideTests.text,
      overrides: [
        "profiles.elder.desired_speed=0.9", "sources.0.rate=3", "sources.door.rate=4", "field.cell_size=0.25",
        "title=Hello", "sources.gate.profiles={elder: 2}", "geometry.exits.east.polygon.rectangle.0=17",
        "locomotion.wall_range=0.03",
      ])
    #expect(scene.city.profiles[1].desiredSpeed == .constant(0.9))
    #expect(scene.city.sources.map(\.rate) == [3, 4])
    #expect(scene.field.cellSize == 0.25)
    #expect(scene.title == "Hello")
    #expect(scene.city.sources[0].profiles == [Weighted(index: 1, weight: 2)])
    #expect(scene.city.ground.exits[0].polygon.bounds.minimum.x == 17)
    #expect(scene.city.locomotion == .sharedPath(changed))
  }
  private var changed: SharedPathSpeed {
    var model = SharedPathSpeed()
    model.wallRange = 0.03
    return model
  }

  /// The later of two overrides counts, and later ones see what earlier ones made.
  @Test func laterOnesCount() throws {
    let scene = try read(
      SceneOverrideTests.text,
      overrides: ["seed=2", "seed=3", "wearers=[{name: a, start: [9, 9]}]", "wearers.a.start=[8, 8]"])
    #expect(scene.seed == 3)
    #expect(scene.city.wearers.map(\.start.position) == [Vector2(8, 8)])
  }

  /// Overriding equals editing the file.
  @Test(arguments: [
    ("rate: 2", "rate: 5", "sources.door.rate=5"),
    ("[1, 5, 3, 8]", "[1, 5, 3, 9]", "sources.1.area.rectangle=[1, 5, 3, 9]"),
    ("{name: elder}", "{name: elder, radius: 0.3}", "profiles.1.radius=0.3"),
  ])
  func sameAsEditing(old: String, new: String, override: String) throws {
    var edited = try read(
      SceneOverrideTests.text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new))
    var overridden = try read(SceneOverrideTests.text, overrides: [override])
    edited.hash = 0
    overridden.hash = 0
    #expect(edited == overridden)
    #expect(edited != (try read(SceneOverrideTests.text)))
  }
}
