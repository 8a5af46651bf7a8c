import Foundation
import Haptics

/// An outlet of the Lab Streaming Layer: a sample of drives a tick, for recording beside other signals. The library is
/// looked for when it is needed.
struct LSLLink: DeviceLink, @unchecked Sendable {
  private typealias Create =
    @convention(c) (
      UnsafePointer<CChar>, UnsafePointer<CChar>, Int32, Double, Int32, UnsafePointer<CChar>
    ) -> OpaquePointer?
  private typealias Outlet = @convention(c) (OpaquePointer?, Int32, Int32) -> OpaquePointer?
  private typealias Push = @convention(c) (OpaquePointer?, UnsafePointer<Float>) -> Int32
  private typealias Destroy = @convention(c) (OpaquePointer?) -> Void
  private typealias Describe = @convention(c) (OpaquePointer?) -> OpaquePointer?
  private typealias Child = @convention(c) (OpaquePointer?, UnsafePointer<CChar>) -> OpaquePointer?
  private typealias Value =
    @convention(c) (
      OpaquePointer?, UnsafePointer<CChar>, UnsafePointer<CChar>
    ) -> OpaquePointer?

  let name: String
  let garment: Garment
  private let library: UnsafeMutableRawPointer
  private var outlet: OpaquePointer?

  /// Throws where no library is found.
  init(name: String, garment: Garment) throws {
    (self.name, self.garment) = (name, garment)
    for path in LSLLink.places {
      if let library = dlopen(path, RTLD_NOW | RTLD_LOCAL), dlsym(library, "lsl_create_outlet") != nil {
        self.library = library
        return
      }
    }
    throw LinkProblem("liblsl is not here")
  }

  /// THRONG_LSL first, then the system's, then those that pylsl brings along.
  private static var places: [String] {
    var places = ProcessInfo.processInfo.environment["THRONG_LSL"].map { [$0] } ?? []
    places += ["liblsl.so", "liblsl.so.2", "/usr/lib/liblsl.so", "/usr/local/lib/liblsl.so"]
    return places
  }

  private func symbol<Function>(_ name: String, as type: Function.Type) throws -> Function {
    guard let address = dlsym(library, name) else { throw LinkProblem("liblsl has no \(name)") }
    return unsafeBitCast(address, to: type)
  }

  mutating func open() throws {
    close()
    let create = try symbol("lsl_create_streaminfo", as: Create.self)
    let rate = 1 / Double(max(garment.transport.interval, 0.001))
    // 1 is 32-bit floats
    let info = create(name, "Haptic", Int32(garment.actuators.count), rate, 1, "throng-\(garment.name)")
    let describe = try symbol("lsl_get_desc", as: Describe.self)
    let child = try symbol("lsl_append_child", as: Child.self)
    let value = try symbol("lsl_append_child_value", as: Value.self)
    let channels = child(describe(info), "channels")
    for actuator in garment.actuators {
      let channel = child(channels, "channel")
      _ = value(channel, "label", actuator.name)
      _ = value(channel, "unit", "drive")
      _ = value(channel, "type", actuator.zone)
    }
    outlet = try symbol("lsl_create_outlet", as: Outlet.self)(info, 0, 10)
    guard outlet != nil else { throw LinkProblem("liblsl makes no outlet") }
  }
  mutating func send(_ frame: GarmentFrame) throws -> Int {
    _ = try symbol("lsl_push_sample_f", as: Push.self)(outlet, frame.drive)
    return frame.drive.count * 4
  }
  mutating func listen() throws {}
  mutating func close() {
    guard outlet != nil else { return }
    (try? symbol("lsl_destroy_outlet", as: Destroy.self))?(outlet)
    outlet = nil
  }
}
