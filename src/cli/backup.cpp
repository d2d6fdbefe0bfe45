#include "api/sempurna/backup.h"

#include <fmt/format.h>

#include <memory>

#include "base/json.h"
#include "base/standard_streams.h"
#include "cli/command.h"
#include "cli/server_files.h"
#include "store/remote_http.h"

namespace sempurna {

namespace {

constexpr int kSessionSeconds = 900;

// Whoever reads the data folder has the master key, so may act for whoever may make a backup.
Credentials credentials_for_backup(Directory& directory) {
  for (const auto& identity : directory.identities()) {
    if (!identity.enabled) continue;
    const auto caller = directory.caller_of(identity.arn);
    if (!caller) continue;
    const Question question{*caller, "sempurna:Backup", "*", {}};
    if (directory.decide(question, "").verdict != Verdict::Allowed) continue;
    return directory.session_token(*caller, kSessionSeconds, {}).credentials;
  }
  throw Error(
      Code::Denied,
      "no identity may do sempurna:Backup, which a running server asks for; end the server, "
      "or allow it to one of `sempurna identity list`");
}

// The running server does it, because only it knows what is being written.
void ask_server(const ServerConfig& config, const fs::path& to, bool with_master_key) {
  const Json address = read_json(ServerFolder{config.data_dir}.address());
  ServerAccess access(config);
  AwsSettings settings;
  settings.credentials = credentials_for_backup(access.directory);
  settings.endpoint = address.at("url");
  settings.region = address.at("region");
  settings.only_certificate = address.at("certificate");
  RemoteHttp http(settings);
  const std::string body = to_line({{"Folder", to.string()},
                                    {"Parent", own::identity_of(to.parent_path())},
                                    {"WithMasterKey", with_master_key}});
  const RemoteAnswer answer = http.send("", {.method = "POST",
                                             .path = "/",
                                             .query = "",
                                             .headers = {{"X-Amz-Target", "Sempurna.Backup"}},
                                             .body = body,
                                             .service = "sempurna"});
  if (answer.status == 200) return;
  const Json told = Json::parse(answer.body, nullptr, false);
  throw Error(Code::Unavailable, "the server at {} made no backup: {}", settings.endpoint,
              told.is_object() ? told.value("message", answer.body) : answer.body);
}

int backup(const ServerOptions& options, const std::string& to, bool with_master_key) {
  const ServerConfig config = options.read();
  const ServerFolder folder{config.data_dir};
  if (!fs::exists(folder.store())) {
    throw Error(Code::NotFound, "there is no server's data in {}; give its folder with --data-dir",
                folder.path.string());
  }
  fs::path absolute = fs::absolute(to).lexically_normal();
  if (!absolute.has_filename()) absolute = absolute.parent_path();
  FolderLock lock = folder.open_lock();
  if (lock.try_take()) {
    ServerAccess access(config);
    DiskStore store(folder.store());
    Audit audit(folder.audit());
    Services services{config, store, access.directory, access.keys, audit, system_clock()};
    own::back_up(services, absolute, with_master_key);
  } else {
    ask_server(config, absolute, with_master_key);
  }
  say("Everything as it was is in {0}. To restore it: `sempurna serve --data-dir {0}`\n",
      absolute.string());
  if (with_master_key) {
    say("It can be read by whoever has it: the master key is in it.\n");
  } else {
    say("The master key is not in it, so that whoever has it cannot read it: keep {} {} apart from "
        "it. Without that key it cannot be restored.\n",
        config.master_key.kind == MasterKey::Source::Kind::File ? "the file" : "what is given by",
        config.master_key.where);
  }
  return 0;
}

}  // namespace

Command add_backup(CLI::App& root) {
  auto options = std::make_shared<ServerOptions>();
  auto to = std::make_shared<std::string>();
  auto with_master_key = std::make_shared<bool>(false);
  CLI::App* app = root.add_subcommand(
      "backup", "A copy of the server's data as they are now, also while it runs");
  app->add_option("DIR", *to, "A folder that is not there yet")->required();
  app->add_flag("--with-master-key", *with_master_key,
                "Put the master key and the first access key into it: whoever has the backup can "
                "then read all of it");
  options->add_common(*app);
  return {app, [=] { return backup(*options, *to, *with_master_key); }};
}

}  // namespace sempurna
