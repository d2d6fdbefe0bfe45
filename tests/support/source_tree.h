#pragma once

#include <filesystem>

namespace sempurna {

/// This repository's folder. A function and no macro, so that a compiled test is the same wherever
/// the repository lies, and comes out of ccache.
std::filesystem::path source_tree();

}  // namespace sempurna
