#include "access/access_error.h"
#include "api/service.h"

namespace sempurna {

Circumstances circumstances_of(Services& services, const Call& call, Circumstances circumstances) {
  const Time now = services.clock.now();
  const Caller& caller = call.from.caller;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) circumstances[name] = {value};
  };
  add("aws:SourceIp", call.request.remote_address);
  add("aws:SecureTransport", call.request.is_secure ? "true" : "false");
  add("aws:CurrentTime", iso_time(now));
  add("aws:EpochTime", std::to_string(now.time_since_epoch().count() / 1000));
  add("aws:UserAgent", call.request.header("user-agent"));
  add("aws:Referer", call.request.header("referer"));
  if (!caller.is_anonymous()) {
    add("aws:userid", caller.user_id);
    add("aws:PrincipalArn", caller.principal_arn);
    add("aws:PrincipalAccount", caller.account);
    add("aws:PrincipalType", caller.is_role ? "AssumedRole" : "User");
    if (!caller.is_role) add("aws:username", caller.identity);
  }
  return circumstances;
}

namespace {

Decision decide(Services& services, const Call& call, const std::string& action,
                const std::string& resource, Circumstances circumstances,
                const std::string& resource_policy) {
  const Question question{call.from.caller, action, resource,
                          circumstances_of(services, call, std::move(circumstances))};
  return services.directory.decide(question, resource_policy);
}

}  // namespace

void Call::name(const std::string& operation) {
  audit.operation = audit.action = operation;
}

void Call::note(const std::string& action, const std::string& resource, bool allowed,
                const std::string& why) {
  if (is_decided) earlier.push_back(audit);
  is_decided = true;
  audit.action = action;
  audit.resource = resource;
  audit.allowed = allowed;
  audit.why = why;
}

void authorize(Services& services, Call& call, const std::string& action,
               const std::string& resource, Circumstances circumstances,
               const std::string& resource_policy) {
  const Decision decision =
      decide(services, call, action, resource, std::move(circumstances), resource_policy);
  call.note(action, resource, decision.verdict == Verdict::Allowed, decision.reason);
  if (call.audit.allowed) return;
  const bool anonymous = call.from.caller.is_anonymous();
  throw AccessError(AccessFault::AccessDenied, "{} is not authorized to perform {} on {}: {}",
                    anonymous ? "An anonymous request" : "User: " + call.from.caller.arn, action,
                    resource, decision.reason);
}

bool allows(Services& services, Call& call, const std::string& action, const std::string& resource,
            Circumstances circumstances, const std::string& resource_policy) {
  const Decision decision =
      decide(services, call, action, resource, std::move(circumstances), resource_policy);
  call.note(action, resource, decision.verdict == Verdict::Allowed, decision.reason);
  return call.audit.allowed;
}

void require_service(const Call& call, std::string_view service) {
  if (call.from.service == service) return;
  throw AccessError(AccessFault::SignatureDoesNotMatch,
                    "Credential should be scoped to correct service: '{}'", service);
}

bool may(Services& services, const Call& call, const std::string& action,
         const std::string& resource, Circumstances circumstances,
         const std::string& resource_policy) {
  return decide(services, call, action, resource, std::move(circumstances), resource_policy)
             .verdict == Verdict::Allowed;
}

}  // namespace sempurna
