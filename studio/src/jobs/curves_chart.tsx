import ColumnLayout from "@cloudscape-design/components/column-layout";
import { useMemo } from "react";
import type { ProgressEvent } from "../api/progress";
import { useLanguage } from "../i18n/language";
import { curvesOf, type Axis, type Figure } from "./curves";
import { FigureLines } from "./figure_lines";

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
  const { t } = useLanguage();
  const { training, validation } = useMemo(
    () => curvesOf(events, figure, axis),
    [events, figure, axis],
  );
  return (
    <FigureLines
      figure={figure}
      axis={axis}
      lines={[
        { title: t("jobs.curves.training"), points: training },
        { title: t("jobs.curves.validation"), points: validation },
      ]}
    />
  );
}
