#include "cli/client_store.h"

#include <cstdlib>

#include "base/error.h"
#include "base/standard_streams.h"
#include "catalog/locations.h"
#include "catalog/s3_copies.h"
#include "jobs/staging.h"
#include "signing/credentials.h"

namespace sempurna {

std::unique_ptr<RemoteStore> open_client_store() {
  const AwsSettings settings = aws_settings([](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  });
  if (!settings.credentials) {
    throw Error(
        Code::Denied,
        "no credentials for S3 were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
        "or name a profile of ~/.aws/credentials (or of the file that AWS_SHARED_CREDENTIALS_FILE "
        "names) in AWS_PROFILE");
  }
  return std::make_unique<RemoteStore>(settings);
}

std::string local_copy(const std::string& place,
                       const std::function<void(const std::string&)>& say) {
  const Location location = place.empty() ? Location() : Location::parse(place);
  if (location.kind == Location::Kind::Local) return place;
  const auto store = open_client_store();
  return stage_in({*store, store->endpoint()}, location, s3_copies(home_folder()), say);
}

void say_on_error_stream(const std::string& line) {
  tell("{}\n", line);
}

}  // namespace sempurna
