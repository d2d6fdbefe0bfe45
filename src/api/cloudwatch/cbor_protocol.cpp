#include "api/cloudwatch/cbor.h"
#include "api/cloudwatch/error.h"
#include "api/cloudwatch/protocol.h"

namespace sempurna::cloudwatch {

namespace {

constexpr auto kName = "rpc-v2-cbor";
constexpr auto kType = "application/cbor";

class CborProtocol : public Protocol {
 public:
  Asked read(const ServerRequest& request, const std::string& body) const override {
    if (request.header("smithy-protocol") != kName) {
      throw CloudWatchError(kUnknownOperation,
                            "the header smithy-protocol is '{}', but a call of {}… speaks {}",
                            request.header("smithy-protocol"), kCborPath, kName);
    }
    if (request.method != "POST" || !request.path.starts_with(kCborPath)) {
      throw CloudWatchError(kUnknownOperation, "monitoring has nothing at {} {}", request.method,
                            request.path);
    }
    JsonMap input = body.empty() ? JsonMap::object() : read_cbor(body);
    if (!input.is_object()) throw CloudWatchError(kNotReadable, "the request must be a map");
    return {request.path.substr(kCborPath.size()), std::move(input)};
  }

  void answer(Call& call, const Json& output) const override { send(call, 200, {}, output); }

  void answer_failure(Call& call, const Failure& failure) const override {
    send(call, failure.status, {query_error(failure)},
         {{"__type", "com.amazonaws.cloudwatch#" + error_shape(failure.code)},
          {"message", failure.message}});
  }

 private:
  static void send(Call& call, int status, std::vector<Header> headers, const Json& body) {
    headers.push_back({"Content-Type", kType});
    headers.push_back({"smithy-protocol", kName});
    headers.push_back({"x-amzn-RequestId", call.request.id});
    call.answer.send(status, headers, write_cbor(body));
  }
};

}  // namespace

const Protocol& cbor_protocol() {
  static const CborProtocol kProtocol;
  return kProtocol;
}

}  // namespace sempurna::cloudwatch
