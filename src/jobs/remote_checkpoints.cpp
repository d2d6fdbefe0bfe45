#include "jobs/remote_checkpoints.h"

#include <algorithm>
#include <vector>

#include "base/atomic_file.h"
#include "base/error.h"
#include "base/files.h"
#include "base/number.h"
#include "base/quantity.h"
#include "jobs/staging.h"

namespace sempurna {

namespace {

constexpr auto kState = "state.json";
constexpr std::string_view kModel = "model-";
constexpr std::string_view kWeights = ".safetensors";

/// The number of a checkpoint's folder; empty of any other name.
std::optional<int64_t> number_of(const std::string& name) {
  const bool has_form =
      name.size() == 8 && name.find_first_not_of("0123456789") == std::string::npos;
  return has_form ? read_number<int64_t>(name) : std::nullopt;
}

bool is_model(const std::string& name) {
  return name.starts_with(kModel) && name.ends_with(kWeights);
}

/// Of a folder's entries or a place's names, the newest checkpoint; empty: none.
std::optional<std::string> newest(const std::set<std::string>& names) {
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    if (number_of(*name)) return *name;
  }
  return std::nullopt;
}

std::set<std::string> entries(const fs::path& folder) {
  std::set<std::string> names;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(folder, missing)) {
    names.insert(entry.path().filename().string());
  }
  return names;
}

/// Links to the files of the newest checkpoint and the models beside it, which the worker may take
/// away at any moment. Names below `to`, the last the one that makes it whole; empty: it was taken
/// away just then.
std::vector<std::string> hold(const fs::path& from, const std::string& checkpoint,
                              const fs::path& to) {
  make_folders(to / checkpoint);
  std::vector<std::string> names;
  std::error_code gone;
  const auto link = [&](const std::string& name) {
    fs::create_hard_link(from / name, to / name, gone);
    names.push_back(name);
  };
  for (const auto& name : entries(from)) {
    if (is_model(name)) link(name);
  }
  for (const auto& file : entries(from / checkpoint)) {
    if (file != kState) link(checkpoint + "/" + file);
  }
  link(checkpoint + "/" + kState);
  return gone ? std::vector<std::string>() : names;
}

void fetch_file(ObjectStore& store, const Location& place, const std::string& key,
                const fs::path& to, const std::function<void()>& check) {
  const auto reader = store.read(place.bucket, key);
  AtomicFile file(to);
  std::vector<std::byte> piece(1 << 20);
  while (const size_t count = reader->read(piece)) {
    check();
    file.write(std::span<const std::byte>(piece).first(count));
  }
  file.commit();
}

}  // namespace

RemoteCheckpoints::RemoteCheckpoints(ObjectStore& store, Location place, JobFolder job)
    : store_(store), place_(std::move(place)), job_(std::move(job)) {
  if (!place_.key.empty() && !place_.key.ends_with('/')) place_.key += '/';
}

std::string RemoteCheckpoints::key(const std::string& name) const {
  return place_.key + name;
}

std::set<std::string> RemoteCheckpoints::names() const {
  std::set<std::string> names;
  ListRequest request{.prefix = place_.key};
  do {
    const Listing page = store_.list(place_.bucket, request);
    for (const ObjectInfo& object : page.objects) {
      const std::string name = object.key.substr(place_.key.size());
      const auto slash = name.find('/');
      const bool is_state = slash != std::string::npos && number_of(name.substr(0, slash)) &&
                            name.find('/', slash + 1) == std::string::npos;
      if (is_model(name) || is_state) names.insert(name);
    }
    request.after = page.next;
  } while (!request.after.empty());
  return names;
}

std::optional<int64_t> RemoteCheckpoints::fetch(const std::function<void()>& check) {
  const auto there = names();
  std::set<std::string> whole;
  for (const auto& name : there) {
    if (name.ends_with(std::string("/") + kState)) whole.insert(name.substr(0, name.find('/')));
  }
  const auto found = newest(whole);
  if (!found) return std::nullopt;
  const fs::path to = job_.checkpoints();
  const fs::path partial = to / (*found + ".partial");
  fs::remove_all(partial);
  make_folders(partial);
  for (const auto& name : there) {
    if (is_model(name)) {
      fetch_file(store_, place_, key(name), to / name, check);
    } else if (name.starts_with(*found + "/")) {
      fetch_file(store_, place_, key(name), partial / name.substr(found->size() + 1), check);
    }
  }
  fs::rename(partial, to / *found);
  sync_folder(to);
  put_ = *number_of(*found);
  return put_;
}

void RemoteCheckpoints::put_newest() {
  const auto found = newest(entries(job_.checkpoints()));
  if (!found || *number_of(*found) <= put_) return;
  const fs::path held = job_.root / "checkpoints.held";
  fs::remove_all(held);
  const auto files = hold(job_.checkpoints(), *found, held);
  for (const auto& name : files) {
    if (models_.contains(name)) continue;
    stage_out(store_, held / name, place_.bucket, key(name));
    if (is_model(name)) models_.insert(name);
  }
  fs::remove_all(held);
  if (files.empty()) return;
  put_ = *number_of(*found);
  remove_others({files.begin(), files.end()});
}

void RemoteCheckpoints::remove_others(const std::set<std::string>& kept) {
  if (!may_remove_) return;
  try {
    for (const auto& name : names()) {
      if (kept.contains(name)) continue;
      store_.remove(place_.bucket, key(name));
      models_.erase(name);
    }
  } catch (const std::exception&) {
    may_remove_ = false;  // what is too much does no harm
  }
}

}  // namespace sempurna
