#pragma once

#include <filesystem>

namespace sempurna {

/// What comes with the program: cards/ and models/. $SEMPURNA_SHARE, else share/sempurna beside the
/// program's bin folder, else the sources that it was built from.
std::filesystem::path share_folder();

/// What belongs to this user: added models, default data sets. $SEMPURNA_HOME, else
/// $XDG_DATA_HOME/sempurna, else ~/.local/share/sempurna.
std::filesystem::path home_folder();

}  // namespace sempurna
