import Foundation
import Haptics
import Kernel
import Scenes
import Testing

/// Other people's readers of our haptics.
@Suite struct HapticPeerTests {
  private static let sox = ["/usr/bin/sox", "/usr/local/bin/sox"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Level and rough frequency of single channels, as sox measures them: an LRA at 175 Hz, a coil at 120 Hz and half its
  /// drive, and one that is still.
  @Test(.enabled(if: sox != nil, "no sox here"))
  func soxHearsLevelAndFrequencyOfEveryChannel() throws {
    let sox = try #require(HapticPeerTests.sox)
    var garment = HapticTrackTest.coils
    garment.actuators[0].kind = .linearResonant(LinearResonant())
    let full: Float = 1.5
    let track = HapticTrackTest.play(garment, ticks: 300) { _, a in a == 0 ? 1 : a == 1 ? 0.5 : 0 }
    let folder = RecordTestFolder()
    let path = folder.file("walk.wav")
    try HapticFile.save(track, to: path, name: "walk", rate: 8000)
    let header = try #require(RecordTest.run(["soxi", path]))
    #expect(header.output.contains("Channels       : 20") && header.output.contains("Sample Rate    : 8000"))
    #expect(header.output.contains("00:00:03.00"))
    for (channel, level, hertz) in [(1, 1.35 / full, 175), (2, 0.5, 120), (3, 0, 0)] as [(Int, Float, Float)]
    {
      // The last second, when the motors have settled.
      let run = try #require(
        RecordTest.run([sox, path, "-n", "remix", "\(channel)", "trim", "2", "stat"]))
      let figures = Dictionary(
        run.output.split(separator: "\n").compactMap { line -> (String, Float)? in
          let parts = line.split(separator: ":")
          guard parts.count == 2, let value = Float(parts[1].trimmingCharacters(in: .whitespaces)) else {
            return nil
          }
          return (parts[0].split(separator: " ").joined(separator: " "), value)
        }, uniquingKeysWith: { a, _ in a })
      let rms = try #require(figures["RMS amplitude"])
      #expect(
        abs(rms - level / 2.0.squareRoot().float) < 0.01 * max(level, 0.1), "channel \(channel): \(rms)")
      if hertz > 0 {
        let heard = try #require(figures["Rough frequency"])
        #expect(abs(heard - hertz) <= 0.03 * hertz, "channel \(channel): \(heard) Hz")
      }
    }
    let names = folder.text("walk.wav.csv").split(separator: "\n")
    #expect(names.count == 21 && names[1].hasPrefix("1,\(garment.actuators[0].name),"))
  }

  private static let script = """
    import json, sys, xarray
    data = xarray.open_dataset(sys.argv[1])
    print(json.dumps({
      "sizes": dict(data.sizes), "names": [n.tobytes().decode().rstrip("\\0 ") if n.dtype.kind == "S" and n.ndim else
        (n.item().decode() if n.dtype.kind == "S" else str(n)) for n in data.actuator_name.values],
      "units": {n: data[n].attrs.get("units") for n in ("drive", "carrier", "motion", "frequency", "felt")},
      "drive": data.drive.values.ravel().tolist(), "felt": float(data.felt.sum()),
      "x": data.x.values.tolist(), "garment": data.attrs["garment"],
    }))
    """

  @Test(
    .enabled(
      if: FieldTest.python(with: "xarray", "netCDF4") != nil, "no python3 with xarray and netCDF4 here"))
  func xarraySeesTheTrack() throws {
    let folder = RecordTestFolder()
    let path = folder.file("walk.nc")
    let track = HapticTrackTest.wave(HapticTrackTest.coils, seconds: 0.5)
    try HapticFile.save(track, to: path, name: "walk")
    let python = try #require(FieldTest.python(with: "xarray", "netCDF4"))
    let run = try #require(RecordTest.run([python, "-W", "ignore", "-c", HapticPeerTests.script, path]))
    try #require(run.code == 0, "\(run.output)")
    let seen = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect((seen["sizes"] as? [String: Int])?["time"] == 50 && seen["garment"] as? String == "vest-20-coils")
    #expect(seen["names"] as? [String] == track.garment.actuators.map(\.name))
    #expect((seen["drive"] as? [Double])?.map { Float($0) } == track.drive)
    #expect((seen["x"] as? [Double])?.map { Float($0) } == track.garment.actuators.map(\.position.x))
    #expect(abs((seen["felt"] as? Double ?? 0) / Double(track.felt.reduce(0, +)) - 1) < 1e-3)
    #expect((seen["units"] as? [String: String])?["carrier"] == "Hz")
  }
}

extension Double { fileprivate var float: Float { Float(self) } }
