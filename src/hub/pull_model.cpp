#include "hub/pull_model.h"

#include "base/error.h"
#include "base/system_error.h"
#include "run/inspect_model.h"

namespace sempurna {

void require_pullable(const Card& card) {
  if (!card.fine_tunable) {
    throw Error(Code::InvalidArgument,
                "{} cannot be fine-tuned, so its files are not fetched: {}; choose a model that "
                "can",
                card.id, card.not_fine_tunable_because);
  }
  if (card.here()) return;
  if (card.hub.empty()) {
    throw Error(Code::InvalidArgument,
                "{} comes with sempurna and is on no hub, but its files are missing; get a "
                "whole copy of sempurna",
                card.id);
  }
  if (fs::exists(card.folder)) {
    throw Error(Code::AlreadyExists,
                "there is a folder {} already, but it holds no model; remove it and pull again",
                card.folder.string());
  }
}

void pull_model(const Card& card, const fs::path& home, const HubAccess& access,
                FetchOptions options) {
  if (card.here()) return;
  const HubSource source{card.hub, card.revision};
  const fs::path partial = partial_folder(home, access, source);
  options.check_config = [&](const Json& config) { check_family(config, card.hub); };
  fetch_model(source, access, partial, options);
  inspect_model(partial, "hf:" + card.hub, [&] { return options.patience.stop.stop_requested(); });
  move_folder(partial, card.folder);
}

void move_folder(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) throw_system_error(error.value(), to, "make the folder");
  sync_folder(to.parent_path());
}

}  // namespace sempurna
