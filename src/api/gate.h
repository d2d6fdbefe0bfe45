#pragma once

#include <functional>
#include <string>

#include "access/authenticate.h"
#include "access/directory.h"
#include "api/rate_limit.h"
#include "config/server_config.h"

namespace sempurna {

struct Call;

/// Where whoever sends a request becomes known, however it is signed. Safe to use from several
/// threads.
class Gate {
 public:
  Gate(const ServerConfig& config, Directory& directory);

  using Authenticate = std::function<Authenticated(const KeyLookup&)>;
  /// Sets call.from to what `authenticate` gives, and what the audit says of the caller.
  /// `is_signed`: the request may be of somebody who guesses keys. Throws what `authenticate` does,
  /// and LimitExceeded where there are too many wrong signatures of an address, or too many
  /// requests of an identity or of strangers of an address.
  void let_in(Call& call, bool is_signed, const Authenticate& authenticate);

 private:
  void take_rate(const std::string& who);

  const ServerConfig& config_;
  Directory& directory_;
  RateLimit rate_;
  RateLimit failed_logins_;
};

}  // namespace sempurna
