// Writes src/api/s3/operation_forms.cpp: every operation of the S3 API as the AWS SDK for JavaScript knows it.
//
//   npm install --prefix /tmp/sdk @aws-sdk/client-s3
//   node tools/list_s3_operations.mjs /tmp/sdk > src/api/s3/operation_forms.cpp

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.argv[2]}/`);
const sdk = require("@aws-sdk/client-s3");
// The package does not export its own description.
const path = require.resolve("@aws-sdk/client-s3").replace(/dist-cjs.*/, "package.json");
const { version } = JSON.parse(readFileSync(path, "utf8"));

// Uploads by a web page's form, which no SDK has: API Reference, "POST Object".
const forms = [{ name: "PostObject", method: "POST", level: "Bucket", literals: [], needed: [] }];

for (const [kind, , name, traits, input] of Object.values(sdk).filter(Array.isArray)) {
  if (kind !== 9) continue;  // an operation's schema
  const [method, uri] = traits.http;
  const [path, query] = uri.split("?");
  const [, , , , , members, required] = input();
  const needed = members.slice(0, required ?? 0)
    .map((member) => (Array.isArray(member) ? member[1] : {}))
    .map((trait) => trait?.httpQuery ?? trait?.httpHeader?.toLowerCase())
    .filter(Boolean);
  const literals = new URLSearchParams(query).toString().replaceAll("=&", "&").replace(/=$/, "").split("&")
    .filter((literal) => literal && !literal.startsWith("x-id="));
  const level = path !== "/" && path.includes("{Key") ? "Object" : name.match(/^List(Directory)?Buckets$/) ? "Service"
                                                                                                           : "Bucket";
  forms.push({ name, method, level, literals, needed });
}

const form = ({ method, level, literals }) => [method, level, ...literals].join(" ");
const count = (text) => forms.filter((other) => form(other) === text).length;
// What names an operation is the literal part of its query; where that is nothing, or several operations share it, what
// it must also be given.
for (const one of forms) {
  const told = one.literals.length > 0 && count(form(one)) === 1;
  one.selectors = told ? one.literals : [...one.literals, ...one.needed];
}
const seen = new Set();
for (const one of forms.sort((a, b) => (a.name < b.name ? -1 : 1))) {
  const text = [one.method, one.level, ...one.selectors].join(" ");
  if (seen.has(text)) one.selectors.push(`x-id=${one.name}`);
  seen.add(text);
}

console.log(`// Made by tools/list_s3_operations.mjs from @aws-sdk/client-s3 ${version}; not to be edited.

#include "api/s3/operation_forms.h"

namespace sempurna::s3 {

std::span<const OperationForm> operation_forms() {
  static constexpr OperationForm kForms[] = {`);
for (const { name, method, level, selectors } of forms) {
  console.log(`      {"${name}", "${method}", Level::${level}, "${selectors.join(" ")}"},`);
}
console.log(`  };
  return kForms;
}

}  // namespace sempurna::s3`);
