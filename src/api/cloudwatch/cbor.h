#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/json_map.h"

namespace sempurna::cloudwatch {

// CBOR as Smithy's RPC protocol has it (RFC 8949): a time, which is a number in JSON, is one with
// the tag 1, in either direction.

/// At most 20 levels deep. Throws CloudWatchError where it is something else: not whole, with bytes
/// behind it, with a member twice, or of what no request has, byte strings and other tags.
JsonMap read_cbor(std::string_view bytes);

/// Members that kind_of() knows as times are written so.
std::string write_cbor(const Json& value);

}  // namespace sempurna::cloudwatch
