#include "api/cloudwatch/dialect.h"

#include "api/cloudwatch/protocol.h"
#include "api/json/operation.h"
#include "api/query/dialect.h"
#include "api/signed_call.h"
#include "api/words.h"

namespace sempurna::cloudwatch {

namespace {

void check_members(const ServedOperation& operation, const JsonMap& input) {
  for (const auto& [member, value] : input.items()) {
    if (has_word(operation.heeds, member) || !json::asks_for_something(value)) continue;
    throw CloudWatchError(kNotValid, "{} has the parameter {}, which this server does not heed",
                          operation.name, member);
  }
}

}  // namespace

bool CloudWatchDialect::is_spoken_by(const ServerRequest& request) const {
  return request.path.starts_with(kCborPath) ||
         request.header("x-amz-target").starts_with(std::string(kTarget) + ".");
}

const ServedOperation& CloudWatchDialect::require(const std::string& name) const {
  const ServedOperation* found = find_operation(operations_, name);
  if (found != nullptr) return *found;
  if (has_word(unserved_, name)) {
    throw CloudWatchError(kUnknownOperation,
                          "CloudWatch has the operation {}, but this server does not; "
                          "docs/server.md lists what it has",
                          name);
  }
  throw CloudWatchError(kUnknownOperation,
                        "Could not find operation {}; CloudWatch has none of this name on this "
                        "server",
                        name);
}

void CloudWatchDialect::answer(Services& services, Call& call) const {
  const std::string body = signed_body(services, call);
  const Protocol& protocol = protocol_of(call.request);
  const Asked asked = protocol.read(call.request, body);
  const ServedOperation& operation = require(asked.operation);
  call.begin(operation.name, operation.action);
  check_members(operation, asked.input);
  Operation op{services, call, asked.input};
  protocol.answer(call, operation.handler(op));
}

std::span<const ErrorRow> CloudWatchDialect::errors() const {
  return query::errors();
}

void CloudWatchDialect::answer_failure(Call& call, const Failure& failure) const {
  protocol_of(call.request).answer_failure(call, failure);
}

}  // namespace sempurna::cloudwatch
