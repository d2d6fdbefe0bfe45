#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "signing/signature.h"

namespace sempurna {

/// What the query of a presigned request has beside what it asks for.
struct QueryHeaders {
  std::vector<Header> headers;       ///< to be taken as if they had been sent as headers
  std::set<std::string> parameters;  ///< all of these, and those that sign the request
};

/// Of Signature V4: x-amz-…, as JavaScript, Ruby and Go put them there, and Content-Type and its
/// like, as JavaScript did before. The checksum of an empty body is no header: JavaScript adds it
/// when it presigns an upload whose body it does not have.
/// Throws MalformedAuthorization for one that is given twice, in the query and as another header,
/// that is no header's name, or that holds a control character.
QueryHeaders query_headers(const SignableRequest& request,
                           const std::multimap<std::string, std::string>& parameters);

/// Of Signature V2, which covers Content-Type, Content-MD5 and x-amz-security-token there. Every
/// other x-amz-… is refused: its signature would be as good for a header of the same name.
QueryHeaders query_headers_v2(const SignableRequest& request,
                              const std::multimap<std::string, std::string>& parameters);

}  // namespace sempurna
