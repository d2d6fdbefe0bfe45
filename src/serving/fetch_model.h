#pragma once

#include <cstdint>

#include "serving/variant.h"
#include "store/object_store.h"

namespace sempurna {

/// Puts a variant's model into its folder, in place of what was there: the files of its
/// model.tar.gz, or those that lie unpacked. Throws with a sentence that names no path of this
/// machine.
void fetch_model(const Variant& variant, ObjectStore& objects);

/// Throws ResourceLimit where the model that lies there takes more than is `available`, 0 where
/// nobody knows, rather than that the system ends somebody for want of it.
void require_memory(const Variant& variant, uint64_t available);

}  // namespace sempurna
