#pragma once

/// The columns of each table that a row's `sum` is over: all of the others but for a bucket's
/// bytes, which are counted. A migration that adds one computes the sums anew.
#define SEMPURNA_BUCKET_COLUMNS "number, name, region, owner, created, policy, settings"
#define SEMPURNA_OBJECT_COLUMNS "bucket, key, size, etag, modified, parts, record, segments"
#define SEMPURNA_UPLOAD_COLUMNS "bucket, key, id, started, owner, record"
#define SEMPURNA_PART_COLUMNS "upload, number, size, etag, modified, file, record"
