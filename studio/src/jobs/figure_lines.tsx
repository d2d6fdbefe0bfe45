import Box from "@cloudscape-design/components/box";
import LineChart from "@cloudscape-design/components/line-chart";
import { useLanguage } from "../i18n/language";
import { digitsOfTicks, thin, type Axis, type Figure, type Point } from "./curves";

const MOST_POINTS = 400;

export interface Line {
  title: string;
  points: Point[];
}

interface Props {
  figure: Figure;
  axis: Axis;
  lines: readonly Line[];
}

/** The lines of one figure. */
export function FigureLines({ figure, axis, lines }: Props) {
  const { t, format } = useLanguage();
  const title = t(`jobs.curves.${figure}`);
  const all = lines.flatMap((line) => line.points);
  const value = (y: number) =>
    figure === "accuracy" ? format.percent(y, 2) : format.number(y, y < 0.1 ? 4 : 3);
  const xDomain = domain(
    all.map((point) => point.x),
    0,
  );
  const yDomain = domain(
    all.map((point) => point.y),
    null,
  );
  const isShare = figure === "accuracy";
  const digits = digitsOfTicks(isShare ? yDomain.map((y) => 100 * y) : yDomain);
  return (
    <div
      data-figure={figure}
      data-points={lines.map((line) => line.points.length).join(",")}
      // Whole, for programs that look at the page.
      ref={(element) => {
        if (element !== null) Object.assign(element, { studioLines: lines });
      }}
    >
      <Box variant="h3" padding={{ bottom: "xs" }}>
        {title}
      </Box>
      <LineChart
        ariaLabel={title}
        height={220}
        hideFilter
        series={lines
          .filter((line) => line.points.length > 0)
          .map((line) => ({
            title: line.title,
            type: "line",
            data: thin(line.points, MOST_POINTS),
            valueFormatter: value,
          }))}
        xScaleType="linear"
        xDomain={xDomain}
        yDomain={yDomain}
        xTitle={t(axis === "epoch" ? "jobs.curves.byEpoch" : "jobs.curves.byStep")}
        // Half an epoch is no place that anybody asks about.
        xTickFormatter={(x) => (Number.isInteger(x) ? format.number(x) : "")}
        yTickFormatter={(y) => (isShare ? format.percent(y, digits) : format.number(y, digits))}
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
