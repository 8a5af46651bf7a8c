import ECS
import Testing

@Suite struct CommandsTests {
  func entity(_ index: UInt32) -> EntityID { EntityID(index: index, generation: 0) }

  func drained(_ commands: inout Commands<String, Int>) -> [String] {
    var log: [String] = []
    commands.drain(
      spawn: { log.append("+\($0.index) \($1)") }, leave: { log.append("-\($0.index) \($1)") })
    return log
  }

  @Test func orderOfAskingDoesNotMatter() {
    let asks: [(inout Commands<String, Int>) -> Void] = [
      { $0.leave(self.entity(4), 1, system: 2) }, { $0.leave(self.entity(2), 0, system: 2) },
      { $0.spawn("b", as: self.entity(9), system: 1) }, { $0.spawn("a", as: self.entity(7), system: 1) },
      { $0.leave(self.entity(1), 5, system: 3) },
    ]
    let expected = ["+7 a", "+9 b", "-2 0", "-4 1", "-1 5"]
    for shift in asks.indices {
      var commands = Commands<String, Int>()
      for k in asks.indices { asks[(k + shift) % asks.count](&commands) }
      let log = drained(&commands)
      let after = drained(&commands)
      #expect(log == expected)
      #expect(commands.isEmpty && after.isEmpty)
    }
  }

  @Test func generationsTellEntitiesApart() {
    #expect(EntityID(index: 1, generation: 0) < EntityID(index: 1, generation: 1))
    #expect(EntityID(index: 1, generation: 9) < EntityID(index: 2, generation: 0))
  }
}
