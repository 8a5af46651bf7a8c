import Fields
import Foundation
import Kernel
import Scenes
import Testing

/// Other people's readers of our files of fields.
@Suite struct FieldPeerTests {
  /// Values of a few cells, sums of all, coordinates, units and times, as xarray hands them out.
  private static let script = """
    import json, sys, numpy, xarray
    data = xarray.open_dataset(sys.argv[1])
    names = [name for name in data.data_vars if data[name].dims == ("time", "y", "x")]
    bare = xarray.open_dataset(sys.argv[1], decode_times=False)
    print(json.dumps({
      "names": names, "conventions": data.attrs["Conventions"], "source": data.attrs["source"],
      "seed": data.attrs["seed"], "estimator": data.attrs["estimator"], "width": float(data.attrs["kernel_width"]),
      "x": data.x.values.tolist(), "y": data.y.values.tolist(), "axes": [data.x.axis, data.y.axis, bare.time.axis],
      "x_units": data.x.units, "time_units": bare.time.units, "elapsed": data.elapsed.values.tolist(),
      "nanoseconds": (data.time.values - data.time.values[0]).astype("int64").tolist(),
      "people": data.people.values.tolist(), "walkable": int(data.walkable.sum()),
      "bounds": data.x_bnds.values[0].tolist(), "area": data.walkable_area.values.tobytes().decode()[:12],
      "units": {name: data[name].attrs.get("units", "") for name in names},
      "methods": sorted(set(data[name].attrs["cell_methods"] for name in names)),
      "coordinates": sorted(data.density.coords), "chunks": list(data.density.encoding["chunksizes"]),
      "deflate": [data.density.encoding["zlib"], data.density.encoding["shuffle"]],
      "holes": int(numpy.isnan(data.density.values[0]).sum()),
      "density": data.density.values[2].ravel().tolist(),
      "sums": {name: float(numpy.nansum(data[name].values.astype("float64"))) for name in names},
    }).replace("NaN", "null"))
    """

  @Test(
    .enabled(
      if: FieldTest.python(with: "xarray", "netCDF4") != nil, "no python3 with xarray and netCDF4 here"))
  func xarraySeesWhatWasMeasured() throws {
    let folder = RecordTestFolder()
    let path = folder.file("hall.nc")
    try FieldTest.write(path, steps: 4)
    let python = try #require(FieldTest.python(with: "xarray", "netCDF4"))
    let run = try #require(RecordTest.run([python, "-W", "ignore", "-c", FieldPeerTests.script, path]))
    try #require(run.code == 0, "\(run.output)")
    let seen = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    func numbers(_ key: String) -> [Double] { (seen[key] as? [Any] ?? []).map { $0 as? Double ?? .nan } }
    #expect(seen["names"] as? [String] == FieldVariable.allCases.map(\.rawValue))
    #expect(seen["conventions"] as? String == "CF-1.8" && seen["source"] as? String == "Throng 1.2.3")
    #expect(seen["seed"] as? String == "\(UInt64.max)" && seen["estimator"] as? String == "gaussian")
    #expect(seen["width"] as? Double == 0.7)
    let frame = FieldTest.estimator.frame
    #expect(numbers("x") == (0..<frame.columns).map { Double(frame.centre($0, 0).x) })
    #expect(numbers("y") == (0..<frame.rows).map { Double(frame.centre(0, $0).y) })
    #expect(seen["axes"] as? [String] == ["X", "Y", "T"] && seen["x_units"] as? String == "m")
    #expect((seen["time_units"] as? String)?.hasPrefix("seconds since ") == true)
    #expect(numbers("elapsed") == [0, 0.25, 0.5, 0.75])
    #expect(numbers("nanoseconds") == [0, 2.5e8, 5e8, 7.5e8])
    #expect(numbers("people") == [40, 41, 42, 43])
    #expect(numbers("bounds") == [-3, -2.5] && seen["area"] as? String == "POLYGON ((-3")
    let walkable = FieldTest.estimator.walkable.cells
    #expect(seen["walkable"] as? Int == walkable.count { $0 })
    #expect(seen["holes"] as? Int == walkable.count { !$0 })
    #expect(seen["methods"] as? [String] == ["time: point area: mean"])
    #expect((seen["coordinates"] as? [String])?.contains("elapsed") == true)
    #expect(seen["chunks"] as? [Int] == [1, 40, 60] && seen["deflate"] as? [Bool] == [true, true])
    let units = try #require(seen["units"] as? [String: String])
    for variable in FieldVariable.allCases where variable != .service {
      #expect(units[variable.rawValue] == variable.unit)
    }
    let fields = (0..<4).map { FieldTest.field(step: $0, FieldTest.header().quantities) }
    let density = numbers("density")
    let wrong = walkable.indices.filter { walkable[$0] && Float(density[$0]) != fields[2].density.cells[$0] }
    #expect(wrong.isEmpty, "cells \(wrong.prefix(5))")
    let sums = try #require(seen["sums"] as? [String: Double])
    for variable in FieldVariable.allCases {
      var (sum, size) = (0.0, 0.0)
      for field in fields {
        for (i, value) in variable.plane(of: field).cells.enumerated() where walkable[i] {
          sum += Double(value)
          size += Double(abs(value))
        }
      }
      #expect(abs((sums[variable.rawValue] ?? .nan) - sum) <= 1e-9 * size + 1e-12, "\(variable)")
    }
  }

  @Test(
    .enabled(
      if: RecordTest.run(["ncdump"]) != nil && RecordTest.run(["which", "ncdump"])?.code == 0, "no ncdump"))
  func ncdumpShowsTheStructure() throws {
    let folder = RecordTestFolder()
    let path = folder.file("hall.nc")
    try FieldTest.write(path, steps: 3, variables: [.density, .service])
    let text = try #require(RecordTest.run(["ncdump", "-h", "-s", path])).output
    for line in [
      "time = UNLIMITED ; // (3 currently)", "y = 40 ;", "x = 60 ;", "float density(time, y, x) ;",
      "byte service(time, y, x) ;", "density:_FillValue = 9.96921e+36f ;", "density:units = \"m-2\" ;",
      "density:_ChunkSizes = 1, 40, 60 ;", "density:_Shuffle = \"true\" ;", "density:_DeflateLevel = 2 ;",
      "service:flag_values = 0b, 1b, 2b, 3b, 4b, 5b ;", "service:flag_meanings = \"A B C D E F\" ;",
      "time:standard_name = \"time\" ;", "x:bounds = \"x_bnds\" ;", ":Conventions = \"CF-1.8\" ;",
      ":seed = \"18446744073709551615\" ;", ":_Format = \"netCDF-4\" ;",
    ] {
      #expect(text.contains(line), "\(line)")
    }
    #expect(!text.contains("velocity") && !text.contains("history"))
  }
}
