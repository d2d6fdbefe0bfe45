#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "access/authenticate.h"
#include "api/body_budget.h"
#include "api/s3/checksum.h"
#include "http/message.h"

namespace sempurna::s3 {

/// A request's body as the client meant it: aws-chunked is taken off, and what was promised of it
/// (its length, its SHA-256, the signatures of its chunks, Content-MD5, x-amz-checksum-…, in
/// headers or trailers) is checked while it streams.
class Payload {
 public:
  /// What x-amz-checksum-… headers are about: the body, or what the request makes of it.
  enum class Checksums { OfBody, OfResult };
  /// Whether the length must be known before, or becomes known at the end, as of a form's file.
  enum class Length { Given, Open };

  /// Throws MissingContentLength, InvalidDigest, EntityTooLarge beyond `limit`.
  Payload(ServerRequest& request, const PayloadPromise& promise, uint64_t limit,
          Checksums checksums = Checksums::OfBody, Length length = Length::Given);
  ~Payload();

  /// Up to bytes.size() of the next bytes; 0 at the end, when all that was promised has been found
  /// true. Throws BadDigest, XAmzContentSHA256Mismatch, IncompleteBody, SignatureDoesNotMatch.
  size_t read(std::span<std::byte> bytes);
  /// The whole of a small one, kept for as long as `share` is.
  std::string read_all(BodyBudget::Share& share);

  uint64_t length() const { return length_; }  ///< the highest that there may be, of an open one
  uint64_t received() const { return read_; }
  /// Those that were sent and found right, raw; complete once read() has given 0.
  const std::map<DigestKind, std::string>& checksums() const { return found_; }

 private:
  class Chunks;

  void expect(const ChecksumName& name, const std::string& base64);
  void finish();

  ServerRequest& request_;
  PayloadPromise promise_;
  uint64_t length_ = 0;
  bool is_open_ = false;
  uint64_t read_ = 0;
  bool ended_ = false;
  std::unique_ptr<Chunks> chunks_;
  std::optional<Digest> sha256_;
  std::optional<Digest> md5_;
  std::string expected_md5_;
  std::map<DigestKind, Digest> running_;
  std::map<DigestKind, std::string> expected_;
  std::map<DigestKind, std::string> found_;
};

}  // namespace sempurna::s3
