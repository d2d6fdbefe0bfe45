#pragma once

#include <string>

#include "base/json.h"
#include "catalog/job_folder.h"
#include "jobs/training_request.h"
#include "store/location.h"
#include "store/object_store.h"

namespace sempurna {

/// Results that go to S3. The job itself works in fine-tuned/<name> on this machine, where it can
/// be resumed and where its result stays should the upload fail.
class RemoteOutput {
 public:
  /// Of a request whose output is s3://…: puts the local folder in its place. Throws unless the
  /// bucket can be reached and the name is free there. `store` outlives this.
  static RemoteOutput claim(ObjectStore& store, TrainingRequest& request);

  /// Uploads model.tar.gz, or the files of a loose model below model/, report.html and job.json
  /// below <output>/<name>; what an earlier attempt has put there is left. Returns the facts with
  /// the place in S3 as the output.
  Json deliver(const JobFolder& folder, Json facts) const;

  /// Of a server's job, below a place in S3: what is there by these names is replaced. `store`
  /// outlives this.
  static RemoteOutput of_server(ObjectStore& store, Location location) {
    RemoteOutput output(store, std::move(location));
    output.is_servers_ = true;
    return output;
  }

 private:
  RemoteOutput(ObjectStore& store, Location location)
      : store_(&store), location_(std::move(location)) {}
  void put(const JobFolder& folder, const std::string& name) const;
  std::string key(const std::string& name, const std::string& file) const;
  bool holds(const std::string& key) const;

  ObjectStore* store_;
  Location location_;
  bool is_servers_ = false;
};

}  // namespace sempurna
