#pragma once

#include "api/s3/operation.h"

namespace sempurna::s3 {

// Each answers one operation of the Amazon S3 API Reference; the names are the reference's own.

// buckets.cpp
void list_buckets(Operation& op);
void create_bucket(Operation& op);
void head_bucket(Operation& op);
void delete_bucket(Operation& op);
void get_bucket_location(Operation& op);

// bucket_settings.cpp: what is asked of every bucket and has one answer here
void get_bucket_versioning(Operation& op);
void get_acl(Operation& op);
void put_acl(Operation& op);
void get_empty_setting(Operation& op);
void get_absent_setting(Operation& op);

// bucket_policy.cpp
void get_bucket_policy(Operation& op);
void get_bucket_policy_status(Operation& op);
void put_bucket_policy(Operation& op);
void delete_bucket_policy(Operation& op);

// bucket_encryption.cpp
void get_bucket_encryption(Operation& op);
void put_bucket_encryption(Operation& op);
void delete_bucket_encryption(Operation& op);

// public_access.cpp
void get_public_access_block(Operation& op);
void put_public_access_block(Operation& op);
void delete_public_access_block(Operation& op);
void get_bucket_ownership_controls(Operation& op);
void put_bucket_ownership_controls(Operation& op);

// list.cpp
void list_objects(Operation& op);
void list_objects_v2(Operation& op);
void list_object_versions(Operation& op);

// get.cpp
void get_object(Operation& op);
void head_object(Operation& op);

// put.cpp
void put_object(Operation& op);

// post_object.cpp
void post_object(Operation& op);

// copy.cpp
void copy_object(Operation& op);
void upload_part_copy(Operation& op);

// remove.cpp
void delete_object(Operation& op);
void delete_objects(Operation& op);

// multipart.cpp
void create_multipart_upload(Operation& op);
void upload_part(Operation& op);
void complete_multipart_upload(Operation& op);
void abort_multipart_upload(Operation& op);
void list_parts(Operation& op);
void list_multipart_uploads(Operation& op);

// object_attributes.cpp
void get_object_attributes(Operation& op);

// tagging.cpp
void get_bucket_tagging(Operation& op);
void put_bucket_tagging(Operation& op);
void delete_bucket_tagging(Operation& op);
void get_object_tagging(Operation& op);
void put_object_tagging(Operation& op);
void delete_object_tagging(Operation& op);

}  // namespace sempurna::s3
