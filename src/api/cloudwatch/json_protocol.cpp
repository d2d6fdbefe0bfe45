#include "api/cloudwatch/error.h"
#include "api/cloudwatch/protocol.h"
#include "api/json/operation.h"

namespace sempurna::cloudwatch {

namespace {

constexpr auto kType = "application/x-amz-json-1.0";

class JsonProtocol : public Protocol {
 public:
  Asked read(const ServerRequest& request, const std::string& body) const override {
    const std::string target = request.header("x-amz-target");
    const std::string prefix = std::string(kTarget) + ".";
    if (!target.starts_with(prefix)) {
      throw CloudWatchError(kUnknownOperation, "monitoring has no operation '{}'", target);
    }
    return {target.substr(prefix.size()), json::parse_input(body)};
  }

  void answer(Call& call, const Json& output) const override {
    call.answer.send(200, {{"Content-Type", kType}, {"x-amzn-RequestId", call.request.id}},
                     to_line(output));
  }

  void answer_failure(Call& call, const Failure& failure) const override {
    const std::string shape = error_shape(failure.code);
    call.answer.send(failure.status,
                     {{"Content-Type", kType},
                      {"x-amzn-ErrorType", shape},
                      query_error(failure),
                      {"x-amzn-RequestId", call.request.id}},
                     to_line({{"__type", shape}, {"message", failure.message}}));
  }
};

}  // namespace

const Protocol& json_protocol() {
  static const JsonProtocol kProtocol;
  return kProtocol;
}

}  // namespace sempurna::cloudwatch
