import Foundation
import Haptics
import Kernel
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

#if TLS
  import NIOSSL
#endif

/// A bHaptics Player with a simulated suit: any program that talks to the Player can drive a garment here and see what
/// is felt of it. It serves the second version at /v2/feedbacks and the third at /v3/feedback; the third also over TLS,
/// where the program was built with the trait TLS.
public final class VirtualPlayer: Sendable {
  public static let port2 = 15_881
  public static let port3 = 15_882
  static let mostBytes = 1 << 20  // of a message
  static let mostClients = 32

  private let group: MultiThreadedEventLoopGroup
  private let servers: [any Channel]
  private let hall: PlayerHall

  /// Throws N0102 where the garment has no numbering for bHaptics, N0201 where the port is taken.
  public init(_ garment: Garment, host: String = "127.0.0.1", port: Int = port2, securePort: Int? = nil)
    throws(Diagnostics)
  {
    guard let wire = garment.wire(.bhaptics) else { throw Devices.noWire(garment, .bhaptics) }
    let hall = PlayerHall(PlayerDesk(garment, wire: wire))
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    self.hall = hall
    self.group = group
    var servers: [any Channel] = []
    do {
      servers.append(try VirtualPlayer.serve(group, hall, host, port, secure: nil))
      #if TLS
        if let securePort {
          let context = try PlayerCertificate.context()
          servers.append(try VirtualPlayer.serve(group, hall, host, securePort, secure: context))
        }
      #endif
    } catch {
      for server in servers { try? server.close().wait() }
      try? group.syncShutdownGracefully()
      throw (error as? Diagnostics)
        ?? Diagnostics(
          Diagnostic(
            "N0201", "cannot listen on \(host):\(port): \(VirtualPlayer.reason(error))",
            hint: "is a Player running already? choose another with --port"), exit: .unavailable)
    }
    self.servers = servers
  }

  private static func reason(_ error: any Error) -> String {
    (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
  }

  #if TLS
    private typealias Secure = NIOSSLContext
  #else
    private typealias Secure = Never
  #endif

  private static func serve(
    _ group: MultiThreadedEventLoopGroup, _ hall: PlayerHall, _ host: String, _ port: Int, secure: Secure?
  ) throws -> any Channel {
    try ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 16)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          #if TLS
            if let secure { try pipeline.addHandler(NIOSSLServerHandler(context: secure)) }
          #endif
          // Who connects and says nothing goes again.
          let door = PlayerDoor(hall)
          let upgrader = NIOWebSocketServerUpgrader(
            maxFrameSize: mostBytes,
            shouldUpgrade: { channel, head in
              let known = PlayerDoor.version(of: head.uri) != nil && hall.hasRoom
              return channel.eventLoop.makeSucceededFuture(known ? HTTPHeaders() : nil)
            },
            upgradePipelineHandler: { channel, head in
              channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                try pipeline.addHandler(
                  NIOWebSocketFrameAggregator(
                    minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 64,
                    maxAccumulatedFrameSize: mostBytes))
                try pipeline.addHandler(
                  PlayerGuest(hall, version: PlayerDoor.version(of: head.uri) ?? 2, channel: channel))
              }
            })
          let upgrade: NIOHTTPServerUpgradeSendableConfiguration = (
            upgraders: [upgrader],
            completionHandler: { context in context.pipeline.syncOperations.removeHandler(door, promise: nil)
            }
          )
          try pipeline.configureHTTPServerPipeline(withServerUpgrade: upgrade)
          try pipeline.addHandler(door)
        }
      }
      .bind(host: host, port: port).wait()
  }

  /// The ports that it listens on: the second version's, then the secure one's.
  public var ports: [Int] { servers.compactMap { $0.localAddress?.port } }

  /// What clients ask of every actuator now, 0…1.
  public func drive() -> [Float] { hall.drive() }
  public var counters: PlayerCounters { hall.counters }
  public var activeKeys: [String] { hall.activeKeys }

  /// Tells all clients what the motors do.
  public func show(_ drive: [Float]) { hall.show(drive) }

  public func close() {
    hall.closeAll()
    for server in servers { try? server.close().wait() }
    try? group.syncShutdownGracefully()
  }
}

/// The desk and who stands at it, for all threads.
final class PlayerHall: @unchecked Sendable {
  private let lock = NSLock()
  private var desk: PlayerDesk
  private var guests: [ObjectIdentifier: (channel: any Channel, version: Int)] = [:]
  private let start = DispatchTime.now().uptimeNanoseconds

  init(_ desk: PlayerDesk) { self.desk = desk }
  private var now: Int { Int((DispatchTime.now().uptimeNanoseconds - start) / 1_000_000) }

  private func locked<Result>(_ body: (inout PlayerDesk) -> Result) -> Result {
    lock.lock()
    defer { lock.unlock() }
    return body(&desk)
  }
  var hasRoom: Bool { locked { $0.counters.clients < VirtualPlayer.mostClients } }
  var counters: PlayerCounters { locked { $0.counters } }
  var activeKeys: [String] { locked { $0.activeKeys } }
  var devices: String { locked { $0.devices } }
  func drive() -> [Float] {
    let now = now
    return locked { $0.drive(atMilliseconds: now) }
  }
  func take(_ text: String, version: Int) {
    let now = now
    locked { $0.take(text, version: version, atMilliseconds: now) }
  }
  func refuse() { locked { $0.refuse() } }
  func enter(_ channel: any Channel, version: Int) {
    locked { desk in
      guests[ObjectIdentifier(channel)] = (channel, version)
      desk.joined(1)
    }
  }
  func leave(_ channel: any Channel) {
    locked { desk in
      if guests.removeValue(forKey: ObjectIdentifier(channel)) != nil { desk.joined(-1) }
    }
  }
  /// A client that does not read misses it.
  func show(_ drive: [Float]) {
    let (text, channels) = locked { desk in
      (desk.status(drive), guests.values.filter { $0.version == 2 }.map(\.channel))
    }
    for channel in channels where channel.isWritable {
      let data = channel.allocator.buffer(string: text)
      channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .text, data: data), promise: nil)
    }
  }
  func closeAll() {
    let channels = locked { _ in guests.values.map(\.channel) }
    for channel in channels { channel.close(promise: nil) }
  }
}

/// Sends away whoever does not ask for a WebSocket at one of the two paths, or for nothing at all.
private final class PlayerDoor: ChannelInboundHandler, RemovableChannelHandler, Sendable {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart
  private let hall: PlayerHall
  init(_ hall: PlayerHall) { self.hall = hall }

  static func version(of uri: String) -> Int? {
    switch uri.split(separator: "?").first {
    case "/v2/feedbacks": 2
    case "/v3/feedback": 3
    default: nil
    }
  }
  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    let door = NIOLoopBound(self, eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: .seconds(5)) {
      // Still at the door: it was no handshake.
      if (try? channel.pipeline.syncOperations.context(handler: door.value)) != nil {
        channel.close(promise: nil)
      }
    }
  }
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .end = unwrapInboundIn(data) else { return }
    hall.refuse()
    let head = HTTPResponseHead(
      version: .http1_1, status: .notFound, headers: ["Content-Length": "0", "Connection": "close"])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    context.close(promise: nil)
  }
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    hall.refuse()
    context.close(promise: nil)
  }
}

/// One client.
private final class PlayerGuest: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame
  private let hall: PlayerHall
  private let version: Int
  private let channel: any Channel
  init(_ hall: PlayerHall, version: Int, channel: any Channel) {
    (self.hall, self.version, self.channel) = (hall, version, channel)
  }

  func handlerAdded(context: ChannelHandlerContext) {
    hall.enter(channel, version: version)
    guard version == 3 else { return }
    let greeting = [("ServerReady", ""), ("ServerEventNameList", "[]"), ("ServerDevices", hall.devices)]
    for (type, message) in greeting {
      let quoted = message.replacing("\"", with: "\\\"")
      let text = "{\"Type\":\"\(type)\",\"Message\":\"\(quoted)\"}"
      context.writeAndFlush(
        wrapOutboundOut(
          WebSocketFrame(fin: true, opcode: .text, data: context.channel.allocator.buffer(string: text))),
        promise: nil)
    }
  }
  func channelInactive(context: ChannelHandlerContext) {
    hall.leave(channel)
    context.fireChannelInactive()
  }
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    switch frame.opcode {
    case .text:
      let bytes = frame.unmaskedData
      hall.take(String(buffer: bytes), version: version)
    case .ping:
      context.writeAndFlush(
        wrapOutboundOut(WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData)), promise: nil)
    case .connectionClose:
      context.writeAndFlush(
        wrapOutboundOut(WebSocketFrame(fin: true, opcode: .connectionClose, data: frame.unmaskedData)),
        promise: nil)
      context.close(promise: nil)
    default: break
    }
  }
  /// Too large, or no WebSocket any more.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    hall.refuse()
    context.close(promise: nil)
  }
}
