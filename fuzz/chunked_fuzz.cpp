// An aws-chunked body, unsigned and signed, whatever the sizes of the reads.

#include <algorithm>
#include <cstring>
#include <string_view>

#include "accepts.h"
#include "api/s3/aws_chunks.h"

using namespace sempurna;

namespace {

class Bytes : public RequestBody {
 public:
  Bytes(std::string_view bytes, size_t piece) : left_(bytes), piece_(piece) {}
  size_t read(std::span<std::byte> bytes) override {
    const size_t count = std::min({bytes.size(), left_.size(), piece_});
    std::memcpy(bytes.data(), left_.data(), count);
    left_.remove_prefix(count);
    return count;
  }
  std::optional<uint64_t> length() const override { return left_.size(); }

 private:
  std::string_view left_;
  size_t piece_;
};

void read(std::string_view text, size_t piece, const PayloadPromise& promise) {
  Bytes body(text, piece);
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
