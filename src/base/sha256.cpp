#include "base/sha256.h"

#include <fstream>
#include <vector>

#include "base/base64.h"
#include "base/digest.h"
#include "base/error.h"

namespace sempurna {

std::string sha256_hex(std::string_view bytes) {
  return encode_hex(digest(DigestKind::Sha256, bytes));
}

std::string sha256_file(const std::filesystem::path& file, const std::stop_token& stop) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Error(Code::NotFound, "{} cannot be opened", file.string());
  Digest hash(DigestKind::Sha256);
  std::vector<char> buffer(1 << 20);
  while (in) {
    if (stop.stop_requested()) throw Error(Code::Cancelled, "{} is not read on", file.string());
    in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    hash.update(std::string_view(buffer.data(), static_cast<size_t>(in.gcount())));
  }
  if (in.bad()) throw Error(Code::Unavailable, "reading {} failed", file.string());
  return encode_hex(hash.finish());
}

}  // namespace sempurna
