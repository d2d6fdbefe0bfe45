import { call } from "./call";
import { describeDefaults } from "./defaults";
import { Failure, NOT_A_TEMPLATE } from "./failure";
import { ensureBucket, listFolder, loadS3, s3 } from "./storage";
import type { Again } from "./training_jobs";

/** Below the default bucket, an object each: whoever may read it there has the same templates. */
export const TEMPLATES = "studio/templates/";

/** What a job was asked for, to be asked for again under other names. */
export interface Template {
  Version: 1;
  ModelId: string;
  Request: Again;
}

export interface SavedTemplate {
  name: string;
  saved: Date | undefined;
}

async function bucket(): Promise<string> {
  return (await describeDefaults()).OutputBucket;
}

const keyOf = (name: string) => `${TEMPLATES}${name}.json`;

/** By name; none where there is no bucket yet. */
export async function listTemplates(): Promise<SavedTemplate[]> {
  const templates: SavedTemplate[] = [];
  let token: string | undefined;
  try {
    const place = { bucket: await bucket(), key: TEMPLATES };
    do {
      const page = await listFolder(place, token);
      for (const { key, changed } of page.objects) {
        const name = /([^/]+)\.json$/.exec(key)?.[1];
        if (name !== undefined) templates.push({ name, saved: changed });
      }
      token = page.next;
    } while (token !== undefined);
  } catch (thrown) {
    if (!(thrown instanceof Failure) || thrown.code !== "NoSuchBucket") throw thrown;
  }
  return templates;
}

/** Throws a Failure where the object is something else. */
export function templateOf(text: string, name: string): Template {
  const fault = () =>
    new Failure(NOT_A_TEMPLATE, `${keyOf(name)} is no template that this Studio has saved.`, 400);
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw fault();
  }
  const template = (read ?? {}) as Partial<Template>;
  const isOne =
    template.Version === 1 &&
    typeof template.ModelId === "string" &&
    typeof template.Request === "object" &&
    template.Request !== null;
  if (!isOne) throw fault();
  return template as Template;
}

export async function readTemplate(name: string): Promise<Template> {
  const from = await bucket();
  return call(async () => {
    const { GetObjectCommand } = await loadS3();
    const answer = await (
      await s3()
    ).send(new GetObjectCommand({ Bucket: from, Key: keyOf(name) }));
    return templateOf((await answer.Body?.transformToString()) ?? "", name);
  });
}

/** Throws PreconditionFailed where there is one of the name. */
export async function saveTemplate(name: string, template: Template): Promise<void> {
  const to = await bucket();
  await ensureBucket(to);
  await call(async () => {
    const { PutObjectCommand } = await loadS3();
    await (
      await s3()
    ).send(
      new PutObjectCommand({
        Bucket: to,
        Key: keyOf(name),
        Body: JSON.stringify(template, null, 2),
        ContentType: "application/json",
        IfNoneMatch: "*",
      }),
    );
  });
}

export async function deleteTemplate(name: string): Promise<void> {
  const from = await bucket();
  await call(async () => {
    const { DeleteObjectCommand } = await loadS3();
    await (await s3()).send(new DeleteObjectCommand({ Bucket: from, Key: keyOf(name) }));
  });
}
