#include <array>

#include "api/s3/operations.h"
#include "api/s3/transfer.h"

namespace sempurna::s3 {

void put_object(Operation& op) {
  op.authorized_object("s3:PutObject");
  const ObjectAttributes attributes = attributes_of(op);
  if (!attributes.tags.empty()) op.authorized_object("s3:PutObjectTagging");
  const WriteConditions conditions = write_conditions(op);
  const NewSeal seal = new_seal(op);
  Payload payload = stored_payload(op);
  const auto writer = op.services.store.write(
      op.bucket, op.key, WriteOptions{attributes, conditions, seal.seal, seal.data_key});
  transfer(payload, *writer);
  const ObjectInfo info = writer->commit();
  std::vector<Header> headers = {{"ETag", quoted(info.etag)}};
  add_checksum_headers(headers, info);
  add_seal_headers(headers, info.seal);
  op.send_empty(200, std::move(headers));
}

}  // namespace sempurna::s3
