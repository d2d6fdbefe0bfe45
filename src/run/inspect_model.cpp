#include "run/inspect_model.h"

#include "base/error.h"
#include "base/replace_all.h"
#include "run/ask_worker.h"

namespace sempurna {

Json inspect_model(const fs::path& folder, const std::string& source,
                   const std::function<bool()>& is_unwanted) {
  AskOptions options;
  options.is_unwanted = is_unwanted;
  try {
    return ask_worker({"inspect", folder.string()}, "the model cannot be built from its files",
                      options);
  } catch (const Error& error) {
    throw Error(error.code(), "{}", replace_all(error.what(), folder.string(), source));
  }
}

}  // namespace sempurna
