#include "api/signed_call.h"

#include <optional>

#include "access/access_error.h"
#include "api/hosts.h"
#include "base/sha256.h"

namespace sempurna {

void authenticate_call(Services& services, Call& call,
                       const std::function<std::string()>& body_sha256) {
  services.gate.let_in(call, is_signed(call.request), [&](const KeyLookup& keys) {
    const SignatureRules rules{services.config.region, call.operation.service,
                               bucket_of_host(services.config, call.request),
                               services.config.allow_signature_v2};
    return authenticate(call.request, rules, keys, services.clock.now(), body_sha256);
  });
  auto& headers = call.request.headers;
  const auto& more = call.from.query.headers;
  headers.insert(headers.end(), more.begin(), more.end());
}

std::string signed_body(Services& services, Call& call, size_t largest) {
  std::optional<std::string> body;
  const auto read = [&] {
    RequestBody& from = *call.request.body;
    body = read_kept([&](std::span<std::byte> bytes) { return from.read(bytes); },
                     from.length().value_or(0), largest, call.share);
  };
  authenticate_call(services, call, [&] {
    read();
    return sha256_hex(*body);
  });
  if (call.from.caller.is_anonymous()) {
    throw AccessError(AccessFault::MissingCredentials,
                      "Request is missing Authentication Token: sign it");
  }
  if (!body) read();
  // The body is the call itself, so it must be signed, and be the one that was.
  if (call.from.payload.kind != PayloadPromise::Kind::Sha256 ||
      sha256_hex(*body) != call.from.payload.sha256) {
    throw AccessError(AccessFault::PayloadMismatch, "the body is not the one that was signed");
  }
  return *body;
}

}  // namespace sempurna
