#include "hub/fetch_model.h"

#include <algorithm>

#include "base/error.h"
#include "base/sha256.h"
#include "catalog/families.h"

namespace sempurna {

fs::path partial_folder(const fs::path& home, const HubAccess& access, const HubSource& source) {
  const std::string all = access.endpoint + "\n" + source.name + "\n" + source.revision;
  return home / "models" / (".partial-" + sha256_hex(all).substr(0, 16));
}

HubModel fetch_model(const HubSource& source, const HubAccess& access, const fs::path& folder,
                     const FetchOptions& options) {
  const auto arrived = [&](const fs::path& file) {
    if (file.filename() == "config.json" && options.check_config) {
      options.check_config(read_json(file));
    }
  };
  const HubModel model = download_model(source, folder, options.progress, access, options.patience,
                                        arrived, options.announced);
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (std::ranges::find(model.files, name, &HubFile::name) == model.files.end())
      fs::remove_all(entry.path());
  }
  return model;
}

void check_family(const Json& config, const std::string& source_name) {
  const std::string type = model_type_of(config);
  if (type.empty()) {
    throw Error(Code::InvalidArgument,
                "the config.json of {} names neither a model_type nor an architecture; look for a "
                "copy of the model in Hugging Face's layout",
                source_name);
  }
  family_of(type);  // throws for one that is not known
}

}  // namespace sempurna
