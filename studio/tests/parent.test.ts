import { describe, expect, it } from "vitest";
import type { TrainingJob } from "../src/api/training_jobs";
import { parentCardOf, parentOf } from "../src/jobs/parent";

function job(asked: Partial<TrainingJob["AlgorithmSpecification"]>): TrainingJob {
  return { AlgorithmSpecification: { TrainingInputMode: "File", ...asked } } as TrainingJob;
}

describe("the model that a job starts from", () => {
  it("is the card that was named, as an algorithm or as an image", () => {
    expect(parentCardOf(job({ AlgorithmName: "sempurna-tc-small" }))).toBe("sempurna-tc-small");
    expect(parentCardOf(job({ TrainingImage: "sempurna-tc-small" }))).toBe("sempurna-tc-small");
  });

  it("has no card where a registry's image was named", () => {
    const of = job({ TrainingImage: "1.dkr.ecr.us-east-1.amazonaws.com/training:2.9" });
    expect(parentCardOf(of)).toBeNull();
    expect(parentOf(of)).toContain("training:2.9");
    expect(parentCardOf(job({}))).toBeNull();
  });
});
