#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The C library's functions on single precision, under one roof so that the lower floors need no Foundation.
public enum Math {
  @inlinable public static func sin(_ x: Float) -> Float { sinf(x) }
  @inlinable public static func cos(_ x: Float) -> Float { cosf(x) }
  @inlinable public static func atan2(_ y: Float, _ x: Float) -> Float { atan2f(y, x) }
  @inlinable public static func exp(_ x: Float) -> Float { expf(x) }
  @inlinable public static func log(_ x: Float) -> Float { logf(x) }
  @inlinable public static func log10(_ x: Float) -> Float { log10f(x) }
  @inlinable public static func pow(_ x: Float, _ y: Float) -> Float { powf(x, y) }
  @inlinable public static func erf(_ x: Float) -> Float { erff(x) }
  @inlinable public static func exp(_ x: Double) -> Double { wideExp(x) }
  @inlinable public static func log(_ x: Double) -> Double { wideLog(x) }
  @inlinable public static func pow(_ x: Double, _ y: Double) -> Double { widePow(x, y) }
  /// exp(x) − 1, exact for small `x` too.
  @inlinable public static func expm1(_ x: Double) -> Double { wideExpm1(x) }
  /// 1 − erf(x), exact far out too.
  @inlinable public static func erfc(_ x: Double) -> Double { wideErfc(x) }
  /// Unit vector at `degrees` counter-clockwise from east.
  @inlinable public static func unit(degrees: Float) -> Vector2 {
    let a = degrees * (Float.pi / 180)
    return Vector2(cosf(a), sinf(a))
  }
  /// Degrees counter-clockwise from east, in -180...180.
  @inlinable public static func degrees(of v: Vector2) -> Float { atan2f(v.y, v.x) * (180 / Float.pi) }
}

// Inside `Math` the C library's names are hidden by its own.
@usableFromInline func wideExp(_ x: Double) -> Double { exp(x) }
@usableFromInline func wideLog(_ x: Double) -> Double { log(x) }
@usableFromInline func widePow(_ x: Double, _ y: Double) -> Double { pow(x, y) }
@usableFromInline func wideExpm1(_ x: Double) -> Double { expm1(x) }
@usableFromInline func wideErfc(_ x: Double) -> Double { erfc(x) }
