import Kernel

extension FieldEstimator {
  /// Measures everybody in `crowd` into `field`: clear, deposit, blur along rows, blur along columns. Rows without
  /// people cost nothing. The deposit is made in the crowd's order and every value of the field has one writer, so
  /// the bits are the same for any number of workers.
  public func measure(_ crowd: Crowd, into field: inout CrowdField, workers: Workers) {
    precondition(field.density.frame == frame, "a field is measured by the estimator that made it")
    prepare(&field.scratch)
    field.outside = 0
    for row in 0..<crowd.count {
      guard let place = deposit(of: crowd.positions[row]) else {
        field.outside += 1
        continue
      }
      add(place, velocity: FieldEstimator.counted(crowd.velocities[row]), to: &field.scratch)
    }
    blurRows(&field.scratch, workers: workers)
    blurColumns(&field, workers: workers)
  }

  private func prepare(_ scratch: inout FieldScratch) {
    if scratch.deposit.count != 3 * plane {
      scratch.deposit = [Float](repeating: 0, count: 3 * plane)
      scratch.across = scratch.deposit
      scratch.first = [Int](repeating: Int.max, count: frame.rows)
      scratch.last = [Int](repeating: -1, count: frame.rows)
      return
    }
    scratch.deposit.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    for row in 0..<frame.rows {
      scratch.first[row] = Int.max
      scratch.last[row] = -1
    }
  }

  private func add(_ place: Deposit, velocity: Vector2, to scratch: inout FieldScratch) {
    for k in 0..<4 where place.cells[k] >= 0 {
      let cell = Int(place.cells[k])
      let row = cell / frame.columns
      let column = cell - row * frame.columns
      let mass = place.shares[k] * share[cell]
      let at = (row + kernel.radius) * stride + pad + column
      scratch.deposit[at] += mass
      scratch.deposit[plane + at] += mass * velocity.x
      scratch.deposit[2 * plane + at] += mass * velocity.y
      scratch.first[row] = min(scratch.first[row], column)
      scratch.last[row] = max(scratch.last[row], column)
    }
  }

  /// Whole lanes that cover the columns where the row's people reach to.
  private func span(_ first: Int, _ last: Int) -> Range<Int> {
    let low = max(0, first - kernel.radius) / lane * lane
    let high = min(frame.columns - 1, last + kernel.radius)
    return low..<(high / lane + 1) * lane
  }

  private func blurRows(_ scratch: inout FieldScratch, workers: Workers) {
    let first = scratch.first
    let last = scratch.last
    let (rowStride, planeSize, radius, weights, pad) = (stride, plane, kernel.radius, kernel.weights, pad)
    scratch.deposit.withUnsafeMutableBufferPointer { source in
      scratch.across.withUnsafeMutableBufferPointer { target in
        let input = Rows(source)
        let output = Rows(target)
        workers.forEachBlock(rows: frame.rows, size: 16) { _, rows in
          for row in rows {
            for q in 0..<3 {
              let base = q * planeSize + (row + radius) * rowStride + pad
              guard first[row] <= last[row] else {
                for c in 0..<(rowStride - pad) { output[base + c] = 0 }
                continue
              }
              let span = self.span(first[row], last[row])
              for c in 0..<span.lowerBound { output[base + c] = 0 }
              for c in span.upperBound..<max(span.upperBound, rowStride - 2 * pad) { output[base + c] = 0 }
              for c in Swift.stride(from: span.lowerBound, to: span.upperBound, by: 8) {
                var sum = input.load8(base + c) * weights[0]
                for k in 1..<weights.count {
                  sum += (input.load8(base + c - k) + input.load8(base + c + k)) * weights[k]
                }
                output.store8(base + c, sum)
              }
            }
          }
        }
      }
    }
  }

  private func blurColumns(_ field: inout CrowdField, workers: Workers) {
    let first = field.scratch.first
    let last = field.scratch.last
    let (rowStride, planeSize, radius, weights, pad) = (stride, plane, kernel.radius, kernel.weights, pad)
    let columns = frame.columns
    field.scratch.across.withUnsafeMutableBufferPointer { source in
      field.density.cells.withUnsafeMutableBufferPointer { density in
        field.velocityX.cells.withUnsafeMutableBufferPointer { velocityX in
          field.velocityY.cells.withUnsafeMutableBufferPointer { velocityY in
            let input = Rows(source)
            let (rho, vx, vy) = (Rows(density), Rows(velocityX), Rows(velocityY))
            workers.forEachBlock(rows: frame.rows, size: 16) { _, rows in
              for row in rows {
                var low = Int.max
                var high = -1
                for r in max(0, row - radius)...min(first.count - 1, row + radius) {
                  low = min(low, first[r])
                  high = max(high, last[r])
                }
                for c in 0..<columns {
                  rho[row * columns + c] = 0
                  vx[row * columns + c] = 0
                  vy[row * columns + c] = 0
                }
                guard low <= high else { continue }
                let span = self.span(low, high)
                for c in Swift.stride(from: span.lowerBound, to: span.upperBound, by: 8) {
                  var sums = (SIMD8<Float>.zero, SIMD8<Float>.zero, SIMD8<Float>.zero)
                  for q in 0..<3 {
                    let base = q * planeSize + (row + radius) * rowStride + pad + c
                    var sum = input.load8(base) * weights[0]
                    for k in 1..<weights.count {
                      sum += (input.load8(base - k * rowStride) + input.load8(base + k * rowStride)) * weights[k]
                    }
                    if q == 0 { sums.0 = sum } else if q == 1 { sums.1 = sum } else { sums.2 = sum }
                  }
                  for i in 0..<min(8, columns - c) {
                    let cell = row * columns + c + i
                    let d = sums.0[i] * self.mask[cell]
                    guard d > 0 else { continue }
                    rho[cell] = d
                    // Below a person in ten thousand square metres the quotient is rounding alone.
                    if d > 1e-4 {
                      vx[cell] = sums.1[i] / sums.0[i]
                      vy[cell] = sums.2[i] / sums.0[i]
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}

extension Rows where Element == Float {
  @inline(__always) func load8(_ at: Int) -> SIMD8<Float> {
    UnsafeRawPointer(base + at).loadUnaligned(as: SIMD8<Float>.self)
  }
  @inline(__always) func store8(_ at: Int, _ value: SIMD8<Float>) {
    UnsafeMutableRawPointer(base + at).storeBytes(of: value, as: SIMD8<Float>.self)
  }
}
