#include "api/json/error.h"

#include <algorithm>
#include <array>

#include "access/access_error.h"
#include "base/json.h"

namespace sempurna {

namespace {

struct Fault {
  AccessFault fault;
  std::string_view type;
};
constexpr std::array kFaults = {
    Fault{AccessFault::AccessDenied, "AccessDeniedException"},
    Fault{AccessFault::MissingCredentials, "MissingAuthenticationTokenException"},
    Fault{AccessFault::MalformedAuthorization, "IncompleteSignatureException"},
    Fault{AccessFault::InvalidAccessKeyId, "UnrecognizedClientException"},
    Fault{AccessFault::SignatureDoesNotMatch, "InvalidSignatureException"},
    Fault{AccessFault::RequestTimeTooSkewed, "InvalidSignatureException"},
    Fault{AccessFault::ExpiredRequest, "InvalidSignatureException"},
    Fault{AccessFault::ExpiredToken, "ExpiredTokenException"},
    Fault{AccessFault::InvalidToken, "UnrecognizedClientException"},
    Fault{AccessFault::PayloadMismatch, "InvalidSignatureException"},
    Fault{AccessFault::NoSuchKey, "NotFoundException"},
    Fault{AccessFault::KeyDisabled, "DisabledException"},
    Fault{AccessFault::WrongKeyState, "KMSInvalidStateException"},
    Fault{AccessFault::AliasExists, "AlreadyExistsException"},
    Fault{AccessFault::QuotaExceeded, "LimitExceededException"},
    Fault{AccessFault::InvalidCiphertext, "InvalidCiphertextException"},
    Fault{AccessFault::LimitExceeded, "ThrottlingException"},
};

}  // namespace

void answer_json_error(Call& call, const std::exception& thrown) {
  int status = 400;
  std::string type = "InternalFailure";
  std::string message = "The server failed; its log says why";
  if (const auto* error = dynamic_cast<const JsonError*>(&thrown)) {
    type = error->type_name;
    message = error->what();
  } else if (const auto* access = dynamic_cast<const AccessError*>(&thrown)) {
    const auto found = std::find_if(kFaults.begin(), kFaults.end(), [&](const Fault& fault) {
      return fault.fault == access->fault();
    });
    type = found == kFaults.end() ? "ValidationException" : found->type;
    message = access->what();
  } else if (const auto* error = dynamic_cast<const Error*>(&thrown);
             error != nullptr && error->code() != Code::Internal &&
             error->code() != Code::DataCorrupt) {
    const bool passes = error->code() == Code::Unavailable || error->code() == Code::ResourceLimit;
    status = passes ? 503 : 400;
    type = passes ? "ServiceUnavailableException" : "ValidationException";
    message = error->what();
  } else {
    status = 500;
  }
  if (!call.audit.allowed && call.audit.why.empty()) call.audit.why = message;
  call.answer.send(status,
                   {{"Content-Type", "application/x-amz-json-1.1"},
                    {"x-amzn-ErrorType", type},
                    {"x-amzn-RequestId", call.request.id}},
                   to_line({{"__type", type}, {"message", message}}));
}

}  // namespace sempurna
