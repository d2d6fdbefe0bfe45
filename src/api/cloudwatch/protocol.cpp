#include "api/cloudwatch/protocol.h"

#include "api/cloudwatch/error.h"

namespace sempurna::cloudwatch {

namespace {

struct Row {
  std::string_view code;
  std::string_view shape;
};

// Source: botocore's description of the service; AWS, "Common Errors" of its JSON services.
constexpr Row kShapes[] = {
    {kMissing, "MissingRequiredParameterException"},
    {kWrongValue, "InvalidParameterValueException"},
    {kWrongTogether, "InvalidParameterCombinationException"},
    {kNotValid, "ValidationException"},
    {kNotReadable, "SerializationException"},
    {kUnknownOperation, "UnknownOperationException"},
    {"AccessDenied", "AccessDeniedException"},
    {"ExpiredToken", "ExpiredTokenException"},
    {"IncompleteSignature", "IncompleteSignatureException"},
    {"InternalFailure", "InternalServiceFault"},
    {"InvalidClientTokenId", "UnrecognizedClientException"},
    {"MissingAuthenticationToken", "MissingAuthenticationTokenException"},
    {"RequestExpired", "InvalidSignatureException"},
    {"ServiceUnavailable", "ServiceUnavailableException"},
    {"SignatureDoesNotMatch", "InvalidSignatureException"},
    {"Throttling", "ThrottlingException"},
};

}  // namespace

const Protocol& protocol_of(const ServerRequest& request) {
  if (request.count_of("smithy-protocol") > 0 || request.path.starts_with(kCborPath)) {
    return cbor_protocol();
  }
  return request.count_of("x-amz-target") > 0 ? json_protocol() : query_protocol();
}

std::string error_shape(std::string_view code) {
  for (const Row& row : kShapes) {
    if (row.code == code) return std::string(row.shape);
  }
  return std::string(code);
}

Header query_error(const Failure& failure) {
  return {"x-amzn-query-error",
          fmt::format("{};{}", failure.code, failure.status < 500 ? "Sender" : "Receiver")};
}

}  // namespace sempurna::cloudwatch
