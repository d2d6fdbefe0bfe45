import Box from "@cloudscape-design/components/box";
import Spinner from "@cloudscape-design/components/spinner";
import { Suspense } from "react";
import type { CheckedChannel } from "../api/check";
import { useLanguage } from "../i18n/language";
import { shownPart } from "../shell/shown_part";

const ClassChart = shownPart(() => import("./class_chart"));

/** Bars beyond so many say no more than the numbers do. */
const MOST = 20;

/** The classes of the training data and their counts; of very many classes the largest. */
export function Classes({ channels }: { channels: readonly CheckedChannel[] }) {
  const { t, format } = useLanguage();
  const classes = channels.find((one) => one.ChannelName === "training")?.Classes ?? [];
  if (classes.length === 0) return null;
  const sum = classes.reduce((all, one) => all + one.Count, 0);
  const shown =
    classes.length <= MOST
      ? classes
      : [...classes].sort((left, right) => right.Count - left.Count).slice(0, MOST);
  return (
    <div data-classes={classes.length}>
      <Box variant="awsui-key-label">
        {t("data.classesOf", {
          classes: format.number(classes.length),
          examples: format.number(sum),
        })}
      </Box>
      <Suspense fallback={<Spinner />}>
        <ClassChart classes={shown} />
      </Suspense>
      {shown.length < classes.length && (
        <Box variant="small" color="text-body-secondary">
          {t("data.largest", { count: MOST })}
        </Box>
      )}
    </div>
  );
}
