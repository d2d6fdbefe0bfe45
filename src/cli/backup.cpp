#include <fmt/format.h>

#include <memory>

#include "api/sempurna/sempurna.h"
#include "base/json.h"
#include "cli/command.h"
#include "cli/server_files.h"
#include "signing/credentials.h"
#include "store/remote_http.h"

namespace sempurna {

namespace {

// The running server does it, because only it knows what is being written.
void ask_server(const ServerFolder& folder, const std::string& to) {
  AwsSettings settings = aws_settings([&](const char* name) -> std::string {
    if (std::string_view(name) == "AWS_SHARED_CREDENTIALS_FILE") return folder.credentials();
    const bool own = std::string_view(name) == "HOME";
    return own ? folder.path.string() : "";
  });
  const Json address = read_json(folder.address());
  settings.endpoint = address.at("url");
  settings.region = address.at("region");
  RemoteHttp http(settings);
  const std::string body = to_line({{"Folder", to}});
  const RemoteAnswer answer =
      http.send("", {"POST", "/", "", {{"X-Amz-Target", "Sempurna.Backup"}}, body});
  if (answer.status == 200) return;
  const Json told = Json::parse(answer.body, nullptr, false);
  throw Error(Code::Unavailable, "the server at {} made no backup: {}", settings.endpoint,
              told.is_object() ? told.value("message", answer.body) : answer.body);
}

int backup(const ServerOptions& options, const std::string& to) {
  const ServerConfig config = options.read();
  const ServerFolder folder{config.data_dir};
  if (!fs::exists(folder.store())) {
    throw Error(Code::NotFound, "there is no server's data in {}; give its folder with --data-dir",
                folder.path.string());
  }
  const fs::path absolute = fs::absolute(to).lexically_normal();
  FolderLock lock = folder.open_lock();
  if (lock.try_take()) {
    ServerAccess access(config);
    DiskStore store(folder.store());
    Audit audit(folder.audit());
    Services services{config, store, access.directory, access.keys, audit, system_clock()};
    own::back_up(services, absolute);
  } else {
    ask_server(folder, absolute.string());
  }
  fmt::print("Everything as it was is in {}. To restore it: sempurna serve --data-dir {}\n",
             absolute.string(), absolute.string());
  return 0;
}

}  // namespace

Command add_backup(CLI::App& root) {
  auto options = std::make_shared<ServerOptions>();
  auto to = std::make_shared<std::string>();
  CLI::App* app = root.add_subcommand(
      "backup", "A copy of the server's data as they are now, also while it runs");
  app->add_option("DIR", *to, "A folder that is not there yet")->required();
  options->add_common(*app);
  return {app, [options, to] { return backup(*options, *to); }};
}

}  // namespace sempurna
