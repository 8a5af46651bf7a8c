import Kernel
import Presentation

extension Raster {
  /// Paints a grid of values through a colour table; see `DrawItem.field`.
  func field(
    _ values: Grid2D<Float>, corner: Vector2, cell: Float, low: Float, high: Float, table: [Colour],
    smooth: Bool
  ) {
    let frame = values.frame
    let size = Vector2(Float(frame.columns), Float(frame.rows)) * cell
    guard frame.count > 0, values.cells.count == frame.count, cell > 0, cell.isFinite, high > low,
      !table.isEmpty, table.count <= 0xFFFF, corner.isFinite,
      let box = clip.touched(by: corner, corner + size)
    else { return }
    let inks = table.map(\.premultiplied)
    let scale = Float(inks.count - 1) / (high - low)
    let steps = Float(inks.count - 1)
    let emptyLow = inks[0] == 0  // where nothing is to be seen, nothing is to be done
    // Columns of the grid that the box can see, with one more on either side.
    func column(_ x: Int) -> Int { Int(min(max((Float(x) - corner.x) / cell, 0), Float(frame.columns - 1))) }
    let first = max(0, column(box.left) - 1)
    let last = min(frame.columns - 1, column(box.right) + 1)
    if fieldRow.count < frame.columns { fieldRow = [Float](repeating: 0, count: frame.columns) }
    values.cells.withUnsafeBufferPointer { cells in
      fieldRow.withUnsafeMutableBufferPointer { line in
        for y in box.top..<box.bottom {
          // Rows of the grid run upwards, rows of the picture downwards.
          let v = Float(frame.rows) - (Float(y) + 0.5 - corner.y) / cell - 0.5
          guard
            blendRows(cells, frame, v, first...last, smooth: smooth, into: line, low: emptyLow ? low : nil)
          else { continue }
          paintLine(
            line, first...last, y, box, corner.x, cell, smooth, inks, low: low, scale: scale, steps: steps)
        }
      }
    }
  }

  /// Writes row `v` (in cells from the lowest row's centre) of the grid; false where all of it is ≤ `low`.
  @inline(__always) private func blendRows(
    _ cells: UnsafeBufferPointer<Float>, _ frame: GridFrame, _ v: Float, _ columns: ClosedRange<Int>,
    smooth: Bool, into line: UnsafeMutableBufferPointer<Float>, low: Float?
  ) -> Bool {
    let w = min(max(v, 0), Float(frame.rows - 1))
    let r0 = Int(w)
    let r1 = min(r0 + 1, frame.rows - 1)
    let f = w - Float(r0)
    let near = (f < 0.5 ? r0 : r1) * frame.columns
    let far = (f < 0.5 ? r1 : r0) * frame.columns
    let share = smooth ? (f < 0.5 ? f : 1 - f) : 0
    var greatest = -Float.infinity
    for c in columns {
      let a = cells[near + c]
      let b = cells[far + c]
      // A hole stays as large as its cell, and does not eat into its neighbours.
      let value = b.isNaN ? a : a + (b - a) * share
      line[c] = value
      if value > greatest { greatest = value }
    }
    return low.map { greatest > $0 } ?? true
  }

  /// Colours one row of pixels: between two cell centres the value runs straight.
  @inline(__always) private func paintLine(
    _ line: UnsafeMutableBufferPointer<Float>, _ columns: ClosedRange<Int>, _ y: Int, _ box: PixelBox,
    _ cornerX: Float, _ cell: Float, _ smooth: Bool, _ inks: [UInt32], low: Float, scale: Float, steps: Float
  ) {
    let out = row(y)
    let emptyLow = inks[0] == 0
    let perPixel = 1 / cell
    let most = Float(columns.upperBound)
    let least = Float(columns.lowerBound)
    inks.withUnsafeBufferPointer { inks in
      var x = box.left
      while x < box.right {
        let u = min(max((Float(x) + 0.5 - cornerX) * perPixel - 0.5, least), most)
        let c = Int(u)
        let c1 = min(c + 1, columns.upperBound)
        let a = line[c]
        let b = line[c1]
        // Pixels up to the next cell centre share a and b.
        let border = cornerX + (Float(c) + 1.5) * cell - 0.5
        let stop = c1 == c ? box.right : min(box.right, max(x + 1, Int(min(border, 1e6).rounded(.up))))
        if emptyLow, !(a > low), !(b > low) {
          x = stop
          continue
        }
        // Unclamped, so that before the first centre and after the last one the value stays level.
        var position = (Float(x) + 0.5 - cornerX) * perPixel - 0.5 - Float(c)
        if smooth, a - a == 0, b - b == 0 {  // both finite
          let start = (a - low) * scale
          let rise = (b - a) * scale
          for k in x..<stop {
            let step = min(max(start + rise * min(max(position, 0), 1), 0), steps)
            let ink = inks[Int((step + 0x1p23).bitPattern & 0xFFFF)]  // rounded; see `byte`
            out[k] = over(out[k], ink)
            position += perPixel
          }
        } else {
          for k in x..<stop {
            let value = position < 0.5 ? a : b
            position += perPixel
            if value.isNaN { continue }
            let step = min(max((value - low) * scale, 0), steps)
            out[k] = over(out[k], inks[Int((step + 0x1p23).bitPattern & 0xFFFF)])
          }
        }
        x = stop
      }
    }
  }
}
