#include "api/json/dialect.h"
#include "api/sempurna/backup.h"
#include "api/sempurna/sempurna.h"

namespace sempurna::own {

namespace {

constexpr json::ServedOperation kOperations[] = {
    {"Backup", "sempurna:Backup", backup, "Folder Parent WithMasterKey"},
};

}  // namespace

const Dialect& dialect() {
  static const json::JsonDialect kDialect({.name = "sempurna",
                                           .target = "Sempurna",
                                           .operations = kOperations,
                                           .takes_unknown_targets = true});
  return kDialect;
}

}  // namespace sempurna::own
