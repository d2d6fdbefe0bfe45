/** Where a snippet is to be sent. */
export interface Where {
  /** http://127.0.0.1:8600 */
  endpoint: string;
  region: string;
}

/** A word of a POSIX shell's command line. */
export function shellQuoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** CreateTrainingJob is create-training-job. */
export function kebab(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
}

/** A call by the AWS CLI, which takes the keys from its own profile. */
export function cliCommand(service: string, operation: string, input: object, where: Where) {
  return [
    `aws ${service} ${kebab(operation)}`,
    `--endpoint-url ${shellQuoted(where.endpoint)} --region ${where.region}`,
    `--cli-input-json ${shellQuoted(JSON.stringify(input, null, 2))}`,
  ].join(" \\\n  ");
}
