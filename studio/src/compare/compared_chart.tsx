import ColumnLayout from "@cloudscape-design/components/column-layout";
import type { ProgressEvent } from "../api/progress";
import { curvesOf, type Axis, type Figure } from "../jobs/curves";
import { FigureLines } from "../jobs/figure_lines";

interface Props {
  names: readonly string[];
  events: readonly (readonly ProgressEvent[])[];
  axis: Axis;
}

/** A line for each job: of the validation, or of the training where nothing was validated. */
export default function ComparedChart({ names, events, axis }: Props) {
  const lines = (figure: Figure) =>
    names.map((title, k) => {
      const { training, validation } = curvesOf(events[k] ?? [], figure, axis);
      return { title, points: validation.length > 0 ? validation : training };
    });
  return (
    <ColumnLayout columns={2}>
      <FigureLines figure="loss" axis={axis} lines={lines("loss")} />
      <FigureLines figure="accuracy" axis={axis} lines={lines("accuracy")} />
    </ColumnLayout>
  );
}
