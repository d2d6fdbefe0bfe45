import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { cliCommand, kebab, shellQuoted } from "../src/snippets/cli";
import { curlInvocation, pythonInvocation, type Question } from "../src/snippets/invocation";
import { pythonCall, pythonLiteral } from "../src/snippets/python";

const WHERE = { endpoint: "http://127.0.0.1:8600", region: "us-east-1" };
const NASTY = `it's "a" $HOME \`x\` \\ \n é`;

describe("a command line", () => {
  it.each(["plain-1.2/x", "a b", NASTY, "'", ""])("gives the program just %j", (text) => {
    const said = execFileSync("sh", ["-c", `printf %s ${shellQuoted(text)}`], { encoding: "utf8" });
    expect(said).toBe(text);
  });

  it("names operations as the AWS CLI does", () => {
    expect(kebab("CreateTrainingJob")).toBe("create-training-job");
    expect(kebab("ListModels")).toBe("list-models");
  });

  it("has the whole request", () => {
    const input = { TrainingJobName: "a-1", HyperParameters: { text: NASTY } };
    const command = cliCommand("sagemaker", "CreateTrainingJob", input, WHERE);
    // What the program would be given after --cli-input-json.
    const json = execFileSync("sh", ["-c", `aws() { eval printf %s '"\${'$#'}"'; }; ${command}`], {
      encoding: "utf8",
    });
    expect(JSON.parse(json)).toEqual(input);
    expect(command).toContain("--endpoint-url http://127.0.0.1:8600 --region us-east-1");
  });
});

describe("Python", () => {
  it("has its own words", () => {
    expect(pythonLiteral({ a: true, b: [1, null], c: {}, d: [], e: undefined })).toBe(
      '{\n    "a": True,\n    "b": [\n        1,\n        None,\n    ],\n    "c": {},\n    "d": [],\n}',
    );
  });

  it("calls the operation by its members", () => {
    const text = pythonCall("sagemaker", "CreateTrainingJob", { TrainingJobName: "a" }, WHERE);
    expect(text).toContain('boto3.client(\n    "sagemaker", endpoint_url="http://127.0.0.1:8600"');
    expect(text).toContain('sagemaker.create_training_job(\n    TrainingJobName="a",\n)');
  });
});

describe("a question to an endpoint", () => {
  const question: Question = {
    endpoint: "e-1",
    contentType: "application/x-text",
    accept: "application/json;verbose",
    file: "text.txt",
    text: NASTY,
  };

  it("is quoted for curl", () => {
    const command = curlInvocation(question, WHERE);
    expect(command).toContain("-H 'Accept: application/json;verbose'");
    expect(command).toContain("http://127.0.0.1:8600/endpoints/e-1/invocations");
    // The first line writes the text, whatever it is.
    const file = command.slice(0, command.indexOf("\ncurl")).replace("> text.txt", "");
    expect(execFileSync("sh", ["-c", file], { encoding: "utf8" })).toBe(NASTY);
  });

  it("has no text in it where there is a file", () => {
    const { text: _, ...picture } = question;
    expect(curlInvocation(picture, WHERE).startsWith("curl ")).toBe(true);
    expect(pythonInvocation(picture, WHERE)).toContain('open("text.txt", "rb").read()');
    expect(pythonInvocation(question, WHERE)).toContain(`${JSON.stringify(NASTY)}.encode()`);
  });
});
