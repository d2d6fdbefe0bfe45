#include "base/sha256.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <vector>

#include "base/error.h"

namespace sempurna {

struct Sha256::Context {
  EVP_MD_CTX* evp = EVP_MD_CTX_new();
  ~Context() { EVP_MD_CTX_free(evp); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  ensure(EVP_DigestInit_ex(context_->evp, EVP_sha256(), nullptr) == 1, "SHA-256 starts");
}

Sha256::~Sha256() = default;

void Sha256::update(std::span<const std::byte> bytes) {
  ensure(EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size()) == 1, "SHA-256 goes on");
}

std::string Sha256::hex() {
  std::array<unsigned char, 32> digest{};
  ensure(EVP_DigestFinal_ex(context_->evp, digest.data(), nullptr) == 1, "SHA-256 ends");
  std::string text;
  for (const unsigned char byte : digest) text += fmt::format("{:02x}", byte);
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.hex();
}

std::string sha256_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Error(Code::NotFound, "{} cannot be opened", file.string());
  Sha256 hash;
  std::vector<char> buffer(1 << 20);
  while (in) {
    in.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    hash.update(std::string_view(buffer.data(), static_cast<size_t>(in.gcount())));
  }
  if (in.bad()) throw Error(Code::Unavailable, "reading {} failed", file.string());
  return hash.hex();
}

}  // namespace sempurna
