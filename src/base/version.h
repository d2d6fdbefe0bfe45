#pragma once

#include <string>

namespace sempurna {

/// Of the program: "0.1.0".
std::string version();

}  // namespace sempurna
