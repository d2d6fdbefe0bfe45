#include "serving/transform_inputs.h"

#include "base/error.h"
#include "base/json.h"

namespace sempurna {

namespace {

constexpr uint64_t kLargestManifest = 64 << 20;

/// What is behind the prefix; from the name's beginning where the prefix ends amid one.
std::string name_behind(const std::string& prefix, const std::string& key) {
  size_t begin = prefix.size();
  if (begin == key.size() || (key[begin] != '/' && begin > 0 && key[begin - 1] != '/')) {
    const auto slash = prefix.rfind('/');
    begin = slash == std::string::npos ? 0 : slash + 1;
  }
  while (begin < key.size() && key[begin] == '/') ++begin;
  return key.substr(begin);
}

std::string read_whole(ObjectStore& objects, const Location& location) {
  const auto reader = objects.read(location.bucket, location.key);
  if (reader->info().size > kLargestManifest) {
    throw Error(Code::InvalidArgument, "{} is larger than the 64 MB that a manifest may have",
                location.text);
  }
  std::string text(reader->info().size, '\0');
  auto rest = std::as_writable_bytes(std::span(text));
  while (!rest.empty()) {
    const size_t count = reader->read(rest);
    if (count == 0) break;
    rest = rest.subspan(count);
  }
  return text;
}

}  // namespace

TransformInputs::TransformInputs(ObjectStore& objects, const TransformPlan& plan,
                                 const TransformProgress& progress)
    : objects_(objects), location_(Location::parse(plan.input)) {
  if (plan.is_manifest) {
    read_manifest(progress.objects);
  } else {
    has_more_ = true;
    after_ = progress.last_key;
  }
}

void TransformInputs::read_manifest(uint64_t done) {
  const auto refuse = [&](const std::string& why) {
    throw Error(Code::InvalidArgument,
                "{} is no manifest: {}; it must be [{{\"prefix\": \"s3://BUCKET/PREFIX/\"}}, "
                "\"KEY\", \"KEY\", ...]",
                location_.text, why);
  };
  const Json all = Json::parse(read_whole(objects_, location_), nullptr, false);
  if (all.is_discarded()) refuse("it is not JSON");
  if (!all.is_array() || all.empty() || !all[0].is_object() || !all[0].contains("prefix") ||
      !all[0]["prefix"].is_string()) {
    refuse("it does not begin with a prefix");
  }
  const Location prefix = Location::parse(all[0]["prefix"].get<std::string>());
  if (prefix.kind != Location::Kind::S3) refuse("its prefix is no place in S3");
  for (size_t k = 1; k < all.size(); ++k) {
    if (!all[k].is_string()) refuse(fmt::format("its element {} is no text", k));
    if (k <= done) continue;
    const std::string name = all[k].get<std::string>();
    waiting_.push_back({prefix.bucket, prefix.key + name, name});
  }
}

void TransformInputs::read_page() {
  const Listing page = objects_.list(location_.bucket, {.prefix = location_.key, .after = after_});
  for (const ObjectInfo& object : page.objects) {
    // Marks of folders, as consoles make them.
    if (object.key.ends_with('/') && object.size == 0) continue;
    waiting_.push_back({location_.bucket, object.key, name_behind(location_.key, object.key)});
  }
  after_ = page.next;
  has_more_ = !page.next.empty();
}

std::optional<TransformInput> TransformInputs::next() {
  while (waiting_.empty() && has_more_) read_page();
  if (waiting_.empty()) return std::nullopt;
  TransformInput input = std::move(waiting_.front());
  waiting_.pop_front();
  return input;
}

std::string output_key(const Location& output, const TransformInput& input) {
  std::string key = output.key;
  if (!key.empty() && !key.ends_with('/')) key += '/';
  return key + input.name + ".out";
}

}  // namespace sempurna
