#include "jobs/kept_work.h"

#include <algorithm>

namespace sempurna {

namespace {

// Jobs that differ in what their backbone sees would fill the disk.
constexpr int kMostFeatures = 4;

int64_t entries(const fs::path& folder) {
  std::error_code ignored;
  return std::distance(fs::directory_iterator(folder, ignored), fs::directory_iterator());
}

void link_file(const fs::path& from, const fs::path& to) {
  std::error_code ignored;
  fs::create_hard_link(from, to, ignored);
}

void link_files(const fs::path& from, const fs::path& to) {
  make_folders(to);
  for (const auto& file : fs::directory_iterator(from)) {
    if (file.is_regular_file()) link_file(file.path(), to / file.path().filename());
  }
}

void link_pictures(const fs::path& from, const fs::path& to) {
  for (const auto& file : fs::directory_iterator(from)) {
    if (file.path().extension() == kPictureCacheExtension)
      link_file(file.path(), to / file.path().filename());
  }
}

void keep(const JobFolder& job, const JobFolder& kept) {
  make_folders(kept.features());
  link_pictures(job.checkpoints(), kept.checkpoints());
  if (!fs::exists(job.features())) return;
  for (const auto& set : fs::directory_iterator(job.features())) {
    const fs::path to = kept.features() / set.path().filename();
    if (fs::exists(to) || entries(kept.features()) < kMostFeatures) link_files(set.path(), to);
  }
}

void lend(const JobFolder& kept, const JobFolder& job) {
  make_folders(job.features());
  link_pictures(kept.checkpoints(), job.checkpoints());
  for (const auto& set : fs::directory_iterator(kept.features()))
    link_files(set.path(), job.features() / set.path().filename());
}

}  // namespace

void keep_work(const JobFolder& job, const fs::path& pool) {
  try {
    if (fs::exists(job.checkpoints())) keep(job, {pool});
  } catch (const std::exception&) {
    // A full disk: what is not there is computed.
  }
}

void lend_work(const fs::path& pool, const JobFolder& job) {
  const JobFolder kept{pool};
  try {
    if (fs::exists(kept.features())) lend(kept, job);
  } catch (const std::exception&) {
  }
}

}  // namespace sempurna
