#include "api/sempurna/sessions.h"

#include "api/sempurna/handlers.h"

namespace sempurna::own {

namespace {

void note(Operation& op) {
  op.call.note(op.call.action(), op.call.from.caller.arn, false, "");
}

Json allowed(Operation& op, const Session& session) {
  op.call.audit.allowed = true;
  op.call.audit.why = "of the caller's own";
  return {{"Credentials", credentials_of(session)}};
}

}  // namespace

Json credentials_of(const Session& session) {
  return {{"AccessKeyId", session.credentials.access_key_id},
          {"SecretAccessKey", session.credentials.secret},
          {"SessionToken", session.credentials.session_token},
          {"Expiration", static_cast<double>(session.expires.time_since_epoch().count()) / 1000}};
}

Json sign_in(Operation& op) {
  note(op);
  return allowed(op, op.services.directory.sign_in(op.call.from.caller,
                                                   circumstances_of(op.services, op.call, {})));
}

Json renew_session(Operation& op) {
  note(op);
  return allowed(op, op.services.directory.renew(op.call.from.caller));
}

}  // namespace sempurna::own
