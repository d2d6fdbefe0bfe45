#pragma once

#include <string>

namespace sempurna {

/// Keeps the name that this program was called by, `argv[0]`, for it and the programs it starts.
void set_program_name(const char* called);

/// `text` with the command lines in it, which are written "`sempurna …`", as they can be typed
/// here: "`./sempurna …`" when the program was called so.
std::string with_program_name(std::string text);

}  // namespace sempurna
