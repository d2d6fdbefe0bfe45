#include "http/answer_writer.h"

#include <boost/beast/http/status.hpp>

#include "base/clock.h"

namespace sempurna {

namespace {

std::string reason_of(int status) {
  const auto text =
      boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
  return {text.data(), text.size()};
}

}  // namespace

AnswerWriter::AnswerWriter(Stream& stream, bool head, bool keep_alive,
                           std::function<bool()> can_keep)
    : stream_(stream), can_keep_(std::move(can_keep)), head_(head), keep_(keep_alive) {}

void AnswerWriter::start(int status, const std::vector<Header>& headers,
                         std::optional<uint64_t> length) {
  ensure(!started_, "an answer is started once");
  const bool bodiless = status == 204 || status == 304 || status < 200;
  started_ = true;
  has_body_ = !head_ && !bodiless;
  left_ = length;
  if (!can_keep_()) keep_ = false;
  text_ = "HTTP/1.1 " + std::to_string(status) + " " + reason_of(status);
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

void AnswerWriter::write(std::span<const std::byte> bytes) {
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

bool AnswerWriter::finish() {
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

// What would begin another header, or end them, is left out.
void AnswerWriter::add(std::string_view name, std::string_view value) {
  text_ += name;
  text_ += ": ";
  for (const char c : value) text_ += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
  text_ += "\r\n";
}

void AnswerWriter::flush(std::span<const std::byte> bytes) {
  const std::string head = std::move(text_);
  text_.clear();
  stream_.write(std::as_bytes(std::span(head)), bytes);
}

}  // namespace sempurna
