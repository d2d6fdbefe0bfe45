// A policy document: it is refused with a sentence, or decides. One that is taken asks for nothing
// that no request has.

#include <cstdlib>
#include <string_view>

#include "accepts.h"
#include "access/access_error.h"
#include "access/condition_keys.h"
#include "access/policy.h"

using namespace sempurna;

namespace {

void check_keys(const Policy& policy) {
  for (const auto& statement : policy.statements) {
    for (const auto& condition : statement.conditions) {
      if (!is_condition_key(condition.key) || condition.values.empty()) std::abort();
      for (const auto& value : condition.values) {
        for (const auto& name : value.variables()) {
          if (!is_condition_key(name)) std::abort();
        }
      }
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Caller caller;
  caller.account = "123456789012";
  caller.arn = "arn:aws:iam::123456789012:user/ana";
  caller.access_key_id = "AKIA";
  const Question question{caller,
                          "s3:GetObject",
                          "arn:aws:s3:::b/k",
                          {{"aws:username", {"ana"}},
                           {"aws:SourceIp", {"10.0.0.1"}},
                           {"aws:PrincipalArn", {"arn:aws:iam::123456789012:user/ana"}},
                           {"s3:RequestObjectTagKeys", {"a", "b"}}}};
  for (const PolicyKind kind : {PolicyKind::Identity, PolicyKind::Resource, PolicyKind::Trust}) {
    accepts([&] {
      const Policy policy = parse_policy(text, kind);
      check_keys(policy);
      allows_somewhere(policy, caller, question.action);
      evaluate(policy, question);
    });
  }
  return 0;
}
