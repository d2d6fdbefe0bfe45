#include "cli/add_model.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/error.h"
#include "base/files.h"
#include "base/quantity.h"
#include "base/standard_streams.h"
#include "catalog/families.h"
#include "catalog/job_folder.h"
#include "catalog/locations.h"
#include "catalog/tasks.h"
#include "cli/client_store.h"
#include "cli/model_id.h"
#include "cli/table.h"
#include "dataset/parts.h"
#include "hub/fetch_model.h"
#include "hub/pull_model.h"
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
  check_family(config, source_name);
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

Card add_from_hub(const HubSource& hub, const NewCard& asked, bool quiet) {
  const HubAccess access = hub_access_from_environment();
  const fs::path partial = partial_folder(home_folder(), access, hub);
  const HubModel downloaded = fetch_model(
      hub, access, partial, {.progress = show_download(quiet), .check_config = [&](const Json&) {
                               check_config(partial, hub.name, asked.id);
                             }});
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
  const Card card = Catalog::open(share_folder(), home_folder()).at(id);
  require_pullable(card);
  pull_model(card, home_folder(), hub_access_from_environment(),
             {.progress = show_download(quiet)});
  return card;
}

}  // namespace sempurna
