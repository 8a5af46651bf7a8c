extension Plot {
  /// The picture with its own colours and type, as a file of its own.
  package var standalone: String {
    let style = """
      <style>
      svg { background: #fff; font-family: sans-serif; font-size: 12px; }
      .tick { font-size: 11px; fill: #555; }
      .mid { text-anchor: middle; }
      .end { text-anchor: end; }
      .grid { stroke: #ddd; fill: none; }
      .frame { stroke: #777; fill: none; }
      .line { fill: none; stroke-width: 1.6; stroke-linejoin: round; stroke-linecap: round; }
      .line-0 { stroke: #0b62a4; }
      .line-1 { stroke: #b4471c; stroke-dasharray: 7 4; }
      .line-2 { stroke: #2a7d3f; stroke-dasharray: 2 4; }
      .line-3 { stroke: #7a3fa0; stroke-dasharray: 10 4 2 4; }
      .line-4 { stroke: #9a7400; stroke-dasharray: 4 2; }
      .line-5 { stroke: #444; stroke-dasharray: 12 3; }
      </style>

      """
    let picture = svg
    guard let end = picture.firstIndex(of: ">") else { return picture }
    let after = picture.index(after: end)
    return picture[..<after] + "\n" + style + picture[after...]
  }
}
