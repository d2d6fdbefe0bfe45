// What a client may send on a connection: it is answered, or the connection ends.

#include <sys/socket.h>
#include <unistd.h>

#include "http/connection.h"

using namespace sempurna;

namespace {

class NoOthers : public Place {
 public:
  bool begin_request() override { return true; }
  void end_request() override {}
  bool is_stopping() const override { return false; }
};

void handle(ServerRequest& request, ResponseWriter& writer) {
  request.parameter("x");
  const std::string body = request.body->read_all(65536);
  writer.send(200, {{"X-Path", request.path}}, body);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // No more than what a socket holds without being read.
  if (size > 65536) return 0;
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return 0;
  [[maybe_unused]] const ssize_t sent = ::send(ends[0], data, size, MSG_NOSIGNAL);
  ::shutdown(ends[0], SHUT_WR);
  {
    Stream stream(ends[1], nullptr);
    HttpLimits limits;
    limits.stall = std::chrono::seconds(1);
    NoOthers place;
    try {
      serve_connection(stream, "127.0.0.1", false, limits, handle, place);
    } catch (const StreamEnded&) {
      // As it must be.
    }
  }
  ::close(ends[0]);
  return 0;
}
