// An aws-chunked body, unsigned and signed, whatever the sizes of the reads.

#include <string_view>

#include "accepts.h"
#include "api/s3/aws_chunks.h"
#include "pieces.h"

using namespace sempurna;

namespace {

void read(std::string_view text, size_t piece, const PayloadPromise& promise) {
  Pieces body(text, piece);
  s3::AwsChunks chunks(body, promise, [](const std::string&, const std::string&) {});
  std::array<std::byte, 100> buffer;
  while (chunks.read(buffer) > 0) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  using Kind = PayloadPromise::Kind;
  for (const Kind kind :
       {Kind::UnsignedChunksTrailer, Kind::SignedChunks, Kind::SignedChunksTrailer}) {
    PayloadPromise promise;
    promise.kind = kind;
    accepts([&] { read(text, 1 + data[0], promise); });
  }
  return 0;
}
