extension ReportPage {
  /// The page's style: one column, the reader's own light or dark, and paper.
  static let style = """
    :root { --ground: #fbfbf9; --card: #ffffff; --ink: #1b1d22; --soft: #5b616b; --rule: #d9dbdf; --accent: #0060a0;
      --c0: #0072b2; --c1: #c25400; --c2: #007a5a; --c3: #a24d82; --c4: #6f6300; --c5: #555555; --rest: #eef0f3; }
    @media (prefers-color-scheme: dark) {
      :root { --ground: #14161a; --card: #1c1f25; --ink: #e8e9ec; --soft: #a3a9b4; --rule: #353a43; --accent: #6ab7f0;
        --c0: #56b4e9; --c1: #f0a33a; --c2: #2fc79b; --c3: #dd94bf; --c4: #e2d45a; --c5: #bbbbbb; --rest: #0b0d10; }
    }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, "DejaVu Sans", sans-serif; }
    header, main, footer { max-width: 54rem; margin: 0 auto; padding: 0 1.25rem; }
    header { padding-top: 2.5rem; }
    h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .25rem; }
    h2 { font-size: 1.2rem; margin: 0 0 .75rem; }
    .lead { color: var(--soft); margin: 0 0 1rem; }
    .notice { border-left: 4px solid var(--c1); padding: .5rem .75rem; background: var(--card); }
    section { margin: 2.25rem 0; }
    figure { margin: 0 0 1.5rem; background: var(--card); border: 1px solid var(--rule); border-radius: 8px; padding: .75rem; }
    figcaption { color: var(--soft); font-size: .875rem; margin-top: .5rem; }
    img, svg.plot { display: block; width: 100%; height: auto; }
    img { border-radius: 4px; }
    .tiles { list-style: none; display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .75rem; margin: 1.25rem 0 0; padding: 0; }
    .tiles li { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; padding: .75rem 1rem; }
    .tiles strong { display: block; font-size: 1.6rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
    .tiles span { color: var(--soft); font-size: .875rem; }
    table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
    caption { text-align: left; color: var(--soft); font-size: .875rem; padding-bottom: .4rem; }
    th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; font-weight: normal; }
    thead th { color: var(--soft); font-size: .875rem; }
    .facts th { width: 14rem; color: var(--soft); }
    .number { text-align: right; }
    .bars { width: 40%; vertical-align: middle; }
    .bar { height: .7rem; min-width: 1px; background: var(--c0); border-radius: 2px; }
    code, pre { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .875rem; }
    pre { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; padding: .75rem 1rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
    .hash { color: var(--accent); }
    footer { color: var(--soft); font-size: .875rem; padding-bottom: 2rem; }
    svg text { font-family: system-ui, "DejaVu Sans", sans-serif; fill: var(--ink); }
    svg .tick { font-size: 11px; fill: var(--soft); }
    svg .axis, svg .key { font-size: 12px; }
    svg .row { font-size: 8.5px; fill: var(--soft); }
    svg .end { text-anchor: end; }
    svg .mid { text-anchor: middle; }
    svg .grid { stroke: var(--rule); fill: none; }
    svg .frame { stroke: var(--soft); fill: none; }
    svg .rule { stroke: var(--soft); stroke-width: .75; fill: none; }
    svg .rest { fill: var(--rest); }
    svg .band { fill: none; shape-rendering: crispEdges; }
    svg .line { fill: none; stroke-width: 1.8; stroke-linejoin: round; stroke-linecap: round; }
    svg .line-0 { stroke: var(--c0); }
    svg .line-1 { stroke: var(--c1); stroke-dasharray: 7 4; }
    svg .line-2 { stroke: var(--c2); stroke-dasharray: 2 4; }
    svg .line-3 { stroke: var(--c3); stroke-dasharray: 10 4 2 4; }
    svg .line-4 { stroke: var(--c4); stroke-dasharray: 4 2; }
    svg .line-5 { stroke: var(--c5); stroke-dasharray: 12 3; }
    @media print {
      :root { --ground: #ffffff; --card: #ffffff; --ink: #000000; --soft: #444444; --rule: #bbbbbb; --rest: #eef0f3; }
      body { font-size: 11pt; }
      header, main, footer { max-width: none; padding: 0; }
      figure, table, .tiles li, pre { break-inside: avoid; }
      h2 { break-after: avoid; }
      .bar, svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }
    """
}
