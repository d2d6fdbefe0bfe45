#include "api/dialects.h"

#include <algorithm>

#include "api/cloudwatch/cloudwatch.h"
#include "api/ec2/ec2.h"
#include "api/iam/iam.h"
#include "api/kms/kms.h"
#include "api/logs/logs.h"
#include "api/runtime/runtime.h"
#include "api/s3/s3.h"
#include "api/sagemaker/sagemaker.h"
#include "api/sempurna/sempurna.h"
#include "api/sts/sts.h"

namespace sempurna {

std::span<const Dialect* const> dialects() {
  // In the order in which they are asked whether a request is theirs; S3 takes what nobody else
  // does.
  static const Dialect* const kAll[] = {
      &sts::dialect(),       &iam::dialect(),     &ec2::dialect(),  &kms::dialect(),
      &sagemaker::dialect(), &runtime::dialect(), &logs::dialect(), &cloudwatch::dialect(),
      &own::dialect(),       &s3::dialect(),
  };
  return kAll;
}

const Dialect& dialect_of(const ServerRequest& request) {
  const auto all = dialects();
  const std::string service = signed_service(request);
  const auto is_signed_for = [&](const Dialect* one) { return one->service() == service; };
  // Requests for endpoints are signed for SageMaker, too.
  auto found = std::find_if(all.begin(), all.end(), [&](const Dialect* one) {
    return is_signed_for(one) && one->is_spoken_by(request);
  });
  if (found == all.end()) found = std::find_if(all.begin(), all.end(), is_signed_for);
  if (found == all.end()) {
    found = std::find_if(all.begin(), all.end(),
                         [&](const Dialect* one) { return one->is_spoken_by(request); });
  }
  return **found;
}

}  // namespace sempurna
