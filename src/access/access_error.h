#pragma once

#include <utility>

#include "base/error.h"

namespace sempurna {

/// Why somebody was not let in, by the names that S3 gives it; each dialect has its own words.
enum class AccessFault {
  AccessDenied,  ///< the policies say no, or an anonymous request
  MissingCredentials,
  MalformedForm,           ///< a form that is to be signed, and is not as it should be
  MalformedAuthorization,  ///< S3: AuthorizationHeaderMalformed, AuthorizationQueryParametersError
  InvalidAccessKeyId,
  SignatureDoesNotMatch,
  RequestTimeTooSkewed,
  ExpiredRequest,  ///< a presigned one
  ExpiredToken,
  InvalidToken,
  PayloadMismatch,  ///< S3: XAmzContentSHA256Mismatch
  MalformedPolicy,
  NoSuchIdentity,
  IdentityExists,
  NoSuchAccessKey,
  NoSuchKey,  ///< KMS: NotFoundException
  KeyDisabled,
  WrongKeyState,  ///< KMS: KMSInvalidStateException
  AliasExists,    ///< KMS: AlreadyExistsException
  InvalidCiphertext,
  QuotaExceeded,         ///< as many of something as there may be
  LimitExceeded,         ///< too many requests
  PackedPolicyTooLarge,  ///< of temporary credentials
};

class AccessError : public Error {
 public:
  template <typename... Args>
  AccessError(AccessFault fault, fmt::format_string<Args...> format, Args&&... args)
      : Error(code_of(fault), format, std::forward<Args>(args)...), fault_(fault) {}

  AccessFault fault() const { return fault_; }

 private:
  static Code code_of(AccessFault fault);
  AccessFault fault_;
};

}  // namespace sempurna
