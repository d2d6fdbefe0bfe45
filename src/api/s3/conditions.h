#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"
#include "store/object.h"

namespace sempurna::s3 {

/// If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since in the order of RFC 9110,
/// section 13.2.2. Throws PreconditionFailed or NotModified.
void check_read_conditions(const SignableRequest& request, const ObjectInfo& info);
/// The same of x-amz-copy-source-if-…, where what does not hold is always PreconditionFailed.
void check_copy_conditions(const SignableRequest& request, const ObjectInfo& source);

/// The ETag that a condition of a write or a removal names, without its quotes; * is any. `where`
/// is the header or element. Throws InvalidArgument when it names none: that would be no condition.
std::string named_etag(const std::string& text, std::string_view where);

/// The one range of a Range header (RFC 9110, section 14.1.2). Empty: all is asked for, as when the
/// header is of several ranges or makes no sense. Throws InvalidRange beyond the end.
std::optional<ByteRange> parse_range(std::string_view header, uint64_t size);

/// A date of HTTP's in any of its three forms; empty when it is none.
std::optional<Time> parse_http_time(const std::string& text);

}  // namespace sempurna::s3
