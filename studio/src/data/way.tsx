import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { toS3Uri, type S3Place } from "../api/storage";
import { useLanguage } from "../i18n/language";
import { stepsTo } from "./folder_rows";

interface Props {
  /** The open folder; null: the list of buckets. */
  place: S3Place | null;
  /** The chosen location. */
  uri: string;
  onOpen: (place: S3Place | null) => void;
  onChoose: (uri: string) => void;
}

/** Where one is, the way back, and the choice of it. */
export function Way({ place, uri, onOpen, onChoose }: Props) {
  const { t } = useLanguage();
  const steps: { text: string; place: S3Place | null }[] = [
    { text: t("data.buckets"), place: null },
  ];
  if (place !== null) {
    const { bucket } = place;
    steps.push({ text: bucket, place: { bucket, key: "" } });
    for (const { name, key } of stepsTo(place.key)) {
      steps.push({ text: name, place: { bucket, key } });
    }
  }
  const last = steps.length - 1;
  return (
    <div className="studio-row">
      <nav aria-label={t("data.way")}>
        <ol className="studio-way">
          {steps.map((step, k) => (
            <li key={k}>
              {k === last ? (
                <strong aria-current="location">{step.text}</strong>
              ) : (
                <Link
                  href="#"
                  onFollow={(event) => {
                    event.preventDefault();
                    onOpen(step.place);
                  }}
                >
                  {step.text}
                </Link>
              )}
            </li>
          ))}
        </ol>
      </nav>
      {place !== null &&
        (toS3Uri(place) === uri || toS3Uri(place) === `${uri}/` ? (
          <StatusIndicator type="success">{t("data.chosen")}</StatusIndicator>
        ) : (
          <Button formAction="none" onClick={() => onChoose(toS3Uri(place))}>
            {t("data.choose")}
          </Button>
        ))}
    </div>
  );
}
