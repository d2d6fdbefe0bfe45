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
    if (bytes.empty() || parser_.is_done()) return 0;
    if (waits_) {
      stream_.write(bytes_of("HTTP/1.1 100 Continue\r\n\r\n"));
      waits_ = false;
    }
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

  std::optional<uint64_t> length() const override {
    const auto length = parser_.content_length();
    if (length) return *length;
    return parser_.chunked() ? std::nullopt : std::optional<uint64_t>(0);
  }

  /// Whether the next request can be read from the same connection.
  bool drain() {
    if (parser_.is_done()) return true;
    const auto left = parser_.content_length_remaining();
    if (waits_ || broken_ || (left && *left > kDrainAtMost)) return false;
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
  Writer(Stream& stream, bool head, bool keep_alive)
      : stream_(stream), head_(head), keep_(keep_alive) {}

  void start(int status, const std::vector<Header>& headers,
             std::optional<uint64_t> length) override {
    ensure(!started_, "an answer is started once");
    const bool bodiless = status == 204 || status == 304 || status < 200;
    started_ = true;
    has_body_ = !head_ && !bodiless;
    left_ = length;
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
    text_ += "0\r\n\r\n";
    flush({});
    return true;
  }

  void close_after() { keep_ = false; }
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
  bool head_;
  bool keep_;
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
  return std::nullopt;
}

std::string new_id() {
  return encode_hex(random_bytes(8));
}

void answer(const HttpHandler& handler, ServerRequest& request, Writer& writer) {
  const auto fail = [&](int status, const std::string& sentence) {
    writer.close_after();
    if (!writer.is_started()) {
      writer.send(status, {{"Content-Type", "text/plain"}, {"x-amz-request-id", request.id}},
                  sentence + "\n");
    }
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
  parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes));
  parser.body_limit(limits.body_bytes);
  boost::system::error_code error;
  try {
    http::read_header(stream, buffer, parser, error);
  } catch (const StreamEnded&) {
    if (stream.has_timed_out()) refuse(stream, {408, "the request did not come in time"});
    throw;
  }
  stream.set_deadline(Milliseconds(0));
  if (error) {
    refuse(stream, status_of(error));
    return false;
  }
  const auto& message = parser.get();
  const auto target = origin_form(view(message.target()));
  auto fault = fault_of(parser, limits);
  if (!fault && !target) fault = Status{400, "the request's target is not a path"};
  if (fault) {
    refuse(stream, *fault);
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
  Writer writer(stream, request.method == "HEAD", keep);
  stream.set_lowest_rate(limits.lowest_bytes_per_second, limits.stall);
  answer(handler, request, writer);
  stream.set_lowest_rate(0, limits.stall);
  // However slowly it comes, what nobody wanted is waited for no longer than this.
  stream.set_deadline(limits.stall);
  return writer.finish() && writer.keeps() && body.drain() && !busy.is_stopping();
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
