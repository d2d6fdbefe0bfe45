#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "signing/signature.h"

namespace sempurna {

/// A request's body, read as it arrives. `Expect: 100-continue` is answered at the first read.
class RequestBody {
 public:
  virtual ~RequestBody() = default;
  /// Up to bytes.size() of the next bytes; 0 at the end. Transfer-Encoding: chunked is taken off.
  /// Throws HttpError when it is not framed as HTTP says or is too large, StreamEnded
  /// (http/stream.h) when the client is too slow or goes away.
  virtual size_t read(std::span<std::byte> bytes) = 0;
  /// Content-Length; empty for a chunked one.
  virtual std::optional<uint64_t> length() const = 0;

  /// The whole of a small body. Throws HttpError (413) beyond the limit.
  std::string read_all(size_t limit);
};

struct ServerRequest : SignableRequest {
  std::string remote_address;  ///< without the port
  bool is_secure = false;      ///< came by TLS
  std::string tls_version;     ///< "1.2", "1.3"; empty without TLS
  std::string id;              ///< 16 hex digits, unique; goes into every answer and log line
  RequestBody* body = nullptr;
  /// Whether the client has gone away, or the server cuts its connection: nobody waits any more.
  std::function<bool()> is_abandoned = [] { return false; };

  /// The decoded value of a query parameter: empty optional when it is not there; "" for
  /// `?uploads`.
  std::optional<std::string> parameter(std::string_view name) const;
};

/// An answer on its way out. start() once, then write() what the length promises; or send() whole.
class ResponseWriter {
 public:
  virtual ~ResponseWriter() = default;
  /// Without a length the body is chunked. The answer to HEAD, 204 and 304 has no body: what is
  /// written of one is dropped, its length is still said for HEAD.
  virtual void start(int status, const std::vector<Header>& headers,
                     std::optional<uint64_t> length) = 0;
  virtual void write(std::span<const std::byte> bytes) = 0;
  virtual bool is_started() const = 0;

  void send(int status, const std::vector<Header>& headers, std::string_view body);
};

/// Ends a request with this status when nothing was answered yet; else the connection is closed.
class HttpError : public Error {
 public:
  template <typename... Args>
  HttpError(int status, fmt::format_string<Args...> format, Args&&... args)
      : Error(Code::InvalidArgument, format, std::forward<Args>(args)...), status_(status) {}
  int status() const { return status_; }

 private:
  int status_;
};

using HttpHandler = std::function<void(ServerRequest&, ResponseWriter&)>;

}  // namespace sempurna
