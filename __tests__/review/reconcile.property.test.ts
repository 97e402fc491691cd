import fc from "fast-check";
import { describe, it } from "vitest";
import { anyStep, Story } from "../support/review-story.ts";

describe("reconciling, whatever happens in a pull request", () => {
  it("says each finding once, touches nobody's words, and is done after one run", () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(anyStep, { maxLength: 30 }), (canResolve, steps) => {
        const story = new Story(canResolve);
        for (const step of steps) {
          story.take(step);
          if (step.kind === "run") story.check();
        }
        story.run();
        story.check();
      }),
      { numRuns: 1000 },
    );
  });
});
