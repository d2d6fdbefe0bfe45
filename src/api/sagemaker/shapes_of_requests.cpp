// clang-format off
// Made by tools/make_sagemaker_shapes from botocore 1.29.27 and what is newer in botocore 1.43.11; not to be edited.

#include "api/sagemaker/shapes.h"

namespace sempurna::sagemaker {

namespace {

constexpr Pattern kPatterns[] = {
    {R"(arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:.+)"},
    {R"(([\p{L}\p{Z}\p{N}_.:/=+\-@]*))"},
    {R"([a-zA-Z0-9](-*[a-zA-Z0-9]){0,62})"},
    {R"((?!\s*$).+)", R"(.*\S.*)"},
    {R"([a-zA-Z0-9]([\-a-zA-Z0-9]*[a-zA-Z0-9])?)"},
    {R"((https|s3)://([^/])/?(.*))"},
    {R"([a-zA-Z0-9:/_-]*)"},
    {R"(arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:[a-z0-9\-]{1,14}/.*)"},
    {R"([a-zA-Z0-9](-*[a-zA-Z0-9])*\/[a-zA-Z0-9](-*[a-zA-Z0-9.])*)"},
    {R"(arn:aws[a-z\-]*:sns:[a-z0-9\-]*:[0-9]{12}:[a-zA-Z0-9_.-]+)"},
    {R"(.*)"},
    {R"([a-zA-Z0-9](-*[a-zA-Z0-9])*\/[a-zA-Z0-9](-*[a-zA-Z0-9+.])*)"},
    {R"([\s\S]+)"},
    {R"((https|s3)://([^/]+)/?(.*))"},
    {R"(arn:aws[a-z\-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+)"},
    {R"([-0-9a-zA-Z]+)"},
    {R"([^A-Z]*)"},
    {R"([a-zA-Z0-9](-*[a-zA-Z0-9]){0,31})"},
    {R"(.+)"},
    {R"([a-zA-Z0-9](-*[a-zA-Z0-9]){0,63})"},
    {R"((arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:[a-z\-]*\/)?([a-zA-Z0-9]([a-zA-Z0-9-]){0,62})(?<!-))", R"((arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:[a-z\-]*\/)?[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)"},
    {R"([A-Za-z0-9\.\-_]+)"},
    {R"((fs-[0-9a-f]{8,}))"},
    {R"((arn:[a-z0-9-\.]{1,63}:sagemaker:\w+(?:-\w+)+:(\d{12}|aws):hub-content\/)[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}\/DataSet\/[a-zA-Z0-9](-*[a-zA-Z0-9]){0,63}(\/\d{1,4}.\d{1,4}.\d{1,4})?)"},
    {R"(arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:training-plan/.*)"},
    {R"([a-zA-Z_][a-zA-Z0-9_]*)"},
    {R"([\S\s]*)"},
    {R"([\S]+)"},
    {R"((arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:[a-z\-]*\/)?([a-zA-Z0-9]([a-zA-Z0-9-]){0,62})(?<!-)(\/[0-9]{1,9})?)", R"((arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:[a-z\-]*\/)?[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\/[0-9]{1,9})?)"},
    {R"(arn:[\p{Alnum}\-]+:lambda:[\p{Alnum}\-]+:[0-9]{12}:function:.*)", R"(arn:[[:alnum:]\-]+:lambda:[[:alnum:]\-]+:[0-9]{12}:function:.*)"},
    {R"([a-zA-Z0-9](-*[a-zA-Z0-9]){0,119})"},
    {R"((arn:[a-z0-9-\.]{1,63}:sagemaker:\w+(?:-\w+)+:(\d{12}|aws):hub-content\/)[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}\/Model\/[a-zA-Z0-9](-*[a-zA-Z0-9]){0,63}(\/\d{1,4}.\d{1,4}.\d{1,4})?)"},
    {R"(arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:mlflow-[a-zA-Z-]*/.*)"},
    {R"(arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]{9,16}:[0-9]{12}:model-package-group/[\S]{1,2048})", R"(arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]{9,16}:[0-9]{12}:model-package-group/[\S]+)"},
    {R"(arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]{9,16}:[0-9]{12}:model-package/[\S]{1,2048})", R"(arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]{9,16}:[0-9]{12}:model-package/[\S]+)"},
    {R"([a-zA-Z_][a-zA-Z0-9_]{0,1023})", R"([a-zA-Z_][a-zA-Z0-9_]*)"},
    {R"([a-zA-Z0-9]+(-[a-zA-Z0-9]+)*)"},
    {R"((arn:[a-z0-9-\.]{1,63}:sagemaker:\w+(?:-\w+)+:(\d{12}|aws):hub\/)?[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62})"},
    {R"(\d{1,4}.\d{1,4}.\d{1,4})"},
    {R"([a-zA-Z0-9-]+)"},
    {R"([a-zA-Z0-9\-]+)"},
};

constexpr Shape kResourceArn = {.kind = Kind::String, .min = 0, .max = 256, .pattern = &kPatterns[0]};
constexpr Shape kTagKey = {.kind = Kind::String, .min = 1, .max = 128, .pattern = &kPatterns[1]};
constexpr Shape kTagValue = {.kind = Kind::String, .min = 0, .max = 256, .pattern = &kPatterns[1]};
constexpr Member kTagMembers[] = {
    {"Key", &kTagKey, true},
    {"Value", &kTagValue, true},
};
constexpr Shape kTag = {.kind = Kind::Structure, .members = kTagMembers};
constexpr Shape kTagList = {.kind = Kind::List, .min = 0, .max = 50, .element = &kTag};
constexpr Member kAddTagsInputMembers[] = {
    {"ResourceArn", &kResourceArn, true},
    {"Tags", &kTagList, true},
};
constexpr Shape kAddTagsInput = {.kind = Kind::Structure, .members = kAddTagsInputMembers};
constexpr Shape kEndpointName = {.kind = Kind::String, .min = 0, .max = 63, .pattern = &kPatterns[2]};
constexpr Shape kEndpointConfigName = {.kind = Kind::String, .min = 0, .max = 63, .pattern = &kPatterns[2]};
constexpr Shape kTrafficRoutingConfigType = {.kind = Kind::String, .words = "ALL_AT_ONCE CANARY LINEAR"};
constexpr Shape kWaitIntervalInSeconds = {.kind = Kind::Integer, .min = 0, .max = 3600};
constexpr Shape kCapacitySizeType = {.kind = Kind::String, .words = "INSTANCE_COUNT CAPACITY_PERCENT"};
constexpr Shape kCapacitySizeValue = {.kind = Kind::Integer, .min = 1};
constexpr Member kCapacitySizeMembers[] = {
    {"Type", &kCapacitySizeType, true},
    {"Value", &kCapacitySizeValue, true},
};
constexpr Shape kCapacitySize = {.kind = Kind::Structure, .members = kCapacitySizeMembers};
constexpr Member kTrafficRoutingConfigMembers[] = {
    {"Type", &kTrafficRoutingConfigType, true},
    {"WaitIntervalInSeconds", &kWaitIntervalInSeconds, true},
    {"CanarySize", &kCapacitySize},
    {"LinearStepSize", &kCapacitySize},
};
constexpr Shape kTrafficRoutingConfig = {.kind = Kind::Structure, .members = kTrafficRoutingConfigMembers};
constexpr Shape kTerminationWaitInSeconds = {.kind = Kind::Integer, .min = 0, .max = 3600};
constexpr Shape kMaximumExecutionTimeoutInSeconds = {.kind = Kind::Integer, .min = 600, .max = 28800};
constexpr Member kBlueGreenUpdatePolicyMembers[] = {
    {"TrafficRoutingConfiguration", &kTrafficRoutingConfig, true},
    {"TerminationWaitInSeconds", &kTerminationWaitInSeconds},
    {"MaximumExecutionTimeoutInSeconds", &kMaximumExecutionTimeoutInSeconds},
};
constexpr Shape kBlueGreenUpdatePolicy = {.kind = Kind::Structure, .members = kBlueGreenUpdatePolicyMembers};
constexpr Shape kAlarmName = {.kind = Kind::String, .min = 1, .max = 255, .pattern = &kPatterns[3]};
constexpr Member kAlarmMembers[] = {
    {"AlarmName", &kAlarmName},
};
constexpr Shape kAlarm = {.kind = Kind::Structure, .members = kAlarmMembers};
constexpr Shape kAlarmList = {.kind = Kind::List, .min = 1, .max = 10, .element = &kAlarm};
constexpr Member kAutoRollbackConfigMembers[] = {
    {"Alarms", &kAlarmList},
};
constexpr Shape kAutoRollbackConfig = {.kind = Kind::Structure, .members = kAutoRollbackConfigMembers};
constexpr Member kRollingUpdatePolicyMembers[] = {
    {"MaximumBatchSize", &kCapacitySize, true},
    {"WaitIntervalInSeconds", &kWaitIntervalInSeconds, true},
    {"MaximumExecutionTimeoutInSeconds", &kMaximumExecutionTimeoutInSeconds},
    {"RollbackMaximumBatchSize", &kCapacitySize},
};
constexpr Shape kRollingUpdatePolicy = {.kind = Kind::Structure, .members = kRollingUpdatePolicyMembers};
constexpr Member kDeploymentConfigMembers[] = {
    {"BlueGreenUpdatePolicy", &kBlueGreenUpdatePolicy},
    {"AutoRollbackConfiguration", &kAutoRollbackConfig},
    {"RollingUpdatePolicy", &kRollingUpdatePolicy},
};
constexpr Shape kDeploymentConfig = {.kind = Kind::Structure, .members = kDeploymentConfigMembers};
constexpr Member kCreateEndpointInputMembers[] = {
    {"EndpointName", &kEndpointName, true},
    {"EndpointConfigName", &kEndpointConfigName, true},
    {"DeploymentConfig", &kDeploymentConfig},
    {"Tags", &kTagList},
};
constexpr Shape kCreateEndpointInput = {.kind = Kind::Structure, .members = kCreateEndpointInputMembers};
constexpr Shape kVariantName = {.kind = Kind::String, .min = 0, .max = 63, .pattern = &kPatterns[2]};
constexpr Shape kModelName = {.kind = Kind::String, .min = 0, .max = 63, .pattern = &kPatterns[4]};
constexpr Shape kInitialTaskCount = {.kind = Kind::Integer, .min = 1};
constexpr Shape kProductionVariantInstanceType = {.kind = Kind::String, .words = "ml.t2.medium ml.t2.large ml.t2.xlarge ml.t2.2xlarge ml.m4.xlarge ml.m4.2xlarge ml.m4.4xlarge ml.m4.10xlarge ml.m4.16xlarge ml.m5.large ml.m5.xlarge ml.m5.2xlarge ml.m5.4xlarge ml.m5.12xlarge ml.m5.24xlarge ml.m5d.large ml.m5d.xlarge ml.m5d.2xlarge ml.m5d.4xlarge ml.m5d.12xlarge ml.m5d.24xlarge ml.c4.large ml.c4.xlarge ml.c4.2xlarge ml.c4.4xlarge ml.c4.8xlarge ml.p2.xlarge ml.p2.8xlarge ml.p2.16xlarge ml.p3.2xlarge ml.p3.8xlarge ml.p3.16xlarge ml.c5.large ml.c5.xlarge ml.c5.2xlarge ml.c5.4xlarge ml.c5.9xlarge ml.c5.18xlarge ml.c5d.large ml.c5d.xlarge ml.c5d.2xlarge ml.c5d.4xlarge ml.c5d.9xlarge ml.c5d.18xlarge ml.g4dn.xlarge ml.g4dn.2xlarge ml.g4dn.4xlarge ml.g4dn.8xlarge ml.g4dn.12xlarge ml.g4dn.16xlarge ml.r5.large ml.r5.xlarge ml.r5.2xlarge ml.r5.4xlarge ml.r5.12xlarge ml.r5.24xlarge ml.r5d.large ml.r5d.xlarge ml.r5d.2xlarge ml.r5d.4xlarge ml.r5d.12xlarge ml.r5d.24xlarge ml.inf1.xlarge ml.inf1.2xlarge ml.inf1.6xlarge ml.inf1.24xlarge ml.c6i.large ml.c6i.xlarge ml.c6i.2xlarge ml.c6i.4xlarge ml.c6i.8xlarge ml.c6i.12xlarge ml.c6i.16xlarge ml.c6i.24xlarge ml.c6i.32xlarge ml.g5.xlarge ml.g5.2xlarge ml.g5.4xlarge ml.g5.8xlarge ml.g5.12xlarge ml.g5.16xlarge ml.g5.24xlarge ml.g5.48xlarge ml.p4d.24xlarge ml.c7g.large ml.c7g.xlarge ml.c7g.2xlarge ml.c7g.4xlarge ml.c7g.8xlarge ml.c7g.12xlarge ml.c7g.16xlarge ml.m6g.large ml.m6g.xlarge ml.m6g.2xlarge ml.m6g.4xlarge ml.m6g.8xlarge ml.m6g.12xlarge ml.m6g.16xlarge ml.m6gd.large ml.m6gd.xlarge ml.m6gd.2xlarge ml.m6gd.4xlarge ml.m6gd.8xlarge ml.m6gd.12xlarge ml.m6gd.16xlarge ml.c6g.large ml.c6g.xlarge ml.c6g.2xlarge ml.c6g.4xlarge ml.c6g.8xlarge ml.c6g.12xlarge ml.c6g.16xlarge ml.c6gd.large ml.c6gd.xlarge ml.c6gd.2xlarge ml.c6gd.4xlarge ml.c6gd.8xlarge ml.c6gd.12xlarge ml.c6gd.16xlarge ml.c6gn.large ml.c6gn.xlarge ml.c6gn.2xlarge ml.c6gn.4xlarge ml.c6gn.8xlarge ml.c6gn.12xlarge ml.c6gn.16xlarge ml.r6g.large ml.r6g.xlarge ml.r6g.2xlarge ml.r6g.4xlarge ml.r6g.8xlarge ml.r6g.12xlarge ml.r6g.16xlarge ml.r6gd.large ml.r6gd.xlarge ml.r6gd.2xlarge ml.r6gd.4xlarge ml.r6gd.8xlarge ml.r6gd.12xlarge ml.r6gd.16xlarge ml.dl1.24xlarge ml.m6i.large ml.m6i.xlarge ml.m6i.2xlarge ml.m6i.4xlarge ml.m6i.8xlarge ml.m6i.12xlarge ml.m6i.16xlarge ml.m6i.24xlarge ml.m6i.32xlarge ml.r6i.large ml.r6i.xlarge ml.r6i.2xlarge ml.r6i.4xlarge ml.r6i.8xlarge ml.r6i.12xlarge ml.r6i.16xlarge ml.r6i.24xlarge ml.r6i.32xlarge ml.g6.xlarge ml.g6.2xlarge ml.g6.4xlarge ml.g6.8xlarge ml.g6.12xlarge ml.g6.16xlarge ml.g6.24xlarge ml.g6.48xlarge ml.r8g.medium ml.r8g.large ml.r8g.xlarge ml.r8g.2xlarge ml.r8g.4xlarge ml.r8g.8xlarge ml.r8g.12xlarge ml.r8g.16xlarge ml.r8g.24xlarge ml.r8g.48xlarge ml.g6e.xlarge ml.g6e.2xlarge ml.g6e.4xlarge ml.g6e.8xlarge ml.g6e.12xlarge ml.g6e.16xlarge ml.g6e.24xlarge ml.g6e.48xlarge ml.g7e.2xlarge ml.g7e.4xlarge ml.g7e.8xlarge ml.g7e.12xlarge ml.g7e.24xlarge ml.g7e.48xlarge ml.p4de.24xlarge ml.trn1.2xlarge ml.trn1.32xlarge ml.trn1n.32xlarge ml.trn2.48xlarge ml.inf2.xlarge ml.inf2.8xlarge ml.inf2.24xlarge ml.inf2.48xlarge ml.p5.48xlarge ml.p5e.48xlarge ml.p5en.48xlarge ml.m7i.large ml.m7i.xlarge ml.m7i.2xlarge ml.m7i.4xlarge ml.m7i.8xlarge ml.m7i.12xlarge ml.m7i.16xlarge ml.m7i.24xlarge ml.m7i.48xlarge ml.c7i.large ml.c7i.xlarge ml.c7i.2xlarge ml.c7i.4xlarge ml.c7i.8xlarge ml.c7i.12xlarge ml.c7i.16xlarge ml.c7i.24xlarge ml.c7i.48xlarge ml.r7i.large ml.r7i.xlarge ml.r7i.2xlarge ml.r7i.4xlarge ml.r7i.8xlarge ml.r7i.12xlarge ml.r7i.16xlarge ml.r7i.24xlarge ml.r7i.48xlarge ml.c8g.medium ml.c8g.large ml.c8g.xlarge ml.c8g.2xlarge ml.c8g.4xlarge ml.c8g.8xlarge ml.c8g.12xlarge ml.c8g.16xlarge ml.c8g.24xlarge ml.c8g.48xlarge ml.r7gd.medium ml.r7gd.large ml.r7gd.xlarge ml.r7gd.2xlarge ml.r7gd.4xlarge ml.r7gd.8xlarge ml.r7gd.12xlarge ml.r7gd.16xlarge ml.m8g.medium ml.m8g.large ml.m8g.xlarge ml.m8g.2xlarge ml.m8g.4xlarge ml.m8g.8xlarge ml.m8g.12xlarge ml.m8g.16xlarge ml.m8g.24xlarge ml.m8g.48xlarge ml.c6in.large ml.c6in.xlarge ml.c6in.2xlarge ml.c6in.4xlarge ml.c6in.8xlarge ml.c6in.12xlarge ml.c6in.16xlarge ml.c6in.24xlarge ml.c6in.32xlarge ml.p6-b200.48xlarge ml.p6-b300.48xlarge ml.p6e-gb200.36xlarge ml.p5.4xlarge"};
constexpr Shape kVariantWeight = {.kind = Kind::Float, .min = 0};
constexpr Shape kProductionVariantAcceleratorType = {.kind = Kind::String, .words = "ml.eia1.medium ml.eia1.large ml.eia1.xlarge ml.eia2.medium ml.eia2.large ml.eia2.xlarge"};
constexpr Shape kDestinationS3Uri = {.kind = Kind::String, .min = 0, .max = 512, .pattern = &kPatterns[5]};
constexpr Shape kKmsKeyId = {.kind = Kind::String, .min = 0, .max = 2048, .pattern = &kPatterns[6]};
constexpr Member kProductionVariantCoreDumpConfigMembers[] = {
    {"DestinationS3Uri", &kDestinationS3Uri, true},
    {"KmsKeyId", &kKmsKeyId},
};
constexpr Shape kProductionVariantCoreDumpConfig = {.kind = Kind::Structure, .members = kProductionVariantCoreDumpConfigMembers};
constexpr Shape kServerlessMemorySizeInMB = {.kind = Kind::Integer, .min = 1024, .max = 6144};
constexpr Shape kServerlessMaxConcurrency = {.kind = Kind::Integer, .min = 1, .max = 200};
constexpr Shape kServerlessProvisionedConcurrency = {.kind = Kind::Integer, .min = 1, .max = 200};
constexpr Member kProductionVariantServerlessConfigMembers[] = {
    {"MemorySizeInMB", &kServerlessMemorySizeInMB, true},
    {"MaxConcurrency", &kServerlessMaxConcurrency, true},
    {"ProvisionedConcurrency", &kServerlessProvisionedConcurrency},
};
constexpr Shape kProductionVariantServerlessConfig = {.kind = Kind::Structure, .members = kProductionVariantServerlessConfigMembers};
constexpr Shape kProductionVariantVolumeSizeInGB = {.kind = Kind::Integer, .min = 1, .max = 512};
constexpr Shape kProductionVariantModelDataDownloadTimeoutInSeconds = {.kind = Kind::Integer, .min = 60, .max = 3600};
constexpr Shape kProductionVariantContainerStartupHealthCheckTimeoutInSeconds = {.kind = Kind::Integer, .min = 60, .max = 3600};
constexpr Shape kInstancePoolPriority = {.kind = Kind::Integer, .min = 1, .max = 5};
constexpr Member kInstancePoolMembers[] = {
    {"InstanceType", &kProductionVariantInstanceType, true},
    {"ModelNameOverride", &kModelName},
    {"Priority", &kInstancePoolPriority, true},
};
constexpr Shape kInstancePool = {.kind = Kind::Structure, .members = kInstancePoolMembers};
constexpr Shape kInstancePoolList = {.kind = Kind::List, .min = 1, .max = 5, .element = &kInstancePool};
constexpr Shape kVariantInstanceProvisionTimeoutInSeconds = {.kind = Kind::Integer, .min = 300, .max = 3600};
constexpr Shape kProductionVariantSSMAccess = {.kind = Kind::Boolean};
constexpr Shape kManagedInstanceScalingStatus = {.kind = Kind::String, .words = "ENABLED DISABLED"};
constexpr Shape kManagedInstanceScalingMinInstanceCount = {.kind = Kind::Integer, .min = 0};
constexpr Shape kManagedInstanceScalingMaxInstanceCount = {.kind = Kind::Integer, .min = 1};
constexpr Shape kManagedInstanceScalingScaleInStrategy = {.kind = Kind::String, .words = "IDLE_RELEASE CONSOLIDATION"};
constexpr Shape kManagedInstanceScalingMaximumStepSize = {.kind = Kind::Integer, .min = 1, .max = 100};
constexpr Shape kManagedInstanceScalingCooldownInMinutes = {.kind = Kind::Integer, .min = 5, .max = 1440};
constexpr Member kProductionVariantManagedInstanceScalingScaleInPolicyMembers[] = {
    {"Strategy", &kManagedInstanceScalingScaleInStrategy, true},
    {"MaximumStepSize", &kManagedInstanceScalingMaximumStepSize},
    {"CooldownInMinutes", &kManagedInstanceScalingCooldownInMinutes},
};
constexpr Shape kProductionVariantManagedInstanceScalingScaleInPolicy = {.kind = Kind::Structure, .members = kProductionVariantManagedInstanceScalingScaleInPolicyMembers};
constexpr Member kProductionVariantManagedInstanceScalingMembers[] = {
    {"Status", &kManagedInstanceScalingStatus},
    {"MinInstanceCount", &kManagedInstanceScalingMinInstanceCount},
    {"MaxInstanceCount", &kManagedInstanceScalingMaxInstanceCount},
    {"ScaleInPolicy", &kProductionVariantManagedInstanceScalingScaleInPolicy},
};
constexpr Shape kProductionVariantManagedInstanceScaling = {.kind = Kind::Structure, .members = kProductionVariantManagedInstanceScalingMembers};
constexpr Shape kRoutingStrategy = {.kind = Kind::String, .words = "LEAST_OUTSTANDING_REQUESTS RANDOM"};
constexpr Member kProductionVariantRoutingConfigMembers[] = {
    {"RoutingStrategy", &kRoutingStrategy, true},
};
constexpr Shape kProductionVariantRoutingConfig = {.kind = Kind::Structure, .members = kProductionVariantRoutingConfigMembers};
constexpr Shape kProductionVariantInferenceAmiVersion = {.kind = Kind::String, .words = "al2-ami-sagemaker-inference-gpu-2 al2-ami-sagemaker-inference-gpu-2-1 al2-ami-sagemaker-inference-gpu-3-1 al2-ami-sagemaker-inference-neuron-2 al2023-ami-sagemaker-inference-gpu-4-1"};
constexpr Shape kCapacityReservationPreference = {.kind = Kind::String, .words = "capacity-reservations-only"};
constexpr Shape kMlReservationArn = {.kind = Kind::String, .min = 20, .max = 258, .pattern = &kPatterns[7]};
constexpr Member kProductionVariantCapacityReservationConfigMembers[] = {
    {"CapacityReservationPreference", &kCapacityReservationPreference},
    {"MlReservationArn", &kMlReservationArn},
};
constexpr Shape kProductionVariantCapacityReservationConfig = {.kind = Kind::Structure, .members = kProductionVariantCapacityReservationConfigMembers};
constexpr Member kProductionVariantMembers[] = {
    {"VariantName", &kVariantName, true},
    {"ModelName", &kModelName},
    {"InitialInstanceCount", &kInitialTaskCount},
    {"InstanceType", &kProductionVariantInstanceType},
    {"InitialVariantWeight", &kVariantWeight},
    {"AcceleratorType", &kProductionVariantAcceleratorType},
    {"CoreDumpConfig", &kProductionVariantCoreDumpConfig},
    {"ServerlessConfig", &kProductionVariantServerlessConfig},
    {"VolumeSizeInGB", &kProductionVariantVolumeSizeInGB},
    {"ModelDataDownloadTimeoutInSeconds", &kProductionVariantModelDataDownloadTimeoutInSeconds},
    {"ContainerStartupHealthCheckTimeoutInSeconds", &kProductionVariantContainerStartupHealthCheckTimeoutInSeconds},
    {"InstancePools", &kInstancePoolList},
    {"VariantInstanceProvisionTimeoutInSeconds", &kVariantInstanceProvisionTimeoutInSeconds},
    {"EnableSSMAccess", &kProductionVariantSSMAccess},
    {"ManagedInstanceScaling", &kProductionVariantManagedInstanceScaling},
    {"RoutingConfig", &kProductionVariantRoutingConfig},
    {"InferenceAmiVersion", &kProductionVariantInferenceAmiVersion},
    {"CapacityReservationConfig", &kProductionVariantCapacityReservationConfig},
};
constexpr Shape kProductionVariant = {.kind = Kind::Structure, .members = kProductionVariantMembers};
constexpr Shape kProductionVariantList = {.kind = Kind::List, .min = 1, .max = 10, .element = &kProductionVariant};
constexpr Shape kEnableCapture = {.kind = Kind::Boolean};
constexpr Shape kSamplingPercentage = {.kind = Kind::Integer, .min = 0, .max = 100};
constexpr Shape kCaptureMode = {.kind = Kind::String, .words = "Input Output InputAndOutput"};
constexpr Member kCaptureOptionMembers[] = {
    {"CaptureMode", &kCaptureMode, true},
};
constexpr Shape kCaptureOption = {.kind = Kind::Structure, .members = kCaptureOptionMembers};
constexpr Shape kCaptureOptionList = {.kind = Kind::List, .min = 1, .max = 32, .element = &kCaptureOption};
constexpr Shape kCsvContentType = {.kind = Kind::String, .min = 1, .max = 256, .pattern = &kPatterns[8]};
constexpr Shape kCsvContentTypes = {.kind = Kind::List, .min = 1, .max = 10, .element = &kCsvContentType};
constexpr Shape kJsonContentType = {.kind = Kind::String, .min = 1, .max = 256, .pattern = &kPatterns[8]};
constexpr Shape kJsonContentTypes = {.kind = Kind::List, .min = 1, .max = 10, .element = &kJsonContentType};
constexpr Member kCaptureContentTypeHeaderMembers[] = {
    {"CsvContentTypes", &kCsvContentTypes},
    {"JsonContentTypes", &kJsonContentTypes},
};
constexpr Shape kCaptureContentTypeHeader = {.kind = Kind::Structure, .members = kCaptureContentTypeHeaderMembers};
constexpr Member kDataCaptureConfigMembers[] = {
    {"EnableCapture", &kEnableCapture},
    {"InitialSamplingPercentage", &kSamplingPercentage, true},
    {"DestinationS3Uri", &kDestinationS3Uri, true},
    {"KmsKeyId", &kKmsKeyId},
    {"CaptureOptions", &kCaptureOptionList, true},
    {"CaptureContentTypeHeader", &kCaptureContentTypeHeader},
};
constexpr Shape kDataCaptureConfig = {.kind = Kind::Structure, .members = kDataCaptureConfigMembers};
constexpr Shape kMaxConcurrentInvocationsPerInstance = {.kind = Kind::Integer, .min = 1, .max = 1000};
constexpr Member kAsyncInferenceClientConfigMembers[] = {
    {"MaxConcurrentInvocationsPerInstance", &kMaxConcurrentInvocationsPerInstance},
};
constexpr Shape kAsyncInferenceClientConfig = {.kind = Kind::Structure, .members = kAsyncInferenceClientConfigMembers};
constexpr Shape kSnsTopicArn = {.kind = Kind::String, .min = 0, .max = 2048, .pattern = &kPatterns[9]};
constexpr Shape kAsyncNotificationTopicTypes = {.kind = Kind::String, .words = "SUCCESS_NOTIFICATION_TOPIC ERROR_NOTIFICATION_TOPIC"};
constexpr Shape kAsyncNotificationTopicTypeList = {.kind = Kind::List, .min = 0, .max = 2, .element = &kAsyncNotificationTopicTypes};
constexpr Member kAsyncInferenceNotificationConfigMembers[] = {
    {"SuccessTopic", &kSnsTopicArn},
    {"ErrorTopic", &kSnsTopicArn},
    {"IncludeInferenceResponseIn", &kAsyncNotificationTopicTypeList},
};
constexpr Shape kAsyncInferenceNotificationConfig = {.kind = Kind::Structure, .members = kAsyncInferenceNotificationConfigMembers};
constexpr Member kAsyncInferenceOutputConfigMembers[] = {
    {"KmsKeyId", &kKmsKeyId},
    {"S3OutputPath", &kDestinationS3Uri},
    {"NotificationConfig", &kAsyncInferenceNotificationConfig},
    {"S3FailurePath", &kDestinationS3Uri},
};
constexpr Shape kAsyncInferenceOutputConfig = {.kind = Kind::Structure, .members = kAsyncInferenceOutputConfigMembers};
constexpr Member kAsyncInferenceConfigMembers[] = {
    {"ClientConfig", &kAsyncInferenceClientConfig},
    {"OutputConfig", &kAsyncInferenceOutputConfig, true},
};
constexpr Shape kAsyncInferenceConfig = {.kind = Kind::Structure, .members = kAsyncInferenceConfigMembers};
constexpr Shape kClarifyEnableExplanations = {.kind = Kind::String, .min = 1, .max = 64, .pattern = &kPatterns[10]};
constexpr Shape kClarifyFeaturesAttribute = {.kind = Kind::String, .min = 1, .max = 64, .pattern = &kPatterns[10]};
constexpr Shape kClarifyContentTemplate = {.kind = Kind::String, .min = 1, .max = 64, .pattern = &kPatterns[10]};
constexpr Shape kClarifyMaxRecordCount = {.kind = Kind::Integer, .min = 1};
constexpr Shape kClarifyMaxPayloadInMB = {.kind = Kind::Integer, .min = 1, .max = 25};
constexpr Shape kClarifyProbabilityIndex = {.kind = Kind::Integer, .min = 0};
constexpr Shape kClarifyLabelIndex = {.kind = Kind::Integer, .min = 0};
constexpr Shape kClarifyProbabilityAttribute = {.kind = Kind::String, .min = 1, .max = 64, .pattern = &kPatterns[10]};
constexpr Shape kClarifyLabelAttribute = {.kind = Kind::String, .min = 1, .max = 64, .pattern = &kPatterns[10]};
constexpr Shape kClarifyHeader = {.kind = Kind::String, .min = 1, .max = 64, .pattern = &kPatterns[10]};
constexpr Shape kClarifyLabelHeaders = {.kind = Kind::List, .min = 1, .max = 16, .element = &kClarifyHeader};
constexpr Shape kClarifyFeatureHeaders = {.kind = Kind::List, .min = 1, .max = 256, .element = &kClarifyHeader};
constexpr Shape kClarifyFeatureType = {.kind = Kind::String, .words = "numerical categorical text"};
constexpr Shape kClarifyFeatureTypes = {.kind = Kind::List, .min = 1, .max = 256, .element = &kClarifyFeatureType};
constexpr Member kClarifyInferenceConfigMembers[] = {
    {"FeaturesAttribute", &kClarifyFeaturesAttribute},
    {"ContentTemplate", &kClarifyContentTemplate},
    {"MaxRecordCount", &kClarifyMaxRecordCount},
    {"MaxPayloadInMB", &kClarifyMaxPayloadInMB},
    {"ProbabilityIndex", &kClarifyProbabilityIndex},
    {"LabelIndex", &kClarifyLabelIndex},
    {"ProbabilityAttribute", &kClarifyProbabilityAttribute},
    {"LabelAttribute", &kClarifyLabelAttribute},
    {"LabelHeaders", &kClarifyLabelHeaders},
    {"FeatureHeaders", &kClarifyFeatureHeaders},
    {"FeatureTypes", &kClarifyFeatureTypes},
};
constexpr Shape kClarifyInferenceConfig = {.kind = Kind::Structure, .members = kClarifyInferenceConfigMembers};
constexpr Shape kClarifyMimeType = {.kind = Kind::String, .min = 0, .max = 255, .pattern = &kPatterns[11]};
constexpr Shape kClarifyShapBaseline = {.kind = Kind::String, .min = 1, .max = 4096, .pattern = &kPatterns[12]};
constexpr Shape kUrl = {.kind = Kind::String, .min = 0, .max = 1024, .pattern = &kPatterns[13]};
constexpr Member kClarifyShapBaselineConfigMembers[] = {
    {"MimeType", &kClarifyMimeType},
    {"ShapBaseline", &kClarifyShapBaseline},
    {"ShapBaselineUri", &kUrl},
};
constexpr Shape kClarifyShapBaselineConfig = {.kind = Kind::Structure, .members = kClarifyShapBaselineConfigMembers};
constexpr Shape kClarifyShapNumberOfSamples = {.kind = Kind::Integer, .min = 1};
constexpr Shape kClarifyShapUseLogit = {.kind = Kind::Boolean};
constexpr Shape kClarifyShapSeed = {.kind = Kind::Integer};
constexpr Shape kClarifyTextLanguage = {.kind = Kind::String, .words = "af sq ar hy eu bn bg ca zh hr cs da nl en et fi fr de el gu he hi hu is id ga it kn ky lv lt lb mk ml mr ne nb fa pl pt ro ru sa sr tn si sk sl es sv tl ta tt te tr uk ur yo lij xx"};
constexpr Shape kClarifyTextGranularity = {.kind = Kind::String, .words = "token sentence paragraph"};
constexpr Member kClarifyTextConfigMembers[] = {
    {"Language", &kClarifyTextLanguage, true},
    {"Granularity", &kClarifyTextGranularity, true},
};
constexpr Shape kClarifyTextConfig = {.kind = Kind::Structure, .members = kClarifyTextConfigMembers};
constexpr Member kClarifyShapConfigMembers[] = {
    {"ShapBaselineConfig", &kClarifyShapBaselineConfig, true},
    {"NumberOfSamples", &kClarifyShapNumberOfSamples},
    {"UseLogit", &kClarifyShapUseLogit},
    {"Seed", &kClarifyShapSeed},
    {"TextConfig", &kClarifyTextConfig},
};
constexpr Shape kClarifyShapConfig = {.kind = Kind::Structure, .members = kClarifyShapConfigMembers};
constexpr Member kClarifyExplainerConfigMembers[] = {
    {"EnableExplanations", &kClarifyEnableExplanations},
    {"InferenceConfig", &kClarifyInferenceConfig},
    {"ShapConfig", &kClarifyShapConfig, true},
};
constexpr Shape kClarifyExplainerConfig = {.kind = Kind::Structure, .members = kClarifyExplainerConfigMembers};
constexpr Member kExplainerConfigMembers[] = {
    {"ClarifyExplainerConfig", &kClarifyExplainerConfig},
};
constexpr Shape kExplainerConfig = {.kind = Kind::Structure, .members = kExplainerConfigMembers};
constexpr Shape kRoleArn = {.kind = Kind::String, .min = 20, .max = 2048, .pattern = &kPatterns[14]};
constexpr Shape kSecurityGroupId = {.kind = Kind::String, .min = 0, .max = 32, .pattern = &kPatterns[15]};
constexpr Shape kVpcSecurityGroupIds = {.kind = Kind::List, .min = 1, .max = 5, .element = &kSecurityGroupId};
constexpr Shape kSubnetId = {.kind = Kind::String, .min = 0, .max = 32, .pattern = &kPatterns[15]};
constexpr Shape kSubnets = {.kind = Kind::List, .min = 1, .max = 16, .element = &kSubnetId};
constexpr Member kVpcConfigMembers[] = {
    {"SecurityGroupIds", &kVpcSecurityGroupIds, true},
    {"Subnets", &kSubnets, true},
};
constexpr Shape kVpcConfig = {.kind = Kind::Structure, .members = kVpcConfigMembers};
constexpr Shape kBoolean = {.kind = Kind::Boolean};
constexpr Shape kEnableEnhancedMetrics = {.kind = Kind::Boolean};
constexpr Shape kMetricPublishFrequencyInSeconds = {.kind = Kind::Integer};
constexpr Member kMetricsConfigMembers[] = {
    {"EnableEnhancedMetrics", &kEnableEnhancedMetrics},
    {"MetricPublishFrequencyInSeconds", &kMetricPublishFrequencyInSeconds},
};
constexpr Shape kMetricsConfig = {.kind = Kind::Structure, .members = kMetricsConfigMembers};
constexpr Member kCreateEndpointConfigInputMembers[] = {
    {"EndpointConfigName", &kEndpointConfigName, true},
    {"ProductionVariants", &kProductionVariantList, true},
    {"DataCaptureConfig", &kDataCaptureConfig},
    {"Tags", &kTagList},
    {"KmsKeyId", &kKmsKeyId},
    {"AsyncInferenceConfig", &kAsyncInferenceConfig},
    {"ExplainerConfig", &kExplainerConfig},
    {"ShadowProductionVariants", &kProductionVariantList},
    {"ExecutionRoleArn", &kRoleArn},
    {"VpcConfig", &kVpcConfig},
    {"EnableNetworkIsolation", &kBoolean},
    {"MetricsConfig", &kMetricsConfig},
};
constexpr Shape kCreateEndpointConfigInput = {.kind = Kind::Structure, .members = kCreateEndpointConfigInputMembers};
constexpr Shape kHubName = {.kind = Kind::String, .min = 0, .max = 63, .pattern = &kPatterns[2]};
constexpr Shape kHubDescription = {.kind = Kind::String, .min = 0, .max = 1023, .pattern = &kPatterns[10]};
constexpr Shape kHubDisplayName = {.kind = Kind::String, .min = 0, .max = 255, .pattern = &kPatterns[10]};
constexpr Shape kHubSearchKeyword = {.kind = Kind::String, .min = 0, .max = 255, .pattern = &kPatterns[16]};
constexpr Shape kHubSearchKeywordList = {.kind = Kind::List, .min = 0, .max = 50, .element = &kHubSearchKeyword};
constexpr Shape kS3OutputPath = {.kind = Kind::String, .min = 0, .max = 1024, .pattern = &kPatterns[13]};
constexpr Member kHubS3StorageConfigMembers[] = {
    {"S3OutputPath", &kS3OutputPath},
};
constexpr Shape kHubS3StorageConfig = {.kind = Kind::Structure, .members = kHubS3StorageConfigMembers};
constexpr Member kCreateHubRequestMembers[] = {
    {"HubName", &kHubName, true},
    {"HubDescription", &kHubDescription, true},
    {"HubDisplayName", &kHubDisplayName},
    {"HubSearchKeywords", &kHubSearchKeywordList},
    {"S3StorageConfig", &kHubS3StorageConfig},
    {"Tags", &kTagList},
};
constexpr Shape kCreateHubRequest = {.kind = Kind::Structure, .members = kCreateHubRequestMembers};
constexpr Shape kHyperParameterTuningJobName = {.kind = Kind::String, .min = 1, .max = 32, .pattern = &kPatterns[17]};
constexpr Shape kHyperParameterTuningJobStrategyType = {.kind = Kind::String, .words = "Bayesian Random Hyperband Grid"};
constexpr Shape kHyperbandStrategyMinResource = {.kind = Kind::Integer, .min = 1};
constexpr Shape kHyperbandStrategyMaxResource = {.kind = Kind::Integer, .min = 1};
constexpr Member kHyperbandStrategyConfigMembers[] = {
    {"MinResource", &kHyperbandStrategyMinResource},
    {"MaxResource", &kHyperbandStrategyMaxResource},
};
constexpr Shape kHyperbandStrategyConfig = {.kind = Kind::Structure, .members = kHyperbandStrategyConfigMembers};
constexpr Member kHyperParameterTuningJobStrategyConfigMembers[] = {
    {"HyperbandStrategyConfig", &kHyperbandStrategyConfig},
};
constexpr Shape kHyperParameterTuningJobStrategyConfig = {.kind = Kind::Structure, .members = kHyperParameterTuningJobStrategyConfigMembers};
constexpr Shape kHyperParameterTuningJobObjectiveType = {.kind = Kind::String, .words = "Maximize Minimize"};
constexpr Shape kMetricName = {.kind = Kind::String, .min = 1, .max = 255, .pattern = &kPatterns[18]};
constexpr Member kHyperParameterTuningJobObjectiveMembers[] = {
    {"Type", &kHyperParameterTuningJobObjectiveType, true},
    {"MetricName", &kMetricName, true},
};
constexpr Shape kHyperParameterTuningJobObjective = {.kind = Kind::Structure, .members = kHyperParameterTuningJobObjectiveMembers};
constexpr Shape kMaxNumberOfTrainingJobs = {.kind = Kind::Integer, .min = 1};
constexpr Shape kMaxParallelTrainingJobs = {.kind = Kind::Integer, .min = 1};
constexpr Shape kHyperParameterTuningMaxRuntimeInSeconds = {.kind = Kind::Integer, .min = 120, .max = 15768000};
constexpr Member kResourceLimitsMembers[] = {
    {"MaxNumberOfTrainingJobs", &kMaxNumberOfTrainingJobs},
    {"MaxParallelTrainingJobs", &kMaxParallelTrainingJobs, true},
    {"MaxRuntimeInSeconds", &kHyperParameterTuningMaxRuntimeInSeconds},
};
constexpr Shape kResourceLimits = {.kind = Kind::Structure, .members = kResourceLimitsMembers};
constexpr Shape kParameterKey = {.kind = Kind::String, .min = 0, .max = 256, .pattern = &kPatterns[10]};
constexpr Shape kParameterValue = {.kind = Kind::String, .min = 0, .max = 256, .pattern = &kPatterns[10]};
constexpr Shape kHyperParameterScalingType = {.kind = Kind::String, .words = "Auto Linear Logarithmic ReverseLogarithmic"};
constexpr Member kIntegerParameterRangeMembers[] = {
    {"Name", &kParameterKey, true},
    {"MinValue", &kParameterValue, true},
    {"MaxValue", &kParameterValue, true},
    {"ScalingType", &kHyperParameterScalingType},
};
constexpr Shape kIntegerParameterRange = {.kind = Kind::Structure, .members = kIntegerParameterRangeMembers};
constexpr Shape kIntegerParameterRanges = {.kind = Kind::List, .min = 0, .max = 30, .element = &kIntegerParameterRange};
constexpr Member kContinuousParameterRangeMembers[] = {
    {"Name", &kParameterKey, true},
    {"MinValue", &kParameterValue, true},
    {"MaxValue", &kParameterValue, true},
    {"ScalingType", &kHyperParameterScalingType},
};
constexpr Shape kContinuousParameterRange = {.kind = Kind::Structure, .members = kContinuousParameterRangeMembers};
constexpr Shape kContinuousParameterRanges = {.kind = Kind::List, .min = 0, .max = 30, .element = &kContinuousParameterRange};
constexpr Shape kParameterValues = {.kind = Kind::List, .min = 1, .max = 30, .element = &kParameterValue};
constexpr Member kCategoricalParameterRangeMembers[] = {
    {"Name", &kParameterKey, true},
    {"Values", &kParameterValues, true},
};
constexpr Shape kCategoricalParameterRange = {.kind = Kind::Structure, .members = kCategoricalParameterRangeMembers};
constexpr Shape kCategoricalParameterRanges = {.kind = Kind::List, .min = 0, .max = 30, .element = &kCategoricalParameterRange};
constexpr Member kAutoParameterMembers[] = {
    {"Name", &kParameterKey, true},
    {"ValueHint", &kParameterValue, true},
};
constexpr Shape kAutoParameter = {.kind = Kind::Structure, .members = kAutoParameterMembers};
constexpr Shape kAutoParameters = {.kind = Kind::List, .min = 0, .max = 100, .element = &kAutoParameter};
constexpr Member kParameterRangesMembers[] = {
    {"IntegerParameterRanges", &kIntegerParameterRanges},
    {"ContinuousParameterRanges", &kContinuousParameterRanges},
    {"CategoricalParameterRanges", &kCategoricalParameterRanges},
    {"AutoParameters", &kAutoParameters},
};
constexpr Shape kParameterRanges = {.kind = Kind::Structure, .members = kParameterRangesMembers};
constexpr Shape kTrainingJobEarlyStoppingType = {.kind = Kind::String, .words = "Off Auto"};
constexpr Shape kTargetObjectiveMetricValue = {.kind = Kind::Float};
constexpr Shape kMaxNumberOfTrainingJobsNotImproving = {.kind = Kind::Integer, .min = 3};
constexpr Member kBestObjectiveNotImprovingMembers[] = {
    {"MaxNumberOfTrainingJobsNotImproving", &kMaxNumberOfTrainingJobsNotImproving},
};
constexpr Shape kBestObjectiveNotImproving = {.kind = Kind::Structure, .members = kBestObjectiveNotImprovingMembers};
constexpr Shape kCompleteOnConvergence = {.kind = Kind::String, .words = "Disabled Enabled"};
constexpr Member kConvergenceDetectedMembers[] = {
    {"CompleteOnConvergence", &kCompleteOnConvergence},
};
constexpr Shape kConvergenceDetected = {.kind = Kind::Structure, .members = kConvergenceDetectedMembers};
constexpr Member kTuningJobCompletionCriteriaMembers[] = {
    {"TargetObjectiveMetricValue", &kTargetObjectiveMetricValue},
    {"BestObjectiveNotImproving", &kBestObjectiveNotImproving},
    {"ConvergenceDetected", &kConvergenceDetected},
};
constexpr Shape kTuningJobCompletionCriteria = {.kind = Kind::Structure, .members = kTuningJobCompletionCriteriaMembers};
constexpr Shape kRandomSeed = {.kind = Kind::Integer, .min = 0};
constexpr Member kHyperParameterTuningJobConfigMembers[] = {
    {"Strategy", &kHyperParameterTuningJobStrategyType, true},
    {"StrategyConfig", &kHyperParameterTuningJobStrategyConfig},
    {"HyperParameterTuningJobObjective", &kHyperParameterTuningJobObjective},
    {"ResourceLimits", &kResourceLimits, true},
    {"ParameterRanges", &kParameterRanges},
    {"TrainingJobEarlyStoppingType", &kTrainingJobEarlyStoppingType},
    {"TuningJobCompletionCriteria", &kTuningJobCompletionCriteria},
    {"RandomSeed", &kRandomSeed},
};
constexpr Shape kHyperParameterTuningJobConfig = {.kind = Kind::Structure, .members = kHyperParameterTuningJobConfigMembers};
constexpr Shape kHyperParameterTrainingJobDefinitionName = {.kind = Kind::String, .min = 1, .max = 64, .pattern = &kPatterns[19]};
constexpr Shape kHyperParameterKey = {.kind = Kind::String, .min = 0, .max = 256, .pattern = &kPatterns[10]};
constexpr Shape kHyperParameterValue = {.kind = Kind::String, .min = 0, .max = 2500, .pattern = &kPatterns[10]};
constexpr Shape kHyperParameters = {.kind = Kind::Map, .min = 0, .max = 100, .key = &kHyperParameterKey, .element = &kHyperParameterValue};
constexpr Shape kAlgorithmImage = {.kind = Kind::String, .min = 0, .max = 255, .pattern = &kPatterns[10]};
constexpr Shape kTrainingInputMode = {.kind = Kind::String, .words = "Pipe File FastFile"};
constexpr Shape kArnOrName = {.kind = Kind::String, .min = 1, .max = 170, .pattern = &kPatterns[20]};
constexpr Shape kMetricRegex = {.kind = Kind::String, .min = 1, .max = 500, .pattern = &kPatterns[18]};
constexpr Member kMetricDefinitionMembers[] = {
    {"Name", &kMetricName, true},
    {"Regex", &kMetricRegex, true},
};
constexpr Shape kMetricDefinition = {.kind = Kind::Structure, .members = kMetricDefinitionMembers};
constexpr Shape kMetricDefinitionList = {.kind = Kind::List, .min = 0, .max = 40, .element = &kMetricDefinition};
constexpr Member kHyperParameterAlgorithmSpecificationMembers[] = {
    {"TrainingImage", &kAlgorithmImage},
    {"TrainingInputMode", &kTrainingInputMode, true},
    {"AlgorithmName", &kArnOrName},
    {"MetricDefinitions", &kMetricDefinitionList},
};
constexpr Shape kHyperParameterAlgorithmSpecification = {.kind = Kind::Structure, .members = kHyperParameterAlgorithmSpecificationMembers};
constexpr Shape kChannelName = {.kind = Kind::String, .min = 1, .max = 64, .pattern = &kPatterns[21]};
constexpr Shape kS3DataType = {.kind = Kind::String, .words = "ManifestFile S3Prefix AugmentedManifestFile Converse"};
constexpr Shape kS3Uri = {.kind = Kind::String, .min = 0, .max = 1024, .pattern = &kPatterns[13]};
constexpr Shape kS3DataDistribution = {.kind = Kind::String, .words = "FullyReplicated ShardedByS3Key"};
constexpr Shape kAttributeName = {.kind = Kind::String, .min = 1, .max = 256, .pattern = &kPatterns[18]};
constexpr Shape kAttributeNames = {.kind = Kind::List, .min = 0, .max = 16, .element = &kAttributeName};
constexpr Shape kInstanceGroupName = {.kind = Kind::String, .min = 1, .max = 64, .pattern = &kPatterns[18]};
constexpr Shape kInstanceGroupNames = {.kind = Kind::List, .min = 0, .max = 5, .element = &kInstanceGroupName};
constexpr Shape kAcceptEula = {.kind = Kind::Boolean};
constexpr Member kModelAccessConfigMembers[] = {
    {"AcceptEula", &kAcceptEula, true},
};
constexpr Shape kModelAccessConfig = {.kind = Kind::Structure, .members = kModelAccessConfigMembers};
constexpr Shape kHubContentArn = {.kind = Kind::String, .min = 0, .max = 255, .pattern = &kPatterns[10]};
constexpr Member kHubAccessConfigMembers[] = {
    {"HubContentArn", &kHubContentArn, true},
};
constexpr Shape kHubAccessConfig = {.kind = Kind::Structure, .members = kHubAccessConfigMembers};
constexpr Member kS3DataSourceMembers[] = {
    {"S3DataType", &kS3DataType, true},
    {"S3Uri", &kS3Uri, true},
    {"S3DataDistributionType", &kS3DataDistribution},
    {"AttributeNames", &kAttributeNames},
    {"InstanceGroupNames", &kInstanceGroupNames},
    {"ModelAccessConfig", &kModelAccessConfig},
    {"HubAccessConfig", &kHubAccessConfig},
};
constexpr Shape kS3DataSource = {.kind = Kind::Structure, .members = kS3DataSourceMembers};
constexpr Shape kFileSystemId = {.kind = Kind::String, .min = 11, .max = 21, .pattern = &kPatterns[22]};
constexpr Shape kFileSystemAccessMode = {.kind = Kind::String, .words = "rw ro"};
constexpr Shape kFileSystemType = {.kind = Kind::String, .words = "EFS FSxLustre"};
constexpr Shape kDirectoryPath = {.kind = Kind::String, .min = 0, .max = 4096, .pattern = &kPatterns[10]};
constexpr Member kFileSystemDataSourceMembers[] = {
    {"FileSystemId", &kFileSystemId, true},
    {"FileSystemAccessMode", &kFileSystemAccessMode, true},
    {"FileSystemType", &kFileSystemType, true},
    {"DirectoryPath", &kDirectoryPath, true},
};
constexpr Shape kFileSystemDataSource = {.kind = Kind::Structure, .members = kFileSystemDataSourceMembers};
constexpr Shape kHubDataSetArn = {.kind = Kind::String, .min = 0, .max = 2048, .pattern = &kPatterns[23]};
constexpr Member kDatasetSourceMembers[] = {
    {"DatasetArn", &kHubDataSetArn, true},
};
constexpr Shape kDatasetSource = {.kind = Kind::Structure, .members = kDatasetSourceMembers};
constexpr Member kDataSourceMembers[] = {
    {"S3DataSource", &kS3DataSource},
    {"FileSystemDataSource", &kFileSystemDataSource},
    {"DatasetSource", &kDatasetSource},
};
constexpr Shape kDataSource = {.kind = Kind::Structure, .members = kDataSourceMembers};
constexpr Shape kContentType = {.kind = Kind::String, .min = 0, .max = 256, .pattern = &kPatterns[10]};
constexpr Shape kCompressionType = {.kind = Kind::String, .words = "None Gzip"};
constexpr Shape kRecordWrapper = {.kind = Kind::String, .words = "None RecordIO"};
constexpr Shape kSeed = {.kind = Kind::Long};
constexpr Member kShuffleConfigMembers[] = {
    {"Seed", &kSeed, true},
};
constexpr Shape kShuffleConfig = {.kind = Kind::Structure, .members = kShuffleConfigMembers};
constexpr Member kChannelMembers[] = {
    {"ChannelName", &kChannelName, true},
    {"DataSource", &kDataSource, true},
    {"ContentType", &kContentType},
    {"CompressionType", &kCompressionType},
    {"RecordWrapperType", &kRecordWrapper},
    {"InputMode", &kTrainingInputMode},
    {"ShuffleConfig", &kShuffleConfig},
};
constexpr Shape kChannel = {.kind = Kind::Structure, .members = kChannelMembers};
constexpr Shape kInputDataConfig = {.kind = Kind::List, .min = 1, .max = 20, .element = &kChannel};
constexpr Shape kOutputCompressionType = {.kind = Kind::String, .words = "GZIP NONE"};
constexpr Member kOutputDataConfigMembers[] = {
    {"KmsKeyId", &kKmsKeyId},
    {"S3OutputPath", &kS3Uri, true},
    {"CompressionType", &kOutputCompressionType},
};
constexpr Shape kOutputDataConfig = {.kind = Kind::Structure, .members = kOutputDataConfigMembers};
constexpr Shape kTrainingInstanceType = {.kind = Kind::String, .words = "ml.m4.xlarge ml.m4.2xlarge ml.m4.4xlarge ml.m4.10xlarge ml.m4.16xlarge ml.g4dn.xlarge ml.g4dn.2xlarge ml.g4dn.4xlarge ml.g4dn.8xlarge ml.g4dn.12xlarge ml.g4dn.16xlarge ml.m5.large ml.m5.xlarge ml.m5.2xlarge ml.m5.4xlarge ml.m5.12xlarge ml.m5.24xlarge ml.c4.xlarge ml.c4.2xlarge ml.c4.4xlarge ml.c4.8xlarge ml.p2.xlarge ml.p2.8xlarge ml.p2.16xlarge ml.p3.2xlarge ml.p3.8xlarge ml.p3.16xlarge ml.p3dn.24xlarge ml.p4d.24xlarge ml.c5.xlarge ml.c5.2xlarge ml.c5.4xlarge ml.c5.9xlarge ml.c5.18xlarge ml.c5n.xlarge ml.c5n.2xlarge ml.c5n.4xlarge ml.c5n.9xlarge ml.c5n.18xlarge ml.g5.xlarge ml.g5.2xlarge ml.g5.4xlarge ml.g5.8xlarge ml.g5.16xlarge ml.g5.12xlarge ml.g5.24xlarge ml.g5.48xlarge ml.trn1.2xlarge ml.trn1.32xlarge ml.p4de.24xlarge ml.p5.48xlarge ml.p5e.48xlarge ml.p5en.48xlarge ml.g6.xlarge ml.g6.2xlarge ml.g6.4xlarge ml.g6.8xlarge ml.g6.16xlarge ml.g6.12xlarge ml.g6.24xlarge ml.g6.48xlarge ml.g6e.xlarge ml.g6e.2xlarge ml.g6e.4xlarge ml.g6e.8xlarge ml.g6e.16xlarge ml.g6e.12xlarge ml.g6e.24xlarge ml.g6e.48xlarge ml.trn1n.32xlarge ml.trn2.48xlarge ml.m6i.large ml.m6i.xlarge ml.m6i.2xlarge ml.m6i.4xlarge ml.m6i.8xlarge ml.m6i.12xlarge ml.m6i.16xlarge ml.m6i.24xlarge ml.m6i.32xlarge ml.c6i.xlarge ml.c6i.2xlarge ml.c6i.8xlarge ml.c6i.4xlarge ml.c6i.12xlarge ml.c6i.16xlarge ml.c6i.24xlarge ml.c6i.32xlarge ml.r5d.large ml.r5d.xlarge ml.r5d.2xlarge ml.r5d.4xlarge ml.r5d.8xlarge ml.r5d.12xlarge ml.r5d.16xlarge ml.r5d.24xlarge ml.t3.medium ml.t3.large ml.t3.xlarge ml.t3.2xlarge ml.r5.large ml.r5.xlarge ml.r5.2xlarge ml.r5.4xlarge ml.r5.8xlarge ml.r5.12xlarge ml.r5.16xlarge ml.r5.24xlarge ml.p6-b200.48xlarge ml.m7i.large ml.m7i.xlarge ml.m7i.2xlarge ml.m7i.4xlarge ml.m7i.8xlarge ml.m7i.12xlarge ml.m7i.16xlarge ml.m7i.24xlarge ml.m7i.48xlarge ml.c7i.large ml.c7i.xlarge ml.c7i.2xlarge ml.c7i.4xlarge ml.c7i.8xlarge ml.c7i.12xlarge ml.c7i.16xlarge ml.c7i.24xlarge ml.c7i.48xlarge ml.r7i.large ml.r7i.xlarge ml.r7i.2xlarge ml.r7i.4xlarge ml.r7i.8xlarge ml.r7i.12xlarge ml.r7i.16xlarge ml.r7i.24xlarge ml.r7i.48xlarge ml.p6e-gb200.36xlarge ml.p5.4xlarge ml.p6-b300.48xlarge ml.g7e.2xlarge ml.g7e.4xlarge ml.g7e.8xlarge ml.g7e.12xlarge ml.g7e.24xlarge ml.g7e.48xlarge"};
constexpr Shape kTrainingInstanceCount = {.kind = Kind::Integer, .min = 0};
constexpr Shape kOptionalVolumeSizeInGB = {.kind = Kind::Integer, .min = 0};
constexpr Member kInstanceGroupMembers[] = {
    {"InstanceType", &kTrainingInstanceType, true},
    {"InstanceCount", &kTrainingInstanceCount, true},
    {"InstanceGroupName", &kInstanceGroupName, true},
};
constexpr Shape kInstanceGroup = {.kind = Kind::Structure, .members = kInstanceGroupMembers};
constexpr Shape kInstanceGroups = {.kind = Kind::List, .min = 0, .max = 5, .element = &kInstanceGroup};
constexpr Shape kKeepAlivePeriodInSeconds = {.kind = Kind::Integer, .min = 0, .max = 21600};
constexpr Shape kTrainingPlanArn = {.kind = Kind::String, .min = 50, .max = 2048, .pattern = &kPatterns[24]};
constexpr Shape kString256 = {.kind = Kind::String, .min = 0, .max = 256};
constexpr Member kPlacementSpecificationMembers[] = {
    {"UltraServerId", &kString256},
    {"InstanceCount", &kTrainingInstanceCount, true},
};
constexpr Shape kPlacementSpecification = {.kind = Kind::Structure, .members = kPlacementSpecificationMembers};
constexpr Shape kPlacementSpecifications = {.kind = Kind::List, .min = 0, .max = 10, .element = &kPlacementSpecification};
constexpr Member kInstancePlacementConfigMembers[] = {
    {"EnableMultipleJobs", &kBoolean},
    {"PlacementSpecifications", &kPlacementSpecifications},
};
constexpr Shape kInstancePlacementConfig = {.kind = Kind::Structure, .members = kInstancePlacementConfigMembers};
constexpr Member kResourceConfigMembers[] = {
    {"InstanceType", &kTrainingInstanceType},
    {"InstanceCount", &kTrainingInstanceCount},
    {"VolumeSizeInGB", &kOptionalVolumeSizeInGB},
    {"VolumeKmsKeyId", &kKmsKeyId},
    {"InstanceGroups", &kInstanceGroups},
    {"KeepAlivePeriodInSeconds", &kKeepAlivePeriodInSeconds},
    {"TrainingPlanArn", &kTrainingPlanArn},
    {"InstancePlacementConfig", &kInstancePlacementConfig},
};
constexpr Shape kResourceConfig = {.kind = Kind::Structure, .members = kResourceConfigMembers};
constexpr Shape kMaxRuntimeInSeconds = {.kind = Kind::Integer, .min = 1};
constexpr Shape kMaxWaitTimeInSeconds = {.kind = Kind::Integer, .min = 1};
constexpr Shape kMaxPendingTimeInSeconds = {.kind = Kind::Integer, .min = 7200, .max = 2419200};
constexpr Member kStoppingConditionMembers[] = {
    {"MaxRuntimeInSeconds", &kMaxRuntimeInSeconds},
    {"MaxWaitTimeInSeconds", &kMaxWaitTimeInSeconds},
    {"MaxPendingTimeInSeconds", &kMaxPendingTimeInSeconds},
};
constexpr Shape kStoppingCondition = {.kind = Kind::Structure, .members = kStoppingConditionMembers};
constexpr Member kCheckpointConfigMembers[] = {
    {"S3Uri", &kS3Uri, true},
    {"LocalPath", &kDirectoryPath},
};
constexpr Shape kCheckpointConfig = {.kind = Kind::Structure, .members = kCheckpointConfigMembers};
constexpr Shape kMaximumRetryAttempts = {.kind = Kind::Integer, .min = 1, .max = 30};
constexpr Member kRetryStrategyMembers[] = {
    {"MaximumRetryAttempts", &kMaximumRetryAttempts, true},
};
constexpr Shape kRetryStrategy = {.kind = Kind::Structure, .members = kRetryStrategyMembers};
constexpr Shape kHyperParameterTuningAllocationStrategy = {.kind = Kind::String, .words = "Prioritized"};
constexpr Shape kVolumeSizeInGB = {.kind = Kind::Integer, .min = 1};
constexpr Member kHyperParameterTuningInstanceConfigMembers[] = {
    {"InstanceType", &kTrainingInstanceType, true},
    {"InstanceCount", &kTrainingInstanceCount, true},
    {"VolumeSizeInGB", &kVolumeSizeInGB, true},
};
constexpr Shape kHyperParameterTuningInstanceConfig = {.kind = Kind::Structure, .members = kHyperParameterTuningInstanceConfigMembers};
constexpr Shape kHyperParameterTuningInstanceConfigs = {.kind = Kind::List, .min = 1, .max = 6, .element = &kHyperParameterTuningInstanceConfig};
constexpr Member kHyperParameterTuningResourceConfigMembers[] = {
    {"InstanceType", &kTrainingInstanceType},
    {"InstanceCount", &kTrainingInstanceCount},
    {"VolumeSizeInGB", &kOptionalVolumeSizeInGB},
    {"VolumeKmsKeyId", &kKmsKeyId},
    {"AllocationStrategy", &kHyperParameterTuningAllocationStrategy},
    {"InstanceConfigs", &kHyperParameterTuningInstanceConfigs},
};
constexpr Shape kHyperParameterTuningResourceConfig = {.kind = Kind::Structure, .members = kHyperParameterTuningResourceConfigMembers};
constexpr Shape kHyperParameterTrainingJobEnvironmentKey = {.kind = Kind::String, .min = 0, .max = 512, .pattern = &kPatterns[25]};
constexpr Shape kHyperParameterTrainingJobEnvironmentValue = {.kind = Kind::String, .min = 0, .max = 512, .pattern = &kPatterns[26]};
constexpr Shape kHyperParameterTrainingJobEnvironmentMap = {.kind = Kind::Map, .min = 0, .max = 48, .key = &kHyperParameterTrainingJobEnvironmentKey, .element = &kHyperParameterTrainingJobEnvironmentValue};
constexpr Member kHyperParameterTrainingJobDefinitionMembers[] = {
    {"DefinitionName", &kHyperParameterTrainingJobDefinitionName},
    {"TuningObjective", &kHyperParameterTuningJobObjective},
    {"HyperParameterRanges", &kParameterRanges},
    {"StaticHyperParameters", &kHyperParameters},
    {"AlgorithmSpecification", &kHyperParameterAlgorithmSpecification, true},
    {"RoleArn", &kRoleArn, true},
    {"InputDataConfig", &kInputDataConfig},
    {"VpcConfig", &kVpcConfig},
    {"OutputDataConfig", &kOutputDataConfig, true},
    {"ResourceConfig", &kResourceConfig},
    {"StoppingCondition", &kStoppingCondition, true},
    {"EnableNetworkIsolation", &kBoolean},
    {"EnableInterContainerTrafficEncryption", &kBoolean},
    {"EnableManagedSpotTraining", &kBoolean},
    {"CheckpointConfig", &kCheckpointConfig},
    {"RetryStrategy", &kRetryStrategy},
    {"HyperParameterTuningResourceConfig", &kHyperParameterTuningResourceConfig},
    {"Environment", &kHyperParameterTrainingJobEnvironmentMap},
};
constexpr Shape kHyperParameterTrainingJobDefinition = {.kind = Kind::Structure, .members = kHyperParameterTrainingJobDefinitionMembers};
constexpr Shape kHyperParameterTrainingJobDefinitions = {.kind = Kind::List, .min = 1, .max = 10, .element = &kHyperParameterTrainingJobDefinition};
constexpr Member kParentHyperParameterTuningJobMembers[] = {
    {"HyperParameterTuningJobName", &kHyperParameterTuningJobName},
};
constexpr Shape kParentHyperParameterTuningJob = {.kind = Kind::Structure, .members = kParentHyperParameterTuningJobMembers};
constexpr Shape kParentHyperParameterTuningJobs = {.kind = Kind::List, .min = 1, .max = 5, .element = &kParentHyperParameterTuningJob};
constexpr Shape kHyperParameterTuningJobWarmStartType = {.kind = Kind::String, .words = "IdenticalDataAndAlgorithm TransferLearning"};
constexpr Member kHyperParameterTuningJobWarmStartConfigMembers[] = {
    {"ParentHyperParameterTuningJobs", &kParentHyperParameterTuningJobs, true},
    {"WarmStartType", &kHyperParameterTuningJobWarmStartType, true},
};
constexpr Shape kHyperParameterTuningJobWarmStartConfig = {.kind = Kind::Structure, .members = kHyperParameterTuningJobWarmStartConfigMembers};
constexpr Shape kAutotuneMode = {.kind = Kind::String, .words = "Enabled"};
constexpr Member kAutotuneMembers[] = {
    {"Mode", &kAutotuneMode, true},
};
constexpr Shape kAutotune = {.kind = Kind::Structure, .members = kAutotuneMembers};
constexpr Member kCreateHyperParameterTuningJobRequestMembers[] = {
    {"HyperParameterTuningJobName", &kHyperParameterTuningJobName, true},
    {"HyperParameterTuningJobConfig", &kHyperParameterTuningJobConfig, true},
    {"TrainingJobDefinition", &kHyperParameterTrainingJobDefinition},
    {"TrainingJobDefinitions", &kHyperParameterTrainingJobDefinitions},
    {"WarmStartConfig", &kHyperParameterTuningJobWarmStartConfig},
    {"Tags", &kTagList},
    {"Autotune", &kAutotune},
};
constexpr Shape kCreateHyperParameterTuningJobRequest = {.kind = Kind::Structure, .members = kCreateHyperParameterTuningJobRequestMembers};
constexpr Shape kContainerHostname = {.kind = Kind::String, .min = 0, .max = 63, .pattern = &kPatterns[2]};
constexpr Shape kContainerImage = {.kind = Kind::String, .min = 0, .max = 255, .pattern = &kPatterns[27]};
constexpr Shape kRepositoryAccessMode = {.kind = Kind::String, .words = "Platform Vpc"};
constexpr Shape kRepositoryCredentialsProviderArn = {.kind = Kind::String, .min = 1, .max = 2048, .pattern = &kPatterns[10]};
constexpr Member kRepositoryAuthConfigMembers[] = {
    {"RepositoryCredentialsProviderArn", &kRepositoryCredentialsProviderArn, true},
};
constexpr Shape kRepositoryAuthConfig = {.kind = Kind::Structure, .members = kRepositoryAuthConfigMembers};
constexpr Member kImageConfigMembers[] = {
    {"RepositoryAccessMode", &kRepositoryAccessMode, true},
    {"RepositoryAuthConfig", &kRepositoryAuthConfig},
};
constexpr Shape kImageConfig = {.kind = Kind::Structure, .members = kImageConfigMembers};
constexpr Shape kContainerMode = {.kind = Kind::String, .words = "SingleModel MultiModel"};
constexpr Shape kEnvironmentKey = {.kind = Kind::String, .min = 0, .max = 1024, .pattern = &kPatterns[25]};
constexpr Shape kEnvironmentValue = {.kind = Kind::String, .min = 0, .max = 1024, .pattern = &kPatterns[26]};
constexpr Shape kEnvironmentMap = {.kind = Kind::Map, .min = 0, .max = 100, .key = &kEnvironmentKey, .element = &kEnvironmentValue};
constexpr Shape kVersionedArnOrName = {.kind = Kind::String, .min = 1, .max = 176, .pattern = &kPatterns[28]};
constexpr Shape kInferenceSpecificationName = {.kind = Kind::String, .min = 1, .max = 63, .pattern = &kPatterns[2]};
constexpr Shape kModelCacheSetting = {.kind = Kind::String, .words = "Enabled Disabled"};
constexpr Member kMultiModelConfigMembers[] = {
    {"ModelCacheSetting", &kModelCacheSetting},
};
constexpr Shape kMultiModelConfig = {.kind = Kind::Structure, .members = kMultiModelConfigMembers};
constexpr Shape kS3ModelUri = {.kind = Kind::String, .min = 0, .max = 1024, .pattern = &kPatterns[13]};
constexpr Shape kS3ModelDataType = {.kind = Kind::String, .words = "S3Prefix S3Object"};
constexpr Shape kModelCompressionType = {.kind = Kind::String, .words = "None Gzip"};
constexpr Member kInferenceHubAccessConfigMembers[] = {
    {"HubContentArn", &kHubContentArn, true},
};
constexpr Shape kInferenceHubAccessConfig = {.kind = Kind::Structure, .members = kInferenceHubAccessConfigMembers};
constexpr Shape kString = {.kind = Kind::String};
constexpr Member kS3ModelDataSourceMembers[] = {
    {"S3Uri", &kS3ModelUri, true},
    {"S3DataType", &kS3ModelDataType, true},
    {"CompressionType", &kModelCompressionType, true},
    {"ModelAccessConfig", &kModelAccessConfig},
    {"HubAccessConfig", &kInferenceHubAccessConfig},
    {"ManifestS3Uri", &kS3ModelUri},
    {"ETag", &kString},
    {"ManifestEtag", &kString},
};
constexpr Shape kS3ModelDataSource = {.kind = Kind::Structure, .members = kS3ModelDataSourceMembers};
constexpr Member kModelDataSourceMembers[] = {
    {"S3DataSource", &kS3ModelDataSource},
};
constexpr Shape kModelDataSource = {.kind = Kind::Structure, .members = kModelDataSourceMembers};
constexpr Shape kAdditionalModelChannelName = {.kind = Kind::String, .min = 1, .max = 64, .pattern = &kPatterns[21]};
constexpr Member kAdditionalModelDataSourceMembers[] = {
    {"ChannelName", &kAdditionalModelChannelName, true},
    {"S3DataSource", &kS3ModelDataSource, true},
};
constexpr Shape kAdditionalModelDataSource = {.kind = Kind::Structure, .members = kAdditionalModelDataSourceMembers};
constexpr Shape kAdditionalModelDataSources = {.kind = Kind::List, .min = 0, .max = 5, .element = &kAdditionalModelDataSource};
constexpr Member kContainerDefinitionMembers[] = {
    {"ContainerHostname", &kContainerHostname},
    {"Image", &kContainerImage},
    {"ImageConfig", &kImageConfig},
    {"Mode", &kContainerMode},
    {"ModelDataUrl", &kUrl},
    {"Environment", &kEnvironmentMap},
    {"ModelPackageName", &kVersionedArnOrName},
    {"InferenceSpecificationName", &kInferenceSpecificationName},
    {"MultiModelConfig", &kMultiModelConfig},
    {"ModelDataSource", &kModelDataSource},
    {"AdditionalModelDataSources", &kAdditionalModelDataSources},
};
constexpr Shape kContainerDefinition = {.kind = Kind::Structure, .members = kContainerDefinitionMembers};
constexpr Shape kContainerDefinitionList = {.kind = Kind::List, .min = 0, .max = 15, .element = &kContainerDefinition};
constexpr Shape kInferenceExecutionMode = {.kind = Kind::String, .words = "Serial Direct"};
constexpr Member kInferenceExecutionConfigMembers[] = {
    {"Mode", &kInferenceExecutionMode, true},
};
constexpr Shape kInferenceExecutionConfig = {.kind = Kind::Structure, .members = kInferenceExecutionConfigMembers};
constexpr Member kCreateModelInputMembers[] = {
    {"ModelName", &kModelName, true},
    {"PrimaryContainer", &kContainerDefinition},
    {"Containers", &kContainerDefinitionList},
    {"InferenceExecutionConfig", &kInferenceExecutionConfig},
    {"ExecutionRoleArn", &kRoleArn},
    {"Tags", &kTagList},
    {"VpcConfig", &kVpcConfig},
    {"EnableNetworkIsolation", &kBoolean},
};
constexpr Shape kCreateModelInput = {.kind = Kind::Structure, .members = kCreateModelInputMembers};
constexpr Shape kTrainingJobName = {.kind = Kind::String, .min = 1, .max = 63, .pattern = &kPatterns[2]};
constexpr Shape kTrainingContainerEntrypointString = {.kind = Kind::String, .min = 0, .max = 256, .pattern = &kPatterns[10]};
constexpr Shape kTrainingContainerEntrypoint = {.kind = Kind::List, .min = 1, .max = 100, .element = &kTrainingContainerEntrypointString};
constexpr Shape kTrainingContainerArgument = {.kind = Kind::String, .min = 0, .max = 256, .pattern = &kPatterns[10]};
constexpr Shape kTrainingContainerArguments = {.kind = Kind::List, .min = 1, .max = 100, .element = &kTrainingContainerArgument};
constexpr Shape kTrainingRepositoryAccessMode = {.kind = Kind::String, .words = "Platform Vpc"};
constexpr Shape kTrainingRepositoryCredentialsProviderArn = {.kind = Kind::String, .min = 1, .max = 2048, .pattern = &kPatterns[29]};
constexpr Member kTrainingRepositoryAuthConfigMembers[] = {
    {"TrainingRepositoryCredentialsProviderArn", &kTrainingRepositoryCredentialsProviderArn, true},
};
constexpr Shape kTrainingRepositoryAuthConfig = {.kind = Kind::Structure, .members = kTrainingRepositoryAuthConfigMembers};
constexpr Member kTrainingImageConfigMembers[] = {
    {"TrainingRepositoryAccessMode", &kTrainingRepositoryAccessMode, true},
    {"TrainingRepositoryAuthConfig", &kTrainingRepositoryAuthConfig},
};
constexpr Shape kTrainingImageConfig = {.kind = Kind::Structure, .members = kTrainingImageConfigMembers};
constexpr Member kAlgorithmSpecificationMembers[] = {
    {"TrainingImage", &kAlgorithmImage},
    {"AlgorithmName", &kArnOrName},
    {"TrainingInputMode", &kTrainingInputMode, true},
    {"MetricDefinitions", &kMetricDefinitionList},
    {"EnableSageMakerMetricsTimeSeries", &kBoolean},
    {"ContainerEntrypoint", &kTrainingContainerEntrypoint},
    {"ContainerArguments", &kTrainingContainerArguments},
    {"TrainingImageConfig", &kTrainingImageConfig},
};
constexpr Shape kAlgorithmSpecification = {.kind = Kind::Structure, .members = kAlgorithmSpecificationMembers};
constexpr Shape kConfigKey = {.kind = Kind::String, .min = 1, .max = 256, .pattern = &kPatterns[10]};
constexpr Shape kConfigValue = {.kind = Kind::String, .min = 0, .max = 256, .pattern = &kPatterns[10]};
constexpr Shape kHookParameters = {.kind = Kind::Map, .min = 0, .max = 20, .key = &kConfigKey, .element = &kConfigValue};
constexpr Shape kCollectionName = {.kind = Kind::String, .min = 1, .max = 256, .pattern = &kPatterns[10]};
constexpr Shape kCollectionParameters = {.kind = Kind::Map, .min = 0, .max = 20, .key = &kConfigKey, .element = &kConfigValue};
constexpr Member kCollectionConfigurationMembers[] = {
    {"CollectionName", &kCollectionName},
    {"CollectionParameters", &kCollectionParameters},
};
constexpr Shape kCollectionConfiguration = {.kind = Kind::Structure, .members = kCollectionConfigurationMembers};
constexpr Shape kCollectionConfigurations = {.kind = Kind::List, .min = 0, .max = 20, .element = &kCollectionConfiguration};
constexpr Member kDebugHookConfigMembers[] = {
    {"LocalPath", &kDirectoryPath},
    {"S3OutputPath", &kS3Uri, true},
    {"HookParameters", &kHookParameters},
    {"CollectionConfigurations", &kCollectionConfigurations},
};
constexpr Shape kDebugHookConfig = {.kind = Kind::Structure, .members = kDebugHookConfigMembers};
constexpr Shape kRuleConfigurationName = {.kind = Kind::String, .min = 1, .max = 256, .pattern = &kPatterns[10]};
constexpr Shape kProcessingInstanceType = {.kind = Kind::String, .words = "ml.t3.medium ml.t3.large ml.t3.xlarge ml.t3.2xlarge ml.m4.xlarge ml.m4.2xlarge ml.m4.4xlarge ml.m4.10xlarge ml.m4.16xlarge ml.c4.xlarge ml.c4.2xlarge ml.c4.4xlarge ml.c4.8xlarge ml.p2.xlarge ml.p2.8xlarge ml.p2.16xlarge ml.p3.2xlarge ml.p3.8xlarge ml.p3.16xlarge ml.c5.xlarge ml.c5.2xlarge ml.c5.4xlarge ml.c5.9xlarge ml.c5.18xlarge ml.m5.large ml.m5.xlarge ml.m5.2xlarge ml.m5.4xlarge ml.m5.12xlarge ml.m5.24xlarge ml.r5.large ml.r5.xlarge ml.r5.2xlarge ml.r5.4xlarge ml.r5.8xlarge ml.r5.12xlarge ml.r5.16xlarge ml.r5.24xlarge ml.g4dn.xlarge ml.g4dn.2xlarge ml.g4dn.4xlarge ml.g4dn.8xlarge ml.g4dn.12xlarge ml.g4dn.16xlarge ml.g5.xlarge ml.g5.2xlarge ml.g5.4xlarge ml.g5.8xlarge ml.g5.16xlarge ml.g5.12xlarge ml.g5.24xlarge ml.g5.48xlarge ml.r5d.large ml.r5d.xlarge ml.r5d.2xlarge ml.r5d.4xlarge ml.r5d.8xlarge ml.r5d.12xlarge ml.r5d.16xlarge ml.r5d.24xlarge ml.g6.xlarge ml.g6.2xlarge ml.g6.4xlarge ml.g6.8xlarge ml.g6.12xlarge ml.g6.16xlarge ml.g6.24xlarge ml.g6.48xlarge ml.g6e.xlarge ml.g6e.2xlarge ml.g6e.4xlarge ml.g6e.8xlarge ml.g6e.12xlarge ml.g6e.16xlarge ml.g6e.24xlarge ml.g6e.48xlarge ml.m6i.large ml.m6i.xlarge ml.m6i.2xlarge ml.m6i.4xlarge ml.m6i.8xlarge ml.m6i.12xlarge ml.m6i.16xlarge ml.m6i.24xlarge ml.m6i.32xlarge ml.c6i.xlarge ml.c6i.2xlarge ml.c6i.4xlarge ml.c6i.8xlarge ml.c6i.12xlarge ml.c6i.16xlarge ml.c6i.24xlarge ml.c6i.32xlarge ml.m7i.large ml.m7i.xlarge ml.m7i.2xlarge ml.m7i.4xlarge ml.m7i.8xlarge ml.m7i.12xlarge ml.m7i.16xlarge ml.m7i.24xlarge ml.m7i.48xlarge ml.c7i.large ml.c7i.xlarge ml.c7i.2xlarge ml.c7i.4xlarge ml.c7i.8xlarge ml.c7i.12xlarge ml.c7i.16xlarge ml.c7i.24xlarge ml.c7i.48xlarge ml.r7i.large ml.r7i.xlarge ml.r7i.2xlarge ml.r7i.4xlarge ml.r7i.8xlarge ml.r7i.12xlarge ml.r7i.16xlarge ml.r7i.24xlarge ml.r7i.48xlarge ml.p5.4xlarge ml.g7e.2xlarge ml.g7e.4xlarge ml.g7e.8xlarge ml.g7e.12xlarge ml.g7e.24xlarge ml.g7e.48xlarge"};
constexpr Shape kRuleParameters = {.kind = Kind::Map, .min = 0, .max = 100, .key = &kConfigKey, .element = &kConfigValue};
constexpr Member kDebugRuleConfigurationMembers[] = {
    {"RuleConfigurationName", &kRuleConfigurationName, true},
    {"LocalPath", &kDirectoryPath},
    {"S3OutputPath", &kS3Uri},
    {"RuleEvaluatorImage", &kAlgorithmImage, true},
    {"InstanceType", &kProcessingInstanceType},
    {"VolumeSizeInGB", &kOptionalVolumeSizeInGB},
    {"RuleParameters", &kRuleParameters},
};
constexpr Shape kDebugRuleConfiguration = {.kind = Kind::Structure, .members = kDebugRuleConfigurationMembers};
constexpr Shape kDebugRuleConfigurations = {.kind = Kind::List, .min = 0, .max = 20, .element = &kDebugRuleConfiguration};
constexpr Member kTensorBoardOutputConfigMembers[] = {
    {"LocalPath", &kDirectoryPath},
    {"S3OutputPath", &kS3Uri, true},
};
constexpr Shape kTensorBoardOutputConfig = {.kind = Kind::Structure, .members = kTensorBoardOutputConfigMembers};
constexpr Shape kExperimentEntityName = {.kind = Kind::String, .min = 1, .max = 120, .pattern = &kPatterns[30]};
constexpr Member kExperimentConfigMembers[] = {
    {"ExperimentName", &kExperimentEntityName},
    {"TrialName", &kExperimentEntityName},
    {"TrialComponentDisplayName", &kExperimentEntityName},
    {"RunName", &kExperimentEntityName},
};
constexpr Shape kExperimentConfig = {.kind = Kind::Structure, .members = kExperimentConfigMembers};
constexpr Shape kProfilingIntervalInMilliseconds = {.kind = Kind::Long};
constexpr Shape kProfilingParameters = {.kind = Kind::Map, .min = 0, .max = 20, .key = &kConfigKey, .element = &kConfigValue};
constexpr Shape kDisableProfiler = {.kind = Kind::Boolean};
constexpr Member kProfilerConfigMembers[] = {
    {"S3OutputPath", &kS3Uri},
    {"ProfilingIntervalInMilliseconds", &kProfilingIntervalInMilliseconds},
    {"ProfilingParameters", &kProfilingParameters},
    {"DisableProfiler", &kDisableProfiler},
};
constexpr Shape kProfilerConfig = {.kind = Kind::Structure, .members = kProfilerConfigMembers};
constexpr Member kProfilerRuleConfigurationMembers[] = {
    {"RuleConfigurationName", &kRuleConfigurationName, true},
    {"LocalPath", &kDirectoryPath},
    {"S3OutputPath", &kS3Uri},
    {"RuleEvaluatorImage", &kAlgorithmImage, true},
    {"InstanceType", &kProcessingInstanceType},
    {"VolumeSizeInGB", &kOptionalVolumeSizeInGB},
    {"RuleParameters", &kRuleParameters},
};
constexpr Shape kProfilerRuleConfiguration = {.kind = Kind::Structure, .members = kProfilerRuleConfigurationMembers};
constexpr Shape kProfilerRuleConfigurations = {.kind = Kind::List, .min = 0, .max = 20, .element = &kProfilerRuleConfiguration};
constexpr Shape kTrainingEnvironmentKey = {.kind = Kind::String, .min = 0, .max = 512, .pattern = &kPatterns[25]};
constexpr Shape kTrainingEnvironmentValue = {.kind = Kind::String, .min = 0, .max = 512, .pattern = &kPatterns[26]};
constexpr Shape kTrainingEnvironmentMap = {.kind = Kind::Map, .min = 0, .max = 100, .key = &kTrainingEnvironmentKey, .element = &kTrainingEnvironmentValue};
constexpr Shape kEnableRemoteDebug = {.kind = Kind::Boolean};
constexpr Member kRemoteDebugConfigMembers[] = {
    {"EnableRemoteDebug", &kEnableRemoteDebug},
};
constexpr Shape kRemoteDebugConfig = {.kind = Kind::Structure, .members = kRemoteDebugConfigMembers};
constexpr Shape kEnableInfraCheck = {.kind = Kind::Boolean};
constexpr Member kInfraCheckConfigMembers[] = {
    {"EnableInfraCheck", &kEnableInfraCheck},
};
constexpr Shape kInfraCheckConfig = {.kind = Kind::Structure, .members = kInfraCheckConfigMembers};
constexpr Shape kEnableSessionTagChaining = {.kind = Kind::Boolean};
constexpr Member kSessionChainingConfigMembers[] = {
    {"EnableSessionTagChaining", &kEnableSessionTagChaining},
};
constexpr Shape kSessionChainingConfig = {.kind = Kind::Structure, .members = kSessionChainingConfigMembers};
constexpr Shape kServerlessJobBaseModelArn = {.kind = Kind::String, .min = 1, .max = 2048, .pattern = &kPatterns[31]};
constexpr Shape kServerlessJobType = {.kind = Kind::String, .words = "FineTuning Evaluation"};
constexpr Shape kCustomizationTechnique = {.kind = Kind::String, .words = "SFT DPO RLVR RLAIF"};
constexpr Shape kPeft = {.kind = Kind::String, .words = "LORA"};
constexpr Shape kEvaluationType = {.kind = Kind::String, .words = "LLMAJEvaluation CustomScorerEvaluation BenchmarkEvaluation"};
constexpr Shape kEvaluatorArn = {.kind = Kind::String, .pattern = &kPatterns[10]};
constexpr Member kServerlessJobConfigMembers[] = {
    {"BaseModelArn", &kServerlessJobBaseModelArn, true},
    {"AcceptEula", &kAcceptEula},
    {"JobType", &kServerlessJobType, true},
    {"CustomizationTechnique", &kCustomizationTechnique},
    {"Peft", &kPeft},
    {"EvaluationType", &kEvaluationType},
    {"EvaluatorArn", &kEvaluatorArn},
};
constexpr Shape kServerlessJobConfig = {.kind = Kind::Structure, .members = kServerlessJobConfigMembers};
constexpr Shape kMlFlowResourceArn = {.kind = Kind::String, .min = 0, .max = 2048, .pattern = &kPatterns[32]};
constexpr Shape kMlflowExperimentName = {.kind = Kind::String, .min = 1, .max = 256, .pattern = &kPatterns[10]};
constexpr Shape kMlflowRunName = {.kind = Kind::String, .min = 1, .max = 256, .pattern = &kPatterns[10]};
constexpr Member kMlflowConfigMembers[] = {
    {"MlflowResourceArn", &kMlFlowResourceArn, true},
    {"MlflowExperimentName", &kMlflowExperimentName},
    {"MlflowRunName", &kMlflowRunName},
};
constexpr Shape kMlflowConfig = {.kind = Kind::Structure, .members = kMlflowConfigMembers};
constexpr Shape kModelPackageGroupArn = {.kind = Kind::String, .min = 1, .max = 2048, .pattern = &kPatterns[33]};
constexpr Shape kModelPackageArn = {.kind = Kind::String, .min = 1, .max = 2048, .pattern = &kPatterns[34]};
constexpr Member kModelPackageConfigMembers[] = {
    {"ModelPackageGroupArn", &kModelPackageGroupArn, true},
    {"SourceModelPackageArn", &kModelPackageArn},
};
constexpr Shape kModelPackageConfig = {.kind = Kind::Structure, .members = kModelPackageConfigMembers};
constexpr Member kCreateTrainingJobRequestMembers[] = {
    {"TrainingJobName", &kTrainingJobName, true},
    {"HyperParameters", &kHyperParameters},
    {"AlgorithmSpecification", &kAlgorithmSpecification},
    {"RoleArn", &kRoleArn, true},
    {"InputDataConfig", &kInputDataConfig},
    {"OutputDataConfig", &kOutputDataConfig, true},
    {"ResourceConfig", &kResourceConfig},
    {"VpcConfig", &kVpcConfig},
    {"StoppingCondition", &kStoppingCondition},
    {"Tags", &kTagList},
    {"EnableNetworkIsolation", &kBoolean},
    {"EnableInterContainerTrafficEncryption", &kBoolean},
    {"EnableManagedSpotTraining", &kBoolean},
    {"CheckpointConfig", &kCheckpointConfig},
    {"DebugHookConfig", &kDebugHookConfig},
    {"DebugRuleConfigurations", &kDebugRuleConfigurations},
    {"TensorBoardOutputConfig", &kTensorBoardOutputConfig},
    {"ExperimentConfig", &kExperimentConfig},
    {"ProfilerConfig", &kProfilerConfig},
    {"ProfilerRuleConfigurations", &kProfilerRuleConfigurations},
    {"Environment", &kTrainingEnvironmentMap},
    {"RetryStrategy", &kRetryStrategy},
    {"RemoteDebugConfig", &kRemoteDebugConfig},
    {"InfraCheckConfig", &kInfraCheckConfig},
    {"SessionChainingConfig", &kSessionChainingConfig},
    {"ServerlessJobConfig", &kServerlessJobConfig},
    {"MlflowConfig", &kMlflowConfig},
    {"ModelPackageConfig", &kModelPackageConfig},
};
constexpr Shape kCreateTrainingJobRequest = {.kind = Kind::Structure, .members = kCreateTrainingJobRequestMembers};
constexpr Shape kTransformJobName = {.kind = Kind::String, .min = 1, .max = 63, .pattern = &kPatterns[2]};
constexpr Shape kMaxConcurrentTransforms = {.kind = Kind::Integer, .min = 0};
constexpr Shape kInvocationsTimeoutInSeconds = {.kind = Kind::Integer, .min = 1, .max = 3600};
constexpr Shape kInvocationsMaxRetries = {.kind = Kind::Integer, .min = 0, .max = 3};
constexpr Member kModelClientConfigMembers[] = {
    {"InvocationsTimeoutInSeconds", &kInvocationsTimeoutInSeconds},
    {"InvocationsMaxRetries", &kInvocationsMaxRetries},
};
constexpr Shape kModelClientConfig = {.kind = Kind::Structure, .members = kModelClientConfigMembers};
constexpr Shape kMaxPayloadInMB = {.kind = Kind::Integer, .min = 0};
constexpr Shape kBatchStrategy = {.kind = Kind::String, .words = "MultiRecord SingleRecord"};
constexpr Shape kTransformEnvironmentKey = {.kind = Kind::String, .min = 0, .max = 1024, .pattern = &kPatterns[35]};
constexpr Shape kTransformEnvironmentValue = {.kind = Kind::String, .min = 0, .max = 10240, .pattern = &kPatterns[26]};
constexpr Shape kTransformEnvironmentMap = {.kind = Kind::Map, .min = 0, .max = 16, .key = &kTransformEnvironmentKey, .element = &kTransformEnvironmentValue};
constexpr Member kTransformS3DataSourceMembers[] = {
    {"S3DataType", &kS3DataType, true},
    {"S3Uri", &kS3Uri, true},
};
constexpr Shape kTransformS3DataSource = {.kind = Kind::Structure, .members = kTransformS3DataSourceMembers};
constexpr Member kTransformDataSourceMembers[] = {
    {"S3DataSource", &kTransformS3DataSource, true},
};
constexpr Shape kTransformDataSource = {.kind = Kind::Structure, .members = kTransformDataSourceMembers};
constexpr Shape kSplitType = {.kind = Kind::String, .words = "None Line RecordIO TFRecord"};
constexpr Member kTransformInputMembers[] = {
    {"DataSource", &kTransformDataSource, true},
    {"ContentType", &kContentType},
    {"CompressionType", &kCompressionType},
    {"SplitType", &kSplitType},
};
constexpr Shape kTransformInput = {.kind = Kind::Structure, .members = kTransformInputMembers};
constexpr Shape kAccept = {.kind = Kind::String, .min = 0, .max = 256, .pattern = &kPatterns[10]};
constexpr Shape kAssemblyType = {.kind = Kind::String, .words = "None Line"};
constexpr Member kTransformOutputMembers[] = {
    {"S3OutputPath", &kS3Uri, true},
    {"Accept", &kAccept},
    {"AssembleWith", &kAssemblyType},
    {"KmsKeyId", &kKmsKeyId},
};
constexpr Shape kTransformOutput = {.kind = Kind::Structure, .members = kTransformOutputMembers};
constexpr Member kBatchDataCaptureConfigMembers[] = {
    {"DestinationS3Uri", &kS3Uri, true},
    {"KmsKeyId", &kKmsKeyId},
    {"GenerateInferenceId", &kBoolean},
};
constexpr Shape kBatchDataCaptureConfig = {.kind = Kind::Structure, .members = kBatchDataCaptureConfigMembers};
constexpr Shape kTransformInstanceType = {.kind = Kind::String, .words = "ml.m4.xlarge ml.m4.2xlarge ml.m4.4xlarge ml.m4.10xlarge ml.m4.16xlarge ml.c4.xlarge ml.c4.2xlarge ml.c4.4xlarge ml.c4.8xlarge ml.p2.xlarge ml.p2.8xlarge ml.p2.16xlarge ml.p3.2xlarge ml.p3.8xlarge ml.p3.16xlarge ml.c5.xlarge ml.c5.2xlarge ml.c5.4xlarge ml.c5.9xlarge ml.c5.18xlarge ml.m5.large ml.m5.xlarge ml.m5.2xlarge ml.m5.4xlarge ml.m5.12xlarge ml.m5.24xlarge ml.g4dn.xlarge ml.g4dn.2xlarge ml.g4dn.4xlarge ml.g4dn.8xlarge ml.g4dn.12xlarge ml.g4dn.16xlarge ml.m6i.large ml.m6i.xlarge ml.m6i.2xlarge ml.m6i.4xlarge ml.m6i.8xlarge ml.m6i.12xlarge ml.m6i.16xlarge ml.m6i.24xlarge ml.m6i.32xlarge ml.c6i.large ml.c6i.xlarge ml.c6i.2xlarge ml.c6i.4xlarge ml.c6i.8xlarge ml.c6i.12xlarge ml.c6i.16xlarge ml.c6i.24xlarge ml.c6i.32xlarge ml.r6i.large ml.r6i.xlarge ml.r6i.2xlarge ml.r6i.4xlarge ml.r6i.8xlarge ml.r6i.12xlarge ml.r6i.16xlarge ml.r6i.24xlarge ml.r6i.32xlarge ml.m7i.large ml.m7i.xlarge ml.m7i.2xlarge ml.m7i.4xlarge ml.m7i.8xlarge ml.m7i.12xlarge ml.m7i.16xlarge ml.m7i.24xlarge ml.m7i.48xlarge ml.c7i.large ml.c7i.xlarge ml.c7i.2xlarge ml.c7i.4xlarge ml.c7i.8xlarge ml.c7i.12xlarge ml.c7i.16xlarge ml.c7i.24xlarge ml.c7i.48xlarge ml.r7i.large ml.r7i.xlarge ml.r7i.2xlarge ml.r7i.4xlarge ml.r7i.8xlarge ml.r7i.12xlarge ml.r7i.16xlarge ml.r7i.24xlarge ml.r7i.48xlarge ml.g5.xlarge ml.g5.2xlarge ml.g5.4xlarge ml.g5.8xlarge ml.g5.12xlarge ml.g5.16xlarge ml.g5.24xlarge ml.g5.48xlarge ml.trn1.2xlarge ml.trn1.32xlarge ml.inf2.xlarge ml.inf2.8xlarge ml.inf2.24xlarge ml.inf2.48xlarge ml.g6.xlarge ml.g6.2xlarge ml.g6.4xlarge ml.g6.8xlarge ml.g6.12xlarge ml.g6.16xlarge ml.g6.24xlarge ml.g6.48xlarge"};
constexpr Shape kTransformInstanceCount = {.kind = Kind::Integer, .min = 1};
constexpr Shape kTransformAmiVersion = {.kind = Kind::String, .min = 1, .max = 63, .pattern = &kPatterns[36]};
constexpr Member kTransformResourcesMembers[] = {
    {"InstanceType", &kTransformInstanceType, true},
    {"InstanceCount", &kTransformInstanceCount, true},
    {"VolumeKmsKeyId", &kKmsKeyId},
    {"TransformAmiVersion", &kTransformAmiVersion},
};
constexpr Shape kTransformResources = {.kind = Kind::Structure, .members = kTransformResourcesMembers};
constexpr Shape kJsonPath = {.kind = Kind::String, .min = 0, .max = 63};
constexpr Shape kJoinSource = {.kind = Kind::String, .words = "Input None"};
constexpr Member kDataProcessingMembers[] = {
    {"InputFilter", &kJsonPath},
    {"OutputFilter", &kJsonPath},
    {"JoinSource", &kJoinSource},
};
constexpr Shape kDataProcessing = {.kind = Kind::Structure, .members = kDataProcessingMembers};
constexpr Member kCreateTransformJobRequestMembers[] = {
    {"TransformJobName", &kTransformJobName, true},
    {"ModelName", &kModelName, true},
    {"MaxConcurrentTransforms", &kMaxConcurrentTransforms},
    {"ModelClientConfig", &kModelClientConfig},
    {"MaxPayloadInMB", &kMaxPayloadInMB},
    {"BatchStrategy", &kBatchStrategy},
    {"Environment", &kTransformEnvironmentMap},
    {"TransformInput", &kTransformInput, true},
    {"TransformOutput", &kTransformOutput, true},
    {"DataCaptureConfig", &kBatchDataCaptureConfig},
    {"TransformResources", &kTransformResources, true},
    {"DataProcessing", &kDataProcessing},
    {"Tags", &kTagList},
    {"ExperimentConfig", &kExperimentConfig},
};
constexpr Shape kCreateTransformJobRequest = {.kind = Kind::Structure, .members = kCreateTransformJobRequestMembers};
constexpr Member kDeleteEndpointInputMembers[] = {
    {"EndpointName", &kEndpointName, true},
};
constexpr Shape kDeleteEndpointInput = {.kind = Kind::Structure, .members = kDeleteEndpointInputMembers};
constexpr Member kDeleteEndpointConfigInputMembers[] = {
    {"EndpointConfigName", &kEndpointConfigName, true},
};
constexpr Shape kDeleteEndpointConfigInput = {.kind = Kind::Structure, .members = kDeleteEndpointConfigInputMembers};
constexpr Shape kHubNameOrArn = {.kind = Kind::String, .pattern = &kPatterns[37]};
constexpr Member kDeleteHubRequestMembers[] = {
    {"HubName", &kHubNameOrArn, true},
};
constexpr Shape kDeleteHubRequest = {.kind = Kind::Structure, .members = kDeleteHubRequestMembers};
constexpr Shape kHubContentType = {.kind = Kind::String, .words = "Model Notebook ModelReference DataSet JsonDoc"};
constexpr Shape kHubContentName = {.kind = Kind::String, .min = 0, .max = 63, .pattern = &kPatterns[2]};
constexpr Shape kHubContentVersion = {.kind = Kind::String, .min = 5, .max = 14, .pattern = &kPatterns[38]};
constexpr Member kDeleteHubContentRequestMembers[] = {
    {"HubName", &kHubNameOrArn, true},
    {"HubContentType", &kHubContentType, true},
    {"HubContentName", &kHubContentName, true},
    {"HubContentVersion", &kHubContentVersion, true},
};
constexpr Shape kDeleteHubContentRequest = {.kind = Kind::Structure, .members = kDeleteHubContentRequestMembers};
constexpr Member kDeleteHyperParameterTuningJobRequestMembers[] = {
    {"HyperParameterTuningJobName", &kHyperParameterTuningJobName, true},
};
constexpr Shape kDeleteHyperParameterTuningJobRequest = {.kind = Kind::Structure, .members = kDeleteHyperParameterTuningJobRequestMembers};
constexpr Member kDeleteModelInputMembers[] = {
    {"ModelName", &kModelName, true},
};
constexpr Shape kDeleteModelInput = {.kind = Kind::Structure, .members = kDeleteModelInputMembers};
constexpr Shape kTagKeyList = {.kind = Kind::List, .min = 1, .max = 50, .element = &kTagKey};
constexpr Member kDeleteTagsInputMembers[] = {
    {"ResourceArn", &kResourceArn, true},
    {"TagKeys", &kTagKeyList, true},
};
constexpr Shape kDeleteTagsInput = {.kind = Kind::Structure, .members = kDeleteTagsInputMembers};
constexpr Member kDeleteTrainingJobRequestMembers[] = {
    {"TrainingJobName", &kTrainingJobName, true},
};
constexpr Shape kDeleteTrainingJobRequest = {.kind = Kind::Structure, .members = kDeleteTrainingJobRequestMembers};
constexpr Member kDescribeEndpointInputMembers[] = {
    {"EndpointName", &kEndpointName, true},
};
constexpr Shape kDescribeEndpointInput = {.kind = Kind::Structure, .members = kDescribeEndpointInputMembers};
constexpr Member kDescribeEndpointConfigInputMembers[] = {
    {"EndpointConfigName", &kEndpointConfigName, true},
};
constexpr Shape kDescribeEndpointConfigInput = {.kind = Kind::Structure, .members = kDescribeEndpointConfigInputMembers};
constexpr Member kDescribeHubRequestMembers[] = {
    {"HubName", &kHubNameOrArn, true},
};
constexpr Shape kDescribeHubRequest = {.kind = Kind::Structure, .members = kDescribeHubRequestMembers};
constexpr Member kDescribeHubContentRequestMembers[] = {
    {"HubName", &kHubNameOrArn, true},
    {"HubContentType", &kHubContentType, true},
    {"HubContentName", &kHubContentName, true},
    {"HubContentVersion", &kHubContentVersion},
};
constexpr Shape kDescribeHubContentRequest = {.kind = Kind::Structure, .members = kDescribeHubContentRequestMembers};
constexpr Member kDescribeHyperParameterTuningJobRequestMembers[] = {
    {"HyperParameterTuningJobName", &kHyperParameterTuningJobName, true},
};
constexpr Shape kDescribeHyperParameterTuningJobRequest = {.kind = Kind::Structure, .members = kDescribeHyperParameterTuningJobRequestMembers};
constexpr Member kDescribeModelInputMembers[] = {
    {"ModelName", &kModelName, true},
};
constexpr Shape kDescribeModelInput = {.kind = Kind::Structure, .members = kDescribeModelInputMembers};
constexpr Member kDescribeTrainingJobRequestMembers[] = {
    {"TrainingJobName", &kTrainingJobName, true},
};
constexpr Shape kDescribeTrainingJobRequest = {.kind = Kind::Structure, .members = kDescribeTrainingJobRequestMembers};
constexpr Member kDescribeTransformJobRequestMembers[] = {
    {"TransformJobName", &kTransformJobName, true},
};
constexpr Shape kDescribeTransformJobRequest = {.kind = Kind::Structure, .members = kDescribeTransformJobRequestMembers};
constexpr Shape kDocumentSchemaVersion = {.kind = Kind::String, .min = 5, .max = 14, .pattern = &kPatterns[38]};
constexpr Shape kHubContentDisplayName = {.kind = Kind::String, .min = 0, .max = 255, .pattern = &kPatterns[10]};
constexpr Shape kHubContentDescription = {.kind = Kind::String, .min = 0, .max = 1023, .pattern = &kPatterns[10]};
constexpr Shape kHubContentMarkdown = {.kind = Kind::String, .min = 0, .max = 170391};
constexpr Shape kHubContentDocument = {.kind = Kind::String, .min = 0, .max = 327680, .pattern = &kPatterns[10]};
constexpr Shape kHubContentSearchKeyword = {.kind = Kind::String, .min = 0, .max = 255, .pattern = &kPatterns[10]};
constexpr Shape kHubContentSearchKeywordList = {.kind = Kind::List, .min = 0, .max = 50, .element = &kHubContentSearchKeyword};
constexpr Shape kHubContentSupportStatus = {.kind = Kind::String, .words = "Supported Deprecated Restricted"};
constexpr Member kImportHubContentRequestMembers[] = {
    {"HubContentName", &kHubContentName, true},
    {"HubContentVersion", &kHubContentVersion},
    {"HubContentType", &kHubContentType, true},
    {"DocumentSchemaVersion", &kDocumentSchemaVersion, true},
    {"HubName", &kHubNameOrArn, true},
    {"HubContentDisplayName", &kHubContentDisplayName},
    {"HubContentDescription", &kHubContentDescription},
    {"HubContentMarkdown", &kHubContentMarkdown},
    {"HubContentDocument", &kHubContentDocument, true},
    {"HubContentSearchKeywords", &kHubContentSearchKeywordList},
    {"Tags", &kTagList},
    {"SupportStatus", &kHubContentSupportStatus},
};
constexpr Shape kImportHubContentRequest = {.kind = Kind::Structure, .members = kImportHubContentRequestMembers};
constexpr Shape kEndpointConfigSortKey = {.kind = Kind::String, .words = "Name CreationTime"};
constexpr Shape kOrderKey = {.kind = Kind::String, .words = "Ascending Descending"};
constexpr Shape kPaginationToken = {.kind = Kind::String, .min = 0, .max = 8192, .pattern = &kPatterns[10]};
constexpr Shape kMaxResults = {.kind = Kind::Integer, .min = 1, .max = 100};
constexpr Shape kEndpointConfigNameContains = {.kind = Kind::String, .min = 0, .max = 63, .pattern = &kPatterns[39]};
constexpr Shape kTimestamp = {.kind = Kind::Timestamp};
constexpr Member kListEndpointConfigsInputMembers[] = {
    {"SortBy", &kEndpointConfigSortKey},
    {"SortOrder", &kOrderKey},
    {"NextToken", &kPaginationToken},
    {"MaxResults", &kMaxResults},
    {"NameContains", &kEndpointConfigNameContains},
    {"CreationTimeBefore", &kTimestamp},
    {"CreationTimeAfter", &kTimestamp},
};
constexpr Shape kListEndpointConfigsInput = {.kind = Kind::Structure, .members = kListEndpointConfigsInputMembers};
constexpr Shape kEndpointSortKey = {.kind = Kind::String, .words = "Name CreationTime Status"};
constexpr Shape kEndpointNameContains = {.kind = Kind::String, .min = 0, .max = 63, .pattern = &kPatterns[39]};
constexpr Shape kEndpointStatus = {.kind = Kind::String, .words = "OutOfService Creating Updating SystemUpdating RollingBack InService Deleting Failed UpdateRollbackFailed"};
constexpr Member kListEndpointsInputMembers[] = {
    {"SortBy", &kEndpointSortKey},
    {"SortOrder", &kOrderKey},
    {"NextToken", &kPaginationToken},
    {"MaxResults", &kMaxResults},
    {"NameContains", &kEndpointNameContains},
    {"CreationTimeBefore", &kTimestamp},
    {"CreationTimeAfter", &kTimestamp},
    {"LastModifiedTimeBefore", &kTimestamp},
    {"LastModifiedTimeAfter", &kTimestamp},
    {"StatusEquals", &kEndpointStatus},
};
constexpr Shape kListEndpointsInput = {.kind = Kind::Structure, .members = kListEndpointsInputMembers};
constexpr Shape kHubContentSortBy = {.kind = Kind::String, .words = "HubContentName CreationTime HubContentStatus"};
constexpr Shape kSortOrder = {.kind = Kind::String, .words = "Ascending Descending"};
constexpr Shape kNextToken = {.kind = Kind::String, .min = 0, .max = 8192, .pattern = &kPatterns[10]};
constexpr Member kListHubContentVersionsRequestMembers[] = {
    {"HubName", &kHubNameOrArn, true},
    {"HubContentType", &kHubContentType, true},
    {"HubContentName", &kHubContentName, true},
    {"MinVersion", &kHubContentVersion},
    {"MaxSchemaVersion", &kDocumentSchemaVersion},
    {"CreationTimeBefore", &kTimestamp},
    {"CreationTimeAfter", &kTimestamp},
    {"SortBy", &kHubContentSortBy},
    {"SortOrder", &kSortOrder},
    {"MaxResults", &kMaxResults},
    {"NextToken", &kNextToken},
};
constexpr Shape kListHubContentVersionsRequest = {.kind = Kind::Structure, .members = kListHubContentVersionsRequestMembers};
constexpr Shape kNameContains = {.kind = Kind::String, .min = 0, .max = 63, .pattern = &kPatterns[40]};
constexpr Member kListHubContentsRequestMembers[] = {
    {"HubName", &kHubNameOrArn, true},
    {"HubContentType", &kHubContentType, true},
    {"NameContains", &kNameContains},
    {"MaxSchemaVersion", &kDocumentSchemaVersion},
    {"CreationTimeBefore", &kTimestamp},
    {"CreationTimeAfter", &kTimestamp},
    {"SortBy", &kHubContentSortBy},
    {"SortOrder", &kSortOrder},
    {"MaxResults", &kMaxResults},
    {"NextToken", &kNextToken},
};
constexpr Shape kListHubContentsRequest = {.kind = Kind::Structure, .members = kListHubContentsRequestMembers};
constexpr Shape kHubSortBy = {.kind = Kind::String, .words = "HubName CreationTime HubStatus AccountIdOwner"};
constexpr Member kListHubsRequestMembers[] = {
    {"NameContains", &kNameContains},
    {"CreationTimeBefore", &kTimestamp},
    {"CreationTimeAfter", &kTimestamp},
    {"LastModifiedTimeBefore", &kTimestamp},
    {"LastModifiedTimeAfter", &kTimestamp},
    {"SortBy", &kHubSortBy},
    {"SortOrder", &kSortOrder},
    {"MaxResults", &kMaxResults},
    {"NextToken", &kNextToken},
};
constexpr Shape kListHubsRequest = {.kind = Kind::Structure, .members = kListHubsRequestMembers};
constexpr Shape kHyperParameterTuningJobSortByOptions = {.kind = Kind::String, .words = "Name Status CreationTime"};
constexpr Shape kHyperParameterTuningJobStatus = {.kind = Kind::String, .words = "Completed InProgress Failed Stopped Stopping Deleting DeleteFailed"};
constexpr Member kListHyperParameterTuningJobsRequestMembers[] = {
    {"NextToken", &kNextToken},
    {"MaxResults", &kMaxResults},
    {"SortBy", &kHyperParameterTuningJobSortByOptions},
    {"SortOrder", &kSortOrder},
    {"NameContains", &kNameContains},
    {"CreationTimeAfter", &kTimestamp},
    {"CreationTimeBefore", &kTimestamp},
    {"LastModifiedTimeAfter", &kTimestamp},
    {"LastModifiedTimeBefore", &kTimestamp},
    {"StatusEquals", &kHyperParameterTuningJobStatus},
};
constexpr Shape kListHyperParameterTuningJobsRequest = {.kind = Kind::Structure, .members = kListHyperParameterTuningJobsRequestMembers};
constexpr Shape kModelSortKey = {.kind = Kind::String, .words = "Name CreationTime"};
constexpr Shape kModelNameContains = {.kind = Kind::String, .min = 0, .max = 63, .pattern = &kPatterns[39]};
constexpr Member kListModelsInputMembers[] = {
    {"SortBy", &kModelSortKey},
    {"SortOrder", &kOrderKey},
    {"NextToken", &kPaginationToken},
    {"MaxResults", &kMaxResults},
    {"NameContains", &kModelNameContains},
    {"CreationTimeBefore", &kTimestamp},
    {"CreationTimeAfter", &kTimestamp},
};
constexpr Shape kListModelsInput = {.kind = Kind::Structure, .members = kListModelsInputMembers};
constexpr Shape kListTagsMaxResults = {.kind = Kind::Integer, .min = 50};
constexpr Member kListTagsInputMembers[] = {
    {"ResourceArn", &kResourceArn, true},
    {"NextToken", &kNextToken},
    {"MaxResults", &kListTagsMaxResults},
};
constexpr Shape kListTagsInput = {.kind = Kind::Structure, .members = kListTagsInputMembers};
constexpr Shape kTrainingJobStatus = {.kind = Kind::String, .words = "InProgress Completed Failed Stopping Stopped Deleting"};
constexpr Shape kSortBy = {.kind = Kind::String, .words = "Name CreationTime Status"};
constexpr Shape kWarmPoolResourceStatus = {.kind = Kind::String, .words = "Available Terminated Reused InUse"};
constexpr Member kListTrainingJobsRequestMembers[] = {
    {"NextToken", &kNextToken},
    {"MaxResults", &kMaxResults},
    {"CreationTimeAfter", &kTimestamp},
    {"CreationTimeBefore", &kTimestamp},
    {"LastModifiedTimeAfter", &kTimestamp},
    {"LastModifiedTimeBefore", &kTimestamp},
    {"NameContains", &kNameContains},
    {"StatusEquals", &kTrainingJobStatus},
    {"SortBy", &kSortBy},
    {"SortOrder", &kSortOrder},
    {"WarmPoolStatusEquals", &kWarmPoolResourceStatus},
    {"TrainingPlanArnEquals", &kTrainingPlanArn},
};
constexpr Shape kListTrainingJobsRequest = {.kind = Kind::Structure, .members = kListTrainingJobsRequestMembers};
constexpr Shape kTrainingJobSortByOptions = {.kind = Kind::String, .words = "Name CreationTime Status FinalObjectiveMetricValue"};
constexpr Member kListTrainingJobsForHyperParameterTuningJobRequestMembers[] = {
    {"HyperParameterTuningJobName", &kHyperParameterTuningJobName, true},
    {"NextToken", &kNextToken},
    {"MaxResults", &kMaxResults},
    {"StatusEquals", &kTrainingJobStatus},
    {"SortBy", &kTrainingJobSortByOptions},
    {"SortOrder", &kSortOrder},
};
constexpr Shape kListTrainingJobsForHyperParameterTuningJobRequest = {.kind = Kind::Structure, .members = kListTrainingJobsForHyperParameterTuningJobRequestMembers};
constexpr Shape kTransformJobStatus = {.kind = Kind::String, .words = "InProgress Completed Failed Stopping Stopped"};
constexpr Member kListTransformJobsRequestMembers[] = {
    {"CreationTimeAfter", &kTimestamp},
    {"CreationTimeBefore", &kTimestamp},
    {"LastModifiedTimeAfter", &kTimestamp},
    {"LastModifiedTimeBefore", &kTimestamp},
    {"NameContains", &kNameContains},
    {"StatusEquals", &kTransformJobStatus},
    {"SortBy", &kSortBy},
    {"SortOrder", &kSortOrder},
    {"NextToken", &kNextToken},
    {"MaxResults", &kMaxResults},
};
constexpr Shape kListTransformJobsRequest = {.kind = Kind::Structure, .members = kListTransformJobsRequestMembers};
constexpr Shape kResourceType = {.kind = Kind::String, .words = "TrainingJob Experiment ExperimentTrial ExperimentTrialComponent Endpoint ModelPackage ModelPackageGroup Pipeline PipelineExecution FeatureGroup Project FeatureMetadata HyperParameterTuningJob ModelCard Model Image ImageVersion PipelineVersion"};
constexpr Shape kResourcePropertyName = {.kind = Kind::String, .min = 1, .max = 255, .pattern = &kPatterns[18]};
constexpr Shape kOperator = {.kind = Kind::String, .words = "Equals NotEquals GreaterThan GreaterThanOrEqualTo LessThan LessThanOrEqualTo Contains Exists NotExists In"};
constexpr Shape kFilterValue = {.kind = Kind::String, .min = 1, .max = 1024, .pattern = &kPatterns[18]};
constexpr Member kFilterMembers[] = {
    {"Name", &kResourcePropertyName, true},
    {"Operator", &kOperator},
    {"Value", &kFilterValue},
};
constexpr Shape kFilter = {.kind = Kind::Structure, .members = kFilterMembers};
constexpr Shape kFilterList = {.kind = Kind::List, .min = 1, .max = 20, .element = &kFilter};
constexpr Member kNestedFiltersMembers[] = {
    {"NestedPropertyName", &kResourcePropertyName, true},
    {"Filters", &kFilterList, true},
};
constexpr Shape kNestedFilters = {.kind = Kind::Structure, .members = kNestedFiltersMembers};
constexpr Shape kNestedFiltersList = {.kind = Kind::List, .min = 1, .max = 20, .element = &kNestedFilters};
extern const Shape kSearchExpression;
constexpr Shape kSearchExpressionList = {.kind = Kind::List, .min = 1, .max = 20, .element = &kSearchExpression};
constexpr Shape kBooleanOperator = {.kind = Kind::String, .words = "And Or"};
constexpr Member kSearchExpressionMembers[] = {
    {"Filters", &kFilterList},
    {"NestedFilters", &kNestedFiltersList},
    {"SubExpressions", &kSearchExpressionList},
    {"Operator", &kBooleanOperator},
};
constexpr Shape kSearchExpression = {.kind = Kind::Structure, .members = kSearchExpressionMembers};
constexpr Shape kSearchSortOrder = {.kind = Kind::String, .words = "Ascending Descending"};
constexpr Shape kCrossAccountFilterOption = {.kind = Kind::String, .words = "SameAccount CrossAccount"};
constexpr Shape kVisibilityConditionsKey = {.kind = Kind::String, .min = 1, .max = 128, .pattern = &kPatterns[1]};
constexpr Shape kVisibilityConditionsValue = {.kind = Kind::String, .min = 0, .max = 256, .pattern = &kPatterns[1]};
constexpr Member kVisibilityConditionsMembers[] = {
    {"Key", &kVisibilityConditionsKey},
    {"Value", &kVisibilityConditionsValue},
};
constexpr Shape kVisibilityConditions = {.kind = Kind::Structure, .members = kVisibilityConditionsMembers};
constexpr Shape kVisibilityConditionsList = {.kind = Kind::List, .min = 1, .max = 5, .element = &kVisibilityConditions};
constexpr Member kSearchRequestMembers[] = {
    {"Resource", &kResourceType, true},
    {"SearchExpression", &kSearchExpression},
    {"SortBy", &kResourcePropertyName},
    {"SortOrder", &kSearchSortOrder},
    {"NextToken", &kNextToken},
    {"MaxResults", &kMaxResults},
    {"CrossAccountFilterOption", &kCrossAccountFilterOption},
    {"VisibilityConditions", &kVisibilityConditionsList},
};
constexpr Shape kSearchRequest = {.kind = Kind::Structure, .members = kSearchRequestMembers};
constexpr Member kStopHyperParameterTuningJobRequestMembers[] = {
    {"HyperParameterTuningJobName", &kHyperParameterTuningJobName, true},
};
constexpr Shape kStopHyperParameterTuningJobRequest = {.kind = Kind::Structure, .members = kStopHyperParameterTuningJobRequestMembers};
constexpr Member kStopTrainingJobRequestMembers[] = {
    {"TrainingJobName", &kTrainingJobName, true},
};
constexpr Shape kStopTrainingJobRequest = {.kind = Kind::Structure, .members = kStopTrainingJobRequestMembers};
constexpr Member kStopTransformJobRequestMembers[] = {
    {"TransformJobName", &kTransformJobName, true},
};
constexpr Shape kStopTransformJobRequest = {.kind = Kind::Structure, .members = kStopTransformJobRequestMembers};
constexpr Shape kVariantPropertyType = {.kind = Kind::String, .words = "DesiredInstanceCount DesiredWeight DataCaptureConfig"};
constexpr Member kVariantPropertyMembers[] = {
    {"VariantPropertyType", &kVariantPropertyType, true},
};
constexpr Shape kVariantProperty = {.kind = Kind::Structure, .members = kVariantPropertyMembers};
constexpr Shape kVariantPropertyList = {.kind = Kind::List, .min = 0, .max = 3, .element = &kVariantProperty};
constexpr Member kUpdateEndpointInputMembers[] = {
    {"EndpointName", &kEndpointName, true},
    {"EndpointConfigName", &kEndpointConfigName, true},
    {"RetainAllVariantProperties", &kBoolean},
    {"ExcludeRetainedVariantProperties", &kVariantPropertyList},
    {"DeploymentConfig", &kDeploymentConfig},
    {"RetainDeploymentConfig", &kBoolean},
};
constexpr Shape kUpdateEndpointInput = {.kind = Kind::Structure, .members = kUpdateEndpointInputMembers};
constexpr Shape kTaskCount = {.kind = Kind::Integer, .min = 0};
constexpr Member kProductionVariantServerlessUpdateConfigMembers[] = {
    {"MaxConcurrency", &kServerlessMaxConcurrency},
    {"ProvisionedConcurrency", &kServerlessProvisionedConcurrency},
};
constexpr Shape kProductionVariantServerlessUpdateConfig = {.kind = Kind::Structure, .members = kProductionVariantServerlessUpdateConfigMembers};
constexpr Member kDesiredWeightAndCapacityMembers[] = {
    {"VariantName", &kVariantName, true},
    {"DesiredWeight", &kVariantWeight},
    {"DesiredInstanceCount", &kTaskCount},
    {"ServerlessUpdateConfig", &kProductionVariantServerlessUpdateConfig},
};
constexpr Shape kDesiredWeightAndCapacity = {.kind = Kind::Structure, .members = kDesiredWeightAndCapacityMembers};
constexpr Shape kDesiredWeightAndCapacityList = {.kind = Kind::List, .min = 1, .element = &kDesiredWeightAndCapacity};
constexpr Member kUpdateEndpointWeightsAndCapacitiesInputMembers[] = {
    {"EndpointName", &kEndpointName, true},
    {"DesiredWeightsAndCapacities", &kDesiredWeightAndCapacityList, true},
};
constexpr Shape kUpdateEndpointWeightsAndCapacitiesInput = {.kind = Kind::Structure, .members = kUpdateEndpointWeightsAndCapacitiesInputMembers};
constexpr Member kProfilerConfigForUpdateMembers[] = {
    {"S3OutputPath", &kS3Uri},
    {"ProfilingIntervalInMilliseconds", &kProfilingIntervalInMilliseconds},
    {"ProfilingParameters", &kProfilingParameters},
    {"DisableProfiler", &kDisableProfiler},
};
constexpr Shape kProfilerConfigForUpdate = {.kind = Kind::Structure, .members = kProfilerConfigForUpdateMembers};
constexpr Member kResourceConfigForUpdateMembers[] = {
    {"KeepAlivePeriodInSeconds", &kKeepAlivePeriodInSeconds, true},
};
constexpr Shape kResourceConfigForUpdate = {.kind = Kind::Structure, .members = kResourceConfigForUpdateMembers};
constexpr Member kRemoteDebugConfigForUpdateMembers[] = {
    {"EnableRemoteDebug", &kEnableRemoteDebug},
};
constexpr Shape kRemoteDebugConfigForUpdate = {.kind = Kind::Structure, .members = kRemoteDebugConfigForUpdateMembers};
constexpr Member kUpdateTrainingJobRequestMembers[] = {
    {"TrainingJobName", &kTrainingJobName, true},
    {"ProfilerConfig", &kProfilerConfigForUpdate},
    {"ProfilerRuleConfigurations", &kProfilerRuleConfigurations},
    {"ResourceConfig", &kResourceConfigForUpdate},
    {"RemoteDebugConfig", &kRemoteDebugConfigForUpdate},
};
constexpr Shape kUpdateTrainingJobRequest = {.kind = Kind::Structure, .members = kUpdateTrainingJobRequestMembers};

constexpr KnownOperation kOperations[] = {
    {"AddAssociation", nullptr},
    {"AddTags", &kAddTagsInput},
    {"AssociateTrialComponent", nullptr},
    {"AttachClusterNodeVolume", nullptr},
    {"BatchAddClusterNodes", nullptr},
    {"BatchDeleteClusterNodes", nullptr},
    {"BatchDescribeModelPackage", nullptr},
    {"BatchRebootClusterNodes", nullptr},
    {"BatchReplaceClusterNodes", nullptr},
    {"CreateAIBenchmarkJob", nullptr},
    {"CreateAIRecommendationJob", nullptr},
    {"CreateAIWorkloadConfig", nullptr},
    {"CreateAction", nullptr},
    {"CreateAlgorithm", nullptr},
    {"CreateApp", nullptr},
    {"CreateAppImageConfig", nullptr},
    {"CreateArtifact", nullptr},
    {"CreateAutoMLJob", nullptr},
    {"CreateAutoMLJobV2", nullptr},
    {"CreateCluster", nullptr},
    {"CreateClusterSchedulerConfig", nullptr},
    {"CreateCodeRepository", nullptr},
    {"CreateCompilationJob", nullptr},
    {"CreateComputeQuota", nullptr},
    {"CreateContext", nullptr},
    {"CreateDataQualityJobDefinition", nullptr},
    {"CreateDeviceFleet", nullptr},
    {"CreateDomain", nullptr},
    {"CreateEdgeDeploymentPlan", nullptr},
    {"CreateEdgeDeploymentStage", nullptr},
    {"CreateEdgePackagingJob", nullptr},
    {"CreateEndpoint", &kCreateEndpointInput},
    {"CreateEndpointConfig", &kCreateEndpointConfigInput},
    {"CreateExperiment", nullptr},
    {"CreateFeatureGroup", nullptr},
    {"CreateFlowDefinition", nullptr},
    {"CreateHub", &kCreateHubRequest},
    {"CreateHubContentPresignedUrls", nullptr},
    {"CreateHubContentReference", nullptr},
    {"CreateHumanTaskUi", nullptr},
    {"CreateHyperParameterTuningJob", &kCreateHyperParameterTuningJobRequest},
    {"CreateImage", nullptr},
    {"CreateImageVersion", nullptr},
    {"CreateInferenceComponent", nullptr},
    {"CreateInferenceExperiment", nullptr},
    {"CreateInferenceRecommendationsJob", nullptr},
    {"CreateLabelingJob", nullptr},
    {"CreateMlflowApp", nullptr},
    {"CreateMlflowTrackingServer", nullptr},
    {"CreateModel", &kCreateModelInput},
    {"CreateModelBiasJobDefinition", nullptr},
    {"CreateModelCard", nullptr},
    {"CreateModelCardExportJob", nullptr},
    {"CreateModelExplainabilityJobDefinition", nullptr},
    {"CreateModelPackage", nullptr},
    {"CreateModelPackageGroup", nullptr},
    {"CreateModelQualityJobDefinition", nullptr},
    {"CreateMonitoringSchedule", nullptr},
    {"CreateNotebookInstance", nullptr},
    {"CreateNotebookInstanceLifecycleConfig", nullptr},
    {"CreateOptimizationJob", nullptr},
    {"CreatePartnerApp", nullptr},
    {"CreatePartnerAppPresignedUrl", nullptr},
    {"CreatePipeline", nullptr},
    {"CreatePresignedDomainUrl", nullptr},
    {"CreatePresignedMlflowAppUrl", nullptr},
    {"CreatePresignedMlflowTrackingServerUrl", nullptr},
    {"CreatePresignedNotebookInstanceUrl", nullptr},
    {"CreateProcessingJob", nullptr},
    {"CreateProject", nullptr},
    {"CreateSpace", nullptr},
    {"CreateStudioLifecycleConfig", nullptr},
    {"CreateTrainingJob", &kCreateTrainingJobRequest},
    {"CreateTrainingPlan", nullptr},
    {"CreateTransformJob", &kCreateTransformJobRequest},
    {"CreateTrial", nullptr},
    {"CreateTrialComponent", nullptr},
    {"CreateUserProfile", nullptr},
    {"CreateWorkforce", nullptr},
    {"CreateWorkteam", nullptr},
    {"DeleteAIBenchmarkJob", nullptr},
    {"DeleteAIRecommendationJob", nullptr},
    {"DeleteAIWorkloadConfig", nullptr},
    {"DeleteAction", nullptr},
    {"DeleteAlgorithm", nullptr},
    {"DeleteApp", nullptr},
    {"DeleteAppImageConfig", nullptr},
    {"DeleteArtifact", nullptr},
    {"DeleteAssociation", nullptr},
    {"DeleteCluster", nullptr},
    {"DeleteClusterSchedulerConfig", nullptr},
    {"DeleteCodeRepository", nullptr},
    {"DeleteCompilationJob", nullptr},
    {"DeleteComputeQuota", nullptr},
    {"DeleteContext", nullptr},
    {"DeleteDataQualityJobDefinition", nullptr},
    {"DeleteDeviceFleet", nullptr},
    {"DeleteDomain", nullptr},
    {"DeleteEdgeDeploymentPlan", nullptr},
    {"DeleteEdgeDeploymentStage", nullptr},
    {"DeleteEndpoint", &kDeleteEndpointInput},
    {"DeleteEndpointConfig", &kDeleteEndpointConfigInput},
    {"DeleteExperiment", nullptr},
    {"DeleteFeatureGroup", nullptr},
    {"DeleteFlowDefinition", nullptr},
    {"DeleteHub", &kDeleteHubRequest},
    {"DeleteHubContent", &kDeleteHubContentRequest},
    {"DeleteHubContentReference", nullptr},
    {"DeleteHumanTaskUi", nullptr},
    {"DeleteHyperParameterTuningJob", &kDeleteHyperParameterTuningJobRequest},
    {"DeleteImage", nullptr},
    {"DeleteImageVersion", nullptr},
    {"DeleteInferenceComponent", nullptr},
    {"DeleteInferenceExperiment", nullptr},
    {"DeleteMlflowApp", nullptr},
    {"DeleteMlflowTrackingServer", nullptr},
    {"DeleteModel", &kDeleteModelInput},
    {"DeleteModelBiasJobDefinition", nullptr},
    {"DeleteModelCard", nullptr},
    {"DeleteModelExplainabilityJobDefinition", nullptr},
    {"DeleteModelPackage", nullptr},
    {"DeleteModelPackageGroup", nullptr},
    {"DeleteModelPackageGroupPolicy", nullptr},
    {"DeleteModelQualityJobDefinition", nullptr},
    {"DeleteMonitoringSchedule", nullptr},
    {"DeleteNotebookInstance", nullptr},
    {"DeleteNotebookInstanceLifecycleConfig", nullptr},
    {"DeleteOptimizationJob", nullptr},
    {"DeletePartnerApp", nullptr},
    {"DeletePipeline", nullptr},
    {"DeleteProcessingJob", nullptr},
    {"DeleteProject", nullptr},
    {"DeleteSpace", nullptr},
    {"DeleteStudioLifecycleConfig", nullptr},
    {"DeleteTags", &kDeleteTagsInput},
    {"DeleteTrainingJob", &kDeleteTrainingJobRequest},
    {"DeleteTrial", nullptr},
    {"DeleteTrialComponent", nullptr},
    {"DeleteUserProfile", nullptr},
    {"DeleteWorkforce", nullptr},
    {"DeleteWorkteam", nullptr},
    {"DeregisterDevices", nullptr},
    {"DescribeAIBenchmarkJob", nullptr},
    {"DescribeAIRecommendationJob", nullptr},
    {"DescribeAIWorkloadConfig", nullptr},
    {"DescribeAction", nullptr},
    {"DescribeAlgorithm", nullptr},
    {"DescribeApp", nullptr},
    {"DescribeAppImageConfig", nullptr},
    {"DescribeArtifact", nullptr},
    {"DescribeAutoMLJob", nullptr},
    {"DescribeAutoMLJobV2", nullptr},
    {"DescribeCluster", nullptr},
    {"DescribeClusterEvent", nullptr},
    {"DescribeClusterNode", nullptr},
    {"DescribeClusterSchedulerConfig", nullptr},
    {"DescribeCodeRepository", nullptr},
    {"DescribeCompilationJob", nullptr},
    {"DescribeComputeQuota", nullptr},
    {"DescribeContext", nullptr},
    {"DescribeDataQualityJobDefinition", nullptr},
    {"DescribeDevice", nullptr},
    {"DescribeDeviceFleet", nullptr},
    {"DescribeDomain", nullptr},
    {"DescribeEdgeDeploymentPlan", nullptr},
    {"DescribeEdgePackagingJob", nullptr},
    {"DescribeEndpoint", &kDescribeEndpointInput},
    {"DescribeEndpointConfig", &kDescribeEndpointConfigInput},
    {"DescribeExperiment", nullptr},
    {"DescribeFeatureGroup", nullptr},
    {"DescribeFeatureMetadata", nullptr},
    {"DescribeFlowDefinition", nullptr},
    {"DescribeHub", &kDescribeHubRequest},
    {"DescribeHubContent", &kDescribeHubContentRequest},
    {"DescribeHumanTaskUi", nullptr},
    {"DescribeHyperParameterTuningJob", &kDescribeHyperParameterTuningJobRequest},
    {"DescribeImage", nullptr},
    {"DescribeImageVersion", nullptr},
    {"DescribeInferenceComponent", nullptr},
    {"DescribeInferenceExperiment", nullptr},
    {"DescribeInferenceRecommendationsJob", nullptr},
    {"DescribeLabelingJob", nullptr},
    {"DescribeLineageGroup", nullptr},
    {"DescribeMlflowApp", nullptr},
    {"DescribeMlflowTrackingServer", nullptr},
    {"DescribeModel", &kDescribeModelInput},
    {"DescribeModelBiasJobDefinition", nullptr},
    {"DescribeModelCard", nullptr},
    {"DescribeModelCardExportJob", nullptr},
    {"DescribeModelExplainabilityJobDefinition", nullptr},
    {"DescribeModelPackage", nullptr},
    {"DescribeModelPackageGroup", nullptr},
    {"DescribeModelQualityJobDefinition", nullptr},
    {"DescribeMonitoringSchedule", nullptr},
    {"DescribeNotebookInstance", nullptr},
    {"DescribeNotebookInstanceLifecycleConfig", nullptr},
    {"DescribeOptimizationJob", nullptr},
    {"DescribePartnerApp", nullptr},
    {"DescribePipeline", nullptr},
    {"DescribePipelineDefinitionForExecution", nullptr},
    {"DescribePipelineExecution", nullptr},
    {"DescribeProcessingJob", nullptr},
    {"DescribeProject", nullptr},
    {"DescribeReservedCapacity", nullptr},
    {"DescribeSpace", nullptr},
    {"DescribeStudioLifecycleConfig", nullptr},
    {"DescribeSubscribedWorkteam", nullptr},
    {"DescribeTrainingJob", &kDescribeTrainingJobRequest},
    {"DescribeTrainingPlan", nullptr},
    {"DescribeTrainingPlanExtensionHistory", nullptr},
    {"DescribeTransformJob", &kDescribeTransformJobRequest},
    {"DescribeTrial", nullptr},
    {"DescribeTrialComponent", nullptr},
    {"DescribeUserProfile", nullptr},
    {"DescribeWorkforce", nullptr},
    {"DescribeWorkteam", nullptr},
    {"DetachClusterNodeVolume", nullptr},
    {"DisableSagemakerServicecatalogPortfolio", nullptr},
    {"DisassociateTrialComponent", nullptr},
    {"EnableSagemakerServicecatalogPortfolio", nullptr},
    {"ExtendTrainingPlan", nullptr},
    {"GetDeviceFleetReport", nullptr},
    {"GetLineageGroupPolicy", nullptr},
    {"GetModelPackageGroupPolicy", nullptr},
    {"GetSagemakerServicecatalogPortfolioStatus", nullptr},
    {"GetScalingConfigurationRecommendation", nullptr},
    {"GetSearchSuggestions", nullptr},
    {"ImportHubContent", &kImportHubContentRequest},
    {"ListAIBenchmarkJobs", nullptr},
    {"ListAIRecommendationJobs", nullptr},
    {"ListAIWorkloadConfigs", nullptr},
    {"ListActions", nullptr},
    {"ListAlgorithms", nullptr},
    {"ListAliases", nullptr},
    {"ListAppImageConfigs", nullptr},
    {"ListApps", nullptr},
    {"ListArtifacts", nullptr},
    {"ListAssociations", nullptr},
    {"ListAutoMLJobs", nullptr},
    {"ListCandidatesForAutoMLJob", nullptr},
    {"ListClusterEvents", nullptr},
    {"ListClusterNodes", nullptr},
    {"ListClusterSchedulerConfigs", nullptr},
    {"ListClusters", nullptr},
    {"ListCodeRepositories", nullptr},
    {"ListCompilationJobs", nullptr},
    {"ListComputeQuotas", nullptr},
    {"ListContexts", nullptr},
    {"ListDataQualityJobDefinitions", nullptr},
    {"ListDeviceFleets", nullptr},
    {"ListDevices", nullptr},
    {"ListDomains", nullptr},
    {"ListEdgeDeploymentPlans", nullptr},
    {"ListEdgePackagingJobs", nullptr},
    {"ListEndpointConfigs", &kListEndpointConfigsInput},
    {"ListEndpoints", &kListEndpointsInput},
    {"ListExperiments", nullptr},
    {"ListFeatureGroups", nullptr},
    {"ListFlowDefinitions", nullptr},
    {"ListHubContentVersions", &kListHubContentVersionsRequest},
    {"ListHubContents", &kListHubContentsRequest},
    {"ListHubs", &kListHubsRequest},
    {"ListHumanTaskUis", nullptr},
    {"ListHyperParameterTuningJobs", &kListHyperParameterTuningJobsRequest},
    {"ListImageVersions", nullptr},
    {"ListImages", nullptr},
    {"ListInferenceComponents", nullptr},
    {"ListInferenceExperiments", nullptr},
    {"ListInferenceRecommendationsJobSteps", nullptr},
    {"ListInferenceRecommendationsJobs", nullptr},
    {"ListLabelingJobs", nullptr},
    {"ListLabelingJobsForWorkteam", nullptr},
    {"ListLineageGroups", nullptr},
    {"ListMlflowApps", nullptr},
    {"ListMlflowTrackingServers", nullptr},
    {"ListModelBiasJobDefinitions", nullptr},
    {"ListModelCardExportJobs", nullptr},
    {"ListModelCardVersions", nullptr},
    {"ListModelCards", nullptr},
    {"ListModelExplainabilityJobDefinitions", nullptr},
    {"ListModelMetadata", nullptr},
    {"ListModelPackageGroups", nullptr},
    {"ListModelPackages", nullptr},
    {"ListModelQualityJobDefinitions", nullptr},
    {"ListModels", &kListModelsInput},
    {"ListMonitoringAlertHistory", nullptr},
    {"ListMonitoringAlerts", nullptr},
    {"ListMonitoringExecutions", nullptr},
    {"ListMonitoringSchedules", nullptr},
    {"ListNotebookInstanceLifecycleConfigs", nullptr},
    {"ListNotebookInstances", nullptr},
    {"ListOptimizationJobs", nullptr},
    {"ListPartnerApps", nullptr},
    {"ListPipelineExecutionSteps", nullptr},
    {"ListPipelineExecutions", nullptr},
    {"ListPipelineParametersForExecution", nullptr},
    {"ListPipelineVersions", nullptr},
    {"ListPipelines", nullptr},
    {"ListProcessingJobs", nullptr},
    {"ListProjects", nullptr},
    {"ListResourceCatalogs", nullptr},
    {"ListSpaces", nullptr},
    {"ListStageDevices", nullptr},
    {"ListStudioLifecycleConfigs", nullptr},
    {"ListSubscribedWorkteams", nullptr},
    {"ListTags", &kListTagsInput},
    {"ListTrainingJobs", &kListTrainingJobsRequest},
    {"ListTrainingJobsForHyperParameterTuningJob", &kListTrainingJobsForHyperParameterTuningJobRequest},
    {"ListTrainingPlans", nullptr},
    {"ListTransformJobs", &kListTransformJobsRequest},
    {"ListTrialComponents", nullptr},
    {"ListTrials", nullptr},
    {"ListUltraServersByReservedCapacity", nullptr},
    {"ListUserProfiles", nullptr},
    {"ListWorkforces", nullptr},
    {"ListWorkteams", nullptr},
    {"PutModelPackageGroupPolicy", nullptr},
    {"QueryLineage", nullptr},
    {"RegisterDevices", nullptr},
    {"RenderUiTemplate", nullptr},
    {"RetryPipelineExecution", nullptr},
    {"Search", &kSearchRequest},
    {"SearchTrainingPlanOfferings", nullptr},
    {"SendPipelineExecutionStepFailure", nullptr},
    {"SendPipelineExecutionStepSuccess", nullptr},
    {"StartClusterHealthCheck", nullptr},
    {"StartEdgeDeploymentStage", nullptr},
    {"StartInferenceExperiment", nullptr},
    {"StartMlflowTrackingServer", nullptr},
    {"StartMonitoringSchedule", nullptr},
    {"StartNotebookInstance", nullptr},
    {"StartPipelineExecution", nullptr},
    {"StartSession", nullptr},
    {"StopAIBenchmarkJob", nullptr},
    {"StopAIRecommendationJob", nullptr},
    {"StopAutoMLJob", nullptr},
    {"StopCompilationJob", nullptr},
    {"StopEdgeDeploymentStage", nullptr},
    {"StopEdgePackagingJob", nullptr},
    {"StopHyperParameterTuningJob", &kStopHyperParameterTuningJobRequest},
    {"StopInferenceExperiment", nullptr},
    {"StopInferenceRecommendationsJob", nullptr},
    {"StopLabelingJob", nullptr},
    {"StopMlflowTrackingServer", nullptr},
    {"StopMonitoringSchedule", nullptr},
    {"StopNotebookInstance", nullptr},
    {"StopOptimizationJob", nullptr},
    {"StopPipelineExecution", nullptr},
    {"StopProcessingJob", nullptr},
    {"StopTrainingJob", &kStopTrainingJobRequest},
    {"StopTransformJob", &kStopTransformJobRequest},
    {"UpdateAction", nullptr},
    {"UpdateAppImageConfig", nullptr},
    {"UpdateArtifact", nullptr},
    {"UpdateCluster", nullptr},
    {"UpdateClusterSchedulerConfig", nullptr},
    {"UpdateClusterSoftware", nullptr},
    {"UpdateCodeRepository", nullptr},
    {"UpdateComputeQuota", nullptr},
    {"UpdateContext", nullptr},
    {"UpdateDeviceFleet", nullptr},
    {"UpdateDevices", nullptr},
    {"UpdateDomain", nullptr},
    {"UpdateEndpoint", &kUpdateEndpointInput},
    {"UpdateEndpointWeightsAndCapacities", &kUpdateEndpointWeightsAndCapacitiesInput},
    {"UpdateExperiment", nullptr},
    {"UpdateFeatureGroup", nullptr},
    {"UpdateFeatureMetadata", nullptr},
    {"UpdateHub", nullptr},
    {"UpdateHubContent", nullptr},
    {"UpdateHubContentReference", nullptr},
    {"UpdateImage", nullptr},
    {"UpdateImageVersion", nullptr},
    {"UpdateInferenceComponent", nullptr},
    {"UpdateInferenceComponentRuntimeConfig", nullptr},
    {"UpdateInferenceExperiment", nullptr},
    {"UpdateMlflowApp", nullptr},
    {"UpdateMlflowTrackingServer", nullptr},
    {"UpdateModelCard", nullptr},
    {"UpdateModelPackage", nullptr},
    {"UpdateMonitoringAlert", nullptr},
    {"UpdateMonitoringSchedule", nullptr},
    {"UpdateNotebookInstance", nullptr},
    {"UpdateNotebookInstanceLifecycleConfig", nullptr},
    {"UpdatePartnerApp", nullptr},
    {"UpdatePipeline", nullptr},
    {"UpdatePipelineExecution", nullptr},
    {"UpdatePipelineVersion", nullptr},
    {"UpdateProject", nullptr},
    {"UpdateSpace", nullptr},
    {"UpdateTrainingJob", &kUpdateTrainingJobRequest},
    {"UpdateTrial", nullptr},
    {"UpdateTrialComponent", nullptr},
    {"UpdateUserProfile", nullptr},
    {"UpdateWorkforce", nullptr},
    {"UpdateWorkteam", nullptr},
};

}  // namespace

std::span<const Pattern> patterns() { return kPatterns; }

std::span<const KnownOperation> known_operations() { return kOperations; }

}  // namespace sempurna::sagemaker
