#include "access/access_error.h"

namespace sempurna {

Code AccessError::code_of(AccessFault fault) {
  switch (fault) {
    case AccessFault::MalformedPolicy:
    case AccessFault::PackedPolicyTooLarge:
    case AccessFault::InvalidCiphertext:
    case AccessFault::MalformedAuthorization:
    case AccessFault::MalformedForm:
      return Code::InvalidArgument;
    case AccessFault::NoSuchIdentity:
    case AccessFault::NoSuchAccessKey:
    case AccessFault::NoSuchKey:
      return Code::NotFound;
    case AccessFault::AliasExists:
    case AccessFault::IdentityExists:
      return Code::AlreadyExists;
    case AccessFault::KeyDisabled:
    case AccessFault::WrongKeyState:
      return Code::Conflict;
    case AccessFault::LimitExceeded:
    case AccessFault::QuotaExceeded:
      return Code::ResourceLimit;
    default:
      return Code::Denied;
  }
}

}  // namespace sempurna
