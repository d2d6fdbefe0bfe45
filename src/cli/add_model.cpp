#include "cli/add_model.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cctype>
#include <cstdio>

#include "base/error.h"
#include "base/files.h"
#include "catalog/families.h"
#include "catalog/locations.h"
#include "cli/table.h"
#include "hub/download.h"
#include "run/local_worker.h"
#include "store/archive.h"
#include "store/location.h"

namespace sempurna {

namespace {

constexpr std::string_view kHub = "hf:";
constexpr size_t kLongestId = 63;

// "google/MobileNet_v2 1.0" → "mobilenet-v2-1-0"
std::string slug(const std::string& name) {
  const std::string last = name.substr(name.rfind('/') + 1);
  std::string out;
  for (const char c : last) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  while (out.ends_with('-')) out.pop_back();
  return out.empty() ? "model" : out;
}

std::string make_id(const Json& config, bool fine_tuned, Task task, const std::string& name) {
  const std::string framework = fine_tuned                         ? "sempurna"
                                : config.contains("architectures") ? "huggingface"
                                                                   : "pytorch";
  std::string id = framework + (task == Task::ImageClassification ? "-ic-" : "-tc-") + slug(name);
  if (id.size() > kLongestId) id.resize(kLongestId);
  while (id.ends_with('-')) id.pop_back();
  return id;
}

int64_t folder_size(const fs::path& folder) {
  int64_t size = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) size += static_cast<int64_t>(entry.file_size());
  }
  return size;
}

// The worker builds the model from the files, which proves that they belong together.
Json inspect(const fs::path& folder) {
  const TemporaryFolder scratch;
  const fs::path answer = scratch.path() / "answer.json";
  const Exit exit =
      Process({worker_program().string(), "inspect", folder.string()}, {answer}).wait();
  const std::string text = read_file(answer);
  if (!exit.ok()) {
    std::string reason = text.substr(text.rfind("sempurna-worker: ") == std::string::npos
                                         ? 0
                                         : text.rfind("sempurna-worker: ") + 17);
    while (reason.ends_with('\n')) reason.pop_back();
    throw Error(Code::InvalidArgument, "{}",
                reason.empty() ? "the model cannot be built from its files" : reason);
  }
  return parse_json(text, "the worker's answer");
}

// Puts `made` at home/models/<id> in one step.
Card install(const fs::path& made, Card card) {
  const fs::path models = home_folder() / "models";
  const fs::path target = models / card.id;
  if (fs::exists(target / "card.yaml")) {
    throw Error(Code::AlreadyExists,
                "there is a model {} already; choose another id with --id, or remove {}", card.id,
                target.string());
  }
  card.folder = target;
  write_card(card, made / "card.yaml");
  fs::rename(made, target);
  sync_folder(models);
  return card;
}

Card card_of(const fs::path& folder, const std::string& source_name, const std::string& id) {
  const Json config = read_json(folder / "config.json");
  const Family& family = family_of(config.value("model_type", ""));
  const bool fine_tuned = fs::exists(folder / "training.json");
  const Json facts = inspect(folder);
  Card card;
  card.id = id.empty() ? make_id(config, fine_tuned, family.task, source_name) : id;
  if (const auto fault = fault_of_id(card.id)) {
    throw Error(Code::InvalidArgument, "the id {} cannot be used: {}", card.id, *fault);
  }
  card.name = source_name;
  card.task = family.task;
  card.family = family.model_type;
  card.description = fmt::format("{} ({}), added by this user.", family.title, family.paper);
  card.parameters = facts.value("parameters", int64_t{0});
  card.size_bytes = folder_size(folder);
  card.licence = "unknown";
  card.provenance = fmt::format("Added from {}.", source_name);
  if (family.task == Task::TextClassification) {
    card.hyperparameters = {
        {"learning_rate", "5e-05"}, {"batch_size", "64"}, {"optimizer", "adamw"}};
  }
  return card;
}

void copy_folder(const fs::path& from, const fs::path& to) {
  make_folders(to);
  for (const auto& entry : fs::directory_iterator(from)) {
    if (entry.is_regular_file()) fs::copy_file(entry.path(), to / entry.path().filename());
  }
}

DownloadProgress show_download(bool quiet) {
  if (quiet) return {};
  const bool terminal = ::isatty(STDERR_FILENO) == 1;
  return [terminal, last = std::string()](const std::string& file, int64_t done,
                                          int64_t total) mutable {
    if (terminal) {
      fmt::print(stderr, "\r\x1b[2K{} {} of {}", file, size_text(done), size_text(total));
      if (done == total) fmt::print(stderr, "\n");
    } else if (file != last) {
      fmt::print(stderr, "{} ({})\n", file, size_text(total));
    }
    last = file;
  };
}

}  // namespace

Card add_model(const std::string& source, const std::string& id, bool quiet) {
  const fs::path models = home_folder() / "models";
  make_folders(models);
  if (source.starts_with(kHub)) {
    const HubSource hub = parse_hub_source(source.substr(kHub.size()));
    // The partial download stays where the next try finds it.
    const fs::path partial = models / (".partial-" + slug(hub.name) + "-" + slug(hub.revision));
    const HubModel downloaded = download_model(hub, partial, show_download(quiet));
    Card card = card_of(partial, hub.name, id);
    card.hub = hub.name;
    // The commit, so that the card says which files these are, even when the branch moves on.
    card.revision = downloaded.commit.empty() ? hub.revision : downloaded.commit;
    return install(partial, card);
  }
  const fs::path path = Location::parse(source).require_local();
  if (!fs::exists(path)) throw Error(Code::NotFound, "{} does not exist", path.string());
  const TemporaryFolder made(models);
  const fs::path folder = made.path() / "model";
  if (fs::is_directory(path)) {
    if (!fs::exists(path / "config.json")) {
      throw Error(Code::InvalidArgument,
                  "{} has no config.json; a model folder holds config.json and its weights",
                  path.string());
    }
    copy_folder(path, folder);
  } else {
    read_archive(path, folder);
  }
  std::string name = fs::canonical(path).filename().string();
  for (const std::string_view ending : {".tar.gz", ".tgz"}) {
    if (name.ends_with(ending)) name.resize(name.size() - ending.size());
  }
  // Every job's archive is called model.tar.gz; the job's folder tells them apart.
  if (name == "model") {
    const fs::path job = fs::canonical(path).parent_path().parent_path();
    if (job.has_filename()) name = job.filename().string();
  }
  return install(folder, card_of(folder, name, id));
}

Card pull_model(const std::string& id, bool quiet) {
  const Catalog catalog = Catalog::open(share_folder(), home_folder());
  Card card = catalog.at(id);
  if (card.here()) return card;
  if (card.hub.empty()) {
    throw Error(Code::InvalidArgument,
                "{} comes with sempurna and is on no hub, but its files are missing; get a "
                "whole copy of sempurna",
                id);
  }
  const fs::path partial = home_folder() / "models" / (".partial-" + id);
  make_folders(partial);
  download_model({card.hub, card.revision}, partial, show_download(quiet));
  inspect(partial);
  fs::rename(partial, card.folder);
  sync_folder(card.folder.parent_path());
  return card;
}

}  // namespace sempurna
