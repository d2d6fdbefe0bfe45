#include "base/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <zlib.h>

#include <array>
#include <cstdint>
#include <utility>

#include "base/crc.h"
#include "base/error.h"

namespace sempurna {

struct Digest::State {
  DigestKind kind;
  EVP_MD_CTX* evp = nullptr;  // of MD5 and the SHAs
  uint64_t crc = 0;

  explicit State(DigestKind which) : kind(which) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { EVP_MD_CTX_free(evp); }
};

namespace {

const EVP_MD* algorithm(DigestKind kind) {
  switch (kind) {
    case DigestKind::Md5:
      return EVP_md5();
    case DigestKind::Sha1:
      return EVP_sha1();
    case DigestKind::Sha256:
      return EVP_sha256();
    default:
      return nullptr;
  }
}

std::string big_endian(uint64_t value, size_t bytes) {
  std::string text(bytes, '\0');
  for (size_t i = 0; i < bytes; ++i) text[bytes - 1 - i] = static_cast<char>(value >> (8 * i));
  return text;
}

std::string hmac(const EVP_MD* algorithm, std::string_view key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
  unsigned length = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  ensure(HMAC(algorithm, key.data(), static_cast<int>(key.size()), bytes, text.size(), code.data(),
              &length) != nullptr,
         "HMAC works");
  return {reinterpret_cast<const char*>(code.data()), length};
}

}  // namespace

Digest::Digest(DigestKind kind) : state_(std::make_unique<State>(kind)) {
  if (const EVP_MD* md = algorithm(kind)) {
    state_->evp = EVP_MD_CTX_new();
    ensure(EVP_DigestInit_ex(state_->evp, md, nullptr) == 1, "a digest starts");
  }
}

Digest::~Digest() = default;
Digest::Digest(Digest&& other) noexcept = default;
Digest& Digest::operator=(Digest&& other) noexcept = default;

void Digest::update(std::span<const std::byte> bytes) {
  switch (state_->kind) {
    case DigestKind::Crc32:
      state_->crc = crc32_z(static_cast<uLong>(state_->crc),
                            reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
      return;
    case DigestKind::Crc32c:
      state_->crc = crc32c(static_cast<uint32_t>(state_->crc), bytes);
      return;
    case DigestKind::Crc64Nvme:
      state_->crc = crc64_nvme(state_->crc, bytes);
      return;
    default:
      ensure(EVP_DigestUpdate(state_->evp, bytes.data(), bytes.size()) == 1, "a digest goes on");
  }
}

std::string Digest::finish() {
  if (state_->evp == nullptr) {
    return big_endian(state_->crc, state_->kind == DigestKind::Crc64Nvme ? 8 : 4);
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned length = 0;
  ensure(EVP_DigestFinal_ex(state_->evp, bytes.data(), &length) == 1, "a digest ends");
  return {reinterpret_cast<const char*>(bytes.data()), length};
}

std::string digest(DigestKind kind, std::string_view bytes) {
  Digest whole(kind);
  whole.update(bytes);
  return whole.finish();
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
  return hmac(EVP_sha256(), key, text);
}

std::string hmac_sha1(std::string_view key, std::string_view text) {
  return hmac(EVP_sha1(), key, text);
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_bytes(size_t count) {
  std::string bytes(count, '\0');
  ensure(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) == 1,
         "the system gives random bytes");
  return bytes;
}

}  // namespace sempurna
