#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace sempurna {

/// What comes with the program: cards/ and models/. $SEMPURNA_SHARE, else share/sempurna beside the
/// program's bin folder, else the sources that it was built from.
std::filesystem::path share_folder();

/// The value of an environment variable; empty when it is not set.
using Environment = std::function<std::string(const char* name)>;

/// The one home for data: records of jobs, added models, default data sets, and what a server
/// keeps. $SEMPURNA_DATA_DIR, else $SEMPURNA_HOME, else $XDG_DATA_HOME/sempurna, else
/// ~/.local/share/sempurna; absolute. Throws InvalidArgument when none of them is set.
std::filesystem::path home_folder(const Environment& environment);
/// Of this process.
std::filesystem::path home_folder();

}  // namespace sempurna
