#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <string>

#include "access/directory.h"
#include "access/keys.h"
#include "base/folder_lock.h"
#include "config/read_config.h"

namespace sempurna {

/// The options that every command about the server has: --config, --data-dir, and what `more`
/// names.
struct ServerOptions {
  std::string config;
  std::map<std::string, std::string> settings;

  /// Adds an option that stands for a setting of the configuration.
  void add(CLI::App& app, const std::string& option, const std::string& setting,
           const std::string& help);
  void add_common(CLI::App& app);
  ServerConfig read() const;
};

/// A server's data folder, laid out or looked into:
///
///     format        the number of the layout, 1
///     lock          taken by the server
///     store/        buckets and objects (store/disk_store.h)
///     access.sqlite identities and keys     keys.sqlite   keys that seal
///     master.key    what both are encrypted under, unless it comes from elsewhere
///     audit.jsonl   who did what            credentials   the first access key
///     address.json  where the server listens
struct ServerFolder {
  fs::path path;

  fs::path store() const { return path / "store"; }
  fs::path access() const { return path / "access.sqlite"; }
  fs::path keys() const { return path / "keys.sqlite"; }
  fs::path audit() const { return path / "audit.jsonl"; }
  fs::path credentials() const { return path / "credentials"; }
  fs::path address() const { return path / "address.json"; }

  /// Makes it (0700) where it is not there; whatever this process makes from then on is its owner's
  /// alone. Throws InvalidArgument when it holds something else, Denied when others may write into
  /// it, Conflict when it is of a later version.
  void prepare() const;
  /// A file in it that cannot be read without the master key; empty: none.
  fs::path needs_master_key() const;
  FolderLock open_lock() const;
  /// Throws Conflict while a server has it.
  FolderLock lock() const;
};

/// Identities and keys of a data folder, as the commands beside a running server change them.
struct ServerAccess {
  ServerConfig config;
  MasterKey master;
  Directory directory;
  Keys keys;

  explicit ServerAccess(const ServerConfig& from);
};

}  // namespace sempurna
