#pragma once

#include <functional>
#include <optional>
#include <string>

#include "signing/signature.h"

namespace sempurna {

/// Where an ordinary AWS client would go: from the environment (AWS_ACCESS_KEY_ID and its like,
/// AWS_PROFILE, AWS_REGION, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL,
/// AWS_CA_BUNDLE) and the profile files (AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE).
struct AwsSettings {
  std::optional<Credentials> credentials;  ///< none: none was found
  std::string region = "us-east-1";
  std::string endpoint;  ///< empty: AWS itself
  std::string ca_bundle;
  /// A certificate in PEM that is trusted whatever name it bears, and no other; empty: none.
  std::string only_certificate;
  bool path_style =
      true;  ///< profile's s3.addressing_style; virtual only when it says so or for AWS
};

/// `environment` gives a variable's value or empty. Throws InvalidArgument naming the file and the
/// line, or the profile that is not there.
AwsSettings aws_settings(const std::function<std::string(const char*)>& environment);

}  // namespace sempurna
