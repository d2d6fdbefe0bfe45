#include <csignal>

#include "base/program_name.h"
#include "base/standard_streams.h"
#include "cli/command.h"

int main(int argc, char** argv) {
  sempurna::guard_standard_streams();
  // Whoever starts us may ignore it, and then the system does not tell how our children end.
  std::signal(SIGCHLD, SIG_DFL);
  // A limit on the size of files is then an error like a full disk, here and in the worker.
  std::signal(SIGXFSZ, SIG_IGN);
  sempurna::set_program_name(argv[0]);
  return sempurna::run_command_line(argc, argv);
}
