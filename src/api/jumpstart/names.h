#pragma once

#include <string>
#include <string_view>

#include "catalog/card.h"

namespace sempurna::jumpstart {

// Where things lie in JumpStart's bucket, and what the SageMaker SDKs ask for there. Source:
// aws/sagemaker-python-sdk, src/sagemaker/jumpstart.

/// All regions' buckets begin so.
constexpr std::string_view kBucketPrefix = "jumpstart-cache-prod-";
constexpr std::string_view kManifest = "models_manifest.json";
constexpr std::string_view kProprietaryManifest = "proprietary-sdk-manifest.json";
/// The SDKs name an archive of training code with each job; here it only says that none is needed.
constexpr std::string_view kScript = "source-directory-tarballs/sempurna/sourcedir.tar.gz";
constexpr std::string_view kData = "training-datasets/";
constexpr std::string_view kModels = "models/";
/// Of those in private hubs: here a name too is shown to those only who may list it by a policy of
/// their own.
constexpr std::string_view kPrivateModels = "private-models/";
/// Cards have none of their own.
constexpr std::string_view kVersion = "1.0.0";

std::string bucket_of(const std::string& region);
std::string spec_key(const std::string& model_id);
/// Where a card's files lie, each as an object.
std::string model_prefix(const Card& card);
std::string data_prefix(const std::string& data_set);

/// The model that an artifact in a bucket of JumpStart's is of: s3://BUCKET/models/ID/, the same of
/// private-models, or AWS's own …/train-ID.tar.gz. Empty for any other location.
std::string model_of_artifact(std::string_view uri);

}  // namespace sempurna::jumpstart
