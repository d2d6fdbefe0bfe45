#include "api/s3/payload.h"

#include "access/access_error.h"
#include "api/s3/aws_chunks.h"
#include "api/s3/content_encoding.h"
#include "api/s3/s3_error.h"
#include "api/s3/sent_checksum.h"
#include "base/base64.h"

namespace sempurna::s3 {

class Payload::Chunks : public AwsChunks {
 public:
  using AwsChunks::AwsChunks;
};

namespace {

std::optional<uint64_t> parse_length(const std::string& text) {
  if (text.empty() || text.size() > 18) return std::nullopt;
  uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<uint64_t>(c - '0');
  }
  return value;
}

bool is_chunked(PayloadPromise::Kind kind) {
  return kind != PayloadPromise::Kind::Unsigned && kind != PayloadPromise::Kind::Sha256;
}

// Content-Encoding says aws-chunked of a body of which the signature says nothing: it is taken off
// all the same. Never is it stored as it lies, without the header that would tell how to read it.
PayloadPromise as_encoded(PayloadPromise promise, const ServerRequest& request) {
  if (is_chunked(promise.kind) || !has_aws_chunked(request.header("content-encoding"))) {
    return promise;
  }
  if (promise.kind == PayloadPromise::Kind::Sha256) {
    throw S3Error("InvalidRequest",
                  "Content-Encoding is aws-chunked, so x-amz-content-sha256 must be "
                  "UNSIGNED-PAYLOAD or one of the STREAMING- forms");
  }
  promise.kind = PayloadPromise::Kind::UnsignedChunksTrailer;
  return promise;
}

}  // namespace

Payload::Payload(ServerRequest& request, const PayloadPromise& promise, uint64_t limit,
                 Checksums checksums, Length kind)
    : request_(request), promise_(as_encoded(promise, request)), is_open_(kind == Length::Open) {
  std::optional<uint64_t> length = request.body->length();
  if (is_chunked(promise_.kind)) {
    length = parse_length(request.header("x-amz-decoded-content-length"));
    chunks_ = std::make_unique<Chunks>(*request.body, promise_,
                                       [this](const std::string& name, const std::string& value) {
                                         for (const auto& known : checksum_names()) {
                                           if (known.header == name) expect(known, value);
                                         }
                                       });
  }
  if (is_open_) length = limit;
  if (!length) throw S3Error("MissingContentLength", "the length of the body must be given");
  if (*length > limit) {
    throw S3Error("EntityTooLarge", "the body has {} bytes, but may have {} at most here", *length,
                  limit);
  }
  length_ = *length;
  if (promise_.kind == PayloadPromise::Kind::Sha256) sha256_.emplace(DigestKind::Sha256);
  if (request.count_of("content-md5") > 0) {
    const auto raw = decode_base64(request.header("content-md5"));
    if (!raw || raw->size() != 16) {
      throw S3Error("InvalidDigest",
                    "The Content-MD5 you specified was invalid: it is not 16 bytes in base64");
    }
    expected_md5_ = *raw;
    md5_.emplace(DigestKind::Md5);
  }
  if (checksums == Checksums::OfResult) return;
  const SentChecksum sent = sent_checksum(request);
  if (sent.name == nullptr) return;
  // What a trailer will say is computed from the first byte on.
  running_.emplace(sent.name->kind, Digest(sent.name->kind));
  if (!sent.base64.empty()) expect(*sent.name, sent.base64);
}

Payload::~Payload() = default;

void Payload::expect(const ChecksumName& name, const std::string& base64) {
  expected_[name.kind] = decode_checksum(name, base64);
  if (!running_.contains(name.kind)) {
    if (read_ > 0) {
      throw S3Error("MalformedTrailerError", "the trailer {} was not announced in x-amz-trailer",
                    name.header);
    }
    running_.emplace(name.kind, Digest(name.kind));
  }
}

size_t Payload::read(std::span<std::byte> bytes) {
  if (ended_) return 0;
  const size_t count = chunks_ ? chunks_->read(bytes) : request_.body->read(bytes);
  if (count == 0) {
    finish();
    return 0;
  }
  read_ += count;
  if (read_ > length_ && is_open_) {
    throw S3Error("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
        .with("MaxSizeAllowed", std::to_string(length_));
  }
  if (read_ > length_) {
    throw S3Error("IncompleteBody", "the body is longer than the {} bytes that it was said to have",
                  length_);
  }
  const auto part = std::span<const std::byte>(bytes).first(count);
  if (sha256_) sha256_->update(part);
  if (md5_) md5_->update(part);
  for (auto& [kind, digest] : running_) digest.update(part);
  return count;
}

std::string Payload::read_all(BodyBudget::Share& share) {
  return read_kept([this](std::span<std::byte> bytes) { return read(bytes); }, length_, length_,
                   share);
}

void Payload::finish() {
  ended_ = true;
  if (read_ < length_ && !is_open_) {
    throw S3Error("IncompleteBody", "the body ended after {} of {} bytes", read_, length_);
  }
  if (sha256_ && encode_hex(sha256_->finish()) != promise_.sha256) {
    throw AccessError(
        AccessFault::PayloadMismatch,
        "The provided 'x-amz-content-sha256' header does not match what was computed");
  }
  if (md5_ && md5_->finish() != expected_md5_) {
    throw S3Error("BadDigest", "The Content-MD5 you specified did not match what we received");
  }
  for (auto& [kind, digest] : running_) {
    const auto expected = expected_.find(kind);
    if (expected == expected_.end()) {
      throw S3Error("MalformedTrailerError",
                    "the trailer that x-amz-trailer announced did not come");
    }
    found_[kind] = digest.finish();
    if (found_[kind] != expected->second) {
      throw S3Error("BadDigest", "The checksum you specified did not match what we received");
    }
  }
}

}  // namespace sempurna::s3
