#include "api/sagemaker/requested_transform.h"

#include <algorithm>

#include "api/sagemaker/asked_members.h"
#include "api/sagemaker/check_places.h"
#include "api/sagemaker/models.h"
#include "api/sagemaker/request.h"

namespace sempurna::sagemaker {

namespace {

// Of a record, and of all that are at the model at a time. Source: Amazon SageMaker API Reference,
// CreateTransformJob; a record is what InvokeEndpoint takes.
constexpr int64_t kMostMegabytes = 6;
constexpr int64_t kMostMegabytesAtOnce = 100;

constexpr MemberRow kRefused[] = {
    {"DataCaptureConfig", "requests are not kept"},
    {"TransformResources.VolumeKmsKeyId", "what a job keeps while it works is not sealed here"},
};

constexpr MemberRow kWithoutEffect[] = {
    {"Environment", "the model reads no variables"},
    {"ExperimentConfig", "there are no experiments"},
    {"TransformResources.TransformAmiVersion", "no machine is started"},
};

/// What a member may be here: these words, the first where nothing is said.
struct Words {
  const char* structure;
  const char* member;
  std::vector<std::string_view> served;
  const char* instead;
};

const Words kSplit = {"TransformInput", "SplitType", {"None", "Line"}, "use Line or None"};
const Words kPacking = {"TransformInput", "CompressionType", {"None", "Gzip"}, "use Gzip or None"};
const Words kAssembly = {"TransformOutput", "AssembleWith", {"None", "Line"}, "use Line or None"};
const Words kJoin = {
    "DataProcessing", "JoinSource", {"None"}, "answers stand alone, in the order of their records"};
const Words kInputFilter = {
    "DataProcessing", "InputFilter", {"$"}, "the model is given the whole record"};
const Words kOutputFilter = {
    "DataProcessing", "OutputFilter", {"$"}, "the model's answer is kept whole"};

std::string one_of(const JsonMap& asked, const Words& words) {
  const std::string said = text(asked, {words.structure, words.member});
  if (said.empty()) return std::string(words.served.front());
  for (const std::string_view served : words.served) {
    if (said == served) return said;
  }
  throw not_valid("{}.{} {} is not served: {}", words.structure, words.member, said, words.instead);
}

int64_t number(const JsonMap& asked, std::initializer_list<const char*> path, int64_t otherwise) {
  const JsonMap* said = member(asked, path);
  return said == nullptr ? otherwise : said->get<int64_t>();
}

void take_input(const JsonMap& asked, TransformPlan& plan) {
  const JsonMap& source = *member(asked, {"TransformInput", "DataSource", "S3DataSource"});
  const std::string type = text(source, {"S3DataType"});
  if (type != "S3Prefix" && type != "ManifestFile") {
    throw not_valid("S3DataType {} is not served: use S3Prefix or ManifestFile", type);
  }
  plan.is_manifest = type == "ManifestFile";
  plan.input = text(source, {"S3Uri"});
  s3_location(plan.input, "TransformInput.DataSource.S3DataSource.S3Uri");
  plan.content_type = text(asked, {"TransformInput", "ContentType"});
  plan.is_packed = one_of(asked, kPacking) == "Gzip";
  plan.by_line = one_of(asked, kSplit) == "Line";
}

/// A mini-batch is asked record by record; its answers stand on lines of their own, as a container
/// answers for several.
void take_output(const JsonMap& asked, TransformPlan& plan) {
  const std::string strategy = text(asked, {"BatchStrategy"});
  if (strategy == "MultiRecord" && !plan.by_line) {
    throw not_valid(
        "BatchStrategy MultiRecord needs SplitType Line: each object is one record otherwise");
  }
  plan.output = text(asked, {"TransformOutput", "S3OutputPath"});
  s3_location(plan.output, "TransformOutput.S3OutputPath");
  plan.output_key = text(asked, {"TransformOutput", "KmsKeyId"});
  plan.accept = text(asked, {"TransformOutput", "Accept"});
  plan.ends_lines =
      one_of(asked, kAssembly) == "Line" || (plan.by_line && strategy != "SingleRecord");
}

void take_limits(const JsonMap& asked, TransformPlan& plan) {
  const int64_t megabytes = number(asked, {"MaxPayloadInMB"}, kMostMegabytes);
  if (megabytes < 1 || megabytes > kMostMegabytes) {
    throw not_valid("MaxPayloadInMB {} is not served: a record may have 1 to {} MB", megabytes,
                    kMostMegabytes);
  }
  plan.most_bytes = megabytes << 20;
  // As SageMaker has it where nothing is said: what is computed together differs from what is
  // computed alone in its last digits.
  plan.at_once = std::max<int64_t>(1, number(asked, {"MaxConcurrentTransforms"}, 1));
  if (plan.at_once * megabytes > kMostMegabytesAtOnce) {
    throw not_valid(
        "MaxConcurrentTransforms ({}) times MaxPayloadInMB ({}) is more than {} MB; ask for less "
        "of one",
        plan.at_once, megabytes, kMostMegabytesAtOnce);
  }
  plan.retries = number(asked, {"ModelClientConfig", "InvocationsMaxRetries"}, plan.retries);
  plan.seconds = number(asked, {"ModelClientConfig", "InvocationsTimeoutInSeconds"}, plan.seconds);
  const int64_t instances = number(asked, {"TransformResources", "InstanceCount"}, 1);
  if (instances != 1) {
    throw not_valid(
        "TransformResources.InstanceCount {} is not served: this server is one machine; use 1",
        instances);
  }
}

}  // namespace

TransformPlan requested_transform(const JsonMap& asked, const Resource& model) {
  refuse_members(asked, kRefused);
  for (const Words* words : {&kJoin, &kInputFilter, &kOutputFilter}) one_of(asked, *words);
  TransformPlan plan;
  plan.model = plan_of(model);
  take_input(asked, plan);
  take_output(asked, plan);
  take_limits(asked, plan);
  for (const auto& [path, why] : kWithoutEffect) {
    if (!asks(asked, path)) continue;
    plan.remarks.push_back(fmt::format("{} has no effect here: {}", path, why));
  }
  return plan;
}

}  // namespace sempurna::sagemaker
