#pragma once

#include <string>
#include <string_view>

#include "api/failure.h"
#include "api/service.h"
#include "base/json.h"
#include "base/json_map.h"

namespace sempurna::cloudwatch {

/// What a request asks for.
struct Asked {
  std::string operation;
  JsonMap input;
};

/// One of the ways in which clients of CloudWatch speak. Safe to use from several threads.
class Protocol {
 public:
  virtual ~Protocol() = default;

  /// Throws CloudWatchError where it cannot be read.
  virtual Asked read(const ServerRequest& request, const std::string& body) const = 0;
  virtual void answer(Call& call, const Json& output) const = 0;
  /// The failure has the query protocol's code.
  virtual void answer_failure(Call& call, const Failure& failure) const = 0;
};

/// X-Amz-Target is this, a dot and an operation; paths of CBOR have it too.
inline constexpr std::string_view kTarget = "GraniteServiceVersion20100801";
inline constexpr std::string_view kCborPath = "/service/GraniteServiceVersion20100801/operation/";

/// A form in, XML out: boto3 up to 1.40, the AWS CLI, Go. Source: AWS, "Smithy: AWS query
/// protocol".
const Protocol& query_protocol();
/// Source: AWS, "Smithy: AWS JSON 1.0 protocol".
const Protocol& json_protocol();
/// Source: AWS, "Smithy RPC v2 CBOR protocol".
const Protocol& cbor_protocol();

/// The one that a request is written in; what has no sign of another is a form.
const Protocol& protocol_of(const ServerRequest& request);

/// What JSON and CBOR call an error that has this code in the query protocol:
/// InvalidParameterValueException.
std::string error_shape(std::string_view code);
/// The header by which their clients learn of the code: "InvalidParameterValue;Sender".
Header query_error(const Failure& failure);

}  // namespace sempurna::cloudwatch
