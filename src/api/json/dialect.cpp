#include "api/json/dialect.h"

#include "api/signed_call.h"
#include "api/words.h"

namespace sempurna::json {

namespace {

constexpr auto kTarget = "x-amz-target";
constexpr auto kType = "application/x-amz-json-1.1";

void check_members(const ServedOperation& operation, const JsonMap& input) {
  for (const auto& [member, value] : input.items()) {
    if (has_word(operation.heeds, member) || !asks_for_something(value)) continue;
    throw JsonError("UnsupportedOperationException",
                    "{} has a member {}, which this server does not heed", operation.name, member);
  }
}

}  // namespace

bool JsonDialect::is_spoken_by(const ServerRequest& request) const {
  if (request.count_of(kTarget) == 0) return false;
  return of_.takes_unknown_targets ||
         request.header(kTarget).starts_with(std::string(of_.target) + ".");
}

const ServedOperation& JsonDialect::asked(const ServerRequest& request) const {
  const std::string target = request.header(kTarget);
  const std::string prefix = std::string(of_.target) + ".";
  const ServedOperation* found = target.starts_with(prefix)
                                     ? find_operation(of_.operations, target.substr(prefix.size()))
                                     : nullptr;
  if (target.empty()) {
    throw JsonError("UnknownOperationException",
                    "a call of {} names its operation in the header X-Amz-Target", of_.name);
  }
  if (found == nullptr && of_.has != nullptr && target.starts_with(prefix) &&
      of_.has(target.substr(prefix.size()))) {
    throw JsonError("UnknownOperationException",
                    "{} has the operation {}, but this server does not; docs/server.md lists what "
                    "it has",
                    of_.name, target.substr(prefix.size()));
  }
  if (found == nullptr) {
    throw JsonError("UnknownOperationException", "{} has no operation '{}' on this server",
                    of_.name, target);
  }
  return *found;
}

void JsonDialect::answer(Services& services, Call& call) const {
  const std::string body = signed_body(services, call);
  const ServedOperation& operation = asked(call.request);
  call.begin(operation.name, operation.action);
  Operation op{services, call, parse_input(body)};
  check_members(operation, op.input);
  const Json output = operation.handler(op);
  call.answer.send(200, {{"Content-Type", kType}, {"x-amzn-RequestId", call.request.id}},
                   to_line(output));
}

void JsonDialect::answer_failure(Call& call, const Failure& failure) const {
  call.answer.send(failure.status,
                   {{"Content-Type", kType},
                    {"x-amzn-ErrorType", failure.code},
                    {"x-amzn-RequestId", call.request.id}},
                   to_line({{"__type", failure.code}, {"message", failure.message}}));
}

}  // namespace sempurna::json
