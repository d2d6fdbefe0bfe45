#include "serving/record_reader.h"

#include "base/error.h"

namespace sempurna {

namespace {

constexpr size_t kPiece = 64 << 10;

}  // namespace

RecordReader::RecordReader(ByteSource source, bool by_line, size_t most)
    : source_(std::move(source)), by_line_(by_line), most_(most) {}

/// Whether more came.
bool RecordReader::fill() {
  bytes_.erase(0, begin_);
  begin_ = 0;
  const size_t had = bytes_.size();
  bytes_.resize(had + kPiece);
  const size_t came = source_(std::as_writable_bytes(std::span(bytes_)).subspan(had));
  bytes_.resize(had + came);
  return came > 0;
}

void RecordReader::refuse() const {
  throw Error(Code::InvalidArgument,
              "the record has more than {} bytes, the most that MaxPayloadInMB lets it have",
              most_);
}

std::optional<std::string> RecordReader::next() {
  if (!by_line_ && records_ > 0) return std::nullopt;
  ++records_;
  size_t looked_at = begin_;
  for (;;) {
    const size_t end = by_line_ ? bytes_.find('\n', looked_at) : std::string::npos;
    if (end != std::string::npos) {
      std::string record = bytes_.substr(begin_, end - begin_);
      begin_ = end + 1;
      if (record.ends_with('\r')) record.pop_back();
      if (record.size() > most_) refuse();
      return record;
    }
    // With an end that may be a line's.
    if (bytes_.size() - begin_ > most_ + 1) refuse();
    looked_at = bytes_.size() - begin_;
    if (fill()) continue;
    if (by_line_ && bytes_.empty()) return std::nullopt;
    std::string record = std::exchange(bytes_, {});
    if (by_line_ && record.ends_with('\r')) record.pop_back();
    if (record.size() > most_) refuse();
    return record;
  }
}

}  // namespace sempurna
