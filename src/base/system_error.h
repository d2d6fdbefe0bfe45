#pragma once

#include <filesystem>
#include <string_view>

namespace sempurna {

/// Throws what the operating system's error number means for a file: NotFound, Denied,
/// ResourceLimit (disk full), else Unavailable. `doing` is the verb: "write", "make the folder".
[[noreturn]] void throw_system_error(int error, const std::filesystem::path& path,
                                     std::string_view doing);

}  // namespace sempurna
