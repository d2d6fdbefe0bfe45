#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace sempurna {

/// A command of the command line: its options, and what it does once they are read. The result is
/// the program's exit status; what goes wrong is thrown.
struct Command {
  CLI::App* options;
  std::function<int()> run;
};

Command add_models(CLI::App& root);
Command add_check(CLI::App& root);
Command add_suggest(CLI::App& root);
Command add_fine_tune(CLI::App& root);
Command add_evaluate(CLI::App& root);
Command add_export(CLI::App& root);
Command add_jobs(CLI::App& root);
Command add_predict(CLI::App& root);
Command add_serve(CLI::App& root);
Command add_serve_model(CLI::App& root);
Command add_client_setup(CLI::App& root);
Command add_backup(CLI::App& root);
Command add_install(CLI::App& root);
Command add_config(CLI::App& root);
Command add_identity(CLI::App& root);
Command add_key(CLI::App& root);
Command add_store(CLI::App& root);

/// Reads the arguments, runs the command that they name and returns the exit status: 0 done, 1 the
/// command failed, 2 the arguments are wrong. Errors are one sentence on standard error.
int run_command_line(int argc, char** argv);

}  // namespace sempurna
