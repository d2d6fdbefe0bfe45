#include "base/standard_streams.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <functional>
#include <system_error>

#include "base/error.h"

namespace sempurna {
namespace {

/// Runs `work` in a process of its own, since it changes what the whole process has.
int status_of(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGPIPE, SIG_DFL);
    ::_exit(work());
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

// Standard output becomes a pipe that nobody reads.
void lose_reader(int stream) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::dup2(ends[1], stream);
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(StandardStreams, NoFileGetsTheNumberOfAClosedOne) {
  EXPECT_EQ(status_of([] {
              for (const int stream : {0, 1, 2}) ::close(stream);
              guard_standard_streams();
              return ::open("/dev/null", O_RDONLY) > STDERR_FILENO ? 7 : 1;
            }),
            7);
}

TEST(StandardStreams, ALostWatcherIsNoReasonToStop) {
  EXPECT_EQ(status_of([] {
              guard_standard_streams();
              lose_reader(STDERR_FILENO);
              for (int i = 0; i < 3; ++i) tell("{} of 3\n", i);
              return 7;
            }),
            7);
}

TEST(StandardStreams, ALostReaderOfTheOutputIsTold) {
  EXPECT_EQ(status_of([] {
              guard_standard_streams();
              lose_reader(STDOUT_FILENO);
              std::fputs("text", stdout);
              try {
                finish_output();
              } catch (const std::exception& error) {
                return is_broken_pipe(error) ? 8 : 9;
              }
              return 10;
            }),
            8);
  EXPECT_FALSE(is_broken_pipe(std::runtime_error("other")));
  EXPECT_FALSE(
      is_broken_pipe(std::system_error(std::make_error_code(std::errc::no_space_on_device))));
}

TEST(StandardStreams, AFullDiskIsASentence) {
  EXPECT_EQ(status_of([] {
              std::FILE* full = std::freopen("/dev/full", "w", stdout);
              std::fputs("text", full);
              try {
                finish_output();
              } catch (const Error& error) {
                return std::string(error.what()) ==
                               "the output cannot be written: No space left on device"
                           ? 7
                           : 8;
              }
              return 9;
            }),
            7);
}

}  // namespace
}  // namespace sempurna
