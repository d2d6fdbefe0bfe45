#include "jobs/job_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/files.h"

namespace sempurna {

namespace {

struct Noted {
  uint64_t bytes = 0;  ///< that had come
  Time time{};
};

std::vector<Noted> read_times(const fs::path& file) {
  std::vector<Noted> all;
  std::ifstream in(file);
  uint64_t bytes = 0;
  int64_t milliseconds = 0;
  while (in >> bytes >> milliseconds) {
    // One that was half written when the server was killed.
    if (!all.empty() && bytes <= all.back().bytes) continue;
    Time time{std::chrono::milliseconds(milliseconds)};
    if (!all.empty()) time = std::max(time, all.back().time);
    all.push_back({bytes, time});
  }
  return all;
}

void append(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary | std::ios::app) << text;
}

}  // namespace

JobLog::JobLog(const JobFolder& job) : text_(job.root / "log.txt"), times_(job.root / "log.times") {
  const auto times = read_times(times_);
  if (!times.empty()) noted_ = times.back().bytes;
}

void JobLog::note(Time now) {
  std::error_code missing;
  const auto size = fs::file_size(text_, missing);
  if (missing || size <= noted_) return;
  noted_ = size;
  append(times_, fmt::format("{} {}\n", size, now.time_since_epoch().count()));
}

void JobLog::add(const std::string& line) const {
  append(text_, line + "\n");
}

std::vector<LogLine> JobLog::lines() const {
  std::vector<LogLine> all;
  const auto times = read_times(times_);
  if (times.empty() || !fs::exists(text_)) return all;
  const std::string text = read_file(text_);
  auto noted = times.begin();
  size_t begin = 0;
  for (size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
    while (noted != times.end() && noted->bytes < end + 1) ++noted;
    if (noted == times.end()) break;
    all.push_back({begin, end + 1, noted->time, text.substr(begin, end - begin)});
  }
  return all;
}

}  // namespace sempurna
