import CWebP
import Kernel

/// An animated WebP, very nearly without loss, that repeats for ever. The pictures are held in memory, coded, until the end.
public final class WebPAnimation: AnimationFile {
  private static let largest = 16_383  // [px] of a side

  private let file: TextFile
  private let path: String
  private let width: Int
  private let height: Int
  private var encoder: OpaquePointer?
  private var config = WebPConfig()

  public init(path: String, width: Int, height: Int) throws(Diagnostics) {
    precondition(
      (1...WebPAnimation.largest).contains(width) && (1...WebPAnimation.largest).contains(height),
      "sides of 1 to 16383 pixels")
    self.path = path
    self.width = width
    self.height = height
    file = try TextFile(path: path)
    var options = WebPAnimEncoderOptions()
    let isReady =
      WebPAnimEncoderOptionsInitInternal(&options, WEBP_MUX_ABI_VERSION) != 0
      && WebPConfigInitInternal(&config, WEBP_PRESET_DRAWING, 75, WEBP_ENCODER_ABI_VERSION) != 0
      && WebPConfigLosslessPreset(&config, 3) != 0
    config.near_lossless = 40  // the last bits of a gradient that nobody sees cost more than all the rest
    encoder =
      isReady
      ? WebPAnimEncoderNewInternal(Int32(width), Int32(height), &options, WEBP_MUX_ABI_VERSION) : nil
    if encoder == nil { throw fail("the WebP library does not start") }
  }
  deinit { WebPAnimEncoderDelete(encoder) }

  public func append(_ pixels: UnsafeBufferPointer<UInt32>, milliseconds: Int) throws(Diagnostics) {
    precondition(pixels.count == width * height, "a picture has width × height pixels")
    var picture = WebPPicture()
    guard WebPPictureInitInternal(&picture, WEBP_ENCODER_ABI_VERSION) != 0 else {
      throw fail("the WebP library does not start")
    }
    picture.use_argb = 1
    picture.width = Int32(width)
    picture.height = Int32(height)
    guard WebPPictureAlloc(&picture) != 0, let out = picture.argb, let from = pixels.baseAddress else {
      throw fail("no memory for it")
    }
    defer { WebPPictureFree(&picture) }
    for y in 0..<height {
      (out + y * Int(picture.argb_stride)).update(from: from + y * width, count: width)
    }
    if WebPAnimEncoderAdd(encoder, &picture, Int32(clamping: milliseconds), &config) == 0 {
      throw fail(reason)
    }
  }

  public func finish(milliseconds: Int) throws(Diagnostics) {
    var data = WebPData()
    defer { WebPFree(UnsafeMutableRawPointer(mutating: data.bytes)) }
    guard WebPAnimEncoderAdd(encoder, nil, Int32(clamping: milliseconds), nil) != 0,
      WebPAnimEncoderAssemble(encoder, &data) != 0
    else { throw fail(reason) }
    try file.write(bytes: Array(UnsafeBufferPointer(start: data.bytes, count: data.size)))
    try file.finish()
  }
  public func abandon() { file.abandon() }

  private var reason: String { String(cString: WebPAnimEncoderGetError(encoder)) }
  private func fail(_ reason: String) -> Diagnostics {
    file.abandon()
    return Diagnostics(
      Diagnostic("R0611", "the animation cannot be coded: \(reason)", file: path), exit: .software)
  }
}
