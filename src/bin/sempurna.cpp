#include "cli/command.h"

int main(int argc, char** argv) {
  return sempurna::run_command_line(argc, argv);
}
