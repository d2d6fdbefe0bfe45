#include "cli/remove_model.h"

#include <unistd.h>

#include "base/error.h"
#include "base/files.h"
#include "base/system_error.h"
#include "catalog/card.h"
#include "catalog/locations.h"

namespace sempurna {

int64_t remove_model(const std::string& id) {
  const fs::path models = home_folder() / "models";
  const Card card = Catalog::open(share_folder(), home_folder()).at(id);
  if (card.folder.parent_path() != models) {
    throw Error(Code::InvalidArgument, "{} comes with sempurna and is not removed", id);
  }
  if (!fs::exists(card.folder)) {
    throw Error(Code::NotFound, "{} has no files on this machine; nothing was removed", id);
  }
  int64_t bytes = 0;
  for (const auto& entry : fs::recursive_directory_iterator(card.folder)) {
    if (entry.is_regular_file()) bytes += static_cast<int64_t>(entry.file_size());
  }
  // Gone in one step for whoever looks, however long it takes.
  const fs::path aside = models / fmt::format(".removed-{}-{}", id, ::getpid());
  std::error_code error;
  fs::rename(card.folder, aside, error);
  if (error) throw_system_error(error.value(), card.folder, "remove");
  fs::remove_all(aside, error);
  if (error) throw_system_error(error.value(), aside, "remove");
  return bytes;
}

}  // namespace sempurna
