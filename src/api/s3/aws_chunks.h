#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>

#include "access/authenticate.h"
#include "base/digest.h"
#include "http/message.h"

namespace sempurna::s3 {

/// Takes Content-Encoding: aws-chunked off a body:
///
///     5;chunk-signature=<64 hex>\r\n  hello\r\n   each chunk; signed or not
///     0;chunk-signature=<64 hex>\r\n              the last
///     x-amz-checksum-crc32:NhCmhg==\r\n           trailers, where they were announced
///     x-amz-trailer-signature:<64 hex>\r\n
///     \r\n
///
/// Source: AWS, "Signature Calculations for the Authorization Header: Transferring Payload in
/// Multiple Chunks", and "... with trailing headers".
class AwsChunks {
 public:
  using Trailer = std::function<void(const std::string& name, const std::string& value)>;

  /// `on_trailer` gets each trailer, name in lower case.
  AwsChunks(RequestBody& body, const PayloadPromise& promise, Trailer on_trailer);

  /// Up to bytes.size() of the next bytes; 0 when the last chunk and the trailers were found right.
  /// Throws IncompleteBody, MalformedTrailerError, SignatureDoesNotMatch.
  size_t read(std::span<std::byte> bytes);

 private:
  bool fill();
  std::string line();
  void begin_chunk();
  void end_chunk();
  void read_trailers();

  RequestBody& body_;
  Trailer on_trailer_;
  bool has_trailers_;
  std::optional<ChunkSignatures> signatures_;
  std::array<std::byte, 65536> buffer_;
  size_t at_ = 0;
  size_t end_ = 0;
  uint64_t left_ = 0;
  bool in_chunk_ = false;
  bool ended_ = false;
  std::string chunk_signature_;
  std::optional<Digest> chunk_hash_;
};

}  // namespace sempurna::s3
