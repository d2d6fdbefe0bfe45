#include <algorithm>

#include "api/logs/handlers.h"
#include "api/logs/streams.h"

namespace sempurna::logs {

namespace {

constexpr int64_t kMostAtOnce = 50;

Json describe(const Operation& op, const std::string& name, const JobLog& log) {
  const auto lines = log.lines();
  Json all = {{"logStreamName", name}};
  if (!lines.empty()) {
    all["creationTime"] = milliseconds(lines.front().time);
    all["firstEventTimestamp"] = milliseconds(lines.front().time);
    all["lastEventTimestamp"] = milliseconds(lines.back().time);
    all["lastIngestionTime"] = milliseconds(lines.back().time);
  }
  all["arn"] = asked_group_arn(op, ":log-stream:" + name);
  all["storedBytes"] = 0;
  return all;
}

}  // namespace

Json describe_log_groups(Operation& op) {
  authorize(op.services, op.call, op.call.action(), "*");
  const std::string prefix = op.text("logGroupNamePrefix");
  const std::string pattern = op.text("logGroupNamePattern");
  if (!prefix.empty() && !pattern.empty()) {
    throw wrong_parameter("logGroupNamePrefix and logGroupNamePattern cannot be given together");
  }
  const int64_t most = op.number("limit", kMostAtOnce, 1, kMostAtOnce);
  const std::string after = op.text("nextToken");
  Json output = {{"logGroups", Json::array()}};
  Json& page = output["logGroups"];
  for (const std::string& group : groups(op)) {
    if (!group.starts_with(prefix) || group.find(pattern) == std::string::npos || group <= after) {
      continue;
    }
    if (std::ssize(page) == most) {
      output["nextToken"] = page.back()["logGroupName"];
      break;
    }
    page.push_back({{"logGroupName", group},
                    {"creationTime", 0},
                    {"metricFilterCount", 0},
                    {"arn", group_arn(op, group, ":*")},
                    {"storedBytes", 0}});
  }
  return output;
}

Json describe_log_streams(Operation& op) {
  authorize(op.services, op.call, op.call.action(), asked_group_arn(op));
  require_group(op);
  const std::string prefix = op.text("logStreamNamePrefix");
  const std::string order = op.text("orderBy");
  if (!order.empty() && order != "LogStreamName" && order != "LastEventTime") {
    throw wrong_parameter("orderBy is '{}', but must be LogStreamName or LastEventTime", order);
  }
  if (order == "LastEventTime" && !prefix.empty()) {
    throw wrong_parameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
  }
  const int64_t most = op.number("limit", kMostAtOnce, 1, kMostAtOnce);
  const std::string after = op.text("nextToken");
  auto found = streams(op, prefix);
  if (order == "LastEventTime") {
    const auto last = [](const JobLog& log) {
      const auto lines = log.lines();
      return lines.empty() ? Time{} : lines.back().time;
    };
    std::stable_sort(found.begin(), found.end(),
                     [&](const auto& a, const auto& b) { return last(a.second) < last(b.second); });
  }
  if (op.flag("descending")) std::reverse(found.begin(), found.end());
  auto next = found.begin();
  if (!after.empty()) {
    next = std::find_if(found.begin(), found.end(),
                        [&](const auto& one) { return one.first == after; });
    if (next == found.end()) throw wrong_parameter("The specified nextToken is invalid.");
    ++next;
  }
  Json output = Json::object();
  Json& page = output["logStreams"] = Json::array();
  for (; next != found.end() && std::ssize(page) < most; ++next) {
    page.push_back(describe(op, next->first, next->second));
  }
  if (next != found.end()) output["nextToken"] = std::prev(next)->first;
  return output;
}

}  // namespace sempurna::logs
