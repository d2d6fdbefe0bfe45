#include "access/directory_state.h"

namespace sempurna {

namespace {

Decision worst(const Policies& policies, const Question& question) {
  Decision result;
  for (const auto& [name, policy] : policies) {
    Decision decision = evaluate(policy, question);
    if (decision.verdict <= result.verdict) continue;
    decision.reason = fmt::format("{} of the policy {}", decision.reason, name);
    result = decision;
  }
  return result;
}

}  // namespace

Decision Directory::Implementation::own_side(const Snapshot& snapshot, const Question& question) {
  const Caller& caller = question.caller;
  Decision decision;
  if (caller.is_role) {
    const auto role = snapshot.roles.find(caller.identity);
    if (role != snapshot.roles.end()) decision = worst(role->second.policies, question);
  } else {
    const auto person = snapshot.people.find(caller.identity);
    if (person != snapshot.people.end()) decision = worst(person->second.policies, question);
  }
  return decision;
}

Decision Directory::decide(const Question& question, const std::string& resource_policy) {
  const auto snapshot = implementation_->now();
  const Decision own = implementation_->own_side(*snapshot, question);
  Decision resource;
  if (!resource_policy.empty()) {
    resource = evaluate(parse_policy(resource_policy, PolicyKind::Resource), question);
    if (!resource.reason.empty()) resource.reason += " of the resource's policy";
  }
  Decision session{Verdict::Allowed, ""};
  if (!question.caller.session_policy.empty()) {
    session =
        evaluate(parse_policy(question.caller.session_policy, PolicyKind::Identity), question);
    if (!session.reason.empty()) session.reason += " of the session's policy";
  }
  for (const Decision* one : std::initializer_list<const Decision*>{&own, &resource, &session}) {
    if (one->verdict == Verdict::DeniedExplicitly) {
      return {Verdict::DeniedExplicitly, "denied by " + one->reason};
    }
  }
  if (session.verdict != Verdict::Allowed) {
    return {Verdict::NotMentioned, "the session's policy does not allow it"};
  }
  for (const Decision* one : std::initializer_list<const Decision*>{&own, &resource}) {
    if (one->verdict == Verdict::Allowed) return {Verdict::Allowed, "allowed by " + one->reason};
  }
  return {Verdict::NotMentioned, "no policy allows it"};
}

}  // namespace sempurna
