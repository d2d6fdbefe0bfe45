#pragma once

#include <openssl/ssl.h>
#include <sys/uio.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace sempurna {

using Milliseconds = std::chrono::milliseconds;

/// Why a stream ended.
enum class StreamEnd { Closed, TimedOut, TooSlow };

/// Thrown by a stream that cannot go on: there is nobody to answer any more.
struct StreamEnded {
  StreamEnd why;
};

/// A client's connection, plain or by TLS, with a limit on every wait. Owns the socket.
class Stream {
 public:
  /// `tls` may be null. The socket becomes non-blocking.
  Stream(int fd, SSL_CTX* tls);
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  /// The TLS handshake, where there is TLS.
  void begin(Milliseconds limit);

  /// How long one wait may last from now on.
  void set_wait_limit(Milliseconds limit) { wait_limit_ = limit; }
  /// All reads together must end by now plus this; zero: no such limit.
  void set_deadline(Milliseconds from_now);
  /// Fewer bytes a second than this, on average over `span` of waiting, is too slow; 0: no limit.
  void set_lowest_rate(uint64_t bytes_per_second, Milliseconds span);

  /// At least one byte. Throws StreamEnded.
  size_t read(std::span<std::byte> bytes);
  /// All of them. Throws StreamEnded.
  void write(std::span<const std::byte> head, std::span<const std::byte> body = {});

  /// Says that no more will be written, and reads away what still comes, for this long and so many
  /// bytes at most: closing a socket with unread bytes would reset the connection, and the last
  /// answer may be lost with it. Nothing can be read or written afterwards.
  void linger(Milliseconds limit, uint64_t bytes);

  /// Whether the other side has closed it. Never waits.
  bool is_closed() const;
  bool has_timed_out() const { return timed_out_; }
  int fd() const { return fd_; }
  /// "1.2", "1.3"; empty without TLS.
  std::string tls_version() const;

 private:
  using Clock = std::chrono::steady_clock;

  /// Waits until the socket can be read or written.
  void wait(short events);
  void count(size_t bytes);
  void write_plain(std::span<const std::byte> head, std::span<const std::byte> body);
  void write_tls(std::span<const std::byte> bytes);
  void end_tls();
  short tls_wants(int result);

  int fd_;
  std::unique_ptr<SSL, decltype(&SSL_free)> tls_;
  Milliseconds wait_limit_{30000};
  Clock::time_point deadline_ = Clock::time_point::max();
  uint64_t lowest_rate_ = 0;
  Milliseconds rate_span_{0};
  Clock::duration waited_{0};
  uint64_t counted_ = 0;
  bool timed_out_ = false;
  bool tls_failed_ = false;
};

}  // namespace sempurna
