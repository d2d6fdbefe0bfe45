#include "http/request_head.h"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include "base/ascii.h"

namespace sempurna {

namespace {

namespace http = boost::beast::http;
using Parser = http::request_parser<http::empty_body>;

constexpr std::string_view kHeadEnd = "\r\n\r\n";

std::string_view view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

HttpError fault_of(const boost::system::error_code& error) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return {431, "the request line and headers are too large"};
  }
  if (error == http::error::body_limit) return {413, "the body is too large"};
  if (error == http::error::bad_version) return {505, "only HTTP/1.0 and HTTP/1.1 are spoken here"};
  return {400, "this is not an HTTP/1.1 request: {}", error.message()};
}

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

// A header line that goes on in the next: what reads it differently would see other headers, so
// RFC 9112, section 5.2 has it refused. Beast would join the two.
bool has_folded_line(std::string_view head) {
  return head.find("\n ") != std::string_view::npos || head.find("\n\t") != std::string_view::npos;
}

// RFC 9110, section 6.2: a later minor version is one that we understand as the latest we know.
void read_as_known_version(std::string& head) {
  constexpr std::string_view kVersion = " HTTP/1.";
  const auto end = head.find("\r\n");
  if (end == std::string::npos || end < kVersion.size() + 1) return;
  const size_t at = end - kVersion.size() - 1;
  if (std::string_view(head).substr(at, kVersion.size()) != kVersion) return;
  char& minor = head[end - 1];
  if (minor > '1' && minor <= '9') minor = '1';
}

// What Beast lets pass and what must not be passed on.
void check_fields(const Parser& parser, const HttpLimits& limits) {
  const auto& fields = parser.get().base();
  size_t count = 0;
  size_t hosts = 0;
  size_t encodings = 0;
  for (const auto& field : fields) {
    ++count;
    hosts += field.name() == http::field::host ? 1 : 0;
    encodings += field.name() == http::field::transfer_encoding ? 1 : 0;
    for (const char c : view(field.value())) {
      if (c == '\r' || c == '\n' || c == '\0') {
        throw HttpError(400, "a header holds a control character");
      }
    }
  }
  if (count > limits.header_count) throw HttpError(431, "there are too many headers");
  if (hosts > 1 || (hosts == 0 && parser.get().version() >= 11)) {
    throw HttpError(400, "a request has one Host header");
  }
  if (encodings > 1 ||
      (encodings == 1 &&
       !same_but_for_case(view(fields[http::field::transfer_encoding]), "chunked"))) {
    throw HttpError(501, "chunked is the only Transfer-Encoding that is understood");
  }
  // RFC 9112, section 6.1: its framing must be taken as faulty.
  if (encodings == 1 && parser.get().version() < 11) {
    throw HttpError(400, "Transfer-Encoding is not of HTTP/1.0");
  }
}

}  // namespace

RequestHead parse_request_head(std::string text, const HttpLimits& limits) {
  if (has_folded_line(text)) {
    throw HttpError(400, "a header that goes on in the next line is not understood");
  }
  read_as_known_version(text);
  Parser parser;
  parser.header_limit(static_cast<std::uint32_t>(limits.header_bytes) + 1);
  parser.body_limit(limits.body_bytes);
  boost::system::error_code error;
  parser.put(boost::asio::const_buffer(text.data(), text.size()), error);
  if (error) throw fault_of(error);
  if (!parser.is_header_done()) throw HttpError(400, "this is not an HTTP/1.1 request");
  check_fields(parser, limits);

  RequestHead head;
  const auto& message = parser.get();
  const auto target = origin_form(view(message.target()));
  if (!target) throw HttpError(400, "the request's target is not a path");
  const auto mark = target->find('?');
  head.method = view(message.method_string());
  head.path = target->substr(0, mark);
  head.query = mark == std::string::npos ? "" : target->substr(mark + 1);
  for (const auto& field : message.base()) {
    head.headers.push_back(
        {std::string(view(field.name_string())), std::string(view(field.value()))});
  }
  if (parser.chunked()) {
    head.body_length.reset();
  } else if (const auto length = parser.content_length()) {
    head.body_length = *length;
  }
  head.keep_alive = parser.keep_alive();
  return head;
}

RequestHead read_request_head(ReadAhead& ahead, const HttpLimits& limits) {
  size_t seen = 0;
  for (;;) {
    const std::string_view text = ahead.view();
    // The end may lie across the border of two reads.
    const auto end = text.find(kHeadEnd, seen < kHeadEnd.size() ? 0 : seen - kHeadEnd.size());
    if (end != std::string_view::npos && end + kHeadEnd.size() <= limits.header_bytes) {
      std::string head(text.substr(0, end + kHeadEnd.size()));
      ahead.consume(head.size());
      return parse_request_head(std::move(head), limits);
    }
    seen = text.size();
    if (!ahead.fill(limits.header_bytes)) {
      throw HttpError(431, "the request line and headers are too large");
    }
  }
}

}  // namespace sempurna
