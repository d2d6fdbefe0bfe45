#include "serving/transform_inputs.h"

#include "base/error.h"
#include "base/json.h"

namespace sempurna {

namespace {

constexpr uint64_t kLargestManifest = 8 << 20;
constexpr auto kOutput = ".out";

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

std::string beginning_of_outputs(const Location& output) {
  return output.key + (output.key.empty() || output.key.ends_with('/') ? "" : "/");
}

std::string read_whole(ObjectStore& objects, const Location& location) {
  const auto reader = objects.read(location.bucket, location.key);
  if (reader->info().size > kLargestManifest) {
    throw Error(Code::InvalidArgument,
                "{} is larger than the 8 MB that a manifest may have; have several jobs do what it "
                "lists",
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
    : objects_(objects),
      location_(Location::parse(plan.input)),
      output_(Location::parse(plan.output)) {
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
  Json all = Json::parse(read_whole(objects_, location_), nullptr, false);
  if (all.is_discarded()) refuse("it is not JSON");
  if (!all.is_array() || all.empty() || !all[0].is_object() || !all[0].contains("prefix") ||
      !all[0]["prefix"].is_string()) {
    refuse("it does not begin with a prefix");
  }
  prefix_ = Location::parse(all[0]["prefix"].get<std::string>());
  if (prefix_.kind != Location::Kind::S3) refuse("its prefix is no place in S3");
  for (size_t k = 1; k < all.size(); ++k) {
    if (!all[k].is_string()) refuse(fmt::format("its element {} is no text", k));
    if (k > done) names_.push_back(std::move(all[k].get_ref<std::string&>()));
  }
}

/// What the job itself wrote, or an earlier one that wrote there. The object that is named, rather
/// than found below a prefix, is meant.
bool TransformInputs::is_output(const std::string& key) const {
  return location_.bucket == output_.bucket && key != location_.key &&
         key.starts_with(beginning_of_outputs(output_)) && key.ends_with(kOutput);
}

void TransformInputs::read_page() {
  const Listing page = objects_.list(location_.bucket, {.prefix = location_.key, .after = after_});
  for (const ObjectInfo& object : page.objects) {
    // Marks of folders, as consoles make them.
    if (object.key.ends_with('/') && object.size == 0) continue;
    if (is_output(object.key)) continue;
    waiting_.push_back({location_.bucket, object.key, name_behind(location_.key, object.key)});
  }
  after_ = page.next;
  has_more_ = !page.next.empty();
}

std::optional<TransformInput> TransformInputs::next() {
  if (!names_.empty()) {
    std::string name = std::move(names_.front());
    names_.pop_front();
    return TransformInput{prefix_.bucket, prefix_.key + name, name};
  }
  while (waiting_.empty() && has_more_) read_page();
  if (waiting_.empty()) return std::nullopt;
  TransformInput input = std::move(waiting_.front());
  waiting_.pop_front();
  return input;
}

std::string output_key(const Location& output, const TransformInput& input) {
  return beginning_of_outputs(output) + input.name + kOutput;
}

}  // namespace sempurna
