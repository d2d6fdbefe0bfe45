#include "api/sempurna/progress_points.h"

#include <charconv>
#include <fstream>

#include "api/json/error.h"

namespace sempurna::own {

namespace {

constexpr int64_t kPoints = 500;

/// In which part of the run a step is; -1: in none, it is before or after the epochs.
int64_t point_of(const Json& step) {
  const auto all = step.value("total_steps", int64_t{0});
  return all > 0 ? step.value("total_step", int64_t{0}) * kPoints / all : -1;
}

void take(const std::string& line, ProgressPart& part) {
  Json event = Json::parse(line, nullptr, false);
  if (!event.is_object()) return;  // half written when a worker was killed
  if (event.value("event", "") != "step") {
    part.events.push_back(std::move(event));
    return;
  }
  part.latest = event;
  const int64_t point = point_of(event);
  if (point < 0 || point == part.next.point) return;
  part.next.point = point;
  part.events.push_back(std::move(event));
}

}  // namespace

std::string ProgressPlace::text() const {
  return fmt::format("{}.{}", offset, point);
}

ProgressPlace ProgressPlace::of_text(const std::string& text) {
  ProgressPlace place;
  if (text.empty()) return place;
  const char* end = text.data() + text.size();
  const auto offset = std::from_chars(text.data(), end, place.offset);
  if (offset.ec == std::errc() && offset.ptr != end && *offset.ptr == '.') {
    const auto point = std::from_chars(offset.ptr + 1, end, place.point);
    if (point.ec == std::errc() && point.ptr == end) return place;
  }
  throw JsonError("ValidationException",
                  "NextToken is not one that this server gave; leave it out to begin anew");
}

ProgressPart read_progress(const fs::path& file, const ProgressPlace& from, uint64_t most_bytes) {
  ProgressPart part;
  part.next = from;
  std::ifstream in(file, std::ios::binary);
  if (!in) return part;
  in.seekg(static_cast<std::streamoff>(from.offset));
  std::string line;
  while (std::getline(in, line) && !in.eof()) {
    part.next.offset += line.size() + 1;
    take(line, part);
    if (part.next.offset - from.offset < most_bytes) continue;
    part.is_last = in.peek() == std::ifstream::traits_type::eof();
    break;
  }
  return part;
}

}  // namespace sempurna::own
