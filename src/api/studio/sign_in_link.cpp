#include "api/studio/sign_in_link.h"

#include "base/base64.h"
#include "base/digest.h"

namespace sempurna::studio {

namespace {

constexpr size_t kSecretBytes = 32;
constexpr auto kGoodFor = std::chrono::minutes(5);
constexpr int kGuesses = 5;

}  // namespace

std::string SignInLink::make(const std::string& identity) {
  const std::lock_guard lock(mutex_);
  secret_ = encode_hex(random_bytes(kSecretBytes));
  identity_ = identity;
  ends_ = clock_.now() + kGoodFor;
  guesses_left_ = kGuesses;
  return secret_;
}

std::string SignInLink::use(std::string_view secret) {
  const std::lock_guard lock(mutex_);
  if (secret_.empty()) return "";
  const bool is_right = equal_in_constant_time(secret, secret_);
  const bool is_over = clock_.now() > ends_;
  if (is_right || is_over || --guesses_left_ == 0) secret_.clear();
  return is_right && !is_over ? identity_ : "";
}

}  // namespace sempurna::studio
