#pragma once

#include <string>
#include <vector>

#include "base/json_members.h"

namespace sempurna {

/// What a model was made from. It travels: into the job, the archive's training.json, the report.
struct Ancestry {
  /// The card first, then the training jobs that went on from it; the last is the parent.
  std::vector<std::string> names;
  std::string licence;  ///< of the card; empty when it is not known

  /// "first", of a card alone its id; empty when there are none.
  std::string parent() const { return names.empty() ? "" : names.back(); }
  /// "sempurna-ic-small → first": the whole chain; of a card alone its id.
  std::string chain() const;
};

template <typename Visitor, Of<Ancestry> A>
void members(Visitor& v, A& ancestry) {
  v("lineage", ancestry.names);
  v("licence", ancestry.licence);
}

}  // namespace sempurna
