#include "access/access_error.h"
#include "api/service.h"

namespace sempurna {

Circumstances circumstances_of(Services& services, const Call& call, Circumstances circumstances) {
  const Time now = services.clock.now();
  const Caller& caller = call.from.caller;
  circumstances.add("aws:SourceIp", call.request.remote_address);
  circumstances.add("aws:SecureTransport", call.request.is_secure ? "true" : "false");
  circumstances.add("aws:CurrentTime", iso_time(now));
  circumstances.add("aws:EpochTime", std::to_string(now.time_since_epoch().count() / 1000));
  circumstances.add("aws:UserAgent", call.request.header("user-agent"));
  circumstances.add("aws:Referer", call.request.header("referer"));
  circumstances.add("aws:RequestedRegion", services.config.region);
  circumstances.add("aws:ResourceAccount", services.config.account);
  circumstances.add("aws:PrincipalIsAWSService", "false");
  circumstances.add("aws:ViaAWSService", "false");
  circumstances.add("aws:PrincipalType", caller.is_anonymous() ? "Anonymous"
                                         : caller.is_role      ? "AssumedRole"
                                                               : "User");
  if (caller.is_anonymous()) return circumstances;
  circumstances.add("aws:userid", caller.user_id);
  circumstances.add("aws:PrincipalArn", caller.principal_arn);
  circumstances.add("aws:PrincipalAccount", caller.account);
  if (!caller.is_role) circumstances.add("aws:username", caller.identity);
  circumstances.add("aws:SourceIdentity", caller.source_identity);
  if (caller.issued) circumstances.add("aws:TokenIssueTime", iso_time(*caller.issued));
  for (const auto& [name, value] : caller.tags) circumstances["aws:PrincipalTag/" + name] = {value};
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

void Call::begin(std::string_view name, std::string_view action) {
  operation.name = name;
  operation.action = action;
  audit.operation = operation.full();
  // Of what is not served, no action is known.
  audit.action = action.empty() ? audit.operation : std::string(action);
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
                    resource, decision.is_secret ? "no policy allows it" : decision.reason);
}

bool allows(Services& services, Call& call, const std::string& action, const std::string& resource,
            Circumstances circumstances, const std::string& resource_policy) {
  const Decision decision =
      decide(services, call, action, resource, std::move(circumstances), resource_policy);
  call.note(action, resource, decision.verdict == Verdict::Allowed, decision.reason);
  return call.audit.allowed;
}

Verdict verdict(Services& services, const Call& call, const std::string& action,
                const std::string& resource) {
  return decide(services, call, action, resource, {}, "").verdict;
}

bool may(Services& services, const Call& call, const std::string& action,
         const std::string& resource, Circumstances circumstances,
         const std::string& resource_policy) {
  return decide(services, call, action, resource, std::move(circumstances), resource_policy)
             .verdict == Verdict::Allowed;
}

}  // namespace sempurna
