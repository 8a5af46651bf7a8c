import Kernel
import Presentation

/// Pixels kept from one picture to the next: only the runs that are not clear, row by row.
final class PictureLayer {
  private struct Run {
    var start: Int  // pixel index into the picture
    var count: Int
    var offset: Int  // into `pixels`
    var opaque: Bool
  }
  private var runs: [Run] = []
  private var pixels: [UInt32] = []

  /// Takes what was painted onto a raster that was clear before.
  init(of raster: Raster) {
    for y in 0..<raster.height {
      let row = raster.row(y)
      var x = 0
      while x < raster.width {
        if row[x] == 0 {
          x += 1
          continue
        }
        let start = x
        let opaque = row[x] >> 24 == 255
        while x < raster.width, row[x] != 0, (row[x] >> 24 == 255) == opaque { x += 1 }
        runs.append(
          Run(start: y * raster.width + start, count: x - start, offset: pixels.count, opaque: opaque))
        pixels.append(contentsOf: UnsafeBufferPointer(start: row + start, count: x - start))
      }
    }
  }

  /// Blends the kept pixels onto a raster of the same size, whatever its clip.
  func paint(on raster: Raster) {
    pixels.withUnsafeBufferPointer { pixels in
      guard let kept = pixels.baseAddress else { return }
      for run in runs {
        let out = raster.base + run.start
        let from = kept + run.offset
        if run.opaque {
          out.update(from: from, count: run.count)
        } else {
          for k in 0..<run.count { out[k] = over(out[k], from[k]) }
        }
      }
    }
  }
}
