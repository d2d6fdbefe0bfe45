import Box from "@cloudscape-design/components/box";
import { useMemo } from "react";
import type { Preview, SeenExample } from "../api/preview";
import { useLanguage } from "../i18n/language";
import { useObjectUrl } from "../shell/use_object_url";

/** Pictures in the size that the model takes, augmented; how they are normalised stands below. */
export function SeenPictures({ preview, examples }: { preview: Preview; examples: SeenExample[] }) {
  const { t, format } = useLanguage();
  const list = (values: number[] | undefined) =>
    (values ?? []).map((value) => format.number(value, 3)).join(", ");
  const lowest = Math.min(...examples.map((one) => one.Lowest ?? 0));
  const highest = Math.max(...examples.map((one) => one.Highest ?? 0));
  return (
    <>
      <ul className="studio-samples" aria-label={t("data.seen")}>
        {examples.map((one) => (
          <li key={one.S3Uri}>
            <Picture example={one} />
            <span>{one.Label}</span>
          </li>
        ))}
      </ul>
      <Box variant="small">
        {t(preview.IsAugmented === true ? "data.seen.augmented" : "data.seen.notAugmented", {
          width: preview.Width ?? 0,
          height: preview.Height ?? 0,
        })}{" "}
        {(preview.Mean ?? []).length > 0 &&
          t("data.seen.normalised", {
            mean: list(preview.Mean),
            std: list(preview.Std),
            lowest: format.number(lowest, 2),
            highest: format.number(highest, 2),
          })}
      </Box>
    </>
  );
}

function Picture({ example }: { example: SeenExample }) {
  const base64 = example.Jpeg ?? "";
  const picture = useMemo(() => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    return new Blob([bytes], { type: "image/jpeg" });
  }, [base64]);
  const address = useObjectUrl(picture);
  return address === undefined ? null : <img src={address} alt="" title={example.S3Uri} />;
}
