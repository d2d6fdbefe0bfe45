#include "serving/sockets_folder.h"

namespace sempurna {

namespace {

/// With their folder, if that is empty then.
void remove_sockets(const fs::path& folder) {
  std::error_code missing;
  if (!fs::is_directory(fs::symlink_status(folder, missing))) return;
  for (const auto& one : fs::directory_iterator(folder, missing)) {
    if (one.is_socket(missing)) fs::remove(one.path(), missing);
  }
  fs::remove(folder, missing);
}

/// Sockets lie there alone: nothing else goes, whatever the note says.
void remove_left_over(const fs::path& note) {
  std::error_code missing;
  if (!fs::exists(note, missing)) return;
  const fs::path folder = read_file(note);
  if (!folder.is_absolute() || !fs::is_directory(fs::symlink_status(folder, missing))) return;
  for (const auto& one : fs::directory_iterator(folder, missing)) remove_sockets(one.path());
  fs::remove(folder, missing);
}

}  // namespace

SocketsFolder::SocketsFolder(fs::path note) : note_(std::move(note)) {
  remove_left_over(note_);
  write_file_atomic(note_, folder_.path().string());
}

fs::path SocketsFolder::next() {
  const fs::path folder = path() / std::to_string(++so_far_);
  make_folders(folder);
  return folder / "s";
}

SocketsFolder::~SocketsFolder() {
  std::error_code missing;
  fs::remove(note_, missing);
}

}  // namespace sempurna
