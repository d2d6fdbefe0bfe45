#include "cli/server_files.h"

#include <sys/stat.h>

#include <cstdlib>

#include "base/error.h"
#include "base/format_file.h"

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
  add(app, "--data-dir", "data-dir", "Where the data live (default: ~/.local/share/sempurna)");
}

ServerConfig ServerOptions::read() const {
  ConfigSources sources;
  if (!config.empty()) sources.file = config;
  sources.options = settings;
  sources.environment = environment;
  return read_config(sources);
}

void ServerFolder::prepare() const {
  make_folders(path);
  ::chmod(path.c_str(), 0700);
  open_format(path, kFormat);
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

ServerAccess::ServerAccess(const ServerConfig& from)
    : config(from),
      master(config.master_key),
      directory(ServerFolder{config.data_dir}.access(), config.account, master, system_clock()),
      keys(ServerFolder{config.data_dir}.keys(), config.account, config.region, master,
           system_clock()) {
  directory.declare(config.identities, config.roles, config.policies);
}

}  // namespace sempurna
