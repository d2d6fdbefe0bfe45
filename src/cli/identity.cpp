#include <fmt/format.h>

#include <memory>

#include "base/json.h"
#include "cli/command.h"
#include "cli/server_files.h"
#include "cli/table.h"

namespace sempurna {

namespace {

struct Options {
  ServerOptions server;
  std::string name;
  std::vector<std::string> policies;
  bool json = false;
};

int show_key(const Options& options, const NewAccessKey& key) {
  if (options.json) {
    fmt::print("{}", to_pretty({{"identity", options.name},
                                {"access_key_id", key.id},
                                {"secret_access_key", key.secret}}));
    return 0;
  }
  fmt::print(
      "The access key of {}, shown once:\n  AWS_ACCESS_KEY_ID={}\n  AWS_SECRET_ACCESS_KEY={}\n",
      options.name, key.id, key.secret);
  return 0;
}

int add(const Options& options) {
  ServerAccess access(options.server.read());
  std::vector<NamedPolicy> policies;
  for (const fs::path file : options.policies) {
    policies.push_back({file.stem().string(), read_file(file)});
  }
  // One that the configuration declares gets its key here.
  const auto known = access.directory.identity(options.name);
  if (!known || !known->declared || !policies.empty()) {
    access.directory.add_identity(options.name, policies);
  }
  if (policies.empty() && !(known && known->declared)) {
    fmt::print(
        stderr,
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
    const char* enabled = !identity.fault.empty() ? "unreadable" : identity.enabled ? "yes" : "no";
    rows.push_back({identity.name, enabled, keys, policies,
                    identity.declared ? "configuration" : "identity add"});
    if (!identity.fault.empty()) {
      fmt::print(stderr, "sempurna: {} is not let in: what is kept of it cannot be read: {}\n",
                 identity.name, identity.fault);
    }
    all.push_back({{"name", identity.name},
                   {"arn", identity.arn},
                   {"enabled", identity.enabled},
                   {"fault", identity.fault},
                   {"declared", identity.declared},
                   {"access_key_ids", key_ids},
                   {"policies", policy_names}});
  }
  fmt::print("{}", options.json
                       ? to_pretty(all)
                       : table({"name", "enabled", "access keys", "policies", "from"}, rows));
  return 0;
}

int set_enabled(const Options& options, bool enabled) {
  ServerAccess access(options.server.read());
  access.directory.set_enabled(options.name, enabled);
  fmt::print("{} is {}.\n", options.name,
             enabled ? "enabled" : "disabled: its keys and sessions are refused");
  return 0;
}

}  // namespace

Command add_identity(CLI::App& root) {
  auto options = std::make_shared<Options>();
  CLI::App* app =
      root.add_subcommand("identity", "Who may use the server: add, list, rotate, disable");
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
  CLI::App* rotate_app =
      sub("rotate",
          "A new access key; the old ones stop working, and so do sessions made with them", true);
  rotate_app->add_flag("--json", options->json, "Machine-readable output");
  CLI::App* disable_app = sub("disable", "Refuse its keys and sessions from now on", true);
  CLI::App* enable_app = sub("enable", "Let a disabled identity in again", true);
  return {app, [=] {
            if (add_app->parsed()) return add(*options);
            if (list_app->parsed()) return list(*options);
            if (rotate_app->parsed()) {
              ServerAccess access(options->server.read());
              return show_key(*options, access.directory.rotate(options->name));
            }
            if (disable_app->parsed()) return set_enabled(*options, false);
            return set_enabled(*options, enable_app->parsed());
          }};
}

}  // namespace sempurna
