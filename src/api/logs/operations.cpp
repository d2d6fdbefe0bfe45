#include "api/json/dialect.h"
#include "api/logs/handlers.h"
#include "api/logs/logs.h"

namespace sempurna::logs {

namespace {

constexpr json::ServedOperation kOperations[] = {
    {"DescribeLogGroups", "logs:DescribeLogGroups", describe_log_groups,
     "limit logGroupNamePattern logGroupNamePrefix nextToken"},
    {"DescribeLogStreams", "logs:DescribeLogStreams", describe_log_streams,
     "descending limit logGroupName logStreamNamePrefix nextToken orderBy"},
    {"FilterLogEvents", "logs:FilterLogEvents", filter_log_events,
     "endTime filterPattern interleaved limit logGroupName logStreamNamePrefix logStreamNames "
     "nextToken startTime"},
    {"GetLogEvents", "logs:GetLogEvents", get_log_events,
     "endTime limit logGroupName logStreamName nextToken startFromHead startTime"},
};

}  // namespace

const Dialect& dialect() {
  static const json::JsonDialect kDialect(
      {.name = "logs", .target = "Logs_20140328", .operations = kOperations});
  return kDialect;
}

}  // namespace sempurna::logs
