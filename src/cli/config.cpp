#include <fmt/format.h>

#include <memory>

#include "base/json.h"
#include "base/standard_streams.h"
#include "cli/command.h"
#include "cli/server_files.h"
#include "cli/table.h"

namespace sempurna {

namespace {

int show(const ServerOptions& options, bool json) {
  const ServerConfig config = options.read();
  if (json) {
    Json all = Json::array();
    for (const auto& one : config.origins) {
      all.push_back({{"name", one.name}, {"value", one.value}, {"from", one.from}});
    }
    say("{}", to_pretty(all));
    return 0;
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& one : config.origins) rows.push_back({one.name, one.value, one.from});
  say("{}", table({"setting", "value", "from"}, rows));
  say("\nDeclared: {} identities, {} roles, {} networks, {} instance types\n",
      config.identities.size(), config.roles.size(), config.networks.size(),
      config.instance_types.size());
  return 0;
}

}  // namespace

Command add_config(CLI::App& root) {
  auto options = std::make_shared<ServerOptions>();
  auto json = std::make_shared<bool>(false);
  CLI::App* app = root.add_subcommand("config", "The server's configuration");
  app->require_subcommand(1);
  CLI::App* show_app =
      app->add_subcommand("show", "What is in force, and where each value came from");
  options->add_common(*show_app);
  show_app->add_flag("--json", *json, "Machine-readable output");
  return {app, [options, json] { return show(*options, *json); }};
}

}  // namespace sempurna
