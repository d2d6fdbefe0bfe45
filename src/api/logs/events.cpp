#include <algorithm>
#include <optional>

#include "api/logs/handlers.h"
#include "api/logs/streams.h"
#include "base/number.h"

namespace sempurna::logs {

namespace {

constexpr int64_t kMostAtOnce = 10000;
constexpr size_t kMostBytes = 1 << 20;
constexpr size_t kOverhead = 26;  // of an event, as CloudWatch counts it
constexpr size_t kDigits = 56;

/// A place between two lines, and in which direction to go on from there.
struct Token {
  bool forward = true;
  uint64_t place = 0;
};

std::string written(const Token& token) {
  return fmt::format("{}/{:0{}}", token.forward ? 'f' : 'b', token.place, kDigits);
}

std::optional<Token> token_of(const Operation& op) {
  const std::string text = op.text("nextToken");
  if (text.empty()) return std::nullopt;
  const auto place = text.size() == kDigits + 2
                         ? read_number<uint64_t>(std::string_view(text).substr(2))
                         : std::nullopt;
  if (!place || (!text.starts_with("f/") && !text.starts_with("b/"))) {
    throw wrong_parameter("The specified nextToken is invalid.");
  }
  return Token{text[0] == 'f', *place};
}

/// From startTime on and before endTime.
std::vector<LogLine> wanted(const Operation& op, const JobLog& log) {
  constexpr int64_t kEver = int64_t{1} << 53;
  const int64_t from = op.number("startTime", 0, 0, kEver);
  const int64_t to = op.number("endTime", kEver, 0, kEver);
  auto lines = lines_of(op, log);
  std::erase_if(lines, [&](const LogLine& line) {
    const int64_t time = milliseconds(line.time);
    return time < from || time >= to;
  });
  return lines;
}

using Range = std::pair<size_t, size_t>;

/// As many as go into one answer, from one end of these.
Range page_of(const std::vector<LogLine>& lines, Range among, bool from_head, int64_t most) {
  const auto [begin, end] = among;
  size_t bytes = 0;
  size_t count = 0;
  while (count < end - begin && std::cmp_less(count, most)) {
    const size_t k = from_head ? begin + count : end - 1 - count;
    bytes += lines[k].text.size() + kOverhead;
    if (bytes > kMostBytes && count > 0) break;
    ++count;
  }
  return from_head ? Range{begin, begin + count} : Range{end - count, end};
}

}  // namespace

// Forward, the token of the last page comes back as it was sent, by which clients know the end; it
// is good for what is said later too.
Json get_log_events(Operation& op) {
  const std::string stream = op.required("logStreamName");
  authorize(op.services, op.call, op.call.action(), asked_group_arn(op, ":log-stream:" + stream));
  require_group(op);
  const auto lines = wanted(op, log_of(op, stream));
  const auto token = token_of(op);
  const int64_t most = op.number("limit", kMostAtOnce, 1, kMostAtOnce);
  const auto place = [&](uint64_t at) {
    return static_cast<size_t>(
        std::partition_point(lines.begin(), lines.end(),
                             [&](const LogLine& line) { return line.begin < at; }) -
        lines.begin());
  };
  const bool from_head = token ? token->forward : op.flag("startFromHead");
  Range among{0, lines.size()};
  if (token) (token->forward ? among.first : among.second) = place(token->place);
  const auto [begin, end] = page_of(lines, among, from_head, most);

  Json output = {{"events", Json::array()}};
  for (size_t k = begin; k < end; ++k) {
    output["events"].push_back({{"timestamp", milliseconds(lines[k].time)},
                                {"message", lines[k].text},
                                {"ingestionTime", milliseconds(lines[k].time)}});
  }
  const uint64_t here = token ? token->place : 0;
  const bool is_empty = begin == end;
  output["nextForwardToken"] = written({true, is_empty ? here : lines[end - 1].end});
  output["nextBackwardToken"] = written({false, is_empty ? here : lines[begin].begin});
  return output;
}

}  // namespace sempurna::logs
