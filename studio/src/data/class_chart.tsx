import BarChart from "@cloudscape-design/components/bar-chart";
import type { ClassCount } from "../api/check";
import { useLanguage } from "../i18n/language";

interface Props {
  classes: readonly ClassCount[];
}

/** How many examples each class has, as bars. */
export default function ClassChart({ classes }: Props) {
  const { t, format } = useLanguage();
  const counts = new Map(classes.map((one) => [one.Name, format.number(one.Count, 0)]));
  return (
    <BarChart
      ariaLabel={t("data.classes")}
      horizontalBars
      hideFilter
      hideLegend
      height={60 + 26 * classes.length}
      series={[
        {
          title: t("data.examples"),
          type: "bar",
          data: classes.map((one) => ({ x: one.Name, y: one.Count })),
          valueFormatter: (count) => format.number(count, 0),
        },
      ]}
      xScaleType="categorical"
      xDomain={classes.map((one) => one.Name)}
      yDomain={[0, classes.reduce((most, one) => Math.max(most, one.Count), 1)]}
      xTickFormatter={(name) => `${name}: ${counts.get(name)}`}
      // Half an example is none.
      yTickFormatter={(count) => (Number.isInteger(count) ? format.number(count, 0) : "")}
    />
  );
}
