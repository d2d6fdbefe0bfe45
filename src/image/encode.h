#pragma once

#include <string>

#include "image/image.h"

namespace sempurna {

/// The picture as the bytes of a baseline JPEG, 4:2:0, with libjpeg's standard tables; the same
/// picture and quality (1 to 100) always give the same bytes. Throws InvalidArgument for an empty
/// picture, one of more than 65500 pixels on a side, or another quality.
std::string encode_jpeg(const Image& image, int quality);

}  // namespace sempurna
