#include "http/stream.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <new>

namespace sempurna {

Stream::Stream(int fd, SSL_CTX* tls)
    : fd_(fd), tls_(tls == nullptr ? nullptr : SSL_new(tls), SSL_free) {
  // Never in the open where TLS was meant.
  if (tls != nullptr && !tls_) {
    ::close(fd);
    throw std::bad_alloc();
  }
  ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  if (tls_) SSL_set_fd(tls_.get(), fd);
}

Stream::~Stream() {
  end_tls();
  ::close(fd_);
}

// Says that no more will come: one attempt, not waited for. Not after a fatal error, after which
// OpenSSL must not be asked for anything, nor before the handshake is done.
void Stream::end_tls() {
  if (tls_ && !tls_failed_ && SSL_is_init_finished(tls_.get()) == 1) {
    ERR_clear_error();
    SSL_shutdown(tls_.get());
  }
  tls_.reset();
}

void Stream::set_deadline(Milliseconds from_now) {
  deadline_ = from_now.count() == 0 ? Clock::time_point::max() : Clock::now() + from_now;
}

void Stream::set_lowest_rate(uint64_t bytes_per_second, Milliseconds span) {
  lowest_rate_ = bytes_per_second;
  rate_span_ = span;
  waited_ = {};
  counted_ = 0;
}

void Stream::wait(short events) {
  const auto began = Clock::now();
  const auto end = std::min(began + wait_limit_, deadline_);
  for (;;) {
    const auto left = std::chrono::ceil<Milliseconds>(end - Clock::now()).count();
    pollfd ready{fd_, events, 0};
    const int found =
        left <= 0 ? 0 : ::poll(&ready, 1, static_cast<int>(std::min<int64_t>(left, INT_MAX)));
    if (found > 0) break;
    if (found < 0 && errno == EINTR) continue;
    timed_out_ = true;
    throw StreamEnded{StreamEnd::TimedOut};
  }
  waited_ += Clock::now() - began;
}

// Only waiting counts: the time that we take ourselves is not the client's.
void Stream::count(size_t bytes) {
  counted_ += bytes;
  if (lowest_rate_ == 0 || waited_ < rate_span_) return;
  const double seconds = std::chrono::duration<double>(waited_).count();
  if (static_cast<double>(counted_) < static_cast<double>(lowest_rate_) * seconds) {
    timed_out_ = true;
    throw StreamEnded{StreamEnd::TooSlow};
  }
  waited_ = {};
  counted_ = 0;
}

short Stream::tls_wants(int result) {
  switch (SSL_get_error(tls_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return POLLIN;
    case SSL_ERROR_WANT_WRITE:
      return POLLOUT;
    case SSL_ERROR_ZERO_RETURN:
      throw StreamEnded{StreamEnd::Closed};
    default:
      tls_failed_ = true;
      throw StreamEnded{StreamEnd::Closed};
  }
}

std::string Stream::tls_version() const {
  const std::string name = tls_ ? SSL_get_version(tls_.get()) : "";
  return name.starts_with("TLSv") ? name.substr(4) : "";
}

void Stream::begin(Milliseconds limit) {
  if (!tls_) return;
  set_deadline(limit);
  for (;;) {
    ERR_clear_error();
    const int result = SSL_accept(tls_.get());
    if (result == 1) break;
    wait(tls_wants(result));
  }
  set_deadline(Milliseconds(0));
}

size_t Stream::read(std::span<std::byte> bytes) {
  for (;;) {
    if (tls_) {
      ERR_clear_error();
      size_t got = 0;
      const int result = SSL_read_ex(tls_.get(), bytes.data(), bytes.size(), &got);
      if (result == 1) {
        count(got);
        return got;
      }
      wait(tls_wants(result));
      continue;
    }
    const ssize_t got = ::recv(fd_, bytes.data(), bytes.size(), 0);
    if (got > 0) {
      count(static_cast<size_t>(got));
      return static_cast<size_t>(got);
    }
    if (got == 0) throw StreamEnded{StreamEnd::Closed};
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) throw StreamEnded{StreamEnd::Closed};
    wait(POLLIN);
  }
}

bool Stream::is_closed() const {
  char next = 0;
  const ssize_t got = ::recv(fd_, &next, 1, MSG_PEEK | MSG_DONTWAIT);
  return got == 0 || (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

void Stream::linger(Milliseconds limit, uint64_t bytes) {
  end_tls();
  ::shutdown(fd_, SHUT_WR);
  set_lowest_rate(0, limit);
  set_wait_limit(limit);
  set_deadline(limit);
  std::array<std::byte, 8192> away;
  try {
    for (uint64_t sum = 0; sum < bytes && Clock::now() < deadline_;) sum += read(away);
  } catch (const StreamEnded&) {
    // The client has closed, or took too long.
  }
}

void Stream::write(std::span<const std::byte> head, std::span<const std::byte> body) {
  if (!tls_) return write_plain(head, body);
  write_tls(head);
  write_tls(body);
}

void Stream::write_plain(std::span<const std::byte> head, std::span<const std::byte> body) {
  while (!head.empty() || !body.empty()) {
    std::array<iovec, 2> pieces = {iovec{const_cast<std::byte*>(head.data()), head.size()},
                                   iovec{const_cast<std::byte*>(body.data()), body.size()}};
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = pieces.size();
    const ssize_t sent = ::sendmsg(fd_, &message, MSG_NOSIGNAL);
    if (sent < 0) {
      if (errno == EINTR) continue;
      if (errno != EAGAIN && errno != EWOULDBLOCK) throw StreamEnded{StreamEnd::Closed};
      wait(POLLOUT);
      continue;
    }
    count(static_cast<size_t>(sent));
    const size_t of_head = std::min(head.size(), static_cast<size_t>(sent));
    head = head.subspan(of_head);
    body = body.subspan(static_cast<size_t>(sent) - of_head);
  }
}

void Stream::write_tls(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    ERR_clear_error();
    size_t sent = 0;
    const int result = SSL_write_ex(tls_.get(), bytes.data(), bytes.size(), &sent);
    if (result != 1) {
      wait(tls_wants(result));
      continue;
    }
    count(sent);
    bytes = bytes.subspan(sent);
  }
}

}  // namespace sempurna
