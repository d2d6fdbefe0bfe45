#pragma once

#include <string>

#include "image/decode.h"
#include "image/structure.h"

namespace sempurna {

// The parts of decode() that know one format each. They are given bytes in whose structure
// inspect() found no problem, and return the picture as it is stored, not yet upright.

/// `min_width` and `min_height` are of the stored picture here.
Image decode_jpeg(Bytes bytes, int min_width, int min_height, std::vector<std::string>* notes);
Image decode_png(Bytes bytes, const Inspection& inspection, std::vector<std::string>* notes);
Image decode_webp(Bytes bytes, const Inspection& inspection);

/// The stored picture turned and mirrored as an EXIF orientation, 1 to 8, says.
Image upright(Image stored, int orientation);

}  // namespace sempurna
