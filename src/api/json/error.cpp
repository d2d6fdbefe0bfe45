#include "api/json/error.h"

namespace sempurna::json {

namespace {

// Source: AWS, "Common Errors" of its JSON services' API References.
constexpr ErrorRow kCommon[] = {
    {Trouble::WrongRequest, "ValidationException", 400},
    {Trouble::TooLarge, "ValidationException", 400},
    {Trouble::BrokenBody, "ValidationException", 400},
    {Trouble::NotNow, "ServiceUnavailableException", 503},
    {Trouble::OurMistake, "InternalFailure", 500},
    {AccessFault::AccessDenied, "AccessDeniedException", 400},
    {AccessFault::MissingCredentials, "MissingAuthenticationTokenException", 400},
    {AccessFault::MalformedAuthorization, "IncompleteSignatureException", 400},
    {AccessFault::InvalidAccessKeyId, "UnrecognizedClientException", 400},
    {AccessFault::SignatureDoesNotMatch, "InvalidSignatureException", 400},
    {AccessFault::RequestTimeTooSkewed, "InvalidSignatureException", 400},
    {AccessFault::ExpiredRequest, "InvalidSignatureException", 400},
    {AccessFault::ExpiredToken, "ExpiredTokenException", 400},
    {AccessFault::InvalidToken, "UnrecognizedClientException", 400},
    {AccessFault::PayloadMismatch, "InvalidSignatureException", 400},
    {AccessFault::LimitExceeded, "ThrottlingException", 400},
};

}  // namespace

std::vector<ErrorRow> with_common_errors(std::span<const ErrorRow> own) {
  std::vector<ErrorRow> table(own.begin(), own.end());
  table.insert(table.end(), std::begin(kCommon), std::end(kCommon));
  return table;
}

}  // namespace sempurna::json
