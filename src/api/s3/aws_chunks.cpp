#include "api/s3/aws_chunks.h"

#include <algorithm>
#include <cstring>

#include "api/s3/s3_error.h"
#include "base/ascii.h"
#include "base/base64.h"

namespace sempurna::s3 {

namespace {

constexpr size_t kLongestLine = 8192;
constexpr size_t kTrailersAtMost = 16;
constexpr std::string_view kSignature = ";chunk-signature=";

[[noreturn]] void incomplete() {
  throw S3Error("IncompleteBody", "the body ended before its last chunk");
}

uint64_t parse_size(std::string_view digits) {
  uint64_t size = 0;
  if (digits.empty() || digits.size() > 15) {
    throw S3Error("InvalidRequest", "a chunk of the body has no size in hexadecimal digits");
  }
  for (const char c : digits) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) {
      throw S3Error("InvalidRequest", "a chunk of the body has no size in hexadecimal digits");
    }
    size = size * 16 + static_cast<uint64_t>(digit);
  }
  return size;
}

std::string trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}

}  // namespace

AwsChunks::AwsChunks(RequestBody& body, const PayloadPromise& promise, Trailer on_trailer)
    : body_(body),
      on_trailer_(std::move(on_trailer)),
      has_trailers_(promise.kind != PayloadPromise::Kind::SignedChunks) {
  if (promise.kind != PayloadPromise::Kind::UnsignedChunksTrailer) signatures_.emplace(promise);
}

bool AwsChunks::fill() {
  if (at_ < end_) return true;
  at_ = 0;
  end_ = body_.read(buffer_);
  return end_ > 0;
}

std::string AwsChunks::line() {
  std::string text;
  for (;;) {
    if (!fill()) incomplete();
    const char c = static_cast<char>(buffer_[at_++]);
    if (c == '\n') {
      if (!text.ends_with('\r')) {
        throw S3Error("InvalidRequest", "a line of the chunked body does not end as it must");
      }
      text.pop_back();
      return text;
    }
    if (text.size() == kLongestLine) {
      throw S3Error("InvalidRequest", "a line of the chunked body is too long");
    }
    text += c;
  }
}

void AwsChunks::begin_chunk() {
  const std::string head = line();
  const auto semicolon = head.find(';');
  left_ = parse_size(std::string_view(head).substr(0, semicolon));
  if (signatures_) {
    const bool is_signed = semicolon != std::string::npos &&
                           std::string_view(head).substr(semicolon).starts_with(kSignature);
    if (!is_signed) throw S3Error("InvalidRequest", "a chunk of the body has no signature");
    chunk_signature_ = head.substr(semicolon + kSignature.size());
    chunk_hash_.emplace(DigestKind::Sha256);
  }
  in_chunk_ = true;
}

void AwsChunks::end_chunk() {
  in_chunk_ = false;
  if (signatures_) signatures_->check_chunk(encode_hex(chunk_hash_->finish()), chunk_signature_);
}

void AwsChunks::read_trailers() {
  std::string canonical;
  std::string signature;
  for (size_t count = 0;; ++count) {
    const std::string text = line();
    if (text.empty()) break;
    const auto colon = text.find(':');
    if (colon == std::string::npos || !has_trailers_ || count == kTrailersAtMost) {
      throw S3Error("MalformedTrailerError", "the body's trailer '{}' is not name:value", text);
    }
    const std::string name = lower_ascii(trimmed(std::string_view(text).substr(0, colon)));
    const std::string value = trimmed(std::string_view(text).substr(colon + 1));
    if (name == "x-amz-trailer-signature") {
      signature = value;
      continue;
    }
    canonical += name + ":" + value + "\n";
    on_trailer_(name, value);
  }
  if (signatures_ && has_trailers_) signatures_->check_trailer(canonical, signature);
  if (fill()) throw S3Error("InvalidRequest", "something follows the last chunk of the body");
}

size_t AwsChunks::read(std::span<std::byte> bytes) {
  while (!ended_) {
    if (!in_chunk_) begin_chunk();
    if (left_ > 0) {
      if (!fill()) incomplete();
      const size_t count =
          static_cast<size_t>(std::min<uint64_t>({left_, end_ - at_, bytes.size()}));
      std::memcpy(bytes.data(), buffer_.data() + at_, count);
      if (chunk_hash_) chunk_hash_->update(bytes.first(count));
      at_ += count;
      left_ -= count;
      if (left_ == 0) {
        if (!line().empty())
          throw S3Error("InvalidRequest", "a chunk of the body is longer than it says");
        end_chunk();
      }
      return count;
    }
    // The last chunk is empty; the line that ends it is that of the trailers.
    end_chunk();
    read_trailers();
    ended_ = true;
  }
  return 0;
}

}  // namespace sempurna::s3
