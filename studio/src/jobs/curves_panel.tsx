import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Spinner from "@cloudscape-design/components/spinner";
import { Suspense, useState } from "react";
import type { ProgressEvent } from "../api/progress";
import { useLanguage } from "../i18n/language";
import { AxisControl } from "./axis_control";
import type { Axis } from "./curves";
import { shownPart } from "../shell/shown_part";

const CurvesChart = shownPart(() => import("./curves_chart"));

interface Props {
  events: readonly ProgressEvent[];
  isRunning: boolean;
}

/** Loss and accuracy as they come, by epoch or by step. */
export function CurvesPanel({ events, isRunning }: Props) {
  const { t } = useLanguage();
  const [axis, setAxis] = useState<Axis>("epoch");
  const hasPoints = events.some(
    (event) =>
      event.event === "epoch" || (event.event === "step" && event.total_step !== undefined),
  );
  return (
    <Container
      fitHeight
      header={
        <Header variant="h2" actions={hasPoints && <AxisControl axis={axis} onChange={setAxis} />}>
          {t("jobs.curves")}
        </Header>
      }
    >
      {hasPoints ? (
        <Suspense fallback={<Spinner />}>
          <CurvesChart events={events} axis={axis} />
        </Suspense>
      ) : (
        <Box color="text-body-secondary" padding="l" textAlign="center">
          {t(isRunning ? "jobs.curves.none" : "jobs.curves.noneEver")}
        </Box>
      )}
    </Container>
  );
}
