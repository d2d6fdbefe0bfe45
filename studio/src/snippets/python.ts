import { kebab, type Where } from "./cli";

/** A value as Python writes it, the lines after the first indented. */
export function pythonLiteral(value: unknown, indent = ""): string {
  if (value === true) return "True";
  if (value === false) return "False";
  if (value === null) return "None";
  if (typeof value !== "object") return JSON.stringify(value);
  const within = `${indent}    `;
  const lines = Array.isArray(value)
    ? value.map((one) => pythonLiteral(one, within))
    : members(value as object).map(
        ([name, one]) => `${JSON.stringify(name)}: ${pythonLiteral(one, within)}`,
      );
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (lines.length === 0) return open + close;
  return `${open}\n${lines.map((line) => `${within}${line},\n`).join("")}${indent}${close}`;
}

function members(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, one]) => one !== undefined);
}

/** The lines that make a client, which takes the keys from its own profile. */
export function pythonClient(service: string, where: Where): string {
  const name = service.replaceAll("-", "_");
  return [
    "import boto3",
    "",
    `${name} = boto3.client(`,
    `    "${service}", endpoint_url=${JSON.stringify(where.endpoint)}, region_name="${where.region}"`,
    ")",
    "",
  ].join("\n");
}

/** A call by boto3. */
export function pythonCall(service: string, operation: string, input: object, where: Where) {
  const method = kebab(operation).replaceAll("-", "_");
  const given = members(input).map(([name, one]) => `    ${name}=${pythonLiteral(one, "    ")},\n`);
  return `${pythonClient(service, where)}${service.replaceAll("-", "_")}.${method}(\n${given.join("")})\n`;
}
