import Kernel

extension FieldEstimator {
  /// Measures everybody in `crowd` into `field`: clear, deposit, blur along rows, blur along columns. Rows without
  /// people cost nothing. The deposit is made in the crowd's order and every value of the field has one writer, so
  /// the bits are the same for any number of workers.
  public func measure(_ crowd: Crowd, into field: inout CrowdField, workers: Workers) {
    precondition(field.density.frame == frame, "a field is measured by the estimator that made it")
    prepare(&field.scratch)
    field.outside = deposit(crowd, into: &field.scratch)
    blurRows(&field.scratch, workers: workers)
    blurColumns(&field, workers: workers)
  }

  /// Empty planes; after the first time only the rows that people stood in have to be cleared.
  private func prepare(_ scratch: inout FieldScratch) {
    guard scratch.deposit.count == 3 * plane else {
      scratch.deposit = [Float](repeating: 0, count: 3 * plane)
      scratch.across = scratch.deposit
      scratch.first = [Int](repeating: Int.max, count: frame.rows)
      scratch.last = [Int](repeating: -1, count: frame.rows)
      return
    }
    for row in 0..<frame.rows where scratch.first[row] <= scratch.last[row] {
      for q in 0..<3 {
        for at in start(q, row) + scratch.first[row]...start(q, row) + scratch.last[row] {
          scratch.deposit[at] = 0
        }
      }
      scratch.first[row] = Int.max
      scratch.last[row] = -1
    }
  }

  /// Where cell 0 of `row` lies in plane `q`: 0 mass, 1 and 2 momentum.
  private func start(_ q: Int, _ row: Int) -> Int { q * plane + (row + kernel.radius) * stride + pad }

  /// Returns how many people have no cell.
  private func deposit(_ crowd: Crowd, into scratch: inout FieldScratch) -> Int {
    var outside = 0
    scratch.deposit.withUnsafeMutableBufferPointer { planes in
      for i in 0..<crowd.count {
        guard let place = deposit(of: crowd.positions[i]) else {
          outside += 1
          continue
        }
        let velocity = FieldEstimator.counted(crowd.velocities[i])
        for k in 0..<4 where place.shares[k] > 0 {
          let (column, row) = place.cell(k)
          let mass = place.shares[k] * share[frame.index(column, row)]
          let at = start(0, row) + column
          planes[at] += mass
          planes[at + plane] += mass * velocity.x
          planes[at + 2 * plane] += mass * velocity.y
          scratch.first[row] = min(scratch.first[row], column)
          scratch.last[row] = max(scratch.last[row], column)
        }
      }
    }
    return outside
  }

  /// Whole lanes that cover the columns where people in `first`...`last` reach to; none where there are none.
  private func span(_ first: Int, _ last: Int) -> Range<Int> {
    guard first <= last else { return 0..<0 }
    let lane = FieldEstimator.lane
    let low = max(0, first - kernel.radius) / lane * lane
    let high = min(frame.columns - 1, last + kernel.radius)
    return low..<(high / lane + 1) * lane
  }

  private func blurRows(_ scratch: inout FieldScratch, workers: Workers) {
    let (first, last) = (scratch.first, scratch.last)
    let width = stride - 2 * pad
    scratch.deposit.withUnsafeMutableBufferPointer { source in
      scratch.across.withUnsafeMutableBufferPointer { target in
        let (input, output) = (Rows(source), Rows(target))
        workers.forEachBlock(rows: frame.rows, size: 16) { _, rows in
          self.kernel.weights.withUnsafeBufferPointer { weights in
            for row in rows {
              let span = self.span(first[row], last[row])
              for q in 0..<3 {
                let base = self.start(q, row)
                output.clear(base, span.lowerBound)
                output.clear(base + span.upperBound, width - span.upperBound)
                for c in Swift.stride(from: span.lowerBound, to: span.upperBound, by: 8) {
                  output.store8(base + c, input.blurred8(base + c, step: 1, weights))
                }
              }
            }
          }
        }
      }
    }
  }

  private func blurColumns(_ field: inout CrowdField, workers: Workers) {
    let (first, last) = (field.scratch.first, field.scratch.last)
    let radius = kernel.radius
    field.scratch.across.withUnsafeMutableBufferPointer { source in
      field.density.cells.withUnsafeMutableBufferPointer { density in
        field.velocityX.cells.withUnsafeMutableBufferPointer { velocityX in
          field.velocityY.cells.withUnsafeMutableBufferPointer { velocityY in
            let input = Rows(source)
            let output = (Rows(density), Rows(velocityX), Rows(velocityY))
            workers.forEachBlock(rows: frame.rows, size: 16) { _, rows in
              for row in rows {
                let near = max(0, row - radius)...min(first.count - 1, row + radius)
                self.finish(row, self.span(first[near].min()!, last[near].max()!), input, output)
              }
            }
          }
        }
      }
    }
  }

  /// One row of the field, from `across`: people in `span` only.
  private func finish(
    _ row: Int, _ span: Range<Int>, _ input: Rows<Float>, _ output: (Rows<Float>, Rows<Float>, Rows<Float>)
  ) {
    let at = row * frame.columns
    for plane in [output.0, output.1, output.2] {
      plane.clear(at, min(span.lowerBound, frame.columns))
      plane.clear(at + span.upperBound, frame.columns - span.upperBound)
    }
    let (step, starts) = (stride, (start(0, row), start(1, row), start(2, row)))
    kernel.weights.withUnsafeBufferPointer { weights in
      mask.withUnsafeBufferPointer { mask in
        for c in Swift.stride(from: span.lowerBound, to: span.upperBound, by: 8) {
          let mass = input.blurred8(starts.0 + c, step: step, weights)
          let open = UnsafeRawPointer(mask.baseAddress! + at + c).loadUnaligned(as: SIMD8<Float>.self)
          // Momenta are zero wherever the mass is. The addend vanishes beside any other mass and turns 0/0 into 0.
          let perMass = open / (mass + 1e-30)
          let momentumX = input.blurred8(starts.1 + c, step: step, weights)
          let momentumY = input.blurred8(starts.2 + c, step: step, weights)
          let count = min(8, frame.columns - c)
          output.0.store8(at + c, mass * open, count)
          output.1.store8(at + c, momentumX * perMass, count)
          output.2.store8(at + c, momentumY * perMass, count)
        }
      }
    }
  }
}

extension Rows where Element == Float {
  /// Σ_k w_|k| · self[at + k·step] for eight neighbouring `at`.
  @inline(__always) func blurred8(_ at: Int, step: Int, _ weights: UnsafeBufferPointer<Float>) -> SIMD8<Float>
  {
    var sum = load8(at) * weights[0]
    var (low, high) = (at, at)
    for k in 1..<weights.count {
      low &-= step
      high &+= step
      sum += (load8(low) + load8(high)) * weights[k]
    }
    return sum
  }
  @inline(__always) func clear(_ at: Int, _ count: Int) {
    if count > 0 { (base + at).update(repeating: 0, count: count) }
  }
  @inline(__always) func load8(_ at: Int) -> SIMD8<Float> {
    UnsafeRawPointer(base + at).loadUnaligned(as: SIMD8<Float>.self)
  }
  @inline(__always) func store8(_ at: Int, _ value: SIMD8<Float>) {
    UnsafeMutableRawPointer(base + at).storeBytes(of: value, as: SIMD8<Float>.self)
  }
  /// The first `count` of eight.
  @inline(__always) func store8(_ at: Int, _ value: SIMD8<Float>, _ count: Int) {
    if count == 8 {
      store8(at, value)
    } else {
      for i in 0..<count { base[at + i] = value[i] }
    }
  }
}
