#include "hub/download.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "base/error.h"
#include "base/number.h"
#include "base/sha256.h"
#include "hub/http.h"
#include "hub/partial_file.h"

namespace sempurna {

namespace {

constexpr size_t kMaxListingBytes = 32 << 20;
constexpr uint64_t kMaxFileBytes = uint64_t{64}
                                   << 30;  // of a file whose size the hub does not tell
constexpr uint64_t kProgressBytes = 64 << 10;
constexpr std::chrono::seconds kLongestWait{60};
constexpr auto kProgressEvery = std::chrono::milliseconds(100);

class Downloader {
 public:
  Downloader(const HubSource& source, const fs::path& folder, const DownloadProgress& progress,
             const HubAccess& access, const DownloadPatience& patience, const FileArrived& arrived,
             const FilesAnnounced& announced)
      : source_(source),
        folder_(folder),
        progress_(progress),
        access_(access),
        patience_(patience),
        arrived_(arrived),
        announced_(announced) {}

  HubModel run() {
    HubModel model = list();
    model.files = needed_files(model, source_);
    if (!model.commit.empty()) commit_ = model.commit;
    if (announced_) announced_(model.files);
    make_folders(folder_);
    check_space(model.files);
    for (const HubFile& file : model.files) {
      fetch(file);
      if (arrived_) arrived_(folder_ / file.name);
    }
    return model;
  }

 private:
  HubModel list() {
    HttpRequest request;
    request.url = fmt::format("{}/api/models/{}/revision/{}?blobs=true", access_.endpoint,
                              source_.name, url_escape(source_.revision));
    request.token = access_.token;
    request.stop = patience_.stop;
    request.body_limit = kMaxListingBytes;
    for (int attempt = 1;; ++attempt) {
      const HttpReply reply = http_get(request);
      if (reply.status == 200 && reply.failure.empty()) return parse_listing(reply.body, source_);
      // Whoever is offline should hear it at once.
      if (reply.is_unreachable || attempt >= patience_.attempts || !is_passing(reply)) {
        refuse(reply, "");
      }
      wait(attempt, reply);
    }
  }

  void fetch(const HubFile& file) {
    const fs::path path = folder_ / file.name;
    if (is_here(file, path)) {
      if (fs::exists(path.string() + ".partial")) PartialFile(path).discard();
      report(file.name, fs::file_size(path), *file.size);
      return;
    }
    PartialFile partial(path);
    // A partial file of an earlier call may be of another version without its tag telling so.
    bool may_restart = partial.size() > 0;
    for (int attempt = 1;; ++attempt) {
      const uint64_t before = partial.size();
      const HttpReply reply = request_rest(file, partial);
      const bool is_whole = (reply.status == 200 || reply.status == 206) && reply.failure.empty();
      if (!is_whole) {
        if (partial.size() >= before + kProgressBytes) attempt = 1;
        if (attempt >= patience_.attempts || !is_passing(reply)) refuse(reply, file.name);
        wait(attempt, reply);
        continue;
      }
      const std::string fault = fault_of(file, partial);
      if (fault.empty()) break;
      partial.restart("");
      if (!may_restart) {
        throw Error(Code::DataCorrupt, "{} of {} {}; try again later", file.name, source_.name,
                    fault);
      }
      may_restart = false;
    }
    partial.finish();
    report(file.name, partial.size(), partial.size());
  }

  /// Asks for what is missing and appends it. An answer whose bytes begin elsewhere begins anew.
  HttpReply request_rest(const HubFile& file, PartialFile& partial) {
    if (file.size && partial.size() > *file.size) partial.restart("");
    if (file.size && partial.size() == *file.size && partial.size() > 0) {
      HttpReply reply;
      reply.status = 206;
      return reply;
    }
    HttpRequest request;
    request.url = fmt::format("{}/{}/resolve/{}/{}", access_.endpoint, source_.name,
                              url_escape(commit_), url_escape(file.name));
    request.token = access_.token;
    request.stop = patience_.stop;
    const uint64_t from = partial.size();
    if (from > 0) {
      request.headers.push_back(fmt::format("Range: bytes={}-", from));
      if (is_strong(partial.etag())) request.headers.push_back("If-Range: " + partial.etag());
    }
    uint64_t total = file.size.value_or(0);
    request.on_start = [&](const HttpReply& reply) {
      const bool goes_on =
          reply.status == 206 && from > 0 &&
          reply.header("content-range").starts_with(fmt::format("bytes {}-", from)) &&
          reply.header("etag") == partial.etag();
      if (reply.status == 206 && !goes_on) {
        // These bytes are not the file's first; the next try asks for all.
        partial.restart("");
        throw StartAnew();
      }
      if (reply.status == 200) partial.restart(reply.header("etag"));
    };
    request.on_bytes = [&](std::span<const std::byte> bytes) {
      const uint64_t most = file.size.value_or(kMaxFileBytes);
      if (bytes.size() > most - partial.size()) {
        partial.restart("");
        throw Error(Code::DataCorrupt, "the hub sends more than {} bytes for {}; try again later",
                    most, file.name);
      }
      partial.append(bytes);
      report_now_and_then(file.name, partial.size(), total);
    };
    try {
      HttpReply reply = http_get(request);
      if (reply.status == 416) {  // nothing lies where the partial file ends
        partial.restart("");
        reply.failure = "the rest of the file is not there";
      }
      return reply;
    } catch (const StartAnew&) {
      HttpReply reply;
      reply.failure = "the file has changed on the hub";
      return reply;
    }
  }

  struct StartAnew {};

  static bool is_strong(const std::string& etag) {
    return !etag.empty() && !etag.starts_with("W/");
  }

  /// Whether the same request may succeed later.
  static bool is_passing(const HttpReply& reply) {
    return !reply.failure.empty() || reply.status == 408 || reply.status == 429 ||
           reply.status >= 500;
  }

  bool is_here(const HubFile& file, const fs::path& path) const {
    // Without a hash a file of the right size may still be another version; those are small.
    return !file.sha256.empty() && file.size && fs::is_regular_file(path) &&
           fs::file_size(path) == *file.size && sha256_file(path, patience_.stop) == file.sha256;
  }

  std::string fault_of(const HubFile& file, PartialFile& partial) const {
    if (file.size && partial.size() != *file.size) {
      return fmt::format("came with {} bytes where the hub announced {}", partial.size(),
                         *file.size);
    }
    if (file.sha256.empty()) return "";
    const std::string sha256 = partial.sha256(patience_.stop);
    if (sha256 == file.sha256) return "";
    return fmt::format("came with the SHA-256 {} where the hub announced {}", sha256, file.sha256);
  }

  void check_space(const std::vector<HubFile>& files) const {
    uint64_t needed = 0;
    for (const HubFile& file : files) {
      const fs::path path = folder_ / file.name;
      std::error_code missing;
      const uint64_t whole = fs::file_size(path, missing);
      if (!missing && file.size && whole == *file.size) continue;
      const uint64_t here = fs::file_size(path.string() + ".partial", missing);
      const uint64_t size = file.size.value_or(0);
      needed += size - (missing ? 0 : std::min(here, size));
    }
    const uint64_t free = free_bytes(folder_);
    if (needed > free) {
      throw Error(Code::ResourceLimit,
                  "{} needs {} bytes, but only {} are free at {}; free some space and try again",
                  source_.name, needed, free, folder_.string());
    }
  }

  void wait(int attempt, const HttpReply& reply) const {
    auto pause = patience_.first_wait * (1 << std::min(attempt - 1, 10));
    // Seconds, or a date, which our own pause stands in for.
    if (const auto asked = read_number<uint16_t>(reply.header("retry-after"))) {
      pause = std::max<std::chrono::milliseconds>(pause, std::chrono::seconds(*asked));
    }
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any().wait_for(lock, patience_.stop,
                                           std::min<std::chrono::milliseconds>(pause, kLongestWait),
                                           [] { return false; });
  }

  void report(const std::string& file, uint64_t done, uint64_t total) const {
    if (progress_) progress_(file, static_cast<int64_t>(done), static_cast<int64_t>(total));
  }

  void report_now_and_then(const std::string& file, uint64_t done, uint64_t total) {
    const auto now = std::chrono::steady_clock::now();
    if (now - reported_ < kProgressEvery || done == total) return;
    reported_ = now;
    report(file, done, total);
  }

  /// The sentence for an answer that ends the download. `file` is empty for the list of files.
  [[noreturn]] void refuse(const HttpReply& reply, const std::string& file) const;

  const HubSource& source_;
  const fs::path& folder_;
  const DownloadProgress& progress_;
  const HubAccess& access_;
  const DownloadPatience& patience_;
  const FileArrived& arrived_;
  const FilesAnnounced& announced_;
  std::string commit_ = source_.revision;
  std::chrono::steady_clock::time_point reported_{};
};

void Downloader::refuse(const HttpReply& reply, const std::string& file) const {
  const std::string page = access_.endpoint + "/" + source_.name;
  const std::string part = file.empty() ? page : page + " (" + file + ")";
  if (reply.is_unreachable) {
    throw Error(Code::Unavailable,
                "cannot reach {}: {}; check the network, or HF_ENDPOINT when another hub is meant",
                access_.endpoint, reply.failure);
  }
  if (!reply.failure.empty()) {
    throw Error(Code::Unavailable, "fetching {} failed: {}; try again, it goes on where it stopped",
                part, reply.failure);
  }
  switch (reply.status) {
    case 401:
      if (access_.token.empty()) {
        throw Error(Code::Denied,
                    "{} does not exist or is private; check the name, or set HF_TOKEN to a token "
                    "that may read it",
                    part);
      }
      throw Error(Code::Denied,
                  "{} does not exist, or the token in HF_TOKEN is not accepted for it; check the "
                  "name and the token",
                  part);
    case 403:
      throw Error(Code::Denied, "{} is not open to {}; accept its conditions on that page{}", part,
                  access_.token.empty() ? "everybody" : "the owner of the token in HF_TOKEN",
                  access_.token.empty() ? " and set HF_TOKEN" : "");
    case 404:
      if (reply.header("x-error-code") == "RevisionNotFound") {
        throw Error(Code::NotFound, "{} has no revision {}; leave it out for the newest", page,
                    source_.revision);
      }
      throw Error(Code::NotFound, "{} does not exist{}; check the name", part,
                  source_.revision == "main" ? "" : " at the revision " + source_.revision);
    case 429:
      throw Error(Code::Unavailable,
                  "{} asks for patience (too many requests); try again later, or set HF_TOKEN",
                  access_.endpoint);
    default:
      throw Error(Code::Unavailable, "{} answers with status {}; try again later", part,
                  reply.status);
  }
}

}  // namespace

HubModel download_model(const HubSource& source, const fs::path& folder,
                        const DownloadProgress& progress, const HubAccess& access,
                        const DownloadPatience& patience, const FileArrived& arrived,
                        const FilesAnnounced& announced) {
  return Downloader(source, folder, progress, access, patience, arrived, announced).run();
}

}  // namespace sempurna
