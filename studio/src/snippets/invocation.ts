import { shellQuoted, type Where } from "./cli";
import { pythonClient } from "./python";

/** What an endpoint is asked. */
export interface Question {
  endpoint: string;
  contentType: string;
  accept: string;
  /** The file that holds it; of a text also the text itself. */
  file: string;
  text?: string;
}

/** The line that writes the text into the file, where there is one. */
function preparation({ text, file }: Question): string {
  return text === undefined ? "" : `printf %s ${shellQuoted(text)} > ${file}\n`;
}

export function curlInvocation(question: Question, where: Where): string {
  const { endpoint, contentType, accept, file } = question;
  const address = `${where.endpoint}/endpoints/${endpoint}/invocations`;
  return (
    preparation(question) +
    [
      `curl --aws-sigv4 aws:amz:${where.region}:sagemaker`,
      '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
      `-H ${shellQuoted(`Content-Type: ${contentType}`)} -H ${shellQuoted(`Accept: ${accept}`)}`,
      `--data-binary @${file} ${shellQuoted(address)}`,
    ].join(" \\\n  ")
  );
}

export function cliInvocation(question: Question, where: Where): string {
  const { endpoint, contentType, accept, file } = question;
  return (
    preparation(question) +
    [
      "aws sagemaker-runtime invoke-endpoint",
      `--endpoint-url ${shellQuoted(where.endpoint)} --region ${where.region}`,
      `--endpoint-name ${endpoint} --content-type ${shellQuoted(contentType)}`,
      `--accept ${shellQuoted(accept)} --body fileb://${file} /dev/stdout`,
    ].join(" \\\n  ")
  );
}

export function pythonInvocation(question: Question, where: Where): string {
  const { endpoint, contentType, accept, file, text } = question;
  const body =
    text === undefined
      ? `open(${JSON.stringify(file)}, "rb").read()`
      : `${JSON.stringify(text)}.encode()`;
  return [
    pythonClient("sagemaker-runtime", where).replace("import boto3", "import json\n\nimport boto3"),
    "answer = sagemaker_runtime.invoke_endpoint(",
    `    EndpointName=${JSON.stringify(endpoint)},`,
    `    ContentType=${JSON.stringify(contentType)},`,
    `    Accept=${JSON.stringify(accept)},`,
    `    Body=${body},`,
    ")",
    'print(json.loads(answer["Body"].read()))',
    "",
  ].join("\n");
}
