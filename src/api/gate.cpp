#include "api/gate.h"

#include "access/access_error.h"
#include "api/network_of.h"
#include "api/service.h"

namespace sempurna {

namespace {

bool is_guess(AccessFault fault) {
  return fault == AccessFault::InvalidAccessKeyId || fault == AccessFault::InvalidToken ||
         fault == AccessFault::SignatureDoesNotMatch;
}

}  // namespace

Gate::Gate(const ServerConfig& config, Directory& directory)
    : config_(config),
      directory_(directory),
      rate_(config.requests_per_second),
      failed_logins_(config.failed_logins_per_second) {}

void Gate::let_in(Call& call, bool is_signed, const Authenticate& authenticate) {
  const std::string network = network_of(call.request.remote_address);
  // Before anything is worked out of the signature: or the right one would still come through.
  if (is_signed && !failed_logins_.has(network)) {
    throw AccessError(AccessFault::LimitExceeded,
                      "Please reduce your request rate: too many requests with wrong keys or "
                      "signatures came from {}",
                      call.request.remote_address);
  }
  try {
    call.from = authenticate([this](const std::string& id, const std::string& token) {
      return directory_.find(id, token);
    });
  } catch (const AccessError& error) {
    // Whoever guesses keys is known by nothing but an address.
    if (is_guess(error.fault())) failed_logins_.take(network);
    throw;
  }
  if (call.from.caller.is_anonymous()) {
    call.from.caller = directory_.anonymous();
  } else {
    call.share.prove();
    directory_.note_use(call.from.caller.access_key_id);
  }
  call.audit.who = call.from.caller.arn;
  call.audit.access_key_id = call.from.caller.access_key_id;
  // Whatever sessions and roles an identity takes, they count as one.
  take_rate(call.from.caller.is_anonymous() ? network : call.from.caller.owner);
}

void Gate::take_rate(const std::string& who) {
  if (rate_.take(who)) return;
  throw AccessError(AccessFault::LimitExceeded,
                    "Please reduce your request rate: {} sends more than {} requests a second", who,
                    config_.requests_per_second);
}

}  // namespace sempurna
