#include "access/sealed_text.h"

#include <openssl/evp.h>

#include <memory>

#include "access/access_error.h"
#include "base/digest.h"

namespace sempurna {

namespace {

constexpr size_t kNonce = 12;
constexpr size_t kTag = 16;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

unsigned char* bytes(std::string& text, size_t at) {
  return reinterpret_cast<unsigned char*>(text.data()) + at;
}

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string seal_text(std::string_view key, std::string_view text, std::string_view context) {
  ensure(key.size() == 32, "a key has 32 bytes");
  std::string sealed = random_bytes(kNonce);
  sealed.resize(kNonce + text.size() + kTag);
  const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int length = 0;
  const bool done =
      EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes(key), bytes(sealed, 0)) &&
      EVP_EncryptUpdate(cipher.get(), nullptr, &length, bytes(context),
                        static_cast<int>(context.size())) &&
      EVP_EncryptUpdate(cipher.get(), bytes(sealed, kNonce), &length, bytes(text),
                        static_cast<int>(text.size())) &&
      EVP_EncryptFinal_ex(cipher.get(), bytes(sealed, kNonce + text.size()), &length) &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTag,
                          bytes(sealed, kNonce + text.size()));
  ensure(done, "AES-256-GCM works");
  return sealed;
}

std::string open_text(std::string_view key, std::string_view sealed, std::string_view context) {
  ensure(key.size() == 32, "a key has 32 bytes");
  if (sealed.size() >= kNonce + kTag) {
    const size_t size = sealed.size() - kNonce - kTag;
    std::string text(size, '\0');
    std::string tag(sealed.substr(kNonce + size));
    const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    int length = 0;
    const bool right =
        EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes(key), bytes(sealed)) &&
        EVP_DecryptUpdate(cipher.get(), nullptr, &length, bytes(context),
                          static_cast<int>(context.size())) &&
        EVP_DecryptUpdate(cipher.get(), bytes(text, 0), &length, bytes(sealed.substr(kNonce)),
                          static_cast<int>(size)) &&
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTag, tag.data()) &&
        EVP_DecryptFinal_ex(cipher.get(), bytes(text, size), &length) > 0;
    if (right) return text;
  }
  throw AccessError(AccessFault::InvalidCiphertext,
                    "the ciphertext is damaged, or was made under another key or for another use");
}

}  // namespace sempurna
