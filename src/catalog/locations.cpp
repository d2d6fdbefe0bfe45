#include "catalog/locations.h"

#include <cstdlib>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/process.h"

namespace sempurna {

namespace fs = std::filesystem;

namespace {

std::string own_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

fs::path share_folder() {
  if (const std::string set = own_environment("SEMPURNA_SHARE"); !set.empty()) return set;
  const fs::path installed = program_folder().parent_path() / "share" / "sempurna";
  return fs::exists(installed / "cards") ? installed : fs::path(SEMPURNA_SOURCE_FOLDER);
}

fs::path home_folder(const Environment& environment) {
  for (const auto& [variable, below] :
       {std::pair("SEMPURNA_DATA_DIR", ""), std::pair("SEMPURNA_HOME", ""),
        std::pair("XDG_DATA_HOME", "sempurna"), std::pair("HOME", ".local/share/sempurna")}) {
    const std::string set = environment(variable);
    if (!set.empty()) return fs::absolute(*below == '\0' ? fs::path(set) : fs::path(set) / below);
  }
  throw Error(Code::InvalidArgument,
              "neither SEMPURNA_HOME nor HOME is set, so there is no place for data; set "
              "SEMPURNA_HOME to a folder");
}

fs::path home_folder() {
  return home_folder(own_environment);
}

}  // namespace sempurna
