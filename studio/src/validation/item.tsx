import Box from "@cloudscape-design/components/box";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useQuery } from "@tanstack/react-query";
import { objectAddress, parseS3Uri } from "../api/storage";
import type { ValidationItem } from "../api/validation";
import { useLanguage } from "../i18n/language";
import { isRight } from "./cells";

/** One example: what it is, what it was held for, and how surely. */
export function Item({ item }: { item: ValidationItem }) {
  const { t, format } = useLanguage();
  const isRightly = isRight(item);
  return (
    <li data-right={isRightly}>
      {item.IsReadable ? (
        <Content item={item} />
      ) : (
        <Box color="text-body-secondary">{t("jobs.items.withheld")}</Box>
      )}
      <div>
        <StatusIndicator type={isRightly ? "success" : "error"} wrapText>
          {isRightly
            ? t("jobs.items.right", {
                label: item.Label,
                sure: format.percent(item.LabelProbability),
              })
            : t("jobs.items.wrong", {
                label: item.Label,
                predicted: item.Predicted,
                sure: format.percent(item.PredictedProbability),
              })}
        </StatusIndicator>
      </div>
      <Box variant="small" color="text-body-secondary">
        <span className="studio-wrap">
          {item.Row === undefined
            ? (item.S3Uri ?? "").split("/").pop()
            : t("jobs.findings.row", { row: item.Row })}
        </span>
      </Box>
    </li>
  );
}

function Content({ item }: { item: ValidationItem }) {
  if (item.Text !== undefined) return <div className="studio-wrap">{item.Text}</div>;
  return <Picture uri={item.S3Uri ?? ""} />;
}

function Picture({ uri }: { uri: string }) {
  const { data } = useQuery({
    queryKey: ["object-address", uri],
    queryFn: async () => {
      const place = parseS3Uri(uri);
      return place === null ? null : objectAddress(place);
    },
    staleTime: 30 * 60_000,
  });
  return data === undefined || data === null ? null : (
    <img src={data} alt="" title={uri} loading="lazy" />
  );
}
