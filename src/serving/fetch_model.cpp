#include "serving/fetch_model.h"

#include "base/error.h"
#include "base/machine_memory.h"
#include "catalog/s3_copies.h"
#include "jobs/job_memory.h"
#include "jobs/staging.h"
#include "store/archive.h"

namespace sempurna {

namespace {

Code code_of(const std::exception& error) {
  const auto* own = dynamic_cast<const Error*>(&error);
  return own == nullptr ? Code::Unavailable : own->code();
}

void fetch_by(const TemporaryFolder& own, const Variant& variant, ObjectStore& objects) {
  try {
    const fs::path staged =
        stage_in({objects, "this server"}, Location::parse(variant.plan().model_data),
                 s3_copies(own.path()), [](const std::string&) {});
    // A model may lie unpacked, too.
    if (fs::is_directory(staged)) {
      fs::rename(staged, variant.model());
    } else {
      read_archive(staged, variant.model());
    }
  } catch (const std::exception& error) {
    // Which copy is which is known while they are there.
    throw Error(code_of(error), "{}", with_s3_places(error.what(), own.path()));
  }
}

}  // namespace

void fetch_model(const Variant& variant, ObjectStore& objects) {
  try {
    fs::remove_all(variant.model());
    make_folders(variant.folder().root);
    fetch_by(TemporaryFolder(variant.folder().root), variant, objects);
  } catch (const std::exception& error) {
    throw Error(code_of(error), "{}", variant.without_places(error.what()));
  }
}

void require_memory(const Variant& variant, uint64_t available) {
  const uint64_t needed = least_memory_to_serve(variant.model());
  if (available == 0 || needed <= available) return;
  throw Error(
      Code::ResourceLimit,
      "the model of the variant {} takes at least {} of memory, but {} are available; delete "
      "endpoints, or use a smaller model",
      variant.plan().name, bytes_text(needed), bytes_text(available));
}

}  // namespace sempurna
