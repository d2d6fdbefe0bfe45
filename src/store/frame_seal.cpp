#include "store/frame_seal.h"

#include <openssl/evp.h>

#include <cstring>

#include "base/error.h"
#include "store/store_error.h"

namespace sempurna {

namespace {

constexpr size_t kKeyBytes = 32;
constexpr size_t kNonceBytes = 12;
constexpr size_t kNoncePrefixBytes = 8;
constexpr uint64_t kMostFrames = uint64_t{1} << 32;

std::array<unsigned char, kNonceBytes> nonce_of(const FrameLabel& label) {
  uint64_t number = 0;
  for (size_t i = 0; i < 8; ++i) {
    number |= std::to_integer<uint64_t>(label[kFileIdBytes + i]) << 8 * i;
  }
  ensure(number < kMostFrames, "a sealed file has fewer than 2^32 frames");
  std::array<unsigned char, kNonceBytes> nonce{};
  std::memcpy(nonce.data(), label.data(), kNoncePrefixBytes);
  for (size_t i = 0; i < 4; ++i) {
    nonce[kNoncePrefixBytes + i] = static_cast<unsigned char>(number >> (24 - 8 * i));
  }
  return nonce;
}

const unsigned char* plain(const std::byte* bytes) {
  return reinterpret_cast<const unsigned char*>(bytes);
}

unsigned char* plain(std::byte* bytes) {
  return reinterpret_cast<unsigned char*>(bytes);
}

}  // namespace

struct FrameSeal::Context {
  EVP_CIPHER_CTX* cipher = EVP_CIPHER_CTX_new();

  Context() = default;
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { EVP_CIPHER_CTX_free(cipher); }

  /// Starts a frame: its nonce, then its label as additional data.
  void begin(const FrameLabel& label, bool is_sealing) {
    const auto nonce = nonce_of(label);
    int length = 0;
    ensure(EVP_CipherInit_ex(cipher, nullptr, nullptr, nullptr, nonce.data(), is_sealing) == 1 &&
               EVP_CipherUpdate(cipher, nullptr, &length, plain(label.data()),
                                static_cast<int>(label.size())) == 1,
           "AES-GCM starts a frame");
  }

  void crypt(std::span<std::byte> content) {
    if (content.empty()) return;
    int length = 0;
    ensure(EVP_CipherUpdate(cipher, plain(content.data()), &length, plain(content.data()),
                            static_cast<int>(content.size())) == 1,
           "AES-GCM takes a frame");
  }
};

FrameSeal::FrameSeal(const DataKey& key) : context_(std::make_unique<Context>()) {
  if (key.size() != kKeyBytes) {
    throw StoreError(StoreFault::WrongKey, "a data key has {} bytes, but {} were given", kKeyBytes,
                     key.size());
  }
  const auto* bytes = reinterpret_cast<const unsigned char*>(key.data());
  ensure(EVP_CipherInit_ex(context_->cipher, EVP_aes_256_gcm(), nullptr, bytes, nullptr, 1) == 1,
         "AES-256-GCM is there");
}

FrameSeal::~FrameSeal() = default;

void FrameSeal::seal(const FrameLabel& label, std::span<std::byte> content,
                     std::span<std::byte, kTagBytes> tag) {
  context_->begin(label, true);
  context_->crypt(content);
  int length = 0;
  ensure(
      EVP_CipherFinal_ex(context_->cipher, plain(tag.data()), &length) == 1 &&
          EVP_CIPHER_CTX_ctrl(context_->cipher, EVP_CTRL_AEAD_GET_TAG, kTagBytes, tag.data()) == 1,
      "AES-GCM ends a frame");
}

bool FrameSeal::open(const FrameLabel& label, std::span<std::byte> content,
                     std::span<const std::byte, kTagBytes> tag) {
  context_->begin(label, false);
  context_->crypt(content);
  std::array<unsigned char, kTagBytes> expected{};
  std::memcpy(expected.data(), tag.data(), kTagBytes);
  ensure(
      EVP_CIPHER_CTX_ctrl(context_->cipher, EVP_CTRL_AEAD_SET_TAG, kTagBytes, expected.data()) == 1,
      "AES-GCM takes a tag");
  int length = 0;
  std::array<unsigned char, kTagBytes> unused{};
  return EVP_CipherFinal_ex(context_->cipher, unused.data(), &length) == 1;
}

}  // namespace sempurna
