#include "run/progress_reader.h"

#include <fstream>
#include <system_error>

#include "base/error.h"

namespace sempurna {

namespace fs = std::filesystem;

ProgressReader::ProgressReader(fs::path file, bool from_end) : file_(std::move(file)) {
  std::error_code missing;
  const auto size = fs::file_size(file_, missing);
  if (from_end && !missing) offset_ = size;
}

std::vector<Json> ProgressReader::next() {
  std::vector<Json> events;
  std::ifstream in(file_, std::ios::binary);
  if (!in) return events;
  // A worker that resumes cuts a half-written last line off, so the file may have become shorter.
  in.seekg(0, std::ios::end);
  const auto size = static_cast<uint64_t>(in.tellg());
  if (size < offset_) {
    offset_ = size;
    rest_.clear();
  }
  in.seekg(static_cast<std::streamoff>(offset_));
  std::string fresh(size - offset_, '\0');
  in.read(fresh.data(), static_cast<std::streamsize>(fresh.size()));
  fresh.resize(static_cast<size_t>(in.gcount()));
  offset_ += fresh.size();
  rest_ += fresh;
  size_t start = 0;
  for (size_t end; (end = rest_.find('\n', start)) != std::string::npos; start = end + 1) {
    try {
      Json event = parse_json(std::string_view(rest_).substr(start, end - start), "progress");
      if (event.is_object()) events.push_back(std::move(event));
    } catch (const Error&) {
      continue;
    }
  }
  rest_.erase(0, start);
  return events;
}

}  // namespace sempurna
