#include <csignal>

#include "cli/command.h"

int main(int argc, char** argv) {
  // Whoever starts us may ignore it, and then the system does not tell how our children end.
  std::signal(SIGCHLD, SIG_DFL);
  return sempurna::run_command_line(argc, argv);
}
