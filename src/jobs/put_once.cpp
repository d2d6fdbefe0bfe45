#include "jobs/put_once.h"

#include "base/json.h"
#include "jobs/staging.h"

namespace sempurna {

PutOnce::PutOnce(ObjectStore& store, std::string bucket, fs::path note)
    : store_(store), bucket_(std::move(bucket)), note_(std::move(note)) {
  if (fs::exists(note_)) done_ = read_json(note_).get<std::set<std::string>>();
}

void PutOnce::put(const fs::path& file, const std::string& key) {
  const std::string place = "s3://" + bucket_ + "/" + key;
  if (done_.contains(place)) return;
  stage_out(store_, file, bucket_, key);
  done_.insert(place);
  if (!note_.empty()) write_file_atomic(note_, to_line(done_));
}

}  // namespace sempurna
