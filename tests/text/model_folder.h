#pragma once

#include <memory>
#include <string_view>

#include "base/files.h"
#include "text/tokenizer.h"

namespace sempurna {

/// A model folder made of copies: name in the folder → file or text.
class Folder {
 public:
  Folder& copy(const char* name, const fs::path& file) {
    fs::copy_file(file, folder_->path() / name);
    return *this;
  }
  Folder& write(const char* name, std::string_view text) {
    write_file_atomic(folder_->path() / name, text);
    return *this;
  }
  const fs::path& path() const { return folder_->path(); }
  std::unique_ptr<Tokenizer> load() const { return load_tokenizer(folder_->path()); }

 private:
  std::unique_ptr<TemporaryFolder> folder_ = std::make_unique<TemporaryFolder>();
};

}  // namespace sempurna
