#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "signed_requests.h"

namespace sempurna {
namespace {

// AWS, "Signature Calculations for the Authorization Header: Transferring Payload in Multiple
// Chunks": 64 KiB, then 1 KiB, of the letter a.
class Chunks : public testing::Test {
 protected:
  Chunks() {
    promise_.time = "20130524T000000Z";
    promise_.scope = {"20130524", "us-east-1", "s3"};
    promise_.seed_signature = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
    promise_.signing_key = signing_key("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", promise_.scope);
  }
  PayloadPromise promise_;
  const std::string first_ = sha256_hex(std::string(65536, 'a'));
  const std::string second_ = sha256_hex(std::string(1024, 'a'));
  const std::string first_signature_ =
      "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648";
  const std::string second_signature_ =
      "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497";
  const std::string last_signature_ =
      "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9";
};

TEST_F(Chunks, HaveThePublishedSignatures) {
  ChunkSignatures chunks(promise_);
  chunks.check_chunk(first_, first_signature_);
  chunks.check_chunk(second_, second_signature_);
  chunks.check_chunk(sha256_hex(""), last_signature_);
}

TEST_F(Chunks, LeftOutExchangedOrChangedAreRefused) {
  EXPECT_THROW(ChunkSignatures(promise_).check_chunk(second_, second_signature_), AccessError);
  EXPECT_THROW(ChunkSignatures(promise_).check_chunk(second_, first_signature_), AccessError);
  ChunkSignatures chunks(promise_);
  chunks.check_chunk(first_, first_signature_);
  EXPECT_THROW(chunks.check_chunk(sha256_hex(""), last_signature_), AccessError);
  EXPECT_THROW(chunks.check_trailer("x-amz-checksum-crc32:AAAAAA==\n", last_signature_),
               AccessError);
}

}  // namespace
}  // namespace sempurna
