import CSDL2
import Kernel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension Canvas {
  /// Writes the picture as a PNG file, 8 bits a channel. It appears under its name only when it is whole: the
  /// bytes go to a neighbour with another name first. Throws D0201 where it cannot be written.
  public func savePNG(_ path: String) throws(Diagnostics) {
    let partial = "\(path).\(getpid()).partial"
    if let reason = writePNG(partial) {
      unlink(partial)
      throw Canvas.cannotWrite(path, reason)
    }
    if rename(partial, path) != 0 {
      let reason = String(cString: strerror(errno))
      unlink(partial)
      throw Canvas.cannotWrite(path, reason)
    }
  }

  private static func cannotWrite(_ path: String, _ reason: String) -> Diagnostics {
    Diagnostics(
      Diagnostic(
        "D0201", "the picture cannot be written: \(reason)", file: path,
        hint: "does the folder exist, and may you write into it?"), exit: .cannotCreate)
  }

  /// The reason where it fails.
  private func writePNG(_ path: String) -> String? {
    // SDL's own message for a folder that is missing is vague: ask the system first.
    guard let file = fopen(path, "wb") else { return String(cString: strerror(errno)) }
    fclose(file)
    guard
      let surface = SDL_CreateRGBSurfaceWithFormat(
        0, Int32(width), Int32(height), 24, Uint32(SDL_PIXELFORMAT_RGB24.rawValue))
    else { return String(cString: SDL_GetError()) }
    defer { SDL_FreeSurface(surface) }
    let pitch = Int(surface.pointee.pitch)
    guard let base = surface.pointee.pixels?.assumingMemoryBound(to: UInt8.self) else {
      return "no memory for it"
    }
    for y in 0..<height {
      let row = raster.row(y)
      let out = base + y * pitch
      for x in 0..<width {
        out[3 * x] = UInt8(row[x] >> 16 & 255)
        out[3 * x + 1] = UInt8(row[x] >> 8 & 255)
        out[3 * x + 2] = UInt8(row[x] & 255)
      }
    }
    return IMG_SavePNG(surface, path) == 0 ? nil : String(cString: SDL_GetError())
  }

  /// A PNG file's pixels 0xAARRGGBB, row by row from the top; nil where it cannot be read.
  package static func loadPNG(_ path: String) -> (width: Int, height: Int, pixels: [UInt32])? {
    guard let loaded = IMG_Load(path) else { return nil }
    defer { SDL_FreeSurface(loaded) }
    guard let surface = SDL_ConvertSurfaceFormat(loaded, Uint32(SDL_PIXELFORMAT_ARGB8888.rawValue), 0)
    else { return nil }
    defer { SDL_FreeSurface(surface) }
    let width = Int(surface.pointee.w)
    let height = Int(surface.pointee.h)
    guard let base = surface.pointee.pixels else { return nil }
    var pixels: [UInt32] = []
    pixels.reserveCapacity(width * height)
    for y in 0..<height {
      let row = (base + y * Int(surface.pointee.pitch)).assumingMemoryBound(to: UInt32.self)
      pixels.append(contentsOf: UnsafeBufferPointer(start: row, count: width))
    }
    return (width, height, pixels)
  }
}
