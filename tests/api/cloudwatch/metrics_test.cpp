#include <fstream>
#include <set>

#include "api/cloudwatch/cbor.h"
#include "api/cloudwatch/protocol.h"
#include "api/in_process.h"
#include "jobs/training_jobs.h"
#include "serving/endpoints.h"
#include "serving/fake_models.h"
#include "serving/transform_jobs.h"

namespace sempurna::cloudwatch {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// The test's clock is at 2026-01-02T03:04:05Z.
constexpr int64_t kMinute = 1'767'323'040;  // of it, in seconds
constexpr auto kToday = "&StartTime=2026-01-02T00:00:00Z&EndTime=2026-01-02T03:10:00Z";

/// A server that has had a job with two epochs and an endpoint with some requests.
class CloudWatch : public InProcess {
 protected:
  CloudWatch() {
    const JobFolder job = add_job("job-a");
    write_file_atomic(
        job.progress(),
        fmt::format(
            "{{\"time\":{},\"event\":\"epoch\",\"epoch\":1,\"loss\":2,\"accuracy\":0.5}}\n"
            "{{\"time\":{},\"event\":\"epoch\",\"epoch\":2,\"loss\":1,\"accuracy\":0.75}}\n",
            kMinute - 90, kMinute - 59));
    DeploymentPlan plan;
    plan.number = 1;
    plan.variants.emplace_back().name = "all";
    endpoint_records.add(
        {.name = "shop", .state = EndpointState::Failed, .created = clock.time, .next = plan});
    const fs::path variant = home() / "endpoints" / "shop" / "1" / "all";
    make_folders(variant);
    write_metrics(variant, kMinute - 120,
                  R"("Invocations":[3,1,1,1,3],"ModelLatency":[60,10,30,10,1,20,1,30,1])");
    TrainingJobs::Options of_jobs;
    of_jobs.server.home = home();
    jobs.emplace(std::move(of_jobs), records, executor);
    Endpoints::Options of_endpoints;
    of_endpoints.home = home();
    endpoints.emplace(std::move(of_endpoints), endpoint_records, executor);
    transforms.emplace(TransformServer{.home = home(),
                                       .open = {},
                                       .log = [](const std::string&) {},
                                       .available_memory = [] { return uint64_t{0}; },
                                       .gives_memory_back = [] { return false; }},
                       1, transform_records, executor);
    services.jobs = &*jobs;
    services.transforms = &*transforms;
    services.endpoints = &*endpoints;
    clock.time = Time(std::chrono::seconds(kMinute + 5));
  }

  fs::path home() const { return folder.path() / "home"; }
  JobFolder add_job(const std::string& name) {
    const JobFolder job{home() / "jobs" / name};
    records.accept(job, name, "card", TrainingRequest{}, Json::object());
    records.change(job, JobState::Failed, "as the test wants");
    make_folders(job.root);
    write_metrics(job.root, kMinute - 60, R"("CPUUtilization":150,"MemoryUtilization":10)");
    return job;
  }
  static void write_metrics(const fs::path& where, int64_t seconds, const std::string& members) {
    write_file_atomic(where / "metrics.jsonl",
                      fmt::format("{{\"time\":{},{}}}\n", seconds * 1000, members));
  }

  Answered query(const std::string& text) { return form("monitoring", text); }
  static std::string statistics(const std::string& more) {
    return "Action=GetMetricStatistics&Version=2010-08-01&Namespace=%2Faws%2Fsagemaker"
           "%2FTrainingJobs&MetricName=loss&Dimensions.member.1.Name=TrainingJobName&"
           "Dimensions.member.1.Value=job-a" +
           more;
  }

  Json ask_json(const std::string& operation, const Json& input, int status = 200) {
    const Answered answered =
        json("monitoring", std::string(kTarget) + "." + operation, to_line(input));
    EXPECT_EQ(answered.status, status) << answered.body;
    EXPECT_EQ(answered.headers.at("content-type"), "application/x-amz-json-1.0");
    return Json::parse(answered.body);
  }
  JsonMap ask_cbor(const std::string& operation, const Json& input, int status = 200) {
    const Answered answered = ask(
        admin, "monitoring",
        request("POST " + std::string(kCborPath) + operation, {{"smithy-protocol", "rpc-v2-cbor"}}),
        write_cbor(input));
    EXPECT_EQ(answered.status, status) << answered.body;
    EXPECT_EQ(answered.headers.at("content-type"), "application/cbor");
    EXPECT_EQ(answered.headers.at("smithy-protocol"), "rpc-v2-cbor");
    return read_cbor(answered.body);
  }

  static Json stat(const std::string& space, const std::string& name, const Json& dimensions,
                   const std::string& statistic, int period = 60) {
    Json list = Json::array();
    for (const auto& [dimension, value] : dimensions.items()) {
      list.push_back({{"Name", dimension}, {"Value", value}});
    }
    return {{"Metric", {{"Namespace", space}, {"MetricName", name}, {"Dimensions", list}}},
            {"Period", period},
            {"Stat", statistic}};
  }
  static Json accuracy() {
    return stat("/aws/sagemaker/TrainingJobs", "accuracy", {{"TrainingJobName", "job-a"}},
                "Maximum");
  }
  static Json data(const Json& queries) {
    return {{"MetricDataQueries", queries},
            {"StartTime", static_cast<double>(kMinute - 3600)},
            {"EndTime", static_cast<double>(kMinute + 60)}};
  }
  std::string refused(const Json& input) {
    const Json answer = ask_json("GetMetricData", input, 400);
    EXPECT_EQ(answer["__type"], "ValidationException");
    return answer["message"];
  }

  FakeModels executor;
  JobRecords records{[this] {
                       make_folders(home());
                       return home();
                     }(),
                     clock};
  EndpointRecords endpoint_records{home()};
  TransformRecords transform_records{home()};
  std::optional<TrainingJobs> jobs;
  std::optional<Endpoints> endpoints;
  std::optional<TransformJobs> transforms;
};

TEST_F(CloudWatch, OfAJobByAForm) {
  const Answered answered =
      query(statistics("&Period=60&Statistics.member.1=Average&Statistics.member.2=SampleCount" +
                       std::string(kToday)));
  EXPECT_EQ(answered.status, 200);
  EXPECT_EQ(answered.headers.at("content-type"), "text/xml");
  EXPECT_THAT(
      answered.body,
      HasSubstr("<GetMetricStatisticsResponse "
                "xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\">"
                "<GetMetricStatisticsResult><Label>loss</Label><Datapoints>"
                "<member><Timestamp>2026-01-02T03:02:00.000Z</Timestamp><Average>2</Average>"
                "<SampleCount>1</SampleCount><Unit>None</Unit></member>"
                "<member><Timestamp>2026-01-02T03:03:00.000Z</Timestamp><Average>1</Average>"
                "<SampleCount>1</SampleCount><Unit>None</Unit></member>"
                "</Datapoints></GetMetricStatisticsResult><ResponseMetadata><RequestId>"));
  const Answered extended =
      query(statistics("&Period=3600&ExtendedStatistics.member.1=p50" + std::string(kToday)));
  EXPECT_THAT(extended.body, HasSubstr("<ExtendedStatistics><entry><key>p50</key><value>1.5</value>"
                                       "</entry></ExtendedStatistics>"));
}

TEST_F(CloudWatch, ThatAreNotThereHaveNoDatapoints) {
  const std::string rest = "&Period=60&Statistics.member.1=Sum" + std::string(kToday);
  const std::string none = "<Datapoints></Datapoints>";
  EXPECT_THAT(query(statistics("&Unit=Percent" + rest)).body, HasSubstr(none));
  EXPECT_THAT(
      query(statistics("&Dimensions.member.2.Name=Host&Dimensions.member.2.Value=x" + rest)).body,
      HasSubstr(none));
  EXPECT_THAT(
      query("Action=GetMetricStatistics&Namespace=AWS/EC2&MetricName=CPUUtilization" + rest).body,
      HasSubstr(none));
  EXPECT_THAT(
      query("Action=GetMetricStatistics&Namespace=AWS/EC2&MetricName=x&Dimensions=" + rest).body,
      HasSubstr(none));
}

TEST_F(CloudWatch, FormsThatAreWrongSayWhy) {
  const auto refused = [&](const std::string& more, const char* code, const char* words) {
    const Answered answered = query(statistics(more));
    EXPECT_EQ(answered.status, 400);
    EXPECT_THAT(answered.body, HasSubstr(fmt::format("<Code>{}</Code>", code)));
    EXPECT_THAT(answered.body, HasSubstr(words)) << more;
  };
  const std::string today = kToday;
  const std::string sum = "&Statistics.member.1=Sum";
  refused(today + sum, "MissingParameter", "The parameter Period is required.");
  refused(today + "&Period=60", "MissingParameter", "either Statistics or ExtendedStatistics");
  refused(today + "&Period=60&ExtendedStatistics.member.1=p5" + sum, "InvalidParameterCombination",
          "cannot be used together");
  refused(today + "&Period=61" + sum, "InvalidParameterValue", "multiple of 60");
  refused(today + "&Period=0" + sum, "InvalidParameterValue", "multiple of 60");
  refused(today + "&Period=a" + sum, "MalformedInput", "must be a whole number");
  refused(today + "&Period=60&Statistics.member.1=p50", "InvalidParameterValue",
          "SampleCount, Average");
  refused(today + "&Period=60&ExtendedStatistics.member.1=tm99", "InvalidParameterValue",
          "p0 to p100");
  refused(today + "&Period=5" + sum, "InvalidParameterCombination",
          "You have requested up to 2,280 datapoints, which exceeds the limit of 1,440.");
  refused("&StartTime=2026-01-02T00:00:00Z&EndTime=2026-01-02T00:00:00Z&Period=60" + sum,
          "InvalidParameterValue", "The parameter StartTime must not equal parameter EndTime.");
  refused("&StartTime=2026-01-03T00:00:00Z&EndTime=2026-01-02T00:00:00Z&Period=60" + sum,
          "InvalidParameterValue", "must be less than the parameter EndTime.");
  refused("&StartTime=yesterday&EndTime=2026-01-02T00:00:00Z&Period=60" + sum, "MalformedInput",
          "must be a time in UTC");
  refused(today + "&Period=60&Else=1" + sum, "ValidationError", "the parameter Else, which");
  refused(today + "&Period=60&Statistics.member.x=Sum", "MalformedInput", "cannot be read");
  refused(today + "&Period=60&Statistics=Sum", "MalformedInput", "must be a list");
  refused(today + "&Period=60&Period.a=1" + sum, "MalformedInput", "both as a value");
  refused(today + "&Period=60&a.b.c.d.e.f.g.h.i.j.k.l.m=1" + sum, "MalformedInput",
          "too many parts");
}

TEST_F(CloudWatch, ByJson) {
  const Json output = ask_json(
      "GetMetricData",
      data({{{"Id", "a"}, {"MetricStat", accuracy()}, {"Label", "how right"}},
            {{"Id", "cpu"},
             {"MetricStat", stat("/aws/sagemaker/TrainingJobs", "CPUUtilization",
                                 {{"Host", "job-a/algo-1"}}, "Average")}},
            {{"Id", "hidden"}, {"MetricStat", accuracy()}, {"ReturnData", false}},
            {{"Id", "latency"},
             {"MetricStat", stat("AWS/SageMaker", "ModelLatency",
                                 {{"VariantName", "all"}, {"EndpointName", "shop"}}, "p100")}}}));
  EXPECT_EQ(output, Json::parse(R"({"MetricDataResults":[
    {"Id":"a","Label":"how right","Timestamps":[1767322980.0,1767322920.0],"Values":[0.75,0.5],
     "StatusCode":"Complete"},
    {"Id":"cpu","Label":"CPUUtilization","Timestamps":[1767322980.0],"Values":[150.0],
     "StatusCode":"Complete"},
    {"Id":"latency","Label":"ModelLatency","Timestamps":[1767322920.0],"Values":[30.0],
     "StatusCode":"Complete"}]})"))
      << output.dump();
}

TEST_F(CloudWatch, ByCbor) {
  Json input = data({{{"Id", "a"}, {"MetricStat", accuracy()}}});
  input["ScanBy"] = "TimestampAscending";
  const JsonMap output = ask_cbor("GetMetricData", input);
  EXPECT_EQ(output["MetricDataResults"][0]["Values"], JsonMap({0.5, 0.75}));
  EXPECT_EQ(output["MetricDataResults"][0]["Timestamps"], JsonMap({1767322920.0, 1767322980.0}));
  const JsonMap refused = ask_cbor("GetMetricData", Json::object(), 400);
  EXPECT_EQ(refused["__type"], "com.amazonaws.cloudwatch#ValidationException");
  EXPECT_EQ(refused["message"], "The parameter MetricDataQueries is required.");
}

TEST_F(CloudWatch, ComeInPages) {
  Json input = data({{{"Id", "a"}, {"MetricStat", accuracy()}},
                     {{"Id", "hidden"}, {"MetricStat", accuracy()}, {"ReturnData", false}},
                     {{"Id", "b"}, {"MetricStat", accuracy()}}});
  input["MaxDatapoints"] = 3;
  Json output = ask_json("GetMetricData", input);
  ASSERT_EQ(output["MetricDataResults"].size(), 2u);
  EXPECT_EQ(output["MetricDataResults"][0]["StatusCode"], "Complete");
  EXPECT_EQ(output["MetricDataResults"][1]["StatusCode"], "PartialData");
  EXPECT_EQ(output["MetricDataResults"][1]["Values"], Json({0.75}));
  input["NextToken"] = output["NextToken"];
  output = ask_json("GetMetricData", input);
  ASSERT_EQ(output["MetricDataResults"].size(), 1u);
  EXPECT_EQ(output["MetricDataResults"][0]["Id"], "b");
  EXPECT_EQ(output["MetricDataResults"][0]["Values"], Json({0.5}));
  EXPECT_EQ(output["MetricDataResults"][0]["StatusCode"], "Complete");
  EXPECT_FALSE(output.contains("NextToken"));
  input["NextToken"] = "else";
  EXPECT_EQ(ask_json("GetMetricData", input, 400)["__type"], "InvalidNextToken");
}

TEST_F(CloudWatch, QueriesThatCannotBeAnsweredSayWhy) {
  EXPECT_THAT(refused(data({{{"Id", "A"}, {"MetricStat", accuracy()}}})),
              HasSubstr("The value A for parameter MetricDataQueries.member.1.Id is not matching "
                        "the expected pattern ^[a-z][a-zA-Z0-9_]*$."));
  EXPECT_THAT(refused(data({{{"Id", "a"}, {"Expression", "b * 2"}}})),
              HasSubstr("MetricDataQueries.member.1.Expression is not served"));
  EXPECT_THAT(refused(data({{{"Id", "a"}, {"MetricStat", accuracy()}},
                            {{"Id", "a"}, {"MetricStat", accuracy()}}})),
              HasSubstr("not unique"));
  EXPECT_THAT(refused(data({{{"Id", "a"}, {"MetricStat", accuracy()}, {"ReturnData", false}}})),
              HasSubstr("ReturnData true"));
  EXPECT_THAT(refused(data({{{"Id", "a"}, {"MetricStat", accuracy()}, {"Label", "${MAX}"}}})),
              HasSubstr("a dynamic expression, which is not served"));
  EXPECT_THAT(refused(data({{{"Id", "a"}, {"MetricStat", accuracy()}, {"AccountId", "1"}}})),
              HasSubstr("the account 000000000000 alone"));
  EXPECT_THAT(refused(data({{{"Id", "a"}}})), HasSubstr("member.1.MetricStat is required"));
  Json wrong = accuracy();
  wrong["Stat"] = "IQM";
  EXPECT_THAT(refused(data({{{"Id", "a"}, {"MetricStat", wrong}}})),
              HasSubstr("The value IQM for parameter MetricDataQueries.member.1.MetricStat.Stat"));
  wrong = accuracy();
  wrong["Period"] = 90;
  EXPECT_THAT(refused(data({{{"Id", "a"}, {"MetricStat", wrong}}})), HasSubstr("multiple of 60"));
  Json many = Json::array();
  for (int k = 0; k < 501; ++k) {
    many.push_back({{"Id", "a" + std::to_string(k)}, {"MetricStat", accuracy()}});
  }
  EXPECT_THAT(refused(data(many)), HasSubstr("must not have a size greater than 500"));
  Json input = data({{{"Id", "a"}, {"MetricStat", accuracy()}}});
  input["MaxDatapoints"] = 0;
  EXPECT_THAT(refused(input), HasSubstr("must be from 1 to 100800"));
  input = data({{{"Id", "a"}, {"MetricStat", accuracy()}}});
  input["ScanBy"] = "Backwards";
  EXPECT_THAT(refused(input), HasSubstr("TimestampDescending or TimestampAscending"));
  input = data({{{"Id", "a"}, {"MetricStat", accuracy()}}});
  input["StartTime"] = 1e30;
  EXPECT_THAT(refused(input), HasSubstr("no time since 1970"));
  input["StartTime"] = "now";
  EXPECT_EQ(ask_json("GetMetricData", input, 400)["__type"], "SerializationException");
  EXPECT_EQ(ask_json("GetMetricData", Json::array(), 400)["__type"], "SerializationException");
}

TEST_F(CloudWatch, AreListed) {
  const auto listed = [&](const Json& input) {
    const Json output = ask_json("ListMetrics", input);
    std::vector<std::string> all;
    for (const Json& metric : output["Metrics"]) {
      std::string line = metric["Namespace"].get<std::string>();
      for (const Json& one : metric["Dimensions"]) line += " " + one["Value"].get<std::string>();
      all.push_back(line + " " + metric["MetricName"].get<std::string>());
    }
    return all;
  };
  EXPECT_THAT(
      listed(Json::object()),
      ElementsAre("/aws/sagemaker/TrainingJobs job-a/algo-1 CPUUtilization",
                  "/aws/sagemaker/TrainingJobs job-a/algo-1 MemoryUtilization",
                  "/aws/sagemaker/TrainingJobs job-a accuracy",
                  "/aws/sagemaker/TrainingJobs job-a loss", "AWS/SageMaker shop all Invocations",
                  "AWS/SageMaker shop all ModelLatency"));
  EXPECT_THAT(listed({{"Namespace", "AWS/SageMaker"}, {"MetricName", "Invocations"}}),
              ElementsAre("AWS/SageMaker shop all Invocations"));
  EXPECT_THAT(listed({{"Dimensions", {{{"Name", "TrainingJobName"}}}}, {"RecentlyActive", "PT3H"}}),
              ElementsAre("/aws/sagemaker/TrainingJobs job-a accuracy",
                          "/aws/sagemaker/TrainingJobs job-a loss"));
  EXPECT_TRUE(listed({{"Dimensions", {{{"Name", "EndpointName"}, {"Value", "x"}}}}}).empty());
  clock.time += std::chrono::hours(4);
  EXPECT_TRUE(listed({{"RecentlyActive", "PT3H"}}).empty());
  EXPECT_EQ(listed(Json::object()).size(), 6u);
  clock.time += std::chrono::hours(24 * 14);
  EXPECT_TRUE(listed(Json::object()).empty());
  EXPECT_EQ(ask_json("ListMetrics", {{"RecentlyActive", "PT1H"}}, 400)["__type"],
            "InvalidParameterValueException");
  EXPECT_EQ(ask_json("ListMetrics", {{"NextToken", "x"}}, 400)["__type"],
            "InvalidParameterValueException");
}

TEST_F(CloudWatch, AreListedInPages) {
  std::string epoch = fmt::format("{{\"time\":{},\"event\":\"epoch\",\"epoch\":1", kMinute);
  for (int k = 0; k < 700; ++k) epoch += fmt::format(",\"m{:03}\":1", k);
  write_file_atomic(JobFolder{home() / "jobs" / "job-a"}.progress(), epoch + "}\n");
  Json output = ask_json("ListMetrics", Json::object());
  ASSERT_EQ(output["Metrics"].size(), 500u);
  const Json rest = ask_json("ListMetrics", {{"NextToken", output["NextToken"]}});
  EXPECT_EQ(rest["Metrics"].size(), 204u);
  EXPECT_FALSE(rest.contains("NextToken"));
  EXPECT_EQ(output["Metrics"][499]["MetricName"], "m497");
  EXPECT_EQ(rest["Metrics"][0]["MetricName"], "m498");
}

TEST_F(CloudWatch, OfATransformJob) {
  TransformRecord job;
  job.name = "batch";
  job.state = TransformState::Completed;
  job.created = job.changed = clock.time;
  transform_records.add(job);
  const fs::path where = transforms->folder("batch").root;
  make_folders(where);
  write_metrics(where, kMinute - 60, R"("CPUUtilization":70)");
  const Json listed = ask_json("ListMetrics", {{"Namespace", "/aws/sagemaker/TransformJobs"}});
  ASSERT_EQ(listed["Metrics"].size(), 1u);
  EXPECT_EQ(listed["Metrics"][0]["Dimensions"][0]["Value"], "batch/algo-1");
  const Json output = ask_json(
      "GetMetricData", data({{{"Id", "cpu"},
                              {"MetricStat", stat("/aws/sagemaker/TransformJobs", "CPUUtilization",
                                                  {{"Host", "batch/algo-1"}}, "Average")}}}));
  EXPECT_EQ(output["MetricDataResults"][0]["Values"], Json({70.0}));
}

TEST_F(CloudWatch, NoPageLeavesAHostOutThatSortsOtherwiseThanItsJob) {
  // The first page ends with b/algo-1; b-c/algo-1 comes before it, though b comes before b-c.
  for (int k = 0; k < 249; ++k) add_job(fmt::format("a{:03}", k));
  add_job("b");
  add_job("b-c");
  Json input = {{"Dimensions", {{{"Name", "Host"}}}}};
  std::set<std::string> all;
  for (;;) {
    const Json output = ask_json("ListMetrics", input);
    for (const Json& metric : output["Metrics"]) {
      EXPECT_TRUE(all.insert(to_line(metric)).second) << metric;
    }
    if (!output.contains("NextToken")) break;
    input["NextToken"] = output["NextToken"];
  }
  EXPECT_EQ(all.size(), 2u * (249 + 2 + 1));
}

TEST_F(CloudWatch, AJobIsReadOnceForARequest) {
  const auto read_so_far = [] {
    std::ifstream io("/proc/self/io");
    std::string word;
    uint64_t bytes = 0;
    io >> word >> bytes;
    return bytes;
  };
  // A kernel without I/O accounting, as some containers' are: nothing else tells of reads.
  if (read_so_far() == 0) GTEST_SKIP() << "this system does not tell what was read";
  std::string text = fmt::format("{{\"time\":{},\"event\":\"epoch\",\"epoch\":1", kMinute - 59);
  for (int k = 0; k < 20; ++k) text += fmt::format(",\"m{}\":{}", k, k);
  text += "}\n";
  const size_t large = 1 << 20;
  while (text.size() < large)
    text += R"({"event":"step","step":1,"loss":0.5})"
            "\n";
  write_file_atomic(JobFolder{home() / "jobs" / "job-a"}.progress(), text);
  Json queries = Json::array();
  for (int k = 0; k < 20; ++k) {
    queries.push_back({{"Id", fmt::format("m{}", k)},
                       {"MetricStat", stat("/aws/sagemaker/TrainingJobs", fmt::format("m{}", k),
                                           {{"TrainingJobName", "job-a"}}, "Average")}});
  }
  const uint64_t before = read_so_far();
  const Json output = ask_json("GetMetricData", data(queries));
  EXPECT_LT(read_so_far() - before, 2 * large);
  ASSERT_EQ(output["MetricDataResults"].size(), 20u);
  EXPECT_EQ(output["MetricDataResults"][19]["Values"], Json({19}));
}

TEST_F(CloudWatch, WhatNoJobCanBeCalledHasNoMetrics) {
  for (const std::string& name : {std::string(300, 'x'), std::string("x/../job-a")}) {
    const Json of_job =
        stat("/aws/sagemaker/TrainingJobs", "loss", {{"TrainingJobName", name}}, "Average");
    const Json of_host = stat("/aws/sagemaker/TrainingJobs", "CPUUtilization",
                              {{"Host", name + "/algo-1"}}, "Average");
    const Json output = ask_json(
        "GetMetricData",
        data({{{"Id", "job"}, {"MetricStat", of_job}}, {{"Id", "host"}, {"MetricStat", of_host}}}));
    for (const Json& result : output["MetricDataResults"]) {
      EXPECT_TRUE(result["Values"].empty()) << name;
    }
  }
}

TEST_F(CloudWatch, AreForThoseWhoMay) {
  const Credentials reader = identity(
      "reader",
      R"({"Statement":{"Effect":"Allow","Action":"cloudwatch:GetMetric*","Resource":"*"}})");
  const auto asked = [&](const std::string& text) {
    return ask(reader, "monitoring",
               request("POST /", {{"Content-Type", "application/x-www-form-urlencoded"}}), text);
  };
  EXPECT_EQ(asked(statistics("&Period=60&Statistics.member.1=Sum" + std::string(kToday))).status,
            200);
  const Answered denied = asked("Action=ListMetrics");
  EXPECT_EQ(denied.status, 403);
  EXPECT_THAT(denied.body, HasSubstr("<Code>AccessDenied</Code>"));
  EXPECT_THAT(denied.body, HasSubstr("cloudwatch:ListMetrics"));
  const Answered cbor = ask(reader, "monitoring",
                            request("POST " + std::string(kCborPath) + "ListMetrics",
                                    {{"smithy-protocol", "rpc-v2-cbor"}}));
  EXPECT_EQ(read_cbor(cbor.body)["__type"], "com.amazonaws.cloudwatch#AccessDeniedException");
  EXPECT_EQ(cbor.headers.at("x-amzn-query-error"), "AccessDenied;Sender");
  // A stranger is answered in the same words.
  const Answered unsigned_call = ask(request("POST " + std::string(kCborPath) + "ListMetrics",
                                             {{"smithy-protocol", "rpc-v2-cbor"}}));
  EXPECT_EQ(read_cbor(unsigned_call.body)["__type"],
            "com.amazonaws.cloudwatch#MissingAuthenticationTokenException");
}

TEST_F(CloudWatch, WhatIsNotServedIsRefusedByName) {
  EXPECT_THAT(query("Action=PutMetricData&Namespace=x").body,
              HasSubstr("CloudWatch has the operation PutMetricData, but this server does not"));
  EXPECT_THAT(query("Action=Nothing").body, HasSubstr("<Code>InvalidAction</Code>"));
  EXPECT_EQ(ask_json("PutMetricAlarm", Json::object(), 400)["__type"], "UnknownOperationException");
  EXPECT_EQ(ask_cbor("Nothing", Json::object(), 400)["__type"],
            "com.amazonaws.cloudwatch#UnknownOperationException");
  EXPECT_THAT(ask(admin, "monitoring", request("GET /")).body, HasSubstr("MissingAction"));
  const Answered other = ask(admin, "monitoring",
                             request("POST " + std::string(kCborPath) + "ListMetrics",
                                     {{"smithy-protocol", "rpc-v2-json"}}),
                             "{}");
  EXPECT_EQ(other.status, 400);
  EXPECT_THAT(read_cbor(other.body)["message"].get<std::string>(), HasSubstr("speaks rpc-v2-cbor"));
}

}  // namespace
}  // namespace sempurna::cloudwatch
