import City
import Kernel
import Scenes
import Testing

/// `--set` on lists that a scene leaves to their defaults.
@Suite struct SceneAbsentListTests {
  private let text = "format: 1\ngeometry: {walkable: [{rectangle: [0, 0, 9, 9]}]}\n"

  @Test func theProfileThatEverySceneHasCanBeChanged() throws {
    let scene = try Scene.read(
      text: text, file: "s.yaml",
      overrides: ["profiles.adult.desired_speed=1.1", "profiles.adult.radius=0.25"]
    ).scene
    #expect(scene.city.profiles.count == 1 && scene.city.profiles[0].name == "adult")
    #expect(scene.city.profiles[0].desiredSpeed == .constant(1.1))
    #expect(scene.city.profiles[0].radius == .constant(0.25))
  }

  @Test(arguments: ["wearers.ada.mapping=looming", "sources.west.rate=2", "profiles.child.radius=0.15"])
  func whatIsNotThereIsTold(override: String) {
    #expect {
      try Scene.read(text: text, file: "s.yaml", overrides: [override])
    } throws: { error in
      let all = (error as? Diagnostics)?.all ?? []
      let list = override.prefix { $0 != "." }
      return all.count == 1 && all[0].code == "S0402" && all[0].message.contains("the scene has no \(list)")
    }
  }
}
