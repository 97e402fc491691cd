import type { Route } from "../route.ts";
import { checkRunRoutes } from "./check-runs.ts";
import { compareRoutes } from "./compare.ts";
import { contentsRoutes } from "./contents.ts";
import { gitDataRoutes } from "./git-data.ts";
import { issueCommentRoutes } from "./issue-comments.ts";
import { pullRoutes } from "./pulls.ts";
import { reviewCommentRoutes } from "./review-comments.ts";
import { reviewRoutes } from "./reviews.ts";
import { surroundingRoutes } from "./surroundings.ts";

/** Every REST operation of the fake. The first that fits answers, so that narrow paths come before wide ones. */
export const routes: readonly Route[] = [
  ...gitDataRoutes,
  ...contentsRoutes,
  ...pullRoutes,
  ...checkRunRoutes,
  ...compareRoutes,
  ...reviewRoutes,
  ...reviewCommentRoutes,
  ...issueCommentRoutes,
  ...surroundingRoutes,
];
