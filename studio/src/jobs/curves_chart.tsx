import Box from "@cloudscape-design/components/box";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import LineChart from "@cloudscape-design/components/line-chart";
import { useMemo } from "react";
import type { ProgressEvent } from "../api/progress";
import { useLanguage } from "../i18n/language";
import { curvesOf, thin, type Axis, type Figure, type Point } from "./curves";

const MOST_POINTS = 400;

interface Props {
  events: readonly ProgressEvent[];
  axis: Axis;
}

export default function CurvesChart({ events, axis }: Props) {
  return (
    <ColumnLayout columns={2}>
      <FigureChart events={events} axis={axis} figure="loss" />
      <FigureChart events={events} axis={axis} figure="accuracy" />
    </ColumnLayout>
  );
}

function FigureChart({ events, axis, figure }: Props & { figure: Figure }) {
  const { t, format } = useLanguage();
  const { training, validation } = useMemo(
    () => curvesOf(events, figure, axis),
    [events, figure, axis],
  );
  const title = t(`jobs.curves.${figure}`);
  const all = [...training, ...validation];
  const value = (y: number) =>
    figure === "accuracy" ? format.percent(y) : format.number(y, y < 0.1 ? 4 : 3);
  const series = [
    { title: t("jobs.curves.training"), points: training },
    { title: t("jobs.curves.validation"), points: validation },
  ].filter((one) => one.points.length > 0);
  return (
    <div data-figure={figure} data-points={pointsText(training, validation)}>
      <Box variant="h3" padding={{ bottom: "xs" }}>
        {title}
      </Box>
      <LineChart
        ariaLabel={title}
        height={220}
        hideFilter
        series={series.map((one) => ({
          title: one.title,
          type: "line",
          data: thin(one.points, MOST_POINTS),
          valueFormatter: value,
        }))}
        xScaleType="linear"
        xDomain={domain(
          all.map((point) => point.x),
          0,
        )}
        yDomain={domain(
          all.map((point) => point.y),
          null,
        )}
        xTitle={t(axis === "epoch" ? "jobs.curves.byEpoch" : "jobs.curves.byStep")}
        xTickFormatter={(x) => format.number(x, 1)}
        yTickFormatter={value}
        detailPopoverSize="medium"
      />
    </div>
  );
}

/** From `least`, or a little below the smallest, to a little above the largest. */
function domain(values: number[], least: number | null): [number, number] {
  const smallest = least ?? values.reduce((low, value) => Math.min(low, value), Infinity);
  const largest = values.reduce((high, value) => Math.max(high, value), smallest);
  const margin = least === null ? (largest - smallest) * 0.05 || 0.05 : 0;
  return [smallest - margin, largest + margin || 1];
}

/** How many points each curve has, for tests to compare before and after a reload. */
function pointsText(training: Point[], validation: Point[]): string {
  return `${training.length},${validation.length}`;
}
