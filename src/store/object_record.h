#pragma once

#include <string>
#include <string_view>

#include "store/disk_store.h"

namespace sempurna {

/// What is kept of an object, an upload, a part or a bucket beside what is searched by: one CBOR
/// map (RFC 8949) with the members headers, metadata, tags, checksums (by name, raw bytes),
/// composite, seal; those that say nothing are left out, and a map without members is no bytes at
/// all.
std::string pack_record(const ObjectInfo& object);
void unpack_record(std::string_view record, ObjectInfo& object);

/// Of an upload also: checksum (its name), whole.
std::string pack_record(const Upload& upload);
void unpack_record(std::string_view record, Upload& upload);

/// Of a bucket: default_seal (algorithm, key), tags, public_access_block (four truths).
std::string pack_record(const BucketSettings& settings);
void unpack_record(std::string_view record, BucketSettings& settings);

std::string pack_record(const Part& part);
void unpack_record(std::string_view record, Part& part);

}  // namespace sempurna
