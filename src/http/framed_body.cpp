#include "http/framed_body.h"

#include <algorithm>

#include "http/message.h"

namespace sempurna {

namespace {

constexpr size_t kLongestLine = 8 << 10;
constexpr size_t kExtrasAtMost = 8 << 10;
constexpr size_t kSizeDigits = 15;
constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";

template <typename... Args>
HttpError malformed(fmt::format_string<Args...> format, Args&&... args) {
  return {400, "the body is not framed as HTTP says: {}",
          fmt::format(format, std::forward<Args>(args)...)};
}

bool is_text(std::string_view line) {
  return std::all_of(line.begin(), line.end(),
                     [](unsigned char c) { return c == '\t' || (c >= ' ' && c != 0x7f); });
}

// Spaces before an extension are "bad whitespace", which RFC 9112, section 7.1.1, has read over.
bool is_extension(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string_view::npos || text[first] == ';';
}

}  // namespace

FramedBody::FramedBody(ReadAhead& from, std::optional<uint64_t> length, uint64_t limit)
    : from_(from), state_(length ? State::Whole : State::ChunkHead) {
  if (length.value_or(0) > limit) throw HttpError(413, "the body is too large");
  left_ = length.value_or(0);
  allowed_ = limit;
  if (length == uint64_t{0}) state_ = State::Done;
}

std::optional<uint64_t> FramedBody::left() const {
  if (is_done()) return 0;
  return state_ == State::Whole ? std::optional(left_) : std::nullopt;
}

size_t FramedBody::read(std::span<std::byte> bytes) {
  if (bytes.empty()) return 0;
  try {
    for (;;) {
      switch (state_) {
        case State::Whole:
        case State::ChunkData:
          return read_data(bytes);
        case State::ChunkHead:
          begin_chunk();
          break;
        case State::ChunkEnd:
          if (!line().empty()) throw malformed("a chunk is longer than it says");
          state_ = State::ChunkHead;
          break;
        case State::Trailers:
          read_trailers();
          break;
        case State::Done:
          return 0;
        case State::Broken:
          throw malformed("it was given up before");
      }
    }
  } catch (const HttpError&) {
    state_ = State::Broken;
    throw;
  }
}

size_t FramedBody::read_data(std::span<std::byte> bytes) {
  const size_t wanted = static_cast<size_t>(std::min<uint64_t>(left_, bytes.size()));
  const size_t count = from_.read(bytes.first(wanted));
  left_ -= count;
  if (left_ == 0) state_ = state_ == State::Whole ? State::Done : State::ChunkEnd;
  return count;
}

// The next line, without its end.
std::string FramedBody::line() {
  size_t seen = 0;
  for (;;) {
    const std::string_view text = from_.view().substr(0, kLongestLine);
    const auto end = text.find('\n', seen);
    if (end != std::string_view::npos) {
      if (end == 0 || text[end - 1] != '\r') throw malformed("a line ends without CR");
      std::string line(text.substr(0, end - 1));
      from_.consume(end + 1);
      if (!is_text(line)) throw malformed("a line of it holds a control character");
      return line;
    }
    seen = text.size();
    if (!from_.fill(kLongestLine)) {
      throw malformed("a line of it has more than {} bytes", kLongestLine);
    }
  }
}

void FramedBody::count_extra(size_t bytes) {
  extra_ += bytes;
  if (extra_ > kExtrasAtMost) {
    throw malformed("its chunk extensions and trailers have more than {} bytes", kExtrasAtMost);
  }
}

void FramedBody::begin_chunk() {
  const std::string head = line();
  const size_t digits = std::min(head.find_first_not_of(kHexDigits), head.size());
  if (digits == 0 || digits > kSizeDigits || !is_extension(std::string_view(head).substr(digits))) {
    throw malformed("a chunk does not begin with its size in hexadecimal digits");
  }
  count_extra(head.size() - digits);
  left_ = std::stoull(head.substr(0, digits), nullptr, 16);
  if (left_ > allowed_) throw HttpError(413, "the body is too large");
  allowed_ -= left_;
  state_ = left_ == 0 ? State::Trailers : State::ChunkData;
}

void FramedBody::read_trailers() {
  for (;;) {
    const std::string trailer = line();
    if (trailer.empty()) break;
    count_extra(trailer.size());
    const auto colon = trailer.find(':');
    if (colon == std::string::npos || colon == 0 || trailer.find_first_of(" \t") < colon) {
      throw malformed("a trailer is not of the form Name: value");
    }
  }
  state_ = State::Done;
}

}  // namespace sempurna
