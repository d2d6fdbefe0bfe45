#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "cli/server_files.h"
#include "dataset/finding.h"
#include "store/disk_store.h"

namespace sempurna {

namespace {

int verify(const ServerOptions& options) {
  const ServerFolder folder{options.read().data_dir};
  if (!fs::exists(folder.store())) {
    throw Error(Code::NotFound, "there is no store in {}; give its folder with --data-dir",
                folder.path.string());
  }
  const FolderLock lock = folder.lock();
  DiskStore store(folder.store());
  int damaged = 0;
  const uint64_t read = store.verify([&](const DiskStore::Damage& damage) {
    ++damaged;
    const std::string place =
        damage.bucket.empty() ? "" : fmt::format("s3://{}/{}: ", damage.bucket, damage.key);
    fmt::print("{}{}\n", place, damage.what);
  });
  fmt::print("{} read, {}.\n", counted(static_cast<int64_t>(read), "objects"),
             damaged == 0 ? "all as they were written" : fmt::format("{} damaged", damaged));
  return damaged == 0 ? 0 : 1;
}

}  // namespace

Command add_store(CLI::App& root) {
  auto options = std::make_shared<ServerOptions>();
  CLI::App* app = root.add_subcommand("store", "The server's objects on disk");
  app->require_subcommand(1);
  CLI::App* verify_app = app->add_subcommand("verify",
                                             "Read every byte and name what is not as it was "
                                             "written; exit status 1 when something is. The "
                                             "server must not run");
  options->add_common(*verify_app);
  return {app, [options] { return verify(*options); }};
}

}  // namespace sempurna
