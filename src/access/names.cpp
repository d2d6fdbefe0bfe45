#include "access/names.h"

#include "base/digest.h"
#include "base/error.h"

namespace sempurna {

// The 26 letters and 2 to 7, as AWS's ids have them.
std::string id_letters(std::string_view bytes, size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    text += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[static_cast<unsigned char>(bytes[i]) & 31];
  }
  return text;
}

// Stable, and the same wherever the account and the name are.
std::string stable_id(std::string_view prefix, const std::string& account,
                      const std::string& name) {
  const std::string hash =
      digest(DigestKind::Sha256, fmt::format("{} {} {}", prefix, account, name));
  return std::string(prefix) + id_letters(hash, 17);
}

std::string new_secret() {
  static constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string secret;
  for (const char c : random_bytes(40)) secret += kLetters[static_cast<unsigned char>(c) & 63];
  return secret;
}

bool is_name(std::string_view name, size_t shortest) {
  return name.size() >= shortest && name.size() <= 64 &&
         name.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,."
             "@-") == std::string_view::npos;
}

}  // namespace sempurna
