/// A table for a terminal.
package enum TextTable {
  /// Columns, the first flush left and the others flush right.
  package static func text(_ head: [String], _ rows: [[String]]) -> String {
    let all = [head] + rows
    let widths = head.indices.map { k in all.map { $0[k].count }.max() ?? 0 }
    return all.map { row in
      row.indices.map { k in
        let pad = String(repeating: " ", count: widths[k] - row[k].count)
        return k == 0 ? row[k] + pad : pad + row[k]
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
