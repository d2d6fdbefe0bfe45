#include "api/cloudwatch/cloudwatch.h"
#include "api/cloudwatch/dialect.h"

namespace sempurna::cloudwatch {

namespace {

constexpr ServedOperation kOperations[] = {
    {"GetMetricData", "cloudwatch:GetMetricData", get_metric_data,
     "EndTime MaxDatapoints MetricDataQueries NextToken ScanBy StartTime"},
    {"GetMetricStatistics", "cloudwatch:GetMetricStatistics", get_metric_statistics,
     "Dimensions EndTime ExtendedStatistics MetricName Namespace Period StartTime Statistics Unit"},
    {"ListMetrics", "cloudwatch:ListMetrics", list_metrics,
     "Dimensions MetricName Namespace NextToken RecentlyActive"},
};

// Metrics are those of jobs and endpoints: nobody else puts any, and nothing acts on them.
constexpr std::string_view kUnserved =
    "DeleteAlarmMuteRule DeleteAlarms DeleteAnomalyDetector DeleteDashboards "
    "DeleteInsightRules DeleteMetricStream DescribeAlarmContributors DescribeAlarmHistory "
    "DescribeAlarms DescribeAlarmsForMetric DescribeAnomalyDetectors DescribeInsightRules "
    "DisableAlarmActions DisableInsightRules EnableAlarmActions EnableInsightRules "
    "GetAlarmMuteRule GetDashboard GetInsightRuleReport GetMetricStream "
    "GetMetricWidgetImage ListAlarmMuteRules ListDashboards ListManagedInsightRules "
    "ListMetricStreams ListTagsForResource PutAlarmMuteRule PutAnomalyDetector "
    "PutCompositeAlarm PutDashboard PutInsightRule PutManagedInsightRules PutMetricAlarm "
    "PutMetricData PutMetricStream SetAlarmState StartMetricStreams StopMetricStreams "
    "TagResource UntagResource";

}  // namespace

const Dialect& dialect() {
  static const CloudWatchDialect kDialect(kOperations, kUnserved);
  return kDialect;
}

}  // namespace sempurna::cloudwatch
