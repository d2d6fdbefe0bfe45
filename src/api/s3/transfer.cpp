#include "api/s3/transfer.h"

#include <algorithm>
#include <vector>

namespace sempurna::s3 {

Payload stored_payload(Operation& op) {
  ServerRequest& request = op.request();
  if (request.count_of("content-length") == 0 && request.body->length()) {
    throw S3Error("MissingContentLength", "You must provide the Content-Length HTTP header.");
  }
  return Payload(request, op.call.from.payload, kLargestPut);
}

void transfer(Payload& payload, DiskWriter& writer, std::optional<DigestKind> wanted) {
  constexpr uint64_t kPiece = 256 << 10;
  std::vector<std::byte> piece(std::clamp<uint64_t>(payload.length(), 1, kPiece));
  std::optional<Digest> digest;
  if (wanted) digest.emplace(*wanted);
  while (const size_t count = payload.read(piece)) {
    const auto bytes = std::span<const std::byte>(piece).first(count);
    writer.write(bytes);
    if (digest) digest->update(bytes);
  }
  for (const auto& [kind, raw] : payload.checksums()) writer.keep_checksum(kind, raw);
  if (digest) writer.keep_checksum(*wanted, digest->finish());
}

}  // namespace sempurna::s3
