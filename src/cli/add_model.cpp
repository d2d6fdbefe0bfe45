#include "cli/add_model.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/error.h"
#include "base/files.h"
#include "base/quantity.h"
#include "base/sha256.h"
#include "base/standard_streams.h"
#include "base/system_error.h"
#include "catalog/families.h"
#include "catalog/job_folder.h"
#include "catalog/locations.h"
#include "catalog/tasks.h"
#include "cli/client_store.h"
#include "cli/model_id.h"
#include "cli/table.h"
#include "dataset/parts.h"
#include "hub/download.h"
#include "jobs/own_cards.h"
#include "store/archive.h"
#include "store/location.h"

namespace sempurna {

namespace {

constexpr std::string_view kHub = "hf:";

bool is_fine_tuned(const fs::path& folder) {
  return fs::exists(folder / "training.json");
}

// What config.json alone can forbid, before the rest is fetched or copied.
void check_config(const fs::path& folder, const std::string& source_name, const std::string& id) {
  const Json config = read_json(folder / "config.json");
  const std::string type = model_type_of(config);
  if (type.empty()) {
    throw Error(Code::InvalidArgument,
                "the config.json of {} names neither a model_type nor an architecture; look for a "
                "copy of the model in Hugging Face's layout",
                source_name);
  }
  family_of(type);  // throws for one that is not known
  if (!id.empty()) return;
  check_free_id(
      share_folder(), home_folder(),
      make_model_id(config, is_fine_tuned(folder), task_of_model(folder, config), source_name));
}

/// The folder becomes a card under the id that was asked for, or one that its name makes.
Card install(const fs::path& made, const std::string& source_name, const NewCard& asked,
             Card card) {
  card.id = asked.id.empty() ? make_model_id(read_json(made / "config.json"), is_fine_tuned(made),
                                             card.task, source_name)
                             : asked.id;
  check_free_id(share_folder(), home_folder(), card.id);
  add_origin(card, "Added from " + source_name);
  if (!asked.name.empty()) card.name = asked.name;
  return install_card(made, std::move(card));
}

DownloadProgress show_download(bool quiet) {
  if (quiet) return {};
  const bool terminal = ::isatty(STDERR_FILENO) == 1;
  return [terminal, last = std::string()](const std::string& file, int64_t done,
                                          int64_t total) mutable {
    if (terminal) {
      write_to_watcher("\r\x1b[2K");
      tell("{} {} of {}", file, size_text(done), size_text(total));
      if (done == total) tell("\n");
    } else if (file != last) {
      tell("{} ({})\n", file, size_text(total));
    }
    last = file;
  };
}

// A download that was cut waits in a folder of its own for the same files of the same hub.
fs::path partial_folder(const HubAccess& access, const HubSource& source) {
  const std::string all = access.endpoint + "\n" + source.name + "\n" + source.revision;
  return home_folder() / "models" / (".partial-" + sha256_hex(all).substr(0, 16));
}

// Fetches config.json, checks it, and only then fetches the rest. The folder holds nothing else.
HubModel download(const HubSource& source, const HubAccess& access, const fs::path& folder,
                  const std::string& id, bool quiet) {
  const HubModel model =
      download_model(source, folder, show_download(quiet), access, {}, [&](const fs::path& file) {
        if (file.filename() == "config.json") check_config(folder, source.name, id);
      });
  for (const auto& entry : fs::directory_iterator(folder)) {
    const bool is_announced = std::any_of(
        model.files.begin(), model.files.end(),
        [&](const HubFile& file) { return file.name == entry.path().filename().string(); });
    if (!is_announced) fs::remove_all(entry.path());
  }
  return model;
}

Card add_from_hub(const HubSource& hub, const NewCard& asked, bool quiet) {
  const HubAccess access = hub_access_from_environment();
  const fs::path partial = partial_folder(access, hub);
  const HubModel downloaded = download(hub, access, partial, asked.id, quiet);
  Card card = card_of_files(partial, std::string(kHub) + hub.name, hub.name);
  card.hub = hub.name;
  // The commit, so that the card says which files these are, even when the branch moves on.
  card.revision = downloaded.commit.empty() ? hub.revision : downloaded.commit;
  return install(partial, hub.name, asked, std::move(card));
}

/// Every job's model is called that; the job's folder tells them apart.
std::string name_of(const std::string& source, const fs::path& model) {
  const bool is_here = Location::parse(source).kind == Location::Kind::Local;
  return name_of_model(is_here ? fs::canonical(model).string() : source);
}

// "; it holds data …", if that is what it holds.
std::string words_of_data(const fs::path& path) {
  const auto task = task_of_data(path.string());
  if (!task) return "";
  return fmt::format("; it holds {}, on which `sempurna fine-tune --data {}` trains a model",
                     facts_of(*task).examples, path.string());
}

}  // namespace

Card add_model(const std::string& source, const NewCard& asked, bool quiet) {
  const fs::path models = home_folder() / "models";
  make_folders(models);
  if (!asked.id.empty()) check_free_id(share_folder(), home_folder(), asked.id);
  if (source.starts_with(kHub)) {
    return add_from_hub(parse_hub_source(source.substr(kHub.size())), asked, quiet);
  }
  const fs::path path = model_of(local_copy(source, say_on_error_stream));
  if (!fs::exists(path)) throw Error(Code::NotFound, "{} does not exist", path.string());
  if (fs::is_regular_file(path) && task_of_data(path.string())) {
    throw Error(Code::InvalidArgument, "{} holds no model{}", path.string(), words_of_data(path));
  }
  const std::string name = name_of(source, path);
  const TemporaryFolder made(models);
  const fs::path folder = made.path() / "model";
  if (fs::is_directory(path)) {
    if (!fs::exists(path / "config.json")) {
      throw Error(Code::InvalidArgument,
                  "{} has no config.json; a model folder holds config.json and its weights{}",
                  path.string(), words_of_data(path));
    }
    check_config(path, name, asked.id);
    copy_files(path, folder);
  } else {
    read_archive(path, folder);
  }
  return install(folder, name, asked, card_of_files(folder, path.string(), name));
}

Card pull_model(const std::string& id, bool quiet) {
  const Catalog catalog = Catalog::open(share_folder(), home_folder());
  Card card = catalog.at(id);
  if (!card.fine_tunable) {
    throw Error(Code::InvalidArgument,
                "{} cannot be fine-tuned, so its files are not fetched: {}; `sempurna models` "
                "lists the models that can",
                id, card.not_fine_tunable_because);
  }
  if (card.here()) return card;
  if (card.hub.empty()) {
    throw Error(Code::InvalidArgument,
                "{} comes with sempurna and is on no hub, but its files are missing; get a "
                "whole copy of sempurna",
                id);
  }
  if (fs::exists(card.folder)) {
    throw Error(Code::AlreadyExists,
                "there is a folder {} already, but it holds no model; remove it and pull again",
                card.folder.string());
  }
  const HubAccess access = hub_access_from_environment();
  const HubSource source{card.hub, card.revision};
  const fs::path partial = partial_folder(access, source);
  download(source, access, partial, id, quiet);
  inspect_model(partial, std::string(kHub) + card.hub);
  std::error_code error;
  fs::rename(partial, card.folder, error);
  if (error) throw_system_error(error.value(), card.folder, "make the folder");
  sync_folder(card.folder.parent_path());
  return card;
}

}  // namespace sempurna
