#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "base/json.h"
#include "base/standard_streams.h"
#include "cli/command.h"
#include "cli/server_files.h"
#include "cli/table.h"

namespace sempurna {

namespace {

struct Options {
  ServerOptions server;
  std::string name;
  std::string key;
  std::vector<std::string> policies;
  bool no_policies = false;
  bool json = false;
};

/// What one command changes of who is let in; says it when nobody is left who may do everything.
class Change {
 public:
  explicit Change(Directory& directory)
      : directory_(directory), had_administrator_(directory.has_administrator()) {}
  void done() const {
    if (!had_administrator_ || directory_.has_administrator()) return;
    tell(
        "sempurna: nobody is left who may do everything; `sempurna identity add NAME --policy "
        "FILE` makes somebody, with a policy that allows \"Action\": \"*\" on \"Resource\": "
        "\"*\"\n");
  }

 private:
  Directory& directory_;
  bool had_administrator_;
};

int show_key(const Options& options, const NewAccessKey& key) {
  if (options.json) {
    say("{}", to_pretty({{"identity", options.name},
                         {"access_key_id", key.id},
                         {"secret_access_key", key.secret}}));
    return 0;
  }
  say("The access key of {}, shown once:\n  AWS_ACCESS_KEY_ID={}\n  AWS_SECRET_ACCESS_KEY={}\n",
      options.name, key.id, key.secret);
  return 0;
}

std::vector<NamedPolicy> read_policies(const Options& options) {
  std::vector<NamedPolicy> policies;
  for (const fs::path file : options.policies) {
    policies.push_back({file.stem().string(), read_file(file)});
  }
  return policies;
}

int add(const Options& options) {
  ServerAccess access(options.server.read());
  const std::vector<NamedPolicy> policies = read_policies(options);
  // One that the configuration declares gets its key here.
  const auto known = access.directory.identity(options.name);
  if (!known || !known->declared || !policies.empty()) {
    access.directory.add_identity(options.name, policies);
  }
  if (policies.empty() && !(known && known->declared)) {
    tell(
        "sempurna: {} has no policy, so it may do nothing but what a bucket's policy allows; "
        "give one with --policy FILE\n",
        options.name);
  }
  return show_key(options, access.directory.add_key(options.name));
}

int list(const Options& options) {
  ServerAccess access(options.server.read());
  Json all = Json::array();
  std::vector<std::vector<std::string>> rows;
  for (const auto& identity : access.directory.identities()) {
    std::string keys;
    std::string policies;
    Json key_ids = Json::array();
    Json policy_names = Json::array();
    for (const auto& key : access.directory.keys(identity.name)) {
      keys += (keys.empty() ? "" : ", ") + key.id;
      key_ids.push_back(key.id);
    }
    for (const auto& policy : identity.policies) {
      policies += (policies.empty() ? "" : ", ") + policy.name;
      policy_names.push_back(policy.name);
    }
    const char* enabled = !identity.fault.empty()              ? "unreadable"
                          : identity.enabled && !identity.left ? "yes"
                                                               : "no";
    rows.push_back({identity.name, enabled, keys, policies,
                    identity.declared ? "configuration"
                    : identity.left   ? "left the configuration"
                                      : "identity add"});
    if (!identity.fault.empty()) {
      tell("sempurna: {} is not let in: what is kept of it cannot be read: {}\n", identity.name,
           identity.fault);
    }
    all.push_back({{"name", identity.name},
                   {"arn", identity.arn},
                   {"enabled", identity.enabled},
                   {"fault", identity.fault},
                   {"declared", identity.declared},
                   {"left", identity.left},
                   {"access_key_ids", key_ids},
                   {"policies", policy_names}});
  }
  say("{}", options.json ? to_pretty(all)
                         : table({"name", "enabled", "access keys", "policies", "from"}, rows));
  return 0;
}

// So that whoever looks whether a key is too old need not count.
std::string age_of(const AccessKey& key) {
  const auto hours =
      std::chrono::duration_cast<std::chrono::hours>(system_clock().now() - key.created);
  return fmt::format("{} d", std::max<int64_t>(hours.count() / 24, 0));
}

int keys(const Options& options) {
  ServerAccess access(options.server.read());
  if (!options.name.empty()) access.directory.require(options.name);
  Json all = Json::array();
  std::vector<std::vector<std::string>> rows;
  for (const auto& identity : access.directory.identities()) {
    if (!options.name.empty() && identity.name != options.name) continue;
    for (const auto& key : access.directory.keys(identity.name)) {
      const std::string used = key.used ? iso_time(*key.used) : "";
      rows.push_back({identity.name, key.id, key.enabled ? "yes" : "no", iso_time(key.created),
                      age_of(key), used.empty() ? "never" : used});
      all.push_back({{"identity", identity.name},
                     {"access_key_id", key.id},
                     {"enabled", key.enabled},
                     {"created", iso_time(key.created)},
                     {"last_used", used.empty() ? Json() : Json(used)}});
    }
  }
  say("{}", options.json
                ? to_pretty(all)
                : table({"identity", "access key", "enabled", "made", "age>", "last used"}, rows));
  return 0;
}

int remove_key(const Options& options) {
  ServerAccess access(options.server.read());
  const Change change(access.directory);
  const auto known = access.directory.keys(options.name);
  if (std::none_of(known.begin(), known.end(),
                   [&](const AccessKey& key) { return key.id == options.key; })) {
    throw Error(Code::NotFound,
                "{0} has no access key {1}; `sempurna identity keys {0}` lists those of {0}",
                options.name, options.key);
  }
  access.directory.remove_key(options.name, options.key);
  say("The access key {} of {} is removed, and its sessions have ended.\n", options.key,
      options.name);
  change.done();
  return 0;
}

int set_policies(const Options& options) {
  if (options.policies.empty() == !options.no_policies) {
    throw Error(Code::InvalidArgument,
                "give its policies with --policy FILE, or --none to take them all from it");
  }
  ServerAccess access(options.server.read());
  const Change change(access.directory);
  access.directory.set_policies(options.name, read_policies(options));
  std::vector<std::string> names;
  const Identity identity = access.directory.require(options.name);
  for (const auto& policy : identity.policies) names.push_back(policy.name);
  say("The policies of {} are now: {}\n", options.name,
      names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", ")));
  change.done();
  return 0;
}

int remove(const Options& options) {
  ServerAccess access(options.server.read());
  const Change change(access.directory);
  access.directory.remove_identity(options.name);
  say("{} is removed with its keys and sessions. A bucket's policy that names it holds for whoever "
      "gets this name next.\n",
      options.name);
  change.done();
  return 0;
}

int set_enabled(const Options& options, bool enabled) {
  ServerAccess access(options.server.read());
  const Change change(access.directory);
  access.directory.set_enabled(options.name, enabled);
  say("{} is {}.\n", options.name,
      enabled ? "enabled" : "disabled: its keys and sessions are refused");
  change.done();
  if (enabled && access.directory.require(options.name).left) {
    tell(
        "sempurna: {0} is let in nowhere all the same: it left the configuration; declare it there "
        "again, or give it policies by `sempurna identity set-policies {0}`\n",
        options.name);
  }
  return 0;
}

}  // namespace

Command add_identity(CLI::App& root) {
  auto options = std::make_shared<Options>();
  CLI::App* app =
      root.add_subcommand("identity", "Who may use the server, with which keys and policies");
  app->require_subcommand(1);
  const auto sub = [&](const char* name, const char* help, bool named) {
    CLI::App* one = app->add_subcommand(name, help);
    options->server.add_common(*one);
    if (named) one->add_option("NAME", options->name, "The identity's name")->required();
    return one;
  };
  CLI::App* add_app =
      sub("add", "A new identity with an access key, or a key for a declared one", true);
  add_app
      ->add_option("--policy", options->policies,
                   "A file with a policy in JSON: what the identity may do; may be repeated")
      ->allow_extra_args(false);
  add_app->add_flag("--json", options->json, "Machine-readable output");
  CLI::App* list_app = sub("list", "All identities", false);
  list_app->add_flag("--json", options->json, "Machine-readable output");
  CLI::App* keys_app =
      sub("keys", "Access keys: how old each is, and when it was last used, to the hour", false);
  keys_app->add_option("NAME", options->name, "Of this identity alone");
  keys_app->add_flag("--json", options->json, "Machine-readable output");
  CLI::App* policies_app =
      sub("set-policies", "Give it these policies in place of those that commands gave it", true);
  policies_app
      ->add_option("--policy", options->policies, "A file with a policy in JSON; may be repeated")
      ->allow_extra_args(false);
  policies_app->add_flag("--none", options->no_policies, "Take them all from it");
  CLI::App* rotate_app =
      sub("rotate",
          "A new access key; the old ones stop working, and so do sessions made with them", true);
  rotate_app->add_flag("--json", options->json, "Machine-readable output");
  CLI::App* remove_key_app =
      sub("remove-key", "Remove one access key; the identity's sessions end too", true);
  remove_key_app->add_option("KEY", options->key, "The access key's id, AKIA…")->required();
  CLI::App* disable_app = sub("disable", "Refuse its keys and sessions from now on", true);
  CLI::App* enable_app = sub("enable", "Let a disabled identity in again", true);
  CLI::App* remove_app = sub("remove", "Remove it with its keys and sessions", true);
  return {app, [=] {
            if (add_app->parsed()) return add(*options);
            if (list_app->parsed()) return list(*options);
            if (keys_app->parsed()) return keys(*options);
            if (policies_app->parsed()) return set_policies(*options);
            if (remove_key_app->parsed()) return remove_key(*options);
            if (remove_app->parsed()) return remove(*options);
            if (rotate_app->parsed()) {
              ServerAccess access(options->server.read());
              return show_key(*options, access.directory.rotate(options->name));
            }
            if (disable_app->parsed()) return set_enabled(*options, false);
            return set_enabled(*options, enable_app->parsed());
          }};
}

}  // namespace sempurna
