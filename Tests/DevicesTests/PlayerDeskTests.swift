import Devices
import Foundation
import Haptics
import Testing

/// What clients of the virtual Player ask for, without a network.
@Suite struct PlayerDeskTests {
  private func desk(_ name: String = "vest-40") throws -> PlayerDesk {
    let garment = try DeviceTest.garment(name)
    return PlayerDesk(garment, wire: try #require(garment.wire(.bhaptics)))
  }
  private func lit(_ drive: [Float]) -> [Int: Float] {
    Dictionary(
      uniqueKeysWithValues: drive.enumerated().filter { $0.element > 0 }.map { ($0.offset, $0.element) })
  }

  @Test func dotsLastAsLongAsTheySay() throws {
    var desk = try desk()
    desk.take(
      """
      {"Submit":[{"Type":"frame","Key":"a","Frame":{"position":"VestBack",
        "dotPoints":[{"index":3,"intensity":80},{"index":99,"intensity":50}],"durationMillis":100}}]}
      """, version: 2, atMilliseconds: 1000)
    #expect(lit(desk.drive(atMilliseconds: 1000)) == [23: 0.8] && desk.activeKeys == ["a"])
    #expect(lit(desk.drive(atMilliseconds: 1099)) == [23: 0.8])
    #expect(lit(desk.drive(atMilliseconds: 1100)).isEmpty && desk.activeKeys.isEmpty)
    #expect(desk.counters.messages == 1 && desk.counters.refused == 0)
  }

  /// One key begins anew; the strongest of several counts; one or all can be ended.
  @Test func keysAreIndependent() throws {
    var desk = try desk()
    func submit(_ key: String, _ index: Int, _ intensity: Int) -> String {
      """
      {"submit":[{"type":"FRAME","key":"\(key)","frame":{"Position":"VestFront",
        "DotPoints":[{"Index":\(index),"Intensity":"\(intensity)"}],"DurationMillis":1000}}]}
      """
    }
    desk.take(submit("a", 1, 50), version: 2, atMilliseconds: 0)
    desk.take(submit("b", 1, 30), version: 2, atMilliseconds: 0)
    desk.take(submit("b", 2, 70), version: 2, atMilliseconds: 10)
    #expect(lit(desk.drive(atMilliseconds: 20)) == [1: 0.5, 2: 0.7])
    desk.take("{\"Submit\":[{\"Type\":\"turnOff\",\"Key\":\"a\"}]}", version: 2, atMilliseconds: 30)
    #expect(lit(desk.drive(atMilliseconds: 40)) == [2: 0.7])
    desk.take(PlayerMessage.turnOffAll, version: 2, atMilliseconds: 50)
    #expect(lit(desk.drive(atMilliseconds: 60)).isEmpty)
  }

  /// A point of a path is spread over the nearest motors with its energy, and stays on its side.
  @Test func pathsAreSpreadOverMotors() throws {
    var desk = try desk()
    desk.take(
      """
      {"Submit":[{"Type":"frame","Key":"p","Frame":{"position":"VestFront",
        "pathPoints":[{"x":0.5,"y":0.5,"intensity":100,"motorCount":3}],"durationMillis":100}}]}
      """, version: 2, atMilliseconds: 0)
    let drive = desk.drive(atMilliseconds: 1)
    let energy = drive.reduce(0) { $0 + $1 * $1 }
    #expect(abs(energy - 1) < 0.02 && drive[20...].allSatisfy { $0 == 0 })
    #expect(lit(drive).count <= 3 && !lit(drive).isEmpty)
  }

  /// What we say as a client is what we understand as a Player.
  @Test func ourOwnMessagesComeThrough() throws {
    let garment = try DeviceTest.garment("vest-40")
    let wire = try #require(garment.wire(.bhaptics))
    var desk = PlayerDesk(garment, wire: wire)
    let drive = (0..<40).map { Float($0 % 11) / 10 }
    for part in wire.parts {
      desk.take(
        PlayerMessage.submit(position: part.name, percents: PlayerMessage.percents(part, drive)), version: 2,
        atMilliseconds: 0)
    }
    let heard = desk.drive(atMilliseconds: 5)
    for a in 0..<40 { #expect(abs(heard[a] - drive[a]) < 0.006) }
    #expect(lit(desk.drive(atMilliseconds: PlayerMessage.hold)).isEmpty)
  }

  @Test func projectsAreRegisteredAndPlayed() throws {
    var desk = try desk()
    let project = """
      {"Tracks":[{"Effects":[{"StartTime":0,"OffsetTime":200,"Modes":{"VestFront":{"Mode":"DOT_MODE","DotMode":
      {"DotConnected":false,"Feedback":[{"StartTime":0,"EndTime":200,"PlaybackType":"NONE",
      "PointList":[{"Index":5,"Intensity":0.5}]}]},"PathMode":{"Feedback":[]}}}}]}],
      "Layout":{"Type":"Vest","Layouts":{"VestFront":[{"Index":5,"X":0.33,"Y":0.25}]}}}
      """
    desk.take("{\"Register\":[{\"Key\":\"hit\",\"Project\":\(project)}]}", version: 2, atMilliseconds: 0)
    #expect(desk.registered == ["hit"] && desk.counters.refused == 0)
    desk.take("{\"Submit\":[{\"Type\":\"key\",\"Key\":\"hit\"}]}", version: 2, atMilliseconds: 1000)
    let felt = lit(desk.drive(atMilliseconds: 1050))
    #expect(felt.keys.sorted() == [5] && abs((felt[5] ?? 0) - 0.5) < 0.01)
    #expect(lit(desk.drive(atMilliseconds: 1300)).isEmpty)
    desk.take("{\"Submit\":[{\"Type\":\"key\",\"Key\":\"unknown\"}]}", version: 2, atMilliseconds: 1400)
    #expect(desk.counters.refused == 1)
  }

  @Test func theThirdVersionIsUnderstood() throws {
    var desk = try desk()
    func say(_ type: String, _ body: String) {
      let quoted = body.replacing("\"", with: "\\\"")
      desk.take("{\"Type\":\"\(type)\",\"Message\":\"\(quoted)\"}", version: 3, atMilliseconds: 0)
    }
    let values = (0..<40).map { $0 == 21 ? "60" : "0" }.joined(separator: ",")
    say(
      "SdkPlayDotMode", "{\"requestId\":7,\"position\":0,\"motorValues\":[\(values)],\"durationMillis\":500}")
    #expect(lit(desk.drive(atMilliseconds: 10)) == [21: 0.6])
    say("SdkStopByRequestId", "{\"requestId\":7}")
    #expect(lit(desk.drive(atMilliseconds: 20)).isEmpty)
    #expect(desk.devices.hasPrefix("[{\"position\":0,") && desk.devices.contains("\"connected\":true"))
    say("SdkPing", "{}")
    #expect(desk.counters.refused == 0)
    say("SdkFly", "{}")
    say("SdkPlayDotMode", "not json")
    #expect(desk.counters.refused == 2)
  }

  /// Whatever comes, the answer is a number between 0 and 1 for every motor, and no more memory than the limits allow.
  @Test func nothingThatComesDoesHarm() throws {
    var desk = try desk()
    let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    let bad = [
      "", "{", "null", "[]", "42", "{}", deep, "{\"Submit\":\(deep)}", "{\"Submit\":7}", "{\"Submit\":[7]}",
      "{\"Submit\":[{\"Type\":\"frame\"}]}",
      "{\"Submit\":[{\"Type\":\"frame\",\"Frame\":{\"position\":\"Moon\"}}]}",
      "{\"Register\":[{\"Key\":\"x\",\"Project\":{}}]}", "{\"Register\":[{\"Key\":\"x\"}]}", "\u{0}\u{1}",
      "{\"Type\":\"SdkPlayDotMode\",\"Message\":\"{\\\"position\\\":1e99,\\\"motorValues\\\":[1]}\"}",
    ]
    for text in bad {
      desk.take(text, version: 2, atMilliseconds: 0)
      desk.take(text, version: 3, atMilliseconds: 0)
    }
    #expect(lit(desk.drive(atMilliseconds: 1)).isEmpty)
    #expect(desk.counters.messages == 2 * bad.count && desk.counters.refused >= 2 * bad.count - 4)
    var random = Chance(3)
    let good = Array(
      """
      {"Submit":[{"Type":"frame","Key":"k","Frame":{"position":"VestFront","dotPoints":[{"index":3,"intensity":80}],
      "pathPoints":[{"x":0.5,"y":0.5,"intensity":100,"motorCount":3}],"durationMillis":100}}]}
      """.utf8)
    for round in 0..<5000 {
      var bytes = good
      for _ in 0..<1 + random.below(4) {
        let at = random.below(bytes.count)
        switch random.below(4) {
        case 0: bytes[at] = UInt8(random.below(256))
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(contentsOf: Array("-1e308".utf8), at: at)
        default: bytes.removeSubrange(at..<min(bytes.count, at + random.below(20)))
        }
        if bytes.isEmpty { break }
      }
      desk.take(String(decoding: bytes, as: UTF8.self), version: 2, atMilliseconds: round)
      #expect(desk.drive(atMilliseconds: round).allSatisfy { $0 >= 0 && $0 <= 1 })
    }
    // Keys without end: some are kept, the others are not.
    for key in 0..<2000 {
      desk.take(
        "{\"Submit\":[{\"Type\":\"frame\",\"Key\":\"\(key)\",\"Frame\":{\"position\":\"VestFront\",\"dotPoints\":"
          + "[{\"index\":1,\"intensity\":1}],\"durationMillis\":9000}}]}", version: 2, atMilliseconds: 10_000)
    }
    #expect(desk.activeKeys.count <= 256)
  }
}
