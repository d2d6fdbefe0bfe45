#include "cli/server_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "base/error.h"
#include "base/format_file.h"
#include "base/system_error.h"

namespace sempurna {

namespace {

constexpr int kFormat = 1;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

void ServerOptions::add(CLI::App& app, const std::string& option, const std::string& setting,
                        const std::string& help) {
  app.add_option_function<std::string>(
      option, [this, setting](const std::string& value) { settings[setting] = value; }, help);
}

void ServerOptions::add_common(CLI::App& app) {
  app.add_option("--config", config,
                 "The configuration file (default: config.yaml in the data folder and in "
                 "~/.config/sempurna)");
  add(app, "--data-dir", "data-dir",
      "Where the data live (default: $SEMPURNA_HOME or ~/.local/share/sempurna)");
}

ServerConfig ServerOptions::read() const {
  ConfigSources sources;
  if (!config.empty()) sources.file = config;
  sources.options = settings;
  sources.environment = environment;
  return read_config(sources);
}

namespace {

// What may lie in a folder before a server is first started in it: what it is to read, and what the
// command line keeps in the folder that is both's by default.
constexpr std::string_view kMayBeThere[] = {
    "config.yaml",    "master.key", "tls", "lock",        "lost+found",
    "models",         "datasets",   "s3",  "jobs.sqlite", "jobs.sqlite-wal",
    "jobs.sqlite-shm"};

void require_ours(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (std::ranges::find(kMayBeThere, name) != std::end(kMayBeThere)) continue;
    throw Error(Code::InvalidArgument,
                "{} is no data folder of sempurna, but holds {}; give an empty or a new folder "
                "with --data-dir",
                folder.string(), name);
  }
}

void require_closed(const fs::path& folder) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0) throw_system_error(errno, folder, "look into");
  if ((status.st_mode & 0022) == 0) return;
  throw Error(Code::Denied,
              "others may write into the data folder {}, and so replace what is kept there; run: "
              "chmod go-w '{}'",
              folder.string(), folder.string());
}

}  // namespace

void ServerFolder::prepare() const {
  // Whatever is made from here on is its owner's alone, in a folder that others may read too.
  ::umask(0077);
  const bool is_new = !fs::exists(path);
  make_folders(path);
  if (!fs::exists(path / "format")) require_ours(path);
  if (!is_new) require_closed(path);
  open_format(path, kFormat);
}

fs::path ServerFolder::needs_master_key() const {
  for (const fs::path& file : {access(), keys()}) {
    std::error_code none;
    if (fs::file_size(file, none) > 0 && !none) return file;
  }
  return {};
}

FolderLock ServerFolder::open_lock() const {
  make_folders(path / "lock");
  return FolderLock(path / "lock");
}

FolderLock ServerFolder::lock() const {
  FolderLock lock = open_lock();
  if (!lock.try_take()) {
    throw Error(Code::Conflict,
                "another server has the data folder {}; end it, or give another with --data-dir",
                path.string());
  }
  return lock;
}

namespace {

ServerFolder prepared(const fs::path& folder) {
  if (!fs::exists(folder)) {
    throw Error(Code::NotFound, "there is no server's data in {}; give its folder with --data-dir",
                folder.string());
  }
  ServerFolder ours{folder};
  ours.prepare();
  return ours;
}

}  // namespace

ServerAccess::ServerAccess(const ServerConfig& from)
    : config(from),
      master(config.master_key, prepared(config.data_dir).needs_master_key()),
      directory(ServerFolder{config.data_dir}.access(), config.account, master, system_clock()),
      keys(ServerFolder{config.data_dir}.keys(), config.account, config.region, master,
           system_clock()) {
  directory.declare(config.identities, config.roles, config.policies);
}

}  // namespace sempurna
