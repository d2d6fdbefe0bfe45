#include "api/sempurna/backup.h"

#include <sys/stat.h>

#include "api/sempurna/handlers.h"
#include "base/atomic_file.h"
#include "base/database.h"

namespace sempurna::own {

namespace {

// Small files that are copied as they are, where they are there.
constexpr const char* kCopied[] = {"format", "config.yaml", "audit.jsonl"};
// What is known of jobs, models and endpoints.
constexpr const char* kDatabases[] = {"jobs.sqlite", "sagemaker.sqlite", "endpoints.sqlite",
                                      "transforms.sqlite", "tuning.sqlite"};
// What opens all of the rest.
constexpr const char* kSecrets[] = {"master.key", "credentials"};

// Whoever asks and this server may live in different views of the file system, as when a service
// has a /tmp of its own: then the backup would lie where nobody finds it.
void require_same_folder(const fs::path& folder, const std::string& seen) {
  if (seen.empty() || seen == identity_of(folder)) return;
  throw JsonError("ValidationException",
                  "the server sees another folder at {} than you do, or none: it runs as a service "
                  "with its own view of the file system; name a folder that both see, such as one "
                  "in /var/lib/sempurna-backups",
                  folder.string());
}

}  // namespace

Json backup(Operation& op) {
  authorize(op.services, op.call, op.call.action(), "*");
  const fs::path folder = op.text("Folder");
  if (!folder.is_absolute()) {
    throw JsonError("ValidationException",
                    "Folder must be an absolute path on the server's machine");
  }
  require_same_folder(folder.parent_path(), op.text("Parent"));
  const bool with_master_key = op.flag("WithMasterKey");
  try {
    back_up(op.services, folder, with_master_key);
  } catch (const Error& error) {
    // Whoever may make a backup named the folder, so is told all that is wrong with it.
    throw JsonError("ValidationException", "{}", error.what());
  }
  return {{"Folder", folder.string()}};
}

std::string identity_of(const fs::path& folder) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0) return "none";
  return fmt::format("{}:{}", status.st_dev, status.st_ino);
}

void back_up(Services& services, const fs::path& folder, bool with_master_key) {
  if (fs::exists(folder)) {
    throw Error(Code::AlreadyExists, "{} is there already; name a new folder for the backup",
                folder.string());
  }
  const fs::path partial = folder.string() + ".partial";
  // Perhaps of a backup that was cut off, perhaps somebody's own.
  if (fs::exists(partial)) {
    throw Error(
        Code::AlreadyExists,
        "{} is there already, perhaps left by a backup that did not end; remove it, or name "
        "another folder",
        partial.string());
  }
  std::error_code none;
  try {
    make_folders(partial);
    fs::permissions(partial, fs::perms::owner_all);
    // Identities before objects: an object is never there without whoever may read it.
    services.directory.backup(partial / "access.sqlite");
    services.keys.backup(partial / "keys.sqlite");
    services.store.backup(partial / "store");
    const auto copy = [&](const char* name) {
      const fs::path from = services.config.data_dir / name;
      if (fs::exists(from)) write_private_file(partial / name, read_file(from));
    };
    for (const char* name : kCopied) copy(name);
    for (const char* name : kDatabases) {
      const fs::path from = services.config.data_dir / name;
      if (fs::exists(from)) back_up_database(from, partial / name);
    }
    if (with_master_key) {
      for (const char* name : kSecrets) copy(name);
    }
    sync_folder(partial);
    fs::rename(partial, folder);
    sync_folder(folder.parent_path());
  } catch (...) {
    fs::remove_all(partial, none);
    throw;
  }
}

}  // namespace sempurna::own
