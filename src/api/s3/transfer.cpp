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

void transfer(Payload& payload, DiskWriter& writer) {
  constexpr uint64_t kPiece = 256 << 10;
  std::vector<std::byte> piece(std::clamp<uint64_t>(payload.length(), 1, kPiece));
  while (const size_t count = payload.read(piece)) writer.write(std::span(piece).first(count));
  for (const auto& [kind, raw] : payload.checksums()) writer.keep_checksum(kind, raw);
}

}  // namespace sempurna::s3
