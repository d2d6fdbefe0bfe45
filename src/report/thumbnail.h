#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sempurna {

/// The longer side of a thumbnail, in pixels.
constexpr int kThumbnailSide = 128;

/// A picture file's bytes as a small JPEG, upright, its ratio kept; a small picture keeps its size.
/// Empty when it cannot be decoded. The same bytes give the same thumbnail.
std::optional<std::string> thumbnail(std::string_view picture);

}  // namespace sempurna
