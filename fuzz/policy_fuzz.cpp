// A policy document: it is refused with a sentence, or decides.

#include <string_view>

#include "accepts.h"
#include "access/access_error.h"
#include "access/policy.h"

using namespace sempurna;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Caller caller;
  caller.account = "123456789012";
  caller.arn = "arn:aws:iam::123456789012:user/ana";
  caller.access_key_id = "AKIA";
  const Question question{
      caller,
      "s3:GetObject",
      "arn:aws:s3:::b/k",
      {{"aws:username", {"ana"}}, {"aws:SourceIp", {"10.0.0.1"}}, {"s3:prefix", {"a", "b"}}}};
  for (const PolicyKind kind : {PolicyKind::Identity, PolicyKind::Resource, PolicyKind::Trust}) {
    accepts([&] { evaluate(parse_policy(text, kind), question); });
  }
  return 0;
}
