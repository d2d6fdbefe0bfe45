import { useState } from "react";
import { useLanguage } from "../i18n/language";
import { addressOf } from "../shell/route";
import { useWidth } from "../shell/use_width";
import { axisOf, bestSoFar, partOf, type Axis, type PlotPoint } from "./plot";
import { shownValue, type TunedParameter } from "./trials";
import { useObjective } from "./use_objective";

const HEIGHT = 280;
const LEFT = 64;
const RIGHT = 16;
const TOP = 12;
const BOTTOM = 44;

interface Props {
  points: readonly PlotPoint[];
  /** Null: in their order. */
  along: TunedParameter | null;
  metric: string;
  maximizes: boolean;
  /** The name of the trial that stands out. */
  best: string;
}

/** Where each value lies on the drawing. */
interface Places {
  x: (value: number) => number;
  y: (value: number) => number;
}

/** A point for each trial, which opens it. */
export function Scatter(props: Props) {
  const { t } = useLanguage();
  const { points, along, metric, best } = props;
  const { element, width } = useWidth<HTMLDivElement>();
  const objective = useObjective(metric);
  const [pointed, setPointed] = useState<string | null>(null);
  const across = acrossOf(points, along, width);
  const up = axisOf(
    points.map((point) => point.y),
    false,
    5,
  );
  const places: Places = {
    x: (value) => LEFT + partOf(across, value) * Math.max(1, width - LEFT - RIGHT),
    y: (value) => HEIGHT - BOTTOM - partOf(up, value) * (HEIGHT - TOP - BOTTOM),
  };
  const nameOf = (point: PlotPoint) => point.trial.TrainingJobName ?? "";
  const say = (point: PlotPoint) =>
    [
      nameOf(point),
      `${metric} ${objective(point.y)}`,
      ...(along === null ? [] : [`${along.name} ${shownValue(point.trial, along)}`]),
    ].join(" · ");
  const shown = points.find((point) => nameOf(point) === (pointed ?? best));
  // The best one lies above all others.
  const inOrder = [...points].sort(
    (a, b) => Number(nameOf(a) === best) - Number(nameOf(b) === best),
  );
  return (
    <div ref={element}>
      {width > 0 && (
        <svg
          role="group"
          aria-label={t("tuning.plot.of", {
            metric,
            along: along?.name ?? t("tuning.plot.inOrder"),
          })}
          width={width}
          height={HEIGHT}
          data-trials={points.length}
        >
          <Grid up={up} across={across} places={places} width={width} {...props} />
          {along === null && <BestLine {...props} places={places} />}
          {inOrder.map((point) => (
            <a
              key={nameOf(point)}
              href={addressOf("jobs", nameOf(point))}
              // The table has the same links for the keyboard.
              tabIndex={-1}
              aria-label={say(point)}
              onMouseEnter={() => setPointed(nameOf(point))}
              onMouseLeave={() => setPointed(null)}
            >
              <circle
                className={nameOf(point) === best ? "studio-plot-best" : "studio-plot-point"}
                cx={places.x(point.x)}
                cy={places.y(point.y)}
                r={nameOf(point) === best ? 7 : 5}
              />
            </a>
          ))}
        </svg>
      )}
      <div className="studio-plot-said" aria-hidden>
        {shown !== undefined && (pointed === null ? `${t("tuning.best")}: ` : "") + say(shown)}
      </div>
    </div>
  );
}

/** Of words one place for each, of trials their numbers. */
function acrossOf(points: readonly PlotPoint[], along: TunedParameter | null, width: number): Axis {
  const values = points.map((point) => point.x);
  if (along !== null && !along.isNumeric) {
    const last = along.values.length - 1;
    const ticks = along.values.map((_, place) => place);
    return { least: -0.5, most: last + 0.5, isLogarithmic: false, ticks };
  }
  const axis = axisOf(values, along?.isLogarithmic ?? false, Math.max(2, Math.floor(width / 110)));
  return along === null ? { ...axis, ticks: axis.ticks.filter(Number.isInteger) } : axis;
}

interface GridProps extends Props {
  up: Axis;
  across: Axis;
  places: Places;
  width: number;
}

/** What the points are read against. */
function Grid({ up, across, places, width, along, metric }: GridProps) {
  const { t, format } = useLanguage();
  const objective = useObjective(metric);
  const textOf = (tick: number) => {
    if (along !== null && !along.isNumeric) return along.values[tick] ?? "";
    // Small rates are read best as 1e-5.
    return tick !== 0 && Math.abs(tick) < 0.001 ? tick.toExponential() : format.number(tick, 6);
  };
  return (
    <g className="studio-plot-axis" aria-hidden>
      {up.ticks.map((tick) => (
        <g key={tick}>
          <line x1={LEFT} x2={width - RIGHT} y1={places.y(tick)} y2={places.y(tick)} />
          <text x={LEFT - 8} y={places.y(tick)} textAnchor="end" dominantBaseline="middle">
            {objective(tick)}
          </text>
        </g>
      ))}
      {across.ticks.map((tick) => (
        <text key={tick} x={places.x(tick)} y={HEIGHT - BOTTOM + 18} textAnchor="middle">
          {textOf(tick)}
        </text>
      ))}
      <text x={(LEFT + width - RIGHT) / 2} y={HEIGHT - 6} textAnchor="middle">
        {along === null ? t("tuning.plot.number") : along.name}
      </text>
    </g>
  );
}

/** How the best one came about. */
function BestLine({ points, maximizes, places }: Props & { places: Places }) {
  const line = bestSoFar(points, maximizes)
    .map((point, k, all) => {
      const before = all[k - 1];
      const x = places.x(point.x);
      const step = before === undefined ? "M" : `L${x},${places.y(before.y)} L`;
      return `${step}${x},${places.y(point.y)}`;
    })
    .join(" ");
  return <path className="studio-plot-line" d={line} />;
}
