#include "http/server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <list>
#include <map>
#include <mutex>

#include "http/connection.h"
#include "http/tls.h"

namespace sempurna {

namespace {

// Deep enough for every handler; only the pages that are used cost memory.
constexpr size_t kStackBytes = 512 << 10;
// How long a new client waits for a place that an idle one was asked to leave.
constexpr auto kLeaveWithin = std::chrono::milliseconds(500);

[[noreturn]] void throw_unbound(const std::string& place, const char* instead, int error) {
  throw Error(error == EACCES ? Code::Denied : Code::Conflict,
              "{} cannot be listened on: {}; choose another {}", place, std::strerror(error),
              instead);
}

int bind_unix_socket(const fs::path& file) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = file.string();
  if (path.size() >= sizeof(address.sun_path)) throw_unbound(path, "path", ENAMETOOLONG);
  path.copy(address.sun_path, path.size());
  // A file that a process left which is gone would be in the way.
  ::unlink(path.c_str());
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
      ::listen(fd, 1024) != 0) {
    const int error = errno;
    if (fd >= 0) ::close(fd);
    throw_unbound(path, "path", error);
  }
  return fd;
}

int bind_port(const HttpOptions& options) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const std::string port = std::to_string(options.port);
  if (::getaddrinfo(options.address.c_str(), port.c_str(), &hints, &found) != 0) {
    throw Error(Code::InvalidArgument, "'{}' is not an address of this machine", options.address);
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> address(found, freeaddrinfo);
  const int fd = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (fd < 0 || ::bind(fd, found->ai_addr, found->ai_addrlen) != 0 || ::listen(fd, 1024) != 0) {
    const int error = errno;
    if (fd >= 0) ::close(fd);
    throw_unbound(fmt::format("{}:{}", options.address, options.port), "with --listen", error);
  }
  return fd;
}

std::string text_of(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET) {
    const auto& four = reinterpret_cast<const sockaddr_in&>(address);
    ::inet_ntop(AF_INET, &four.sin_addr, text.data(), text.size());
  } else if (address.ss_family == AF_INET6) {
    const auto& six = reinterpret_cast<const sockaddr_in6&>(address);
    ::inet_ntop(AF_INET6, &six.sin6_addr, text.data(), text.size());
  }
  const std::string whole = text.data();
  return whole.starts_with("::ffff:") ? whole.substr(7) : whole;
}

}  // namespace

struct HttpServer::Implementation {
  enum class State { Idle, Busy, Leaving };

  struct Connection : Place {
    Implementation* server = nullptr;
    int fd = -1;
    std::string address;
    pthread_t thread{};
    std::atomic<State> state = State::Idle;
    std::atomic<std::chrono::steady_clock::time_point> idle_since =
        std::chrono::steady_clock::now();
    std::list<Connection>::iterator self;

    bool change(State from, State to) { return state.compare_exchange_strong(from, to); }
    bool begin_request() override { return change(State::Idle, State::Busy); }
    void end_request() override {
      idle_since = std::chrono::steady_clock::now();
      state = State::Idle;
    }
    bool is_stopping() const override { return server->stopping; }
    /// Ends it if it is between two requests.
    bool dismiss() {
      if (fd < 0 || !change(State::Idle, State::Leaving)) return false;
      ::shutdown(fd, SHUT_RDWR);
      return true;
    }
  };

  HttpOptions options;
  HttpHandler handler;
  std::shared_ptr<SSL_CTX> tls;  ///< null: none
  int listener;
  int wake = ::eventfd(0, EFD_CLOEXEC);
  uint16_t port = 0;
  std::atomic<bool> stopping = false;
  std::atomic<int> count = 0;

  std::mutex mutex;
  std::condition_variable ended;
  std::list<Connection> connections;
  std::list<Connection> finished;  ///< whose threads end, or have ended
  std::map<std::string, int> by_address;

  Implementation(const HttpOptions& wanted, HttpHandler answer)
      : options(wanted),
        handler(std::move(answer)),
        tls(wanted.tls_certificate.empty() ? nullptr
                                           : make_tls(wanted.tls_certificate, wanted.tls_key)),
        listener(wanted.socket.empty() ? bind_port(wanted) : bind_unix_socket(wanted.socket)) {
    sockaddr_storage bound{};
    socklen_t size = sizeof(bound);
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&bound), &size);
    port = ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6&>(bound).sin6_port
                                             : reinterpret_cast<sockaddr_in&>(bound).sin_port);
  }

  ~Implementation() {
    if (listener >= 0) ::close(listener);
    ::close(wake);
  }

  static void* run_thread(void* argument) {
    auto* connection = static_cast<Connection*>(argument);
    connection->server->serve(*connection);
    return nullptr;
  }

  std::shared_ptr<SSL_CTX> present_tls() {
    const std::lock_guard lock(mutex);
    return tls;
  }

  void serve(Connection& connection) {
    try {
      const auto with = present_tls();
      Stream stream(connection.fd, with.get());
      try {
        stream.begin(options.limits.header);
        serve_connection(stream, connection.address, with != nullptr, options.limits, handler,
                         connection);
      } catch (const StreamEnded&) {
        // The client went away, or was too slow.
      } catch (const std::exception&) {
        // Not enough memory for what it asked.
      }
      // Before the socket is closed: its number may be another's right after.
      const std::lock_guard lock(mutex);
      connection.fd = -1;
    } catch (const std::exception&) {
      // Not enough memory for a connection: it is closed.
    }
    const std::lock_guard lock(mutex);
    if (--by_address[connection.address] == 0) by_address.erase(connection.address);
    finished.splice(finished.begin(), connections, connection.self);
    --count;
    ended.notify_all();
  }

  /// Waits for the threads that have nothing left to do but to end.
  void join_finished() {
    std::list<Connection> done;
    {
      const std::lock_guard lock(mutex);
      done.swap(finished);
    }
    for (const auto& connection : done) pthread_join(connection.thread, nullptr);
  }

  // Tells a client that there is no room, without a thread of its own.
  static void turn_away(int fd) {
    static constexpr std::string_view kBusy =
        "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n"
        "Retry-After: 1\r\n\r\n";
    ::send(fd, kBusy.data(), kBusy.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    ::close(fd);
  }

  bool is_full(const std::string& address) const {
    const auto same = by_address.find(address);
    return count >= options.limits.connections ||
           (same != by_address.end() && same->second >= options.limits.connections_per_address);
  }

  /// When all places are taken, the connection that has been idle for longest gives way: first of
  /// the same address, which may have as many as it is allowed. False: all are at work.
  bool make_room(std::unique_lock<std::mutex>& lock, const std::string& address) {
    if (!is_full(address)) return true;
    const bool of_address = count < options.limits.connections;
    Connection* longest = nullptr;
    for (auto& connection : connections) {
      if (connection.state != State::Idle || connection.fd < 0) continue;
      if (of_address && connection.address != address) continue;
      if (longest == nullptr || connection.idle_since.load() < longest->idle_since.load()) {
        longest = &connection;
      }
    }
    if (longest == nullptr || !longest->dismiss()) return false;
    return ended.wait_for(lock, kLeaveWithin, [&] { return !is_full(address); });
  }

  void accept_one() {
    sockaddr_storage from{};
    socklen_t size = sizeof(from);
    const int fd = ::accept4(listener, reinterpret_cast<sockaddr*>(&from), &size, SOCK_CLOEXEC);
    if (fd < 0) {
      // Out of descriptors: wait until a connection has ended.
      if (errno == EMFILE || errno == ENFILE) ::poll(nullptr, 0, 50);
      return;
    }
    const std::string address = text_of(from);
    join_finished();
    std::unique_lock lock(mutex);
    if (!make_room(lock, address)) return turn_away(fd);
    connections.emplace_front();
    Connection& connection = connections.front();
    connection.server = this;
    connection.fd = fd;
    connection.address = address;
    connection.self = connections.begin();
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, kStackBytes);
    const int failed = pthread_create(&connection.thread, &attributes, run_thread, &connection);
    pthread_attr_destroy(&attributes);
    if (failed != 0) {
      connections.pop_front();
      return turn_away(fd);
    }
    ++by_address[address];
    ++count;
  }

  void accept_all() {
    while (!stopping) {
      std::array<pollfd, 2> ready = {pollfd{listener, POLLIN, 0}, pollfd{wake, POLLIN, 0}};
      if (::poll(ready.data(), ready.size(), -1) < 0) continue;
      if ((ready[0].revents & POLLIN) != 0 && !stopping) accept_one();
    }
  }

  void dismiss_idle() {
    for (auto& connection : connections) connection.dismiss();
  }

  void cut_all() {
    for (const auto& connection : connections) {
      if (connection.fd >= 0) ::shutdown(connection.fd, SHUT_RDWR);
    }
  }
};

HttpServer::HttpServer(const HttpOptions& options, HttpHandler handler)
    : implementation_(std::make_unique<Implementation>(options, std::move(handler))) {}

HttpServer::~HttpServer() {
  stop();
  {
    std::unique_lock lock(implementation_->mutex);
    implementation_->cut_all();
    implementation_->ended.wait(lock, [&] { return implementation_->count == 0; });
  }
  implementation_->join_finished();
}

std::function<void()> HttpServer::read_certificate() {
  Implementation& server = *implementation_;
  if (server.options.tls_certificate.empty()) return [] {};
  return [&server, read = make_tls(server.options.tls_certificate, server.options.tls_key)] {
    const std::lock_guard lock(server.mutex);
    server.tls = read;
  };
}

uint16_t HttpServer::port() const {
  return implementation_->port;
}

int HttpServer::connections() const {
  return implementation_->count;
}

void HttpServer::run(std::chrono::seconds drain) {
  Implementation& server = *implementation_;
  server.accept_all();
  ::close(server.listener);
  server.listener = -1;
  const auto end = std::chrono::steady_clock::now() + drain;
  std::unique_lock lock(server.mutex);
  // A connection may turn idle just after it was looked at, so they are looked at again.
  while (server.count > 0 && std::chrono::steady_clock::now() < end) {
    server.dismiss_idle();
    server.ended.wait_for(lock, std::chrono::milliseconds(20));
  }
  server.cut_all();
  server.ended.wait(lock, [&] { return server.count == 0; });
}

void HttpServer::stop() {
  implementation_->stopping = true;
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(implementation_->wake, &one, sizeof(one));
}

}  // namespace sempurna
