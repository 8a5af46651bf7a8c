import City
import Kernel
import Scenes
import Testing

@Suite struct SceneShippedTests {
  @Test(arguments: Repository.scenes)
  func loadsWithoutAWord(path: String) throws {
    let (scene, warnings) = try Repository.load(path)
    #expect(warnings.map(\.description) == [])
    #expect(scene.wearers.count == scene.city.wearers.count)
  }
}
