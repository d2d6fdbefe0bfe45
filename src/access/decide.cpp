#include <algorithm>

#include "access/directory_state.h"
#include "access/public_policy.h"

namespace sempurna {

namespace {

const Policies& policies_of(const Snapshot& snapshot, const Caller& caller) {
  static const Policies kNone;
  if (caller.is_role) {
    const auto role = snapshot.roles.find(caller.identity);
    return role == snapshot.roles.end() ? kNone : role->second.policies;
  }
  const auto person = snapshot.people.find(caller.identity);
  return person == snapshot.people.end() ? kNone : person->second.policies;
}

// The policy that is for mending a bucket's policy must not stand in the way of that.
bool is_about_the_policy(const std::string& action) {
  return action == "s3:GetBucketPolicy" || action == "s3:PutBucketPolicy" ||
         action == "s3:DeleteBucketPolicy";
}

}  // namespace

bool Directory::Implementation::is_administrator(const Snapshot& snapshot, const Caller& caller) {
  if (!caller.session_policy.empty() || !caller.session_policies.empty()) return false;
  const auto& own = policies_of(snapshot, caller);
  return std::any_of(own.begin(), own.end(),
                     [](const auto& named) { return allows_everything(named.second); });
}

Decision Directory::Implementation::own_side(const Snapshot& snapshot, const Question& question) {
  Decision result;
  for (const auto& [name, policy] : policies_of(snapshot, question.caller)) {
    Decision decision = evaluate(policy, question);
    if (decision.verdict <= result.verdict) continue;
    decision.reason = fmt::format("{} of the policy {}", decision.reason, name);
    result = decision;
  }
  return result;
}

Decision Directory::Implementation::session_side(const Snapshot& snapshot,
                                                 const Question& question) {
  const Caller& caller = question.caller;
  if (caller.session_policy.empty() && caller.session_policies.empty()) {
    return {Verdict::Allowed, ""};
  }
  Decision result;
  const auto add = [&](const Policy& policy, const std::string& of) {
    Decision decision = evaluate(policy, question);
    if (decision.verdict <= result.verdict) return;
    result = {decision.verdict, decision.reason + of, false};
  };
  if (!caller.session_policy.empty()) {
    add(*parsed.get(caller.session_policy, PolicyKind::Identity), " of the session's policy");
  }
  for (const auto& name : caller.session_policies) {
    // One that left the configuration allows nothing.
    if (const auto found = snapshot.policies.find(name); found != snapshot.policies.end()) {
      add(found->second, " of the session's policy " + name);
    }
  }
  return result;
}

Decision Directory::Implementation::resource_side(const Question& question,
                                                  const std::string& policy) {
  if (policy.empty()) return {};
  try {
    Decision decision = evaluate(*parsed.get(policy, PolicyKind::Resource), question);
    if (!decision.reason.empty()) decision.reason += " of the resource's policy";
    return decision;
  } catch (const AccessError& error) {
    if (is_about_the_policy(question.action)) return {};
    return {Verdict::DeniedExplicitly,
            fmt::format("the resource's policy, which cannot be read: {}", error.what())};
  }
}

Decision Directory::decide(const Question& question, const std::string& resource_policy) {
  const auto snapshot = implementation_->now();
  const Decision own = implementation_->own_side(*snapshot, question);
  Decision resource = implementation_->resource_side(question, resource_policy);
  const Decision session = implementation_->session_side(*snapshot, question);
  // Or whoever may write one bucket's policy could lock everybody out of it for good. As AWS does
  // for the account's root user.
  if (resource.verdict == Verdict::DeniedExplicitly && is_about_the_policy(question.action) &&
      implementation_->is_administrator(*snapshot, question.caller)) {
    resource = {};
  }
  for (const Decision* one : std::initializer_list<const Decision*>{&own, &resource, &session}) {
    if (one->verdict == Verdict::DeniedExplicitly) {
      // Whoever may do it anyway by their own policies knows what is there.
      const bool is_secret = one == &resource && own.verdict != Verdict::Allowed;
      return {Verdict::DeniedExplicitly, "denied by " + one->reason, is_secret};
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

bool Directory::may_anywhere(const Caller& caller, const std::string& action,
                             const std::string& resource_policy) {
  const auto snapshot = implementation_->now();
  const auto& own = policies_of(*snapshot, caller);
  if (std::any_of(own.begin(), own.end(), [&](const auto& named) {
        return allows_somewhere(named.second, caller, action);
      })) {
    return true;
  }
  if (resource_policy.empty()) return false;
  try {
    return allows_somewhere(*implementation_->parsed.get(resource_policy, PolicyKind::Resource),
                            caller, action);
  } catch (const AccessError&) {
    return false;
  }
}

bool Directory::lets_in_everybody(const std::string& resource_policy) {
  if (resource_policy.empty()) return false;
  try {
    return is_public(*implementation_->parsed.get(resource_policy, PolicyKind::Resource));
  } catch (const AccessError&) {
    return false;
  }
}

}  // namespace sempurna
