// ONNX Runtime beside the models: each folder of SAMPLES has a graph, its inputs and the model's logits; EXPORTED is
// what `sempurna export` made.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import ort from "onnxruntime-node";

const ALLOWED = 1e-4;
const KINDS = { int64: BigInt64Array, float32: Float32Array };

function values(file, kind) {
  const bytes = readFileSync(file);
  return new KINDS[kind](bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

const samples = process.env.SAMPLES;
for (const name of samples ? readdirSync(samples).sort() : []) {
  test(name, async () => {
    const folder = join(samples, name);
    const session = await ort.InferenceSession.create(join(folder, "model.onnx"));
    const sample = JSON.parse(readFileSync(join(folder, "sample.json")));
    const feeds = {};
    for (const [input, { type, dims }] of Object.entries(sample.inputs)) {
      feeds[input] = new ort.Tensor(type, values(join(folder, `${input}.raw`), type), dims);
    }
    const { logits } = await session.run(feeds);
    const wanted = values(join(folder, "logits.raw"), "float32");
    assert.equal(logits.data.length, wanted.length);
    let largest = 0;
    wanted.forEach((value, k) => {
      largest = Math.max(largest, Math.abs(logits.data[k] - value) / Math.max(1, Math.abs(value)));
    });
    console.log(`${name}: ${largest.toExponential(1)}`);
    assert.ok(largest <= ALLOWED, `the logits differ by ${largest}`);
  });
}

test("what was exported takes batches and texts of any size", { skip: !process.env.EXPORTED }, async () => {
  const folder = process.env.EXPORTED;
  const certificate = JSON.parse(readFileSync(join(folder, "certificate.json")));
  const session = await ort.InferenceSession.create(join(folder, "model.onnx"));
  assert.deepEqual(session.inputNames, certificate.onnx.inputs.map((input) => input.name));
  for (const sizes of [{ batch: 1, length: 2 }, { batch: 3, length: 7 }]) {
    const feeds = {};
    for (const { name, type, shape } of certificate.onnx.inputs) {
      const dims = shape.map((size) => (typeof size === "string" ? sizes[size] : size));
      const count = dims.reduce((a, b) => a * b, 1);
      feeds[name] = new ort.Tensor(type, new KINDS[type](count).fill(type === "int64" ? 1n : 0), dims);
    }
    const { logits } = await session.run(feeds);
    assert.deepEqual(logits.dims, [sizes.batch, certificate.labels.length]);
  }
});
