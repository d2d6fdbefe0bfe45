#include <fmt/format.h>

#include <cstdlib>
#include <memory>

#include "base/error.h"
#include "base/files.h"
#include "base/process.h"
#include "catalog/locations.h"
#include "cli/command.h"
#include "cli/unit_file.h"

namespace sempurna {

namespace {

void copy_program(const fs::path& from, const fs::path& to) {
  // Beside it first: a program that runs cannot be written over.
  const fs::path beside = to.string() + ".new";
  fs::copy_file(from, beside, fs::copy_options::overwrite_existing);
  fs::rename(beside, to);
}

void copy_tree(const fs::path& from, const fs::path& to) {
  // Whole beside it first: it may be what is copied.
  const fs::path beside = to.string() + ".new";
  fs::remove_all(beside);
  make_folders(to.parent_path());
  fs::copy(from, beside, fs::copy_options::recursive);
  fs::remove_all(to);
  fs::rename(beside, to);
}

int install(const std::string& given) {
  const fs::path prefix = fs::absolute(given).lexically_normal();
  // Packages are made below another root, as with make install.
  const char* root = std::getenv("DESTDIR");
  const fs::path at = (root == nullptr ? "" : root) + prefix.string();
  const fs::path share = at / "share" / "sempurna";
  const fs::path unit = at / "lib" / "systemd" / "system" / "sempurna.service";
  try {
    make_folders(at / "bin");
    for (const char* program : {"sempurna", "sempurna-worker"}) {
      const fs::path from = program_folder() / program;
      if (fs::exists(from)) copy_program(from, at / "bin" / program);
    }
    for (const char* folder : {"cards", "models"})
      copy_tree(share_folder() / folder, share / folder);
    make_folders(unit.parent_path());
    write_file_atomic(unit, unit_file(prefix));
  } catch (const fs::filesystem_error& error) {
    throw Error(Code::Denied, "{} cannot be installed into: {}; check who may write there",
                prefix.string(), error.code().message());
  }
  fmt::print(
      "Installed in {}: bin/sempurna, bin/sempurna-worker, share/sempurna, and a systemd unit.\n"
      "To run the server as a service:\n"
      "  systemctl enable --now {}\n",
      prefix.string(), unit.string());
  return 0;
}

}  // namespace

Command add_install(CLI::App& root) {
  auto prefix = std::make_shared<std::string>("/usr/local");
  CLI::App* app = root.add_subcommand(
      "install",
      "Put the programs, the cards, the bundled models and a systemd unit into a prefix");
  app->add_option("--prefix", *prefix, "The folder that bin/, share/ and lib/ go into")
      ->capture_default_str();
  return {app, [prefix] { return install(*prefix); }};
}

}  // namespace sempurna
