#include "jobs/staging.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <set>

#include "base/atomic_file.h"
#include "base/base64.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/folder_lock.h"
#include "base/parallel.h"
#include "base/quantity.h"
#include "catalog/s3_copies.h"
#include "dataset/finding.h"

namespace sempurna {

namespace {

constexpr int kAtATime = 8;
constexpr size_t kPiece = 1 << 20;
constexpr auto kSayEvery = std::chrono::seconds(5);

struct RemoteFile {
  ObjectInfo object;
  fs::path path;  ///< below the folder
};

// A key is data; as a file's name it must stay inside the folder.
fs::path relative_path(const Location& location, const std::string& key) {
  std::string rest = key.substr(location.key.size());
  if (rest.starts_with('/')) rest.erase(0, 1);
  // The key names one object.
  if (rest.empty()) rest = key.substr(key.rfind('/') + 1);
  const fs::path path(rest);
  const bool odd = std::any_of(path.begin(), path.end(), [](const fs::path& part) {
    return part == ".." || part == "." || part.native().size() > 255;
  });
  if (odd || path.empty() || path.is_absolute() || rest.find("//") != std::string::npos) {
    throw Error(
        Code::InvalidArgument,
        "s3://{}/{} cannot be a file of that name on this machine; rename the object, or leave "
        "it out of the data",
        location.bucket, key);
  }
  return path;
}

std::vector<RemoteFile> list_files(const NamedStore& store, const Location& location) {
  std::vector<RemoteFile> files;
  // Below "flowers" lies flowers/…, not flowers-old/….
  const bool folder = location.key.empty() || location.key.ends_with('/');
  ListRequest request{.prefix = location.key};
  do {
    const Listing page = store.objects.list(location.bucket, request);
    for (const auto& object : page.objects) {
      const std::string rest = object.key.substr(location.key.size());
      if (!folder && !rest.empty() && !rest.starts_with('/')) continue;
      // Marks of folders, as consoles make them.
      if (object.key.ends_with('/') && object.size == 0) continue;
      files.push_back({object, relative_path(location, object.key)});
    }
    request.after = page.next;
  } while (!request.after.empty());
  if (files.empty()) {
    throw Error(Code::NotFound, "{} holds no objects at {}; check the name", location.text,
                store.name);
  }
  std::map<fs::path, const RemoteFile*> by_path;
  for (const auto& file : files) by_path.emplace(file.path, &file);
  for (const auto& file : files) {
    for (fs::path at = file.path.parent_path(); !at.empty(); at = at.parent_path()) {
      const auto same = by_path.find(at);
      if (same == by_path.end()) continue;
      throw Error(Code::InvalidArgument,
                  "s3://{}/{} is an object and also what {} lies in, which files cannot be; rename "
                  "one of them",
                  location.bucket, same->second->object.key, file.object.key);
    }
  }
  return files;
}

// The same for the same content, wherever it was listed from.
std::string name_of(const NamedStore& store, const Location& location,
                    const std::vector<RemoteFile>& files) {
  Digest hash(DigestKind::Sha256);
  hash.update(store.name + "\n" + location.bucket + "\n" + location.key + "\n");
  for (const auto& [object, path] : files) {
    hash.update(fmt::format("{}\n{}\n{}\n", object.key, object.size, object.etag));
  }
  return location.bucket + "-" + encode_hex(hash.finish()).substr(0, 16);
}

// What the folder of copies stands for, without a slash at its end.
std::string place_of(const Location& location, bool single) {
  std::string place = "s3://" + location.bucket + "/" + location.key;
  if (single) place.resize(place.rfind('/'));
  while (place.ends_with('/')) place.pop_back();
  return place;
}

void download(ObjectStore& store, const ObjectInfo& object, const fs::path& to) {
  make_folders(to.parent_path());
  const auto reader = store.read(object.bucket, object.key);
  if (reader->info().etag != object.etag) {
    throw Error(Code::Conflict, "s3://{}/{} was changed while it was read; try again",
                object.bucket, object.key);
  }
  AtomicFile file(to);
  Digest md5(DigestKind::Md5);
  std::vector<std::byte> piece(256 << 10);
  while (const size_t count = reader->read(piece)) {
    const auto part = std::span<const std::byte>(piece).first(count);
    file.write(part);
    md5.update(part);
  }
  // An ETag is the content's MD5 but for uploads in parts and for what AWS seals with KMS.
  const auto& seal = reader->info().seal;
  const bool is_md5 = object.etag.size() == 32 && (!seal || seal->algorithm == "AES256");
  if (is_md5 && encode_hex(md5.finish()) != object.etag) {
    throw Error(Code::DataCorrupt, "s3://{}/{} did not come as it is stored; try again",
                object.bucket, object.key);
  }
  file.commit();
}

// Of an attempt that was killed, files that were on their way are left, under names of their own.
void remove_left_overs(const fs::path& folder, const std::vector<RemoteFile>& files) {
  std::set<fs::path> wanted;
  for (const auto& file : files) wanted.insert(folder / file.path);
  std::vector<fs::path> left_over;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && !wanted.contains(entry.path())) {
      left_over.push_back(entry.path());
    }
  }
  for (const auto& file : left_over) fs::remove(file);
}

void download_all(ObjectStore& store, const Location& location,
                  const std::vector<RemoteFile>& files, const fs::path& folder,
                  const std::function<void(const std::string&)>& say) {
  std::vector<const RemoteFile*> missing;
  uint64_t bytes = 0;
  for (const auto& file : files) {
    std::error_code none;
    if (fs::file_size(folder / file.path, none) == file.object.size && !none) continue;
    missing.push_back(&file);
    bytes += file.object.size;
  }
  if (bytes > free_bytes(folder)) {
    throw Error(Code::ResourceLimit, "{} needs {} on the disk of {}, where {} are free",
                location.text, size_text(static_cast<int64_t>(bytes)), folder.string(),
                size_text(static_cast<int64_t>(free_bytes(folder))));
  }
  say(fmt::format("Fetching {} ({}) of {}",
                  counted(static_cast<int64_t>(missing.size()), "objects"),
                  size_text(static_cast<int64_t>(bytes)), location.text));
  std::mutex mutex;
  size_t done = 0;
  auto said = std::chrono::steady_clock::now();
  parallel_for(static_cast<int64_t>(missing.size()), kAtATime, [&](int64_t i) {
    const RemoteFile& file = *missing[static_cast<size_t>(i)];
    download(store, file.object, folder / file.path);
    const std::lock_guard lock(mutex);
    ++done;
    const auto now = std::chrono::steady_clock::now();
    if (now - said < kSayEvery) return;
    said = now;
    say(fmt::format("Fetched {} of {} objects", done, missing.size()));
  });
}

}  // namespace

std::string stage_in(const NamedStore& store, const Location& location, const fs::path& copies,
                     const std::function<void(const std::string&)>& say) {
  const auto files = list_files(store, location);
  if (store.require_readable) {
    for (const auto& file : files) store.require_readable(file.object);
  }
  const fs::path folder = copies / name_of(store, location, files);
  // One object is given as a file.
  const bool single = files.size() == 1 && files.front().object.key == location.key;
  if (!fs::exists(folder)) {
    // Kept when it is interrupted, so that the next attempt goes on.
    const fs::path partial = folder.string() + ".partial";
    make_folders(partial);
    FolderLock lock(partial);
    if (!lock.try_take()) {
      throw Error(Code::Conflict, "{} is being fetched by another command; wait until it has ended",
                  location.text);
    }
    remove_left_overs(partial, files);
    download_all(store.objects, location, files, partial, say);
    note_s3_place(folder, place_of(location, single));
    std::error_code exists;
    fs::rename(partial, folder, exists);
    sync_folder(folder.parent_path());
  }
  return single ? (folder / files.front().path).string() : folder.string();
}

void stage_out(ObjectStore& store, const fs::path& file, const std::string& bucket,
               const std::string& key) {
  const auto writer = store.write(bucket, key, {});
  const MappedFile content(file);
  for (size_t at = 0; at < content.bytes().size(); at += kPiece) {
    writer->write(
        content.bytes().subspan(at, std::min<size_t>(kPiece, content.bytes().size() - at)));
  }
  writer->commit();
}

}  // namespace sempurna
