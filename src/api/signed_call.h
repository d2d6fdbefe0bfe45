#pragma once

#include <functional>
#include <string>

#include "api/service.h"

namespace sempurna {

/// Lets in whoever sent the call, by a signature for its service, or as a stranger. `body_sha256`
/// reads a call's body, which is its signed part, and gives its SHA-256: it is asked only when
/// everything else that signs the request was found right. Throws AccessError.
void authenticate_call(Services& services, Call& call,
                       const std::function<std::string()>& body_sha256 = {});

/// The same of a call that is its body, which must be signed: gives it. Nothing of it is kept
/// before its head proves that somebody signed it who has a key. Throws AccessError, HttpError
/// (413) for more bytes than `largest`.
std::string signed_body(Services& services, Call& call, size_t largest = 1 << 20);

}  // namespace sempurna
