#include "api/jumpstart/content.h"

#include <fmt/format.h>

#include <set>

#include "api/jumpstart/model_spec.h"
#include "api/jumpstart/names.h"
#include "base/base64.h"
#include "base/json.h"
#include "catalog/locations.h"
#include "jobs/default_data.h"
#include "store/archive.h"

namespace sempurna::jumpstart {

namespace {

/// The beginning of time of a file that is gone by now, as a card's that is deleted meanwhile.
Time written(const fs::path& file) {
  std::error_code gone;
  const auto when = fs::last_write_time(file, gone);
  if (gone) return {};
  return std::chrono::time_point_cast<std::chrono::milliseconds>(
      std::chrono::file_clock::to_sys(when));
}

/// An added card lies with its files, others together.
fs::path card_file(const Card& card) {
  const fs::path added = card.folder / "card.yaml";
  return fs::exists(added) ? added : share_folder() / "cards" / (card.id + ".yaml");
}

Json header(const std::string& model_id, const char* min_version, const std::string& key) {
  return {{"model_id", model_id},
          {"version", kVersion},
          {"min_version", min_version},
          {"spec_key", key},
          {"search_keywords", Json::array()}};
}

/// list_jumpstart_models() of the SDK fails where this list is empty. This one entry is for a
/// version that never comes, so that no client sees it.
Json proprietary_manifest() {
  return Json::array(
      {header("sempurna-proprietary-none", "1000.0.0", "proprietary-models/none/specs.json")});
}

std::string script_archive() {
  const TemporaryFolder folder;
  make_folders(folder.path() / "code");
  write_file_atomic(folder.path() / "code" / "README.txt",
                    "The server trains by the model card's own algorithm; no code is run.\n");
  write_archive(folder.path() / "code", folder.path() / "sourcedir.tar.gz");
  return read_file(folder.path() / "sourcedir.tar.gz");
}

class Builder {
 public:
  explicit Builder(const std::string& bucket) : bucket_(bucket) {}

  void add_text(std::string_view key, std::string text, Time modified) {
    Entry entry{info(std::string(key), text.size(), modified)};
    entry.info.etag = encode_hex(digest(DigestKind::Md5, text));
    if (key.ends_with(".json")) entry.info.attributes.headers["content-type"] = "application/json";
    entry.text = std::move(text);
    put(std::move(entry));
  }

  void add_folder(const std::string& prefix, const fs::path& folder) {
    // Of a card that is deleted meanwhile, nothing more.
    std::error_code gone;
    for (fs::recursive_directory_iterator found(folder, gone), end; !gone && found != end;
         found.increment(gone)) {
      const fs::path& file = found->path();
      if (!found->is_regular_file(gone) || file.filename().string().starts_with('.')) continue;
      add_file(prefix + file.lexically_relative(folder).generic_string(), file);
    }
  }

  Entries finish() { return std::move(entries_); }

 private:
  // Of what was put up in parts S3's ETag is no MD5 of the bytes either, which clients tell by the
  // hyphen; so a file of a gigabyte needs not be read to be listed.
  void add_file(const std::string& key, const fs::path& file) {
    std::error_code gone;
    const auto size = fs::file_size(file, gone);
    if (gone) return;
    Entry entry{info(key, size, written(file)), "", file};
    const auto changed = written(file).time_since_epoch().count();
    entry.info.etag =
        encode_hex(digest(DigestKind::Md5, fmt::format("{} {} {}", file.string(), size, changed))) +
        "-1";
    put(std::move(entry));
  }

  ObjectInfo info(const std::string& key, uint64_t size, Time modified) const {
    return {.bucket = bucket_, .key = key, .size = size, .modified = modified};
  }

  void put(Entry entry) {
    std::string key = entry.info.key;
    entries_.insert_or_assign(std::move(key), std::move(entry));
  }

  std::string bucket_;
  Entries entries_;
};

/// When the cards were last written.
Time last_change(const Catalog& catalog) {
  Time last{};
  for (const Card& card : catalog.cards()) last = std::max(last, written(card_file(card)));
  return last;
}

void add_data(Builder& objects, const Catalog& catalog) {
  std::set<std::string> done;
  for (const Card& card : catalog.cards()) {
    if (card.default_data.empty() || !done.insert(card.default_data).second) continue;
    objects.add_folder(data_prefix(card.default_data), default_data(card));
  }
}

}  // namespace

Entries entries_of(const Catalog& catalog, const std::string& bucket, bool with_data) {
  static const std::string kArchive = script_archive();
  Builder objects(bucket);
  Json manifest = Json::array();
  for (const Card& card : catalog.cards()) {
    std::vector<std::string> ids = card.aliases;
    ids.insert(ids.begin(), card.id);
    // Everybody reads the specs.
    if (!card.private_hub.empty()) ids.clear();
    for (const std::string& id : ids) {
      const Json spec = model_spec(card, id);
      manifest.push_back(header(
          id, spec.at("min_sdk_version").get_ref<const std::string&>().c_str(), spec_key(id)));
      objects.add_text(spec_key(id), to_pretty(spec), written(card_file(card)));
    }
    if (card.here()) objects.add_folder(model_prefix(card), card.folder);
  }
  const Time changed = last_change(catalog);
  objects.add_text(kManifest, to_pretty(manifest), changed);
  objects.add_text(kProprietaryManifest, to_pretty(proprietary_manifest()), changed);
  objects.add_text(kScript, kArchive, changed);
  if (with_data) add_data(objects, catalog);
  return objects.finish();
}

}  // namespace sempurna::jumpstart
