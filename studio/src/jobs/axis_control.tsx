import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { useLanguage } from "../i18n/language";
import type { Axis } from "./curves";

interface Props {
  axis: Axis;
  onChange: (axis: Axis) => void;
}

/** Whether curves are drawn by epoch or by step. */
export function AxisControl({ axis, onChange }: Props) {
  const { t } = useLanguage();
  return (
    <SegmentedControl
      selectedId={axis}
      label={t("jobs.curves.by")}
      options={[
        { id: "epoch", text: t("jobs.curves.byEpoch") },
        { id: "step", text: t("jobs.curves.byStep") },
      ]}
      onChange={({ detail }) => onChange(detail.selectedId === "step" ? "step" : "epoch")}
    />
  );
}
