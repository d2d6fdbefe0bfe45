#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace sempurna {

/// A picture format that is read. None is everything else.
enum class Format { None, Jpeg, Png, WebP };

/// "JPEG", "PNG", "WebP", or "none".
std::string_view name(Format format);

/// The format by the first bytes; the file's name plays no part.
Format recognise(std::span<const std::byte> bytes);

/// What bytes that are no JPEG, PNG or WebP are instead, and what to do about it, as one sentence
/// without its full stop: "this is a GIF picture, which is not read: convert it to PNG or JPEG".
std::string describe_unread(std::span<const std::byte> bytes);

}  // namespace sempurna
