#include "run/worker_files.h"

#include <cstdlib>
#include <sstream>
#include <string>

#include "catalog/s3_copies.h"

namespace sempurna {

namespace {

namespace fs = std::filesystem;

/// As the loader has them: other folders of libraries, a GPU's for instance.
void add_library_folders(std::vector<fs::path>& read) {
  const char* named = std::getenv("LD_LIBRARY_PATH");
  std::istringstream list(named == nullptr ? "" : named);
  for (std::string folder; std::getline(list, folder, ':');) {
    if (folder.starts_with('/') && folder != "/") read.emplace_back(folder);
  }
}

void add_devices(std::vector<fs::path>& write) {
  write.insert(write.end(), {"/dev/null", "/dev/zero", "/dev/shm", "/dev/dri", "/dev/kfd"});
  std::error_code unreadable;
  for (const auto& device : fs::directory_iterator("/dev", unreadable)) {
    if (device.path().filename().string().starts_with("nvidia")) write.push_back(device.path());
  }
}

FileAccess files_of_program() {
  FileAccess files;
  files.read = {"/usr",           "/lib",  "/lib64", "/opt",         "/etc/ld.so.cache",
                "/etc/localtime", "/proc", "/sys",   "/dev/urandom", program_folder()};
  add_library_folders(files.read);
  add_devices(files.write);
  return files;
}

/// Folders that others lie in link to what they hold at most two levels down: a channel, or a file
/// in it.
void add_links(const fs::path& folder, int levels, std::vector<fs::path>& read) {
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(folder, missing)) {
    if (entry.is_symlink()) {
      const fs::path place = fs::weakly_canonical(entry.path());
      read.push_back(place);
      // What it is called in reports.
      for (const auto& note : s3_notes_of(place)) read.push_back(note);
    }
    if (levels > 1 && entry.is_directory()) add_links(entry.path(), levels - 1, read);
  }
}

}  // namespace

FileAccess files_of(const JobFolder& job) {
  FileAccess files = files_of_program();
  add_links(job.channel("training").parent_path(), 2, files.read);
  files.write.push_back(job.root);
  return files;
}

FileAccess files_of(const ServedModel& model) {
  FileAccess files = files_of_program();
  files.read.push_back(model.folder);
  files.write.push_back(model.socket.parent_path());
  return files;
}

FileAccess files_of_preview(const fs::path& data, const fs::path& model) {
  FileAccess files = files_of_program();
  // A table's neighbours too, the names of its classes among them.
  const fs::path place = fs::weakly_canonical(data);
  files.read.push_back(fs::is_directory(place) ? place : place.parent_path());
  for (const auto& note : s3_notes_of(place)) files.read.push_back(note);
  files.read.push_back(fs::weakly_canonical(model));
  return files;
}

}  // namespace sempurna
