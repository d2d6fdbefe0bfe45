#include "api/s3/payload.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "api/s3/content_encoding.h"
#include "api/s3/s3_error.h"
#include "base/sha256.h"

namespace sempurna::s3 {
namespace {

class Bytes : public RequestBody {
 public:
  explicit Bytes(std::string bytes) : bytes_(std::move(bytes)) {}
  size_t read(std::span<std::byte> bytes) override {
    const size_t count = std::min(bytes.size(), bytes_.size() - at_);
    std::copy_n(std::as_bytes(std::span(bytes_)).begin() + static_cast<std::ptrdiff_t>(at_), count,
                bytes.begin());
    at_ += count;
    return count;
  }
  std::optional<uint64_t> length() const override { return bytes_.size(); }

 private:
  std::string bytes_;
  size_t at_ = 0;
};

/// What a request's payload is, or the code of its refusal.
std::string payload_of(std::vector<Header> headers, const std::string& sent,
                       PayloadPromise promise = {}) {
  ServerRequest request;
  request.headers = std::move(headers);
  Bytes body(sent);
  request.body = &body;
  BodyBudget budget;
  BodyBudget::Share share(budget);
  try {
    return Payload(request, promise, 1000).read_all(share);
  } catch (const S3Error& error) {
    return error.code_name();
  }
}

const std::string kFramed = "5\r\nhello\r\n0\r\n\r\n";

TEST(Payload, AwsChunkedIsTakenOffWhateverTheSignatureSays) {
  const Header length{"X-Amz-Decoded-Content-Length", "5"};
  for (const char* encoding :
       {"aws-chunked", "AWS-Chunked", "gzip, aws-chunked", "aws-chunked,gzip"}) {
    EXPECT_EQ(payload_of({{"Content-Encoding", encoding}, length}, kFramed), "hello") << encoding;
  }
  EXPECT_EQ(
      payload_of(
          {{"Content-Encoding", "aws-chunked"}, length, {"X-Amz-Trailer", "x-amz-checksum-crc32"}},
          "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n"),
      "hello");
  EXPECT_EQ(payload_of({{"Content-Encoding", "gzip"}}, kFramed), kFramed);
}

TEST(Payload, AwsChunkedThatCannotBeTakenOffIsRefused) {
  const Header encoding{"Content-Encoding", "aws-chunked"};
  EXPECT_EQ(payload_of({encoding}, kFramed), "MissingContentLength");
  EXPECT_EQ(payload_of({encoding, {"X-Amz-Decoded-Content-Length", "6"}}, kFramed),
            "IncompleteBody");
  EXPECT_EQ(payload_of({encoding, {"X-Amz-Decoded-Content-Length", "5"}}, "hello"),
            "IncompleteBody");
  PayloadPromise hashed;
  hashed.kind = PayloadPromise::Kind::Sha256;
  hashed.sha256 = sha256_hex(kFramed);
  EXPECT_EQ(payload_of({encoding, {"X-Amz-Decoded-Content-Length", "5"}}, kFramed, hashed),
            "InvalidRequest");
}

TEST(ContentEncoding, OnlyWhatTheObjectIsStaysWithIt) {
  EXPECT_EQ(without_aws_chunked("gzip, aws-chunked"), "gzip");
  EXPECT_EQ(without_aws_chunked("Aws-Chunked"), "");
  EXPECT_EQ(without_aws_chunked("gzip ,, br"), "gzip,br");
}

}  // namespace
}  // namespace sempurna::s3
