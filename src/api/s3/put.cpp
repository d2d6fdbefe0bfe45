#include "api/s3/put.h"

#include "api/s3/handlers.h"
#include "api/s3/transfer.h"

namespace sempurna::s3 {

ObjectInfo put_body(Operation& op, Payload::Length length, const FileSize& size) {
  const Bucket bucket = op.authorized_object();
  const ObjectAttributes attributes = attributes_of(op);
  if (!attributes.tags.empty()) op.authorized_object("s3:PutObjectTagging");
  const WriteConditions conditions = write_conditions(op);
  const NewSeal seal = new_seal(op, bucket);
  Payload payload = length == Payload::Length::Given
                        ? stored_payload(op)
                        : Payload(op.request(), op.call.from.payload, size.most,
                                  Payload::Checksums::OfBody, length);
  const auto writer = op.services.store.write(
      op.bucket, op.key, WriteOptions{attributes, conditions, seal.seal, seal.data_key});
  transfer(payload, *writer);
  if (payload.received() < size.least) {
    throw S3Error("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
        .with("ProposedSize", std::to_string(payload.received()))
        .with("MinSizeAllowed", std::to_string(size.least));
  }
  return writer->commit();
}

void put_object(Operation& op) {
  const ObjectInfo info = put_body(op, Payload::Length::Given, {0, kLargestPut});
  std::vector<Header> headers = {{"ETag", quoted(info.etag)}};
  add_checksum_headers(headers, info);
  add_seal_headers(headers, info.seal);
  op.send_empty(200, std::move(headers));
}

}  // namespace sempurna::s3
