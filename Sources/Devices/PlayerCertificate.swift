#if TLS
  import Foundation
  import Kernel
  import NIOSSL

  /// A certificate of the moment, signed by itself: clients of the Player take any.
  enum PlayerCertificate {
    static func context() throws -> NIOSSLContext {
      let folder = FileManager.default.temporaryDirectory.appending(path: "throng-\(UUID().uuidString)")
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      defer { try? FileManager.default.removeItem(at: folder) }
      let (key, certificate) = (
        folder.appending(path: "key.pem").path, folder.appending(path: "cert.pem").path
      )
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = [
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=127.0.0.1",
        "-keyout", key, "-out", certificate,
      ]
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else {
        throw Diagnostics(
          Diagnostic(
            "N0202", "the program openssl, which makes the certificate, failed", hint: "install openssl"),
          exit: .unavailable)
      }
      let chain = try NIOSSLCertificate.fromPEMFile(certificate)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) },
        privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
      configuration.minimumTLSVersion = .tlsv12
      return try NIOSSLContext(configuration: configuration)
    }
  }
#endif
