import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Spinner from "@cloudscape-design/components/spinner";
import { Suspense, useState } from "react";
import type { ProgressEvent } from "../api/progress";
import { useLanguage } from "../i18n/language";
import { AxisControl } from "../jobs/axis_control";
import type { Axis } from "../jobs/curves";
import { shownPart } from "../shell/shown_part";

const ComparedChart = shownPart(() => import("./compared_chart"));

interface Props {
  names: readonly string[];
  /** Of each job, in the same order. */
  events: readonly (readonly ProgressEvent[])[];
}

/** Loss and accuracy of all jobs, by epoch or by step. */
export function ComparedCurves({ names, events }: Props) {
  const { t } = useLanguage();
  const [axis, setAxis] = useState<Axis>("epoch");
  const hasPoints = events.some((some) => some.some((event) => event.event === "epoch"));
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={t("compare.curvesMore")}
          actions={<AxisControl axis={axis} onChange={setAxis} />}
        >
          {t("jobs.curves")}
        </Header>
      }
    >
      {hasPoints ? (
        <Suspense fallback={<Spinner />}>
          <ComparedChart names={names} events={events} axis={axis} />
        </Suspense>
      ) : (
        <Box color="text-body-secondary" padding="l" textAlign="center">
          {t("jobs.curves.none")}
        </Box>
      )}
    </Container>
  );
}
