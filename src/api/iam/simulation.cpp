#include "api/iam/handlers.h"

namespace sempurna::iam {

namespace {

constexpr size_t kSimulatedAtMost = 1000;

Circumstances context_entries(const Operation& op) {
  Circumstances circumstances;
  for (const auto& one : op.structures("ContextEntries")) {
    circumstances[op.required(one + ".ContextKeyName")] = op.list(one + ".ContextKeyValues");
  }
  return circumstances;
}

}  // namespace

void simulate_principal_policy(Operation& op, XmlWriter& xml) {
  const std::string source = op.required("PolicySourceArn");
  authorize(op.services, op.call, op.call.action(), source);
  const auto caller = op.services.directory.caller_of(source);
  if (!caller) {
    throw QueryError(404, "NoSuchEntity", "the principal {} cannot be found", source);
  }
  auto resources = op.list("ResourceArns");
  if (resources.empty()) resources = {"*"};
  const auto names = op.list("ActionNames");
  if (names.empty())
    throw QueryError(400, "ValidationError", "the parameter ActionNames is missing");
  if (names.size() * resources.size() > kSimulatedAtMost) {
    throw QueryError(400, "ValidationError",
                     "{} actions on {} resources are asked about, but {} pairs may be at most",
                     names.size(), resources.size(), kSimulatedAtMost);
  }
  const Circumstances circumstances = context_entries(op);
  xml.open("EvaluationResults");
  for (const auto& name : names) {
    for (const auto& resource : resources) {
      const Decision decision =
          op.services.directory.decide({*caller, name, resource, circumstances}, "");
      const char* words = decision.verdict == Verdict::Allowed            ? "allowed"
                          : decision.verdict == Verdict::DeniedExplicitly ? "explicitDeny"
                                                                          : "implicitDeny";
      xml.open("member")
          .element("EvalActionName", name)
          .element("EvalResourceName", resource)
          .element("EvalDecision", words)
          .close();
    }
  }
  xml.close().element("IsTruncated", false);
}

}  // namespace sempurna::iam
