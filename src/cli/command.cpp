#include "cli/command.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/error.h"
#include "base/failure_json.h"
#include "base/nearest.h"
#include "base/openmp.h"
#include "base/program_name.h"
#include "base/standard_streams.h"
#include "base/version.h"

namespace sempurna {

namespace {

constexpr auto kAbout =
    "Sempurna fine-tunes pretrained models on your own pictures and texts, on your own machine.";
constexpr std::string_view kJsonOption = "--json";
constexpr auto kFooter =
    "\nStart with\n"
    "  `sempurna fine-tune`       the bundled picture model on its default data\n"
    "  `sempurna models`          what can be fine-tuned\n"
    "  `sempurna COMMAND --help`  every option of a command";

struct Named {
  const CLI::App* app;
  std::string command;  ///< "sempurna models show"
};

Named innermost(const CLI::App& root) {
  Named named{&root, "sempurna"};
  while (!named.app->get_subcommands().empty()) {
    named.app = named.app->get_subcommands().front();
    named.command += " " + named.app->get_name();
  }
  return named;
}

// CLI11 says "ARCHIVE is required" and no more.
std::string explain_missing(const CLI::App& root, const std::string& what) {
  const auto [app, command] = innermost(root);
  for (const CLI::Option* option : app->get_options()) {
    if (!option->get_required() || !what.starts_with(option->get_name())) continue;
    const std::string about = option->get_description();
    return fmt::format("{} needs {}: {}{}; `{} --help` says more", command, option->get_name(),
                       static_cast<char>(std::tolower(static_cast<unsigned char>(about.front()))),
                       about.substr(1), command);
  }
  return fmt::format("{}; `{} --help` says what it takes", what, command);
}

// "jobs logs", where somebody wrote "logs".
std::string command_below(const CLI::App& root, const std::string& name) {
  for (const CLI::App* command : root.get_subcommands({})) {
    for (const CLI::App* below : command->get_subcommands({})) {
      if (below->get_name() == name) return command->get_name() + " " + name;
    }
  }
  return "";
}

// CLI11 leaves an unknown option among the remaining arguments: say which, and what was meant.
std::string explain(const CLI::App& root, const std::vector<std::string>& left) {
  const auto [app, command] = innermost(root);
  const std::string unknown = left.front().substr(0, left.front().find('='));
  std::vector<std::string> known;
  if (unknown.starts_with('-')) {
    for (const CLI::Option* option : app->get_options()) {
      for (const auto& name : option->get_lnames()) known.push_back("--" + name);
    }
    return fmt::format("{} has no option {}.{} `{} --help` lists all", command, unknown,
                       did_you_mean(unknown, known), command);
  }
  for (const CLI::App* sub : app->get_subcommands({})) known.push_back(sub->get_name());
  if (!known.empty()) {
    const std::string whole = app == &root ? unknown : app->get_name() + " " + unknown;
    const std::string below = app == &root ? command_below(root, unknown) : "";
    return fmt::format(
        "there is no command {}.{} `{} --help` lists all", whole,
        below.empty() ? did_you_mean(unknown, known) : " Did you mean " + below + "?", command);
  }
  return fmt::format("{} does not know what to do with '{}'; `{} --help` says what it takes",
                     command, unknown, command);
}

/// What went wrong, on standard error; and as JSON where the answer would have been, for whoever
/// asked for that.
int fail(bool json, Code code, const std::string& sentence) {
  if (json) say("{}", failure_json(code, sentence));
  std::fflush(stdout);
  tell("sempurna: {}\n", sentence);
  // As a shell reports a program that Ctrl-C ended.
  return code == Code::Cancelled ? 130 : 1;
}

bool wants_json(int argc, char** argv) {
  return std::any_of(argv, argv + argc, [](const char* word) { return word == kJsonOption; });
}

}  // namespace

int run_command_line(int argc, char** argv) {
  // A worker that had to do it for itself would load libtorch twice.
  spin_briefly();
  CLI::App root(kAbout, "sempurna");
  root.footer(kFooter);
  root.set_version_flag("--version", "sempurna " + version());
  root.require_subcommand(0, 1);
  root.fallthrough(false);
  std::vector<Command> commands;
  for (const auto add :
       {add_fine_tune, add_check, add_suggest, add_predict, add_evaluate, add_export, add_jobs,
        add_models, add_serve, add_serve_model, add_client_setup, add_config, add_identity, add_key,
        add_store, add_backup, add_install}) {
    commands.push_back(add(root));
  }
  const bool json = wants_json(argc, argv);
  const auto misused = [&](const std::string& sentence) {
    fail(json, Code::InvalidArgument, sentence);
    return 2;
  };
  try {
    root.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    say("{}", with_program_name(root.help()));
    finish_output();
    return 0;
  } catch (const CLI::Success& asked) {
    return root.exit(asked);
  } catch (const CLI::ExtrasError&) {
    return misused(explain(root, root.remaining(true)));
  } catch (const CLI::RequiredError& error) {
    return misused(explain_missing(root, error.what()));
  } catch (const CLI::ParseError& error) {
    return misused(error.what());
  }
  try {
    int status = 0;
    const auto asked = std::find_if(commands.begin(), commands.end(), [](const Command& command) {
      return command.options->parsed();
    });
    if (asked == commands.end()) {
      say("{}", with_program_name(root.help()));
    } else {
      status = asked->run();
    }
    finish_output();
    return status;
  } catch (const Error& error) {
    return fail(json, error.code(), error.what());
  } catch (const std::bad_alloc&) {
    return fail(json, Code::ResourceLimit, "there is not enough memory");
  } catch (const std::system_error& error) {
    if (is_broken_pipe(error)) return kBrokenPipeStatus;
    return fail(json, Code::Unavailable, error.what());
  } catch (const std::exception& error) {
    return fail(json, Code::Internal,
                fmt::format("{} (this is a defect of sempurna, please report it)", error.what()));
  }
}

}  // namespace sempurna
