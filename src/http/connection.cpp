#include "http/connection.h"

#include <array>

#include "base/ascii.h"
#include "base/base64.h"
#include "base/digest.h"
#include "http/answer_writer.h"
#include "http/framed_body.h"
#include "http/request_head.h"

namespace sempurna {

namespace {

// What a handler did not read is read away up to this, so that the connection can be kept.
constexpr uint64_t kDrainAtMost = 256 << 10;
// RFC 9112, section 2.2: empty lines that some clients send before a request.
constexpr std::string_view kEmptyLine = "\r\n";
constexpr int kEmptyLinesAtMost = 2;

class Body : public RequestBody {
 public:
  Body(Stream& stream, FramedBody framed, bool expects_continue)
      : stream_(stream), framed_(framed), waits_(expects_continue) {}

  size_t read(std::span<std::byte> bytes) override {
    if (bytes.empty()) return 0;
    if (waits_) {
      // Of an empty body, too, where it might be left out: botocore takes a final status that comes
      // instead for that of the next request, should the connection end before its answer.
      stream_.write(std::as_bytes(std::span(std::string_view("HTTP/1.1 100 Continue\r\n\r\n"))));
      waits_ = false;
    }
    return framed_.read(bytes);
  }

  std::optional<uint64_t> length() const override { return length_; }
  bool is_done() const { return framed_.is_done(); }

  /// Whether what is left of it is worth reading for the next request's sake.
  bool can_drain() const {
    if (framed_.is_done()) return true;
    return !waits_ && !framed_.is_broken() && framed_.left().value_or(0) <= kDrainAtMost;
  }

  /// Whether the next request can be read from the same connection.
  bool drain() {
    if (!can_drain()) return false;
    std::array<std::byte, 16384> away;
    uint64_t sum = 0;
    try {
      while (const size_t got = framed_.read(away)) {
        if ((sum += got) > kDrainAtMost) return false;
      }
    } catch (const HttpError&) {
      return false;  // Its answer is sent already.
    }
    return true;
  }

 private:
  Stream& stream_;
  FramedBody framed_;
  std::optional<uint64_t> length_ = framed_.left();
  bool waits_;
};

void refuse(Stream& stream, const HttpError& error) {
  AnswerWriter writer(stream, false, false);
  writer.send(error.status(), {{"Content-Type", "text/plain"}}, std::string(error.what()) + "\n");
}

void answer(const HttpHandler& handler, ServerRequest& request, AnswerWriter& writer) {
  const auto fail = [&](int status, const std::string& sentence) {
    writer.close_after();
    if (writer.is_started()) return writer.abandon();
    writer.send(status, {{"Content-Type", "text/plain"}, {"x-amz-request-id", request.id}},
                sentence + "\n");
  };
  try {
    handler(request, writer);
    if (!writer.is_started()) fail(500, "the server gave no answer");
  } catch (const HttpError& error) {
    fail(error.status(), error.what());
  } catch (const std::bad_alloc&) {
    fail(503, "there is not enough memory; try again later");
  } catch (const std::exception&) {
    fail(500, "the server failed; its log says why");
  }
}

// Waits for the first bytes of the next request.
void wait_for_request(Stream& stream, ReadAhead& ahead, const HttpLimits& limits) {
  stream.set_deadline(Milliseconds(0));
  stream.set_wait_limit(limits.idle);
  for (int lines = 0;; ++lines) {
    while (ahead.view().size() < kEmptyLine.size()) {
      if (!ahead.view().empty() && !kEmptyLine.starts_with(ahead.view())) break;
      ahead.fill(limits.header_bytes);
    }
    if (lines == kEmptyLinesAtMost || !ahead.view().starts_with(kEmptyLine)) return;
    ahead.consume(kEmptyLine.size());
  }
}

// Empty: it was refused.
std::optional<RequestHead> read_head(Stream& stream, ReadAhead& ahead, const HttpLimits& limits) {
  stream.set_wait_limit(limits.stall);
  stream.set_deadline(limits.header);
  try {
    RequestHead head = read_request_head(ahead, limits);
    stream.set_deadline(Milliseconds(0));
    return head;
  } catch (const HttpError& error) {
    stream.set_deadline(Milliseconds(0));
    refuse(stream, error);
    stream.linger(limits.linger, limits.linger_bytes);
    return std::nullopt;
  } catch (const StreamEnded&) {
    if (stream.has_timed_out()) refuse(stream, {408, "the request did not come in time"});
    throw;
  }
}

// One request; whether another may follow.
bool serve_one(Stream& stream, ReadAhead& ahead, const std::string& remote_address, bool is_secure,
               const HttpLimits& limits, const HttpHandler& handler, Place& place) {
  wait_for_request(stream, ahead, limits);
  auto head = read_head(stream, ahead, limits);
  // A request that is not there whole keeps neither a place nor a server that stops.
  if (!head || !place.begin_request()) return false;

  ServerRequest request;
  request.method = std::move(head->method);
  request.path = std::move(head->path);
  request.query = std::move(head->query);
  request.headers = std::move(head->headers);
  request.remote_address = remote_address;
  request.is_secure = is_secure;
  request.tls_version = stream.tls_version();
  request.id = encode_hex(random_bytes(8));
  Body body(stream, FramedBody(ahead, head->body_length, limits.body_bytes),
            same_but_for_case(request.header("expect"), "100-continue"));
  request.body = &body;
  request.is_abandoned = [&] { return stream.is_closed(); };
  const bool keep = head->keep_alive && !place.is_stopping();
  AnswerWriter writer(stream, request.method == "HEAD", keep, [&] { return body.can_drain(); });
  stream.set_lowest_rate(limits.lowest_bytes_per_second, limits.stall);
  answer(handler, request, writer);
  stream.set_lowest_rate(0, limits.stall);
  // However slowly it comes, what nobody wanted is waited for no longer than this.
  stream.set_deadline(limits.stall);
  const bool whole = writer.finish();
  if (whole && writer.keeps() && body.drain() && !place.is_stopping()) return true;
  if (whole && !body.is_done()) stream.linger(limits.linger, limits.linger_bytes);
  return false;
}

}  // namespace

void serve_connection(Stream& stream, const std::string& remote_address, bool is_secure,
                      const HttpLimits& limits, const HttpHandler& handler, Place& place) {
  ReadAhead ahead([&](std::span<std::byte> bytes) { return stream.read(bytes); });
  while (serve_one(stream, ahead, remote_address, is_secure, limits, handler, place)) {
    place.end_request();
  }
}

}  // namespace sempurna
