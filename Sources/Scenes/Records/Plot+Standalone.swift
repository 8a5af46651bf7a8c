extension Plot {
  /// The picture with its own colours and type, as a file of its own.
  package var standalone: String { Standalone.picture(svg) }
}
