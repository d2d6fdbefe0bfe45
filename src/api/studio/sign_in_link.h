#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace sempurna::studio {

/// A link that signs in whoever opens it first: good once, for five minutes, and for a few wrong
/// guesses. Its secret is in the URL's fragment, which browsers do not send. Safe to use from
/// several threads.
class SignInLink {
 public:
  explicit SignInLink(const Clock& clock) : clock_(clock) {}

  /// A new one, in place of any before: its secret, to sign in as `identity`.
  std::string make(const std::string& identity);
  /// The identity, if the secret is right and nobody used it before; else empty.
  std::string use(std::string_view secret);

 private:
  const Clock& clock_;
  std::mutex mutex_;
  std::string secret_;  ///< empty: there is none
  std::string identity_;
  Time ends_{};
  int guesses_left_ = 0;
};

}  // namespace sempurna::studio
