#include "catalog/locations.h"

#include <cstdlib>
#include <string_view>

#include "base/error.h"
#include "base/process.h"

namespace sempurna {

namespace fs = std::filesystem;

namespace {

const char* environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

}  // namespace

fs::path share_folder() {
  if (const char* set = environment("SEMPURNA_SHARE")) return set;
  const fs::path installed = program_folder().parent_path() / "share" / "sempurna";
  return fs::exists(installed / "cards") ? installed : fs::path(SEMPURNA_SOURCE_FOLDER);
}

fs::path home_folder() {
  if (const char* set = environment("SEMPURNA_HOME")) return set;
  if (const char* data = environment("XDG_DATA_HOME")) return fs::path(data) / "sempurna";
  if (const char* home = environment("HOME"))
    return fs::path(home) / ".local" / "share" / "sempurna";
  throw Error(Code::InvalidArgument,
              "neither SEMPURNA_HOME nor HOME is set, so there is no place for "
              "models; set SEMPURNA_HOME to a folder");
}

}  // namespace sempurna
