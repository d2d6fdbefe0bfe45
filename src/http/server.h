#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "base/files.h"
#include "http/message.h"

namespace sempurna {

struct HttpLimits {
  size_t header_bytes = 32 << 10;  ///< request line and headers together
  size_t header_count = 100;
  uint64_t body_bytes = uint64_t{5} << 40;
  /// When these are taken, the connection that has been idle for longest gives way; when all are at
  /// work, a new one is answered 503 and closed.
  int connections = 512;
  int connections_per_address = 384;
  std::chrono::seconds idle{75};    ///< between requests
  std::chrono::seconds header{15};  ///< from a request's first byte to the end of its headers
  std::chrono::seconds stall{30};   ///< without one byte read or written
  /// How long what a client still sends is read away after an answer that ends the connection, so
  /// that the answer is not lost to a reset.
  std::chrono::seconds linger{5};
  uint64_t linger_bytes = 16 << 20;         ///< and no more than this is read away
  uint64_t lowest_bytes_per_second = 1024;  ///< of a body, on average over a stall's length
};

struct HttpOptions {
  std::string address = "127.0.0.1";
  uint16_t port = 8600;      ///< 0: any free one
  fs::path socket;           ///< a Unix socket to listen on instead; its file is made anew
  fs::path tls_certificate;  ///< PEM chain; empty: no TLS
  fs::path tls_key;
  HttpLimits limits;
};

/// HTTP/1.1 (RFC 9112) with a thread for each connection. Blocking reads and writes keep the
/// handlers plain; limits and time-outs are on every one of them.
class HttpServer {
 public:
  /// Binds, so that a taken port is known at once. Throws Conflict or Denied saying which port or
  /// socket.
  HttpServer(const HttpOptions& options, HttpHandler handler);
  ~HttpServer();

  uint16_t port() const;
  /// Serves until stop(); then accepts no more, lets requests in flight end (at most `drain`), and
  /// returns.
  void run(std::chrono::seconds drain = std::chrono::seconds(30));
  void stop();  ///< from any thread or a signal handler
  int connections() const;
  /// Reads the certificate and its key anew. Calling what it returns shows them to the connections
  /// to come. Throws InvalidArgument when they are at fault.
  std::function<void()> read_certificate();

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace sempurna
