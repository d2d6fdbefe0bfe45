#include "train/progress.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>

#include "base/error.h"
#include "base/system_error.h"

namespace sempurna {

namespace {

constexpr auto kBetweenSteps = std::chrono::milliseconds(200);

/// How much of the file is whole lines.
uint64_t whole_lines(const fs::path& file) {
  if (!fs::exists(file)) return 0;
  const std::string content = read_file(file);
  const auto end = content.rfind('\n');
  return end == std::string::npos ? 0 : end + 1;
}

// JSON has no infinity and no NaN.
Json number(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

}  // namespace

Progress::Progress(const fs::path& file)
    : file_(file), last_step_(std::chrono::steady_clock::now() - kBetweenSteps) {
  const uint64_t keep = whole_lines(file);
  fd_ = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (fd_ < 0) throw_system_error(errno, file, "write");
  if (::ftruncate(fd_, static_cast<off_t>(keep)) != 0) {
    const int error = errno;
    ::close(fd_);
    throw_system_error(error, file, "write");
  }
}

Progress::~Progress() {
  if (fd_ >= 0) ::close(fd_);
}

void Progress::write(const std::string& event, const Json& members) {
  if (fd_ < 0) return;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  Json line = {{"time", static_cast<double>(milliseconds) / 1000}, {"event", event}};
  for (const auto& [name, value] : members.items()) line[name] = value;
  std::string text = to_line(line);
  if (text.empty() || text.back() != '\n') text += '\n';
  // One call, so that a reader sees whole lines unless the disk is full.
  for (size_t done = 0; done < text.size();) {
    const ssize_t n = ::write(fd_, text.data() + done, text.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw_system_error(errno, file_, "write");
    done += static_cast<size_t>(n);
  }
}

void Progress::step(const StepProgress& at) {
  const auto now = std::chrono::steady_clock::now();
  if (now - last_step_ < kBetweenSteps && at.step != at.steps) return;
  last_step_ = now;
  Json members = {{"phase", at.phase}};
  if (at.epochs > 0) {
    members["epoch"] = at.epoch;
    members["epochs"] = at.epochs;
  }
  members["step"] = at.step;
  members["steps"] = at.steps;
  if (at.total_steps > 0) {
    members["total_step"] = at.total_step;
    members["total_steps"] = at.total_steps;
    members["loss"] = number(at.loss);
    members["metric"] = number(at.metric);
  }
  members["items_per_second"] = number(at.items_per_second);
  members["eta_seconds"] = at.eta_seconds < 0 ? Json(nullptr) : number(at.eta_seconds);
  write("step", members);
}

}  // namespace sempurna
