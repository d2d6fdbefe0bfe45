#pragma once

#include <map>
#include <string>

#include "access/authenticate.h"

namespace sempurna {

/// The signature of a browser's upload by POST, which its fields carry (names in lower case): of
/// the policy in base64, by Signature V4 (x-amz-algorithm, x-amz-credential, x-amz-date,
/// x-amz-signature) or V2 (awsaccesskeyid, signature), with x-amz-security-token where the key is a
/// temporary one. V2 where the rules allow it. Not looked at: what the policy says. Throws
/// AccessError.
/// Source: Amazon S3, "Authenticating Requests: Browser-Based Uploads Using POST".
Authenticated authenticate_form(const std::map<std::string, std::string>& fields,
                                const SignatureRules& rules, const KeyLookup& keys, Time now);

/// Whether a form has a field that signs it.
bool is_signed_form(const std::map<std::string, std::string>& fields);

}  // namespace sempurna
