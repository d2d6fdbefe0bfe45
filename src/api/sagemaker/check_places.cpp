#include "api/sagemaker/check_places.h"

#include <set>

#include "access/access_error.h"
#include "api/objects.h"
#include "api/sagemaker/request.h"
#include "catalog/tasks.h"

namespace sempurna::sagemaker {

namespace {

// Enough to see two classes of a data set whose first is large; each page is a thousand keys.
constexpr int kMostPages = 50;

struct Seen {
  bool anything = false;
  bool has_table = false;
  std::string first;  ///< key of the first object
  std::set<std::string> folders;
};

/// Goes on in the listing behind each folder that was seen, so that a large class costs one page.
Seen look(Services& services, RoleStore& objects, const Location& location) {
  Seen seen;
  std::string below = location.key;
  if (!below.empty() && !below.ends_with('/')) {
    // Of all keys that begin so, the shortest comes first.
    const Listing first = objects.list(location.bucket, {.prefix = below, .limit = 1});
    if (!first.objects.empty() && first.objects.front().key == below) {
      seen.anything = seen.has_table = true;
      seen.first = below;
      return seen;
    }
    below += '/';
  }
  ListRequest request{.prefix = below, .limit = 100};
  for (int page = 0; page < kMostPages; ++page) {
    const Listing found = objects.list(location.bucket, request);
    for (const ObjectInfo& object : found.objects) {
      if (object.key.ends_with('/') && object.size == 0) continue;
      if (!seen.anything) seen.first = object.key;
      seen.anything = true;
      const std::string rest = object.key.substr(below.size());
      const auto slash = rest.find('/');
      if (slash != std::string::npos) seen.folders.insert(rest.substr(0, slash));
    }
    if (found.next.empty() || seen.folders.size() >= 2) break;
    request.after = found.next;
    // The rest of the folder that was seen last is passed over.
    if (!seen.folders.empty()) {
      const std::string behind = below + *seen.folders.rbegin() + "0";  // sorts after a slash
      request.after = std::max(request.after, behind);
    }
  }
  seen.has_table = head_object(services, location.bucket, below + "data.csv").has_value();
  return seen;
}

}  // namespace

JsonError unauthorized(const Location& location, const std::string& role_arn,
                       const std::string& action) {
  return not_valid(
      "Unauthorized to List objects under S3 URL \"{}\" given in input data source. Please ensure "
      "that the role \"{}\" has \"{}\" permissions on bucket \"{}\".",
      location.text, role_arn, action, location.bucket);
}

JsonError nothing_there(const Services& services, const Location& location,
                        const std::string& role_arn) {
  return not_valid(
      "No S3 objects found under S3 URL \"{}\" given in input data source. Please ensure that the "
      "bucket exists in the selected region ({}), that objects exist under that S3 prefix, and "
      "that the role \"{}\" has \"s3:ListBucket\" permissions on bucket \"{}\".",
      location.text, services.config.region, role_arn, location.bucket);
}

Location s3_location(const std::string& uri, const char* member) {
  try {
    Location location = Location::parse(uri);
    if (location.kind == Location::Kind::S3) return location;
  } catch (const Error&) {
    // Told below.
  }
  throw not_valid("{} is '{}', but must be s3://BUCKET/PREFIX", member, uri);
}

void check_output(RoleStore& objects, const TrainingRequest& request, const std::string& role_arn) {
  const Location location = s3_location(request.output, "OutputDataConfig.S3OutputPath");
  std::string below = location.key;
  if (!below.empty() && !below.ends_with('/')) below += '/';
  below += request.name + "/";
  const char* model = request.loose_output ? "output/model/config.json" : "output/model.tar.gz";
  try {
    for (const char* file : {model, "output/report.html", "job.json"}) {
      objects.check_write(location.bucket, below + file);
    }
  } catch (const Error& error) {
    throw not_valid(
        "Access denied to OutputDataConfig S3 bucket. Please ensure that the bucket \"{}\" exists "
        "and that the role \"{}\" has \"s3:PutObject\" permissions on it, and may use its key: {}",
        location.bucket, role_arn, error.what());
  }
}

void check_checkpoints(RoleStore& objects, const TrainingRequest& request,
                       const std::string& role_arn) {
  if (request.checkpoints.empty()) return;
  const Location location = s3_location(request.checkpoints, "CheckpointConfig.S3Uri");
  std::string below = location.key;
  if (!below.empty() && !below.ends_with('/')) below += '/';
  try {
    const Listing found = objects.list(location.bucket, {.prefix = below, .limit = 1});
    if (!found.objects.empty()) objects.head(location.bucket, found.objects.front().key);
    objects.check_write(location.bucket, below + "00000001/state.json");
  } catch (const Error& error) {
    throw not_valid(
        "Access denied to CheckpointConfig S3 bucket. Please ensure that the bucket \"{}\" exists "
        "and that the role \"{}\" has \"s3:ListBucket\", \"s3:GetObject\" and \"s3:PutObject\" "
        "permissions on it: {}",
        location.bucket, role_arn, error.what());
  }
}

void check_data(Services& services, RoleStore& objects, const std::string& uri, Task task,
                const std::string& role_arn) {
  const Location location = s3_location(uri, "S3Uri");
  const TaskFacts& facts = facts_of(task);
  Seen seen;
  try {
    seen = look(services, objects, location);
    if (seen.anything) objects.head(location.bucket, seen.first);
  } catch (const AccessError&) {
    throw unauthorized(location, role_arn, seen.anything ? "s3:GetObject" : "s3:ListBucket");
  } catch (const StoreError&) {
    throw nothing_there(services, location, role_arn);
  }
  if (!seen.anything) throw nothing_there(services, location, role_arn);
  if (facts.data == DataForm::DataCsv && !seen.has_table) {
    throw not_valid("No data.csv is under S3 URL \"{}\"; the data must be {}", location.text,
                    facts.layout);
  }
  if (facts.data == DataForm::ClassFolders && seen.folders.size() < 2) {
    throw not_valid("Under S3 URL \"{}\" {}; the data must be {}", location.text,
                    seen.folders.empty() ? std::string("are no folders of classes")
                                         : "is one class alone, " + *seen.folders.begin(),
                    facts.layout);
  }
}

}  // namespace sempurna::sagemaker
