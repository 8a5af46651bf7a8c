import CSDL2
import Kernel
import Synchronization

/// A line of text as shares 0...255 of every pixel.
struct TextMask {
  var width: Int  // [px]
  var height: Int  // [px]
  var ascent: Int  // [px] of rows above the baseline
  var shares: [UInt8]  // width × height, row-major from the top
}

/// The one font of the program, opened once a size. FreeType knows no threads, so everything goes through a lock.
final class FontBook: @unchecked Sendable {
  static let shared = FontBook()

  /// Tried in this order. The first is the one that the pictures are designed with.
  static let candidates = [
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
    "/usr/local/share/fonts/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    "/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf",
    "/usr/share/fonts/truetype/freefont/FreeSans.ttf",
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
  ]

  private struct State {
    var started = false
    var path: String?
    var fonts: [Int32: OpaquePointer] = [:]  // by size [px]; looked up, never walked
    var problem: Diagnostic?
  }
  private let state = Mutex(State())

  /// Of the font's file; nil without one.
  var path: String? {
    state.withLock { state in
      start(&state)
      return state.path
    }
  }

  /// Why there is no text; nil where there is.
  func problem() -> Diagnostic? {
    state.withLock { state in
      start(&state)
      return state.problem
    }
  }

  /// The mask of one line at `size` [px] em; nil without a font or for a line without ink.
  func mask(_ text: String, size: Int32) -> TextMask? {
    state.withLock { state in
      start(&state)
      guard let font = font(size, &state) else { return nil }
      let white = SDL_Color(r: 255, g: 255, b: 255, a: 255)
      guard let drawn = TTF_RenderUTF8_Blended(font, text, white) else { return nil }
      defer { SDL_FreeSurface(drawn) }
      let width = Int(drawn.pointee.w)
      let height = Int(drawn.pointee.h)
      guard width > 0, height > 0, let base = drawn.pointee.pixels else { return nil }
      var shares = [UInt8](repeating: 0, count: width * height)
      // The surface is ARGB8888; only its alpha says where the ink is.
      for y in 0..<height {
        let row = (base + y * Int(drawn.pointee.pitch)).assumingMemoryBound(to: UInt32.self)
        for x in 0..<width { shares[y * width + x] = UInt8(row[x] >> 24) }
      }
      return TextMask(width: width, height: height, ascent: Int(TTF_FontAscent(font)), shares: shares)
    }
  }

  private func start(_ state: inout State) {
    guard !state.started else { return }
    state.started = true
    guard TTF_Init() == 0 else {
      state.problem = Diagnostic(
        "D0101", "the font library does not start: \(String(cString: SDL_GetError()))", severity: .warning,
        hint: "pictures are drawn without text")
      return
    }
    for path in FontBook.candidates {
      guard let font = TTF_OpenFont(path, 14) else { continue }
      TTF_CloseFont(font)
      state.path = path
      return
    }
    state.problem = Diagnostic(
      "D0102", "no font found, pictures are drawn without text", severity: .warning,
      hint: "install the package fonts-dejavu-core")
  }

  private func font(_ size: Int32, _ state: inout State) -> OpaquePointer? {
    if let font = state.fonts[size] { return font }
    guard let path = state.path, let font = TTF_OpenFont(path, size) else { return nil }
    TTF_SetFontHinting(font, Int32(TTF_HINTING_LIGHT_SUBPIXEL))
    TTF_SetFontKerning(font, 1)
    state.fonts[size] = font
    return font
  }
}
