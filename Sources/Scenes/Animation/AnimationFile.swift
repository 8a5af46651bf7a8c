import Kernel

/// Pictures that follow each other, in one file. It grows under another name and has its own only when it is whole.
public protocol AnimationFile: AnyObject {
  /// `pixels` 0xAARRGGBB, row by row from the top, shown from `milliseconds` after the first on. Times rise.
  func append(_ pixels: UnsafeBufferPointer<UInt32>, milliseconds: Int) throws(Diagnostics)
  /// The last picture stands until `milliseconds` after the first.
  func finish(milliseconds: Int) throws(Diagnostics)
  /// Leaves nothing behind.
  func abandon()
}

/// The kinds of animations, by the ending of the file's name.
public enum AnimationFormat: String, CaseIterable, Sendable {
  case gif, webp, mp4, webm

  /// Whether both sides of a picture have to be even.
  public var needsEvenSides: Bool { self == .mp4 || self == .webm }

  /// Opens a file of pictures of `width` × `height` [px] that follow each other at `framesPerSecond`. Throws exit
  /// `cannotCreate` where it cannot be made, `unavailable` where the program that writes videos is not here.
  public func file(
    path: String, width: Int, height: Int, framesPerSecond: Double
  ) throws(Diagnostics) -> any AnimationFile {
    switch self {
    case .gif: try GIFAnimation(path: path, width: width, height: height)
    case .webp: try WebPAnimation(path: path, width: width, height: height)
    case .mp4, .webm:
      try VideoFile(
        path: path, format: self, width: width, height: height, framesPerSecond: framesPerSecond)
    }
  }
}
