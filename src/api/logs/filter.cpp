#include <algorithm>
#include <cstdio>
#include <optional>
#include <set>
#include <tuple>

#include "api/logs/handlers.h"
#include "api/logs/streams.h"
#include "base/base64.h"

namespace sempurna::logs {

namespace {

constexpr int64_t kMostAtOnce = 10000;
constexpr int64_t kEver = int64_t{1} << 53;

/// A filter of terms: each must be in the line, each with a minus must not, and of those with a
/// question mark one must. Source: CloudWatch Logs User Guide, "Filter pattern syntax".
class Filter {
 public:
  explicit Filter(std::string_view pattern) {
    if (pattern.starts_with('{') || pattern.starts_with('[') || pattern.starts_with('%')) {
      throw wrong_parameter(
          "the filter pattern '{}' is of a kind that is not served; give words, \"phrases\", "
          "-words "
          "and ?words",
          pattern);
    }
    while (!pattern.empty()) {
      if (pattern.front() == ' ') {
        pattern.remove_prefix(1);
        continue;
      }
      take_term(pattern);
    }
  }

  bool fits(const std::string& line) const {
    const auto has = [&](const std::string& term) { return line.find(term) != std::string::npos; };
    return std::all_of(all_.begin(), all_.end(), has) &&
           std::none_of(none_.begin(), none_.end(), has) &&
           (any_.empty() || std::any_of(any_.begin(), any_.end(), has));
  }

 private:
  void take_term(std::string_view& pattern) {
    auto* terms = &all_;
    if (pattern.front() == '-' || pattern.front() == '?') {
      terms = pattern.front() == '-' ? &none_ : &any_;
      pattern.remove_prefix(1);
    }
    const bool is_quoted = pattern.starts_with('"');
    if (is_quoted) pattern.remove_prefix(1);
    const auto end = pattern.find(is_quoted ? '"' : ' ');
    if (is_quoted && end == std::string_view::npos) {
      throw wrong_parameter("the filter pattern has a quotation mark that is not closed");
    }
    terms->emplace_back(pattern.substr(0, end));
    pattern.remove_prefix(end == std::string_view::npos ? pattern.size() : end + 1);
  }

  std::vector<std::string> all_, none_, any_;
};

/// By time, then by stream, then as they came.
using Place = std::tuple<int64_t, std::string, uint64_t>;

std::string token_of(const Place& place) {
  return encode_base64(
      fmt::format("{}\n{}\n{}", std::get<0>(place), std::get<2>(place), std::get<1>(place)));
}

Place place_of(const std::string& token) {
  long long time = 0;
  unsigned long long begin = 0;
  int read = 0;
  const auto text = decode_base64(token);
  if (!text || std::sscanf(text->c_str(), "%lld\n%llu%n", &time, &begin, &read) != 2 ||
      static_cast<size_t>(read) >= text->size() || (*text)[static_cast<size_t>(read)] != '\n') {
    throw wrong_parameter("The specified nextToken is invalid.");
  }
  return {time, text->substr(static_cast<size_t>(read) + 1), begin};
}

std::set<std::string> named_streams(const Operation& op) {
  std::set<std::string> names;
  const auto given = op.input.find("logStreamNames");
  if (given == op.input.end() || given->is_null()) return names;
  if (!given->is_array())
    throw JsonError("SerializationException", "logStreamNames must be a list");
  for (const JsonMap& name : *given) {
    if (!name.is_string())
      throw JsonError("SerializationException", "logStreamNames must be a list of texts");
    names.insert(name.get<std::string>());
  }
  return names;
}

}  // namespace

// In one interleaved order, always, as CloudWatch does since 2019.
Json filter_log_events(Operation& op) {
  authorize(op.services, op.call, op.call.action(), asked_group_arn(op));
  require_group(op);
  const std::string prefix = op.text("logStreamNamePrefix");
  const auto names = named_streams(op);
  if (!names.empty() && !prefix.empty()) {
    throw wrong_parameter("logStreamNames and logStreamNamePrefix cannot be given together");
  }
  for (const auto& name : names) log_of(op, name);
  const Filter filter(op.text("filterPattern"));
  const int64_t from = op.number("startTime", 0, 0, kEver);
  const int64_t to = op.number("endTime", kEver, 0, kEver);
  const int64_t most = op.number("limit", kMostAtOnce, 1, kMostAtOnce);
  const std::string token = op.text("nextToken");
  const std::optional<Place> after = token.empty() ? std::nullopt : std::optional(place_of(token));

  std::vector<std::pair<Place, std::string>> found;
  for (const auto& [stream, log] : streams(op, prefix)) {
    if (!names.empty() && !names.contains(stream)) continue;
    for (LogLine& line : lines_of(op, log)) {
      const Place place{milliseconds(line.time), stream, line.begin};
      const int64_t time = std::get<0>(place);
      if (time < from || time > to || (after && place <= *after) || !filter.fits(line.text))
        continue;
      found.emplace_back(place, std::move(line.text));
    }
  }
  std::sort(found.begin(), found.end());
  Json output = {{"events", Json::array()}, {"searchedLogStreams", Json::array()}};
  for (const auto& [place, text] : found) {
    if (std::ssize(output["events"]) == most) {
      output["nextToken"] = token_of(found[static_cast<size_t>(most) - 1].first);
      break;
    }
    const auto& [time, stream, begin] = place;
    output["events"].push_back({{"logStreamName", stream},
                                {"timestamp", time},
                                {"message", text},
                                {"ingestionTime", time},
                                {"eventId", fmt::format("{:036}{:020}", time, begin)}});
  }
  return output;
}

}  // namespace sempurna::logs
