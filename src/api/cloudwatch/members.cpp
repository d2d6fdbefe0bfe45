#include "api/cloudwatch/members.h"

namespace sempurna::cloudwatch {

namespace {

struct Row {
  std::string_view member;
  MemberKind kind;
};

constexpr Row kRows[] = {
    {"Datapoints", MemberKind::List},
    {"Dimensions", MemberKind::List},
    {"EndTime", MemberKind::Time},
    {"ExtendedStatistics", MemberKind::List},
    {"IncludeLinkedAccounts", MemberKind::Flag},
    {"MaxDatapoints", MemberKind::Number},
    {"Messages", MemberKind::List},
    {"MetricDataQueries", MemberKind::List},
    {"MetricDataResults", MemberKind::List},
    {"Metrics", MemberKind::List},
    {"Period", MemberKind::Number},
    {"ReturnData", MemberKind::Flag},
    {"StartTime", MemberKind::Time},
    {"Statistics", MemberKind::List},
    {"Timestamp", MemberKind::Time},
    {"Timestamps", MemberKind::List},
    {"Values", MemberKind::List},
};

}  // namespace

MemberKind kind_of(std::string_view member) {
  for (const Row& row : kRows) {
    if (row.member == member) return row.kind;
  }
  return MemberKind::Text;
}

}  // namespace sempurna::cloudwatch
