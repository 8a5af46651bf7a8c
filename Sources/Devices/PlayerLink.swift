import Foundation
import Haptics
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// A client of the bHaptics Player, second version.
struct PlayerLink: DeviceLink, @unchecked Sendable {
  let host: String
  let port: Int
  let wire: GarmentWire
  private let group: MultiThreadedEventLoopGroup
  private var channel: (any Channel)?

  init(host: String, port: Int, wire: GarmentWire) {
    (self.host, self.port, self.wire) = (host, port, wire)
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
  }

  mutating func open() throws {
    close()
    let ready = group.next().makePromise(of: Void.self)
    let upgrader = NIOWebSocketClientUpgrader(maxFrameSize: VirtualPlayer.mostBytes) { channel, _ in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHandler(PlayerEar())
        ready.succeed()
      }
    }
    let target = "\(PlayerMessage.path)?app_id=throng&app_name=Throng"
    let address = host
    let bootstrap = ClientBootstrap(group: group).connectTimeout(.seconds(1)).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        let request = UpgradeRequest(host: address, target: target, refused: ready)
        let upgrade: NIOHTTPClientUpgradeSendableConfiguration = (
          upgraders: [upgrader],
          completionHandler: { context in context.pipeline.syncOperations.removeHandler(request, promise: nil)
          }
        )
        try channel.pipeline.syncOperations.addHTTPClientHandlers(withClientUpgrade: upgrade)
        try channel.pipeline.syncOperations.addHandler(request)
      }
    }
    do {
      let channel = try bootstrap.connect(host: host, port: port).wait()
      let late = channel.eventLoop.scheduleTask(in: .seconds(1)) {
        ready.fail(LinkProblem("no Player answers on \(address)"))
      }
      defer { late.cancel() }
      do { try ready.futureResult.wait() } catch {
        channel.close(promise: nil)
        throw error
      }
      self.channel = channel
    } catch {
      ready.fail(error)
      throw (error as? LinkProblem) ?? LinkProblem("no Player on \(host):\(port): \(error)")
    }
  }

  mutating func send(_ frame: GarmentFrame) throws -> Int {
    guard let channel, channel.isActive else { throw LinkProblem("the Player has gone") }
    // A Player that does not read is not written to: what is late is worth nothing.
    guard channel.isWritable else { return 0 }
    if frame.stopped, frame.drive.allSatisfy({ $0 == 0 }) { return write(PlayerMessage.turnOffAll, channel) }
    var bytes = 0
    for part in wire.parts {
      bytes += write(
        PlayerMessage.submit(position: part.name, percents: PlayerMessage.percents(part, frame.drive)),
        channel)
    }
    return bytes
  }

  private func write(_ text: String, _ channel: any Channel) -> Int {
    let data = channel.allocator.buffer(string: text)
    channel.writeAndFlush(
      WebSocketFrame(fin: true, opcode: .text, maskKey: .random(), data: data), promise: nil)
    return text.utf8.count
  }

  mutating func listen() throws {
    if let channel, !channel.isActive { throw LinkProblem("the Player has gone") }
  }
  mutating func close() {
    // What was written goes out first.
    if let channel { try? channel.close().wait() }
    channel = nil
  }
}

/// Asks for the WebSocket, and says when that is refused.
private final class UpgradeRequest: ChannelInboundHandler, RemovableChannelHandler, Sendable {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart
  private let host: String
  private let target: String
  private let refused: EventLoopPromise<Void>
  init(host: String, target: String, refused: EventLoopPromise<Void>) {
    (self.host, self.target, self.refused) = (host, target, refused)
  }
  func channelActive(context: ChannelHandlerContext) {
    let head = HTTPRequestHead(
      version: .http1_1, method: .GET, uri: target, headers: ["Host": host, "Content-Length": "0"])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    context.fireChannelActive()
  }
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head(let head) = unwrapInboundIn(data) {
      refused.fail(LinkProblem("what listens there is no Player: it answers \(head.status.code)"))
    }
    if case .end = unwrapInboundIn(data) { context.close(promise: nil) }
  }
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    refused.fail(error)
    context.close(promise: nil)
  }
}

/// Hears what the Player pushes and lets it go; answers pings.
private final class PlayerEar: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    switch frame.opcode {
    case .ping:
      context.writeAndFlush(
        wrapOutboundOut(
          WebSocketFrame(fin: true, opcode: .pong, maskKey: .random(), data: frame.unmaskedData)),
        promise: nil)
    case .connectionClose: context.close(promise: nil)
    default: break
    }
  }
  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
