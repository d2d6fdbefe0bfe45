#include <fmt/format.h>

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
  std::string description;
  bool json = false;
};

Json to_json(const Key& key) {
  return {{"id", key.id},
          {"arn", key.arn},
          {"aliases", key.aliases},
          {"description", key.description},
          {"state", name_of(key.state)},
          {"version", key.version},
          {"created", iso_time(key.created)}};
}

int show(const Options& options, const Key& key) {
  if (options.json) {
    say("{}", to_pretty(to_json(key)));
  } else {
    say("{} {}, version {}, {}\n", key.arn, fmt::join(key.aliases, " "), key.version,
        name_of(key.state));
  }
  return 0;
}

int list(const Options& options) {
  ServerAccess access(options.server.read());
  Json all = Json::array();
  std::vector<std::vector<std::string>> rows;
  for (const auto& key : access.keys.list()) {
    all.push_back(to_json(key));
    rows.push_back({fmt::format("{}", fmt::join(key.aliases, " ")), key.arn,
                    std::to_string(key.version), std::string(name_of(key.state)), key.description});
  }
  if (!options.json && rows.empty()) {
    say("There is no key yet. The first sealed object makes alias/aws/s3; another is made by "
        "`sempurna key add alias/NAME`.\n");
    return 0;
  }
  say("{}", options.json ? to_pretty(all)
                         : table({"alias", "arn", "version>", "state", "description"}, rows));
  return 0;
}

}  // namespace

Command add_key(CLI::App& root) {
  auto options = std::make_shared<Options>();
  CLI::App* app =
      root.add_subcommand("key", "The keys that seal objects: add, list, rotate, disable");
  app->require_subcommand(1);
  const auto sub = [&](const char* name, const char* help) {
    CLI::App* one = app->add_subcommand(name, help);
    options->server.add_common(*one);
    one->add_flag("--json", options->json, "Machine-readable output");
    return one;
  };
  CLI::App* add_app = sub("add", "A new key");
  add_app->add_option("ALIAS", options->name, "alias/NAME")->required();
  add_app->add_option("--description", options->description, "What it is for");
  CLI::App* list_app = sub("list", "All keys; never what they are made of");
  CLI::App* rotate_app =
      sub("rotate", "New material for a key; what was sealed before can still be opened");
  CLI::App* disable_app =
      sub("disable", "Seal and open nothing with a key until it is enabled again");
  CLI::App* enable_app = sub("enable", "Use a disabled key again");
  for (CLI::App* one : {rotate_app, disable_app, enable_app}) {
    one->add_option("KEY", options->name, "Its id, ARN or alias")->required();
  }
  return {app, [=] {
            if (list_app->parsed()) return list(*options);
            ServerAccess access(options->server.read());
            if (disable_app->parsed() || enable_app->parsed()) {
              access.keys.set_enabled(options->name, enable_app->parsed());
              return show(*options, access.keys.find(options->name));
            }
            return show(*options, add_app->parsed()
                                      ? access.keys.add(options->name, options->description)
                                      : access.keys.rotate(options->name));
          }};
}

}  // namespace sempurna
