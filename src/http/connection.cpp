#include "http/connection.h"

#include <algorithm>
#include <array>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/status.hpp>
#include <limits>

#include "base/ascii.h"
#include "base/base64.h"
#include "base/clock.h"
#include "base/digest.h"

namespace sempurna {

namespace {

namespace http = boost::beast::http;
using Parser = http::request_parser<http::buffer_body>;
using Buffer = boost::beast::flat_buffer;

// What a handler did not read is read away up to this, so that the connection can be kept.
constexpr uint64_t kDrainAtMost = 256 << 10;
constexpr size_t kReadAhead = 64 << 10;

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text));
}

std::string_view view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

class Body : public RequestBody {
 public:
  Body(Stream& stream, Buffer& buffer, Parser& parser, bool expects_continue)
      : stream_(stream), buffer_(buffer), parser_(parser), waits_(expects_continue) {}

  size_t read(std::span<std::byte> bytes) override {
    if (bytes.empty()) return 0;
    if (waits_) {
      // Of an empty body, too, where it might be left out: botocore takes a final status that comes
      // instead for that of the next request, should the connection end before its answer.
      stream_.write(bytes_of("HTTP/1.1 100 Continue\r\n\r\n"));
      waits_ = false;
    }
    if (parser_.is_done()) return 0;
    auto& body = parser_.get().body();
    while (!parser_.is_done()) {
      body.data = bytes.data();
      body.size = bytes.size();
      boost::system::error_code error;
      http::read_some(stream_, buffer_, parser_, error);
      if (error == http::error::need_buffer) error = {};
      if (error == http::error::body_limit) throw HttpError(413, "the body is too large");
      if (error) {
        broken_ = true;
        throw HttpError(400, "the body is not framed as HTTP says: {}", error.message());
      }
      if (const size_t got = bytes.size() - body.size; got > 0) return got;
    }
    return 0;
  }

  bool is_done() const { return parser_.is_done(); }

  std::optional<uint64_t> length() const override {
    const auto length = parser_.content_length();
    if (length) return *length;
    return parser_.chunked() ? std::nullopt : std::optional<uint64_t>(0);
  }

  /// Whether what is left of it is worth reading for the next request's sake.
  bool can_drain() const {
    if (parser_.is_done()) return true;
    const auto left = parser_.content_length_remaining();
    return !waits_ && !broken_ && (!left || *left <= kDrainAtMost);
  }

  /// Whether the next request can be read from the same connection.
  bool drain() {
    if (parser_.is_done()) return true;
    if (!can_drain()) return false;
    std::array<std::byte, 16384> away;
    uint64_t sum = 0;
    while (const size_t got = read(away)) {
      if ((sum += got) > kDrainAtMost) return false;
    }
    return true;
  }

 private:
  Stream& stream_;
  Buffer& buffer_;
  Parser& parser_;
  bool waits_;
  bool broken_ = false;
};

class Writer : public ResponseWriter {
 public:
  /// `body` is the request's, if one was understood.
  Writer(Stream& stream, bool head, bool keep_alive, const Body* body = nullptr)
      : stream_(stream), body_(body), head_(head), keep_(keep_alive) {}

  void start(int status, const std::vector<Header>& headers,
             std::optional<uint64_t> length) override {
    ensure(!started_, "an answer is started once");
    const bool bodiless = status == 204 || status == 304 || status < 200;
    started_ = true;
    has_body_ = !head_ && !bodiless;
    left_ = length;
    if (body_ != nullptr && !body_->can_drain()) keep_ = false;
    text_ = "HTTP/1.1 " + std::to_string(status) + " ";
    text_ += view(http::obsolete_reason(static_cast<http::status>(status)));
    text_ += "\r\nServer: Sempurna\r\nDate: " + http_time(system_clock().now()) + "\r\n";
    for (const auto& header : headers) add(header.name, header.value);
    if (length && (!bodiless || *length > 0) && status != 304 && status != 204) {
      add("Content-Length", std::to_string(*length));
    }
    if (!length && has_body_) add("Transfer-Encoding", "chunked");
    if (!keep_) add("Connection", "close");
    text_ += "\r\n";
    // Kept until the body comes, to be sent with it.
    if (!has_body_ || length == uint64_t{0}) flush({});
  }

  void write(std::span<const std::byte> bytes) override {
    ensure(started_, "an answer is started before its body");
    if (!has_body_ || bytes.empty()) return;
    if (left_) {
      ensure(bytes.size() <= *left_, "no more is written than was promised");
      *left_ -= bytes.size();
      flush(bytes);
      return;
    }
    text_ += fmt::format("{:x}\r\n", bytes.size());
    flush(bytes);
    text_ = "\r\n";
  }

  bool is_started() const override { return started_; }

  /// False when the promised body did not come whole: the connection must be closed.
  bool finish() {
    if (!has_body_) return true;
    if (left_) {
      if (!text_.empty()) flush({});
      return *left_ == 0;
    }
    // The last chunk would say that all is there.
    if (abandoned_) return false;
    text_ += "0\r\n\r\n";
    flush({});
    return true;
  }

  void close_after() { keep_ = false; }
  /// What was begun cannot be ended as it should.
  void abandon() { abandoned_ = true; }
  bool keeps() const { return keep_; }

 private:
  // What would begin another header, or end them, is left out.
  void add(std::string_view name, std::string_view value) {
    text_ += name;
    text_ += ": ";
    for (const char c : value) text_ += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
    text_ += "\r\n";
  }

  void flush(std::span<const std::byte> bytes) {
    const std::string head = std::move(text_);
    text_.clear();
    stream_.write(bytes_of(head), bytes);
  }

  Stream& stream_;
  const Body* body_;
  bool head_;
  bool keep_;
  bool abandoned_ = false;
  bool started_ = false;
  bool has_body_ = false;
  std::optional<uint64_t> left_;
  std::string text_;
};

// absolute-form (RFC 9112, section 3.2.2) is reduced to the path. Empty: not a target we know.
std::optional<std::string> origin_form(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    const auto slash = target.find('/', scheme.size());
    return slash == std::string_view::npos ? "/" : std::string(target.substr(slash));
  }
  if (target.starts_with('/')) return std::string(target);
  return std::nullopt;
}

struct Status {
  int status;
  std::string sentence;
};

Status status_of(const boost::system::error_code& error) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return {431, "the request line and headers are too large"};
  }
  if (error == http::error::body_limit) return {413, "the body is too large"};
  if (error == http::error::bad_version) return {505, "only HTTP/1.0 and HTTP/1.1 are spoken here"};
  return {400, "this is not an HTTP/1.1 request: " + error.message()};
}

void refuse(Stream& stream, const Status& status) {
  Writer writer(stream, false, false);
  writer.send(status.status, {{"Content-Type", "text/plain"}}, status.sentence + "\n");
}

// What Beast lets pass and what must not be passed on. Empty: nothing.
std::optional<Status> fault_of(const Parser& parser, const HttpLimits& limits) {
  const auto& fields = parser.get().base();
  size_t count = 0;
  size_t hosts = 0;
  size_t encodings = 0;
  for (const auto& field : fields) {
    ++count;
    hosts += field.name() == http::field::host ? 1 : 0;
    encodings += field.name() == http::field::transfer_encoding ? 1 : 0;
    for (const char c : view(field.value())) {
      if (c == '\r' || c == '\n' || c == '\0')
        return Status{400, "a header holds a control character"};
    }
  }
  if (count > limits.header_count) return Status{431, "there are too many headers"};
  if (hosts > 1 || (hosts == 0 && parser.get().version() >= 11)) {
    return Status{400, "a request has one Host header"};
  }
  if (encodings > 1 ||
      (encodings == 1 &&
       !same_but_for_case(view(fields[http::field::transfer_encoding]), "chunked"))) {
    return Status{501, "chunked is the only Transfer-Encoding that is understood"};
  }
  // RFC 9112, section 6.1: its framing must be taken as faulty.
  if (encodings == 1 && parser.get().version() < 11) {
    return Status{400, "Transfer-Encoding is not of HTTP/1.0"};
  }
  return std::nullopt;
}

std::string new_id() {
  return encode_hex(random_bytes(8));
}

void answer(const HttpHandler& handler, ServerRequest& request, Writer& writer) {
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

constexpr std::string_view kHeadEnd = "\r\n\r\n";

// Reads until the buffer holds a request line and its headers whole, and tells how long they are;
// empty: they are longer than `limit`.
std::optional<size_t> read_head(Stream& stream, Buffer& buffer, size_t limit) {
  size_t seen = 0;
  for (;;) {
    const auto data = buffer.cdata();
    const std::string_view text(static_cast<const char*>(data.data()), data.size());
    // The end may lie across the border of two reads.
    const auto end = text.find(kHeadEnd, seen < kHeadEnd.size() ? 0 : seen - kHeadEnd.size());
    if (end != std::string_view::npos) {
      const size_t length = end + kHeadEnd.size();
      return length > limit ? std::nullopt : std::optional(length);
    }
    if (text.size() > limit) return std::nullopt;
    seen = text.size();
    const auto space = buffer.prepare(kReadAhead);
    buffer.commit(stream.read_some(space));
  }
}

// A header line that goes on in the next: what reads it differently would see other headers, so
// RFC 9112, section 5.2 has it refused. Beast would join the two.
bool has_folded_line(std::string_view head) {
  return head.find("\n ") != std::string_view::npos || head.find("\n\t") != std::string_view::npos;
}

// Reads the head of a request. What is wrong with it, if something is.
std::optional<Status> read_request(Stream& stream, Buffer& buffer, Parser& parser,
                                   const HttpLimits& limits) {
  const auto length = read_head(stream, buffer, limits.header_bytes);
  if (!length) return Status{431, "the request line and headers are too large"};
  const boost::asio::const_buffer head(buffer.cdata().data(), *length);
  if (has_folded_line({static_cast<const char*>(head.data()), head.size()})) {
    return Status{400, "a header that goes on in the next line is not understood"};
  }
  boost::system::error_code error;
  buffer.consume(parser.put(head, error));
  if (error) return status_of(error);
  if (!parser.is_header_done()) return Status{400, "this is not an HTTP/1.1 request"};
  return fault_of(parser, limits);
}

// One request; whether another may follow.
bool serve_one(Stream& stream, Buffer& buffer, const std::string& remote_address, bool is_secure,
               const HttpLimits& limits, const HttpHandler& handler, Busy& busy) {
  stream.set_deadline(Milliseconds(0));
  if (buffer.size() == 0) {
    stream.set_wait_limit(limits.idle);
    const auto space = buffer.prepare(kReadAhead);
    buffer.commit(stream.read_some(space));
  }
  busy.set(true);
  stream.set_wait_limit(limits.stall);
  stream.set_deadline(limits.header);
  Parser parser;
  parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes) + 1);
  parser.body_limit(limits.body_bytes);
  std::optional<Status> fault;
  try {
    fault = read_request(stream, buffer, parser, limits);
  } catch (const StreamEnded&) {
    if (stream.has_timed_out()) refuse(stream, {408, "the request did not come in time"});
    throw;
  }
  stream.set_deadline(Milliseconds(0));
  const auto& message = parser.get();
  std::optional<std::string> target;
  if (!fault) {
    target = origin_form(view(message.target()));
    if (!target) fault = Status{400, "the request's target is not a path"};
  }
  if (fault) {
    refuse(stream, *fault);
    stream.linger(limits.linger);
    return false;
  }

  ServerRequest request;
  request.method = view(message.method_string());
  const auto mark = target->find('?');
  request.path = target->substr(0, mark);
  request.query = mark == std::string::npos ? "" : target->substr(mark + 1);
  for (const auto& field : message.base()) {
    request.headers.push_back(
        {std::string(view(field.name_string())), std::string(view(field.value()))});
  }
  request.remote_address = remote_address;
  request.is_secure = is_secure;
  request.id = new_id();
  Body body(stream, buffer, parser, same_but_for_case(request.header("expect"), "100-continue"));
  request.body = &body;
  const bool keep = parser.keep_alive() && !busy.is_stopping();
  Writer writer(stream, request.method == "HEAD", keep, &body);
  stream.set_lowest_rate(limits.lowest_bytes_per_second, limits.stall);
  answer(handler, request, writer);
  stream.set_lowest_rate(0, limits.stall);
  // However slowly it comes, what nobody wanted is waited for no longer than this.
  stream.set_deadline(limits.stall);
  const bool whole = writer.finish();
  if (whole && writer.keeps() && body.drain() && !busy.is_stopping()) return true;
  if (whole && !body.is_done()) stream.linger(limits.linger);
  return false;
}

}  // namespace

void serve_connection(Stream& stream, const std::string& remote_address, bool is_secure,
                      const HttpLimits& limits, const HttpHandler& handler, Busy& busy) {
  Buffer buffer;
  do {
    busy.set(false);
    buffer.max_size(std::numeric_limits<size_t>::max());
  } while (serve_one(stream, buffer, remote_address, is_secure, limits, handler, busy));
}

}  // namespace sempurna
