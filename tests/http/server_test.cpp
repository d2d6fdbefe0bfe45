#include "http/server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <thread>

namespace sempurna {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

/// A client that sends exactly what it is told to.
class Client {
 public:
  explicit Client(uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  }
  ~Client() { ::close(fd_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// False: the server reads no more.
  bool send(std::string_view text) {
    while (!text.empty()) {
      const ssize_t sent = ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      text.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
  }
  /// All until the server closes, or until `until` has come.
  std::string receive(std::string_view until = "") {
    std::string all;
    std::array<char, 65536> piece{};
    while (until.empty() || all.find(until) == std::string::npos) {
      pollfd ready{fd_, POLLIN, 0};
      if (::poll(&ready, 1, 10000) <= 0) return all + "(nothing came)";
      const ssize_t got = ::recv(fd_, piece.data(), piece.size(), 0);
      if (got <= 0) break;
      all.append(piece.data(), static_cast<size_t>(got));
    }
    return all;
  }

 private:
  int fd_;
};

std::atomic<int> begun = 0;
std::atomic<int> abandoned = 0;

// Tells what it was asked, so that the tests see what a handler sees.
void echo(ServerRequest& request, ResponseWriter& writer) {
  if (request.path == "/refuse") throw HttpError(418, "no tea");
  if (request.path == "/fail") throw std::runtime_error("a secret");
  if (request.path == "/nothing") return;
  if (request.path == "/chunks") {
    writer.start(200, {}, std::nullopt);
    writer.write(std::as_bytes(std::span(std::string_view("one"))));
    writer.write(std::as_bytes(std::span(std::string_view("two"))));
    return;
  }
  if (request.path == "/broken-chunks") {
    writer.start(200, {}, std::nullopt);
    writer.write(std::as_bytes(std::span(std::string_view("one"))));
    throw std::runtime_error("a secret");
  }
  if (request.path == "/short") return writer.start(200, {}, 10);
  if (request.path == "/large") {
    const std::string piece(100000, 'x');
    writer.start(200, {}, uint64_t{1} << 40);
    for (;;) writer.write(std::as_bytes(std::span(piece)));
  }
  if (request.path == "/until-abandoned") {
    ++begun;
    while (!request.is_abandoned()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    ++abandoned;
    return writer.send(200, {}, "");
  }
  if (request.path == "/no-content") return writer.start(204, {}, 0);
  if (request.path == "/unread") return writer.send(200, {}, "unread");
  std::string text = request.method + " " + request.path + " [" + request.query + "]\n";
  for (const auto& header : request.headers) text += header.name + "=" + header.value + "\n";
  text += request.body->read_all(1 << 20);
  writer.send(200, {{"X-Split", "a\r\nInjected: 1"}}, text);
}

class Server : public testing::Test {
 protected:
  void start() {
    options_.port = 0;
    server_ = std::make_unique<HttpServer>(options_, echo);
    thread_ = std::thread([this] { server_->run(std::chrono::seconds(2)); });
  }
  ~Server() override {
    if (!server_) return;
    server_->stop();
    thread_.join();
  }
  std::string ask(std::string_view text) {
    if (!server_) start();
    Client client(server_->port());
    client.send(text);
    return client.receive();
  }
  std::string status_of(std::string_view text) { return ask(text).substr(9, 3); }

  HttpOptions options_;
  std::unique_ptr<HttpServer> server_;
  std::thread thread_;
};

TEST_F(Server, PassesOnWhatCameAsItCame) {
  const std::string answer =
      ask("PUT /a%2Fb//../c?x=1&y HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nx-a:  two  words\r\nConnection: "
          "close\r\nContent-Length: 4\r\n\r\nbody");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\nServer: Sempurna\r\nDate: "));
  EXPECT_THAT(answer, EndsWith("PUT /a%2Fb//../c [x=1&y]\nHost=h\nX-A=1\nx-a=two  words\n"
                               "Connection=close\nContent-Length=4\nbody"));
}

TEST_F(Server, LetsNoHeaderSplitAnAnswer) {
  EXPECT_THAT(ask("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
              HasSubstr("X-Split: a  Injected: 1\r\n"));
}

TEST_F(Server, ReadsChunksAndKeepsTheConnection) {
  start();
  Client client(server_->port());
  client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
  client.send("2;ext=1\r\nde\r\n0\r\n\r\nGET /second HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(client.receive("GET /second []\nHost=h\n"), HasSubstr("chunked\nabcde"));
  client.send("GET /third HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(client.receive("Host=h\n"), HasSubstr("GET /third"));
}

TEST_F(Server, SaysContinueOnlyWhenItReads) {
  start();
  Client reading(server_->port());
  reading.send("PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(reading.receive("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  reading.send("body");
  EXPECT_THAT(reading.receive("body"), HasSubstr("200 OK"));
  const std::string refused =
      ask("PUT /refuse HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 418 "));
  EXPECT_THAT(refused, HasSubstr("Connection: close"));
}

TEST_F(Server, AnswersEachFailureInItsWay) {
  EXPECT_THAT(ask("GET /refuse HTTP/1.1\r\nHost: h\r\n\r\n"), EndsWith("no tea\n"));
  const std::string failed = ask("GET /fail HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(failed, StartsWith("HTTP/1.1 500 "));
  EXPECT_THAT(failed, testing::Not(HasSubstr("secret")));
  EXPECT_THAT(ask("GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n"), StartsWith("HTTP/1.1 500 "));
}

TEST_F(Server, ClosesWhenAnAnswerIsNotWhole) {
  EXPECT_THAT(ask("GET /short HTTP/1.1\r\nHost: h\r\n\r\n"), HasSubstr("Content-Length: 10"));
}

TEST_F(Server, LeavesABrokenAnswerOfUnknownLengthWithoutAnEnd) {
  const std::string answer = ask("GET /broken-chunks HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(answer, EndsWith("\r\n\r\n3\r\none"));
}

TEST_F(Server, FramesAnAnswerOfUnknownLength) {
  EXPECT_THAT(ask("GET /chunks HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
              EndsWith("\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"));
}

TEST_F(Server, SendsNoBodyWhereThereIsNone) {
  const std::string head = ask("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(head, HasSubstr("Content-Length: "));
  EXPECT_THAT(head, EndsWith("\r\n\r\n"));
  const std::string none = ask("GET /no-content HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(none, StartsWith("HTTP/1.1 204 "));
  EXPECT_THAT(none, testing::Not(HasSubstr("Content-Length")));
}

TEST_F(Server, ReadsAwayASmallBodyThatNobodyWanted) {
  start();
  Client client(server_->port());
  client.send("PUT /unread HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody");
  EXPECT_THAT(client.receive("unread"), HasSubstr("200 OK"));
  client.send("GET /next HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(client.receive("Host=h\n"), HasSubstr("GET /next"));
}

TEST_F(Server, AnswersBeforeALargeBodyThatNobodyWanted) {
  start();
  for (const char* path : {"/unread", "/refuse"}) {
    Client client(server_->port());
    client.send("PUT " + std::string(path) +
                " HTTP/1.1\r\nHost: h\r\nContent-Length: 15000000\r\n\r\n");
    // The client looks at the answer only when it has sent all.
    client.send(std::string(15000000, 'x'));
    const std::string answer = client.receive();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 ")) << path;
    EXPECT_THAT(answer, HasSubstr("Connection: close")) << path;
  }
}

TEST_F(Server, ReadsNoMoreThanALittleOfWhatItRefused) {
  options_.limits.linger_bytes = 1 << 20;
  options_.limits.linger = std::chrono::seconds(60);
  start();
  Client client(server_->port());
  client.send("PUT /refuse HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n");
  const std::string piece(1 << 20, 'x');
  size_t sent = 0;
  while (sent < (size_t{256} << 20) && client.send(piece)) sent += piece.size();
  // What the system's buffers hold comes to it.
  EXPECT_LT(sent, size_t{64} << 20);
}

TEST_F(Server, SaysContinueBeforeAnEmptyBodyToo) {
  const std::string answer =
      ask("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\nExpect: 100-continue\r\n"
          "Connection: close\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"));
}

class Malformed : public Server,
                  public testing::WithParamInterface<std::pair<const char*, const char*>> {};

TEST_P(Malformed, IsRefusedAndTheConnectionClosed) {
  const auto& [request, status] = GetParam();
  const std::string answer =
      ask(std::string(request) + "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(answer.substr(9, 3), status) << answer;
  EXPECT_THAT(answer, HasSubstr("Connection: close"));
  EXPECT_THAT(answer, testing::Not(HasSubstr("smuggled")));
}

INSTANTIATE_TEST_SUITE_P(
    Requests, Malformed,
    testing::Values(
        std::pair("GET / HTTP/1.1\r\n\r\n", "400"),
        std::pair("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"),
        std::pair("GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400"),
        std::pair("GET / HTTP/1.1\nHost: a\n\n", "505"),
        std::pair("GET / HTTP/1.1\r\nHost: a\r\nX: a\x01"
                  "b\r\n\r\n",
                  "400"),
        std::pair("GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n", "400"),
        std::pair("GET / HTTP/1.1\r\n Host: a\r\n\r\n", "400"),
        std::pair("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                  "400"),
        std::pair("GET / HTTP/3.0\r\nHost: a\r\n\r\n", "505"),
        std::pair("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "400"),
        std::pair("GET a HTTP/1.1\r\nHost: a\r\n\r\n", "400"),
        std::pair("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", "400"),
        std::pair("\x16\x03\x01\x02", "400"),
        std::pair("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                  "400"),
        std::pair(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "400"),
        std::pair("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n", "400"),
        std::pair("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", "400"),
        std::pair("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
                  "400"),
        std::pair("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "501"),
        std::pair("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n", "501"),
        std::pair("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400"),
        std::pair("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n",
                  "400"),
        std::pair("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\r\n",
                  "400"),
        std::pair("\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "400")));

TEST_F(Server, PassesOverAnEmptyLineBeforeARequest) {
  start();
  Client client(server_->port());
  client.send("\r\nGET /one HTTP/1.1\r\nHost: h\r\n\r\n\r");
  EXPECT_THAT(client.receive("Host=h\n"), HasSubstr("GET /one"));
  client.send("\nGET /two HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(client.receive("Host=h\n"), HasSubstr("GET /two"));
}

TEST_F(Server, TakesALaterMinorVersionForItsOwn) {
  EXPECT_THAT(ask("GET / HTTP/1.2\r\nHost: h\r\nConnection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST_F(Server, RefusesMoreThanItsLimits) {
  options_.limits.header_bytes = 2000;
  options_.limits.body_bytes = 100;
  options_.limits.header_count = 10;
  EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(3000, 'x') + "\r\n\r\n"),
            "431");
  std::string many = "GET / HTTP/1.1\r\nHost: h\r\n";
  for (int i = 0; i < 10; ++i) many += "X: 1\r\n";
  EXPECT_EQ(status_of(many + "\r\n"), "431");
  EXPECT_EQ(status_of("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 101\r\n\r\n"), "413");
  EXPECT_EQ(status_of("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n80\r\n" +
                      std::string(128, 'x') + "\r\n0\r\n\r\n"),
            "413");
}

// A client whose request is under way.
void begin_work(Client& client) {
  client.send("PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  client.receive("\r\n\r\n");
}

TEST_F(Server, TurnsAwayMoreConnectionsThanItHasRoomFor) {
  options_.limits.connections = 2;
  start();
  Client one(server_->port());
  Client two(server_->port());
  begin_work(one);
  begin_work(two);
  EXPECT_THAT(Client(server_->port()).receive(), StartsWith("HTTP/1.1 503 "));
  one.send("body");
  EXPECT_THAT(one.receive("body"), HasSubstr("200 OK"));
}

TEST_F(Server, TheLongestIdleConnectionGivesWay) {
  options_.limits.connections = 3;
  start();
  Client working(server_->port());
  begin_work(working);
  const auto wait_for_connections = [&](int count) {
    for (int i = 0; i < 500 && server_->connections() < count; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  };
  Client first(server_->port());
  wait_for_connections(2);
  // Half a request is none, and holds no place.
  Client second(server_->port());
  second.send("GET / HT");
  wait_for_connections(3);
  const std::string request = "GET /third HTTP/1.1\r\nHost: h\r\n\r\n";
  Client third(server_->port());
  third.send(request);
  EXPECT_THAT(third.receive("Host=h\n"), HasSubstr("GET /third"));
  EXPECT_EQ(first.receive(), "");
  Client fourth(server_->port());
  fourth.send(request);
  EXPECT_THAT(fourth.receive("Host=h\n"), HasSubstr("GET /third"));
  EXPECT_EQ(second.receive(), "");
  working.send("body");
  EXPECT_THAT(working.receive("body"), HasSubstr("200 OK"));
}

TEST_F(Server, DropsTheSlow) {
  options_.limits.header = std::chrono::seconds(1);
  options_.limits.stall = std::chrono::seconds(1);
  options_.limits.idle = std::chrono::seconds(1);
  start();
  Client header(server_->port());
  header.send("GET / HT");
  EXPECT_THAT(header.receive(), StartsWith("HTTP/1.1 408 "));
  Client body(server_->port());
  body.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nabc");
  EXPECT_EQ(body.receive(), "");
  EXPECT_EQ(Client(server_->port()).receive(), "");
  // One that reads nothing of a large answer.
  Client reader(server_->port());
  reader.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
  for (int i = 0; i < 500 && server_->connections() > 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(server_->connections(), 0);
}

TEST_F(Server, EndsWhatItBeganWhenItStops) {
  start();
  Client idle(server_->port());
  idle.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  idle.receive("Host=h\n");
  Client working(server_->port());
  working.send("PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  working.receive("\r\n\r\n");
  Client half(server_->port());
  half.send("GET / HT");
  server_->stop();
  EXPECT_EQ(idle.receive(), "");
  EXPECT_EQ(half.receive(), "");
  working.send("body");
  EXPECT_THAT(working.receive(), EndsWith("body"));
}

TEST_F(Server, TellsAHandlerThatNobodyWaitsAnyMore) {
  start();
  const int before = begun;
  const auto wait_for = [&](const std::atomic<int>& count, int more) {
    for (int k = 0; k < 2000 && count < before + more; ++k)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return count == before + more;
  };
  constexpr std::string_view kAsks = "GET /until-abandoned HTTP/1.1\r\nHost: h\r\n\r\n";
  {
    Client leaves(server_->port());
    leaves.send(kAsks);
    ASSERT_TRUE(wait_for(begun, 1));
    EXPECT_EQ(abandoned, before);
  }
  EXPECT_TRUE(wait_for(abandoned, 1));
  Client stays(server_->port());
  stays.send(kAsks);
  ASSERT_TRUE(wait_for(begun, 2));
  // Cut once the server has waited for it long enough.
  server_->stop();
  thread_.join();
  server_.reset();
  EXPECT_EQ(abandoned, before + 2);
}

TEST_F(Server, SaysThatAPortIsTaken) {
  start();
  HttpOptions same;
  same.port = server_->port();
  try {
    const HttpServer second(same, echo);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::Conflict);
    EXPECT_THAT(error.what(), HasSubstr("Address already in use; choose another with --listen"));
  }
}

TEST_F(Server, ServesManyAtATime) {
  start();
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      Client client(server_->port());
      for (int k = 0; k < 20; ++k) {
        client.send("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody");
        if (client.receive("body").find("200 OK") != std::string::npos) ++right;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, 16 * 20);
}

}  // namespace
}  // namespace sempurna
