import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { parseS3Uri, toS3Uri, type S3Place } from "../api/storage";
import { useLanguage } from "../i18n/language";
import { BucketList } from "./bucket_list";
import { FolderList } from "./folder_list";
import { parentFolder, stepsTo } from "./folder_rows";
import { UploadPanel } from "./upload_panel";

interface Props {
  /** Where uploads go while no bucket is open. */
  defaultBucket: string;
  /** The chosen location; empty: none. */
  uri: string;
  onChoose: (uri: string) => void;
}

/** The folder to begin with: the one that the chosen one lies in. */
function firstPlace(uri: string): S3Place | null {
  const place = parseS3Uri(uri);
  return place === null ? null : { bucket: place.bucket, key: parentFolder(place.key) };
}

/** Buckets and folders to look through, to choose from and to upload to. */
export function Browser({ defaultBucket, uri, onChoose }: Props) {
  const [place, setPlace] = useState(() => firstPlace(uri));
  return (
    <SpaceBetween size="s">
      <Way place={place} uri={uri} onOpen={setPlace} onChoose={onChoose} />
      {place === null ? (
        <BucketList onOpen={(bucket) => setPlace({ bucket, key: "" })} />
      ) : (
        <FolderList
          key={toS3Uri(place)}
          place={place}
          onOpen={(key) => setPlace({ ...place, key })}
        />
      )}
      <UploadPanel
        open={place}
        defaultBucket={defaultBucket}
        onDone={(folder) => {
          setPlace(folder);
          onChoose(toS3Uri(folder));
        }}
      />
    </SpaceBetween>
  );
}

interface WayProps {
  place: S3Place | null;
  uri: string;
  onOpen: (place: S3Place | null) => void;
  onChoose: (uri: string) => void;
}

/** Where one is, the way back, and the choice of it. */
function Way({ place, uri, onOpen, onChoose }: WayProps) {
  const { t } = useLanguage();
  const steps =
    place === null
      ? []
      : [
          { text: place.bucket, href: "#bucket", place: { ...place, key: "" } },
          ...stepsTo(place.key).map((step) => ({
            text: step.name,
            href: `#${step.key}`,
            place: { bucket: place.bucket, key: step.key },
          })),
        ];
  const items = [{ text: t("data.buckets"), href: "#buckets", place: null }, ...steps];
  const isChosen = place !== null && toS3Uri(place) === uri;
  return (
    <div className="studio-row">
      <BreadcrumbGroup
        ariaLabel={t("data.way")}
        items={items}
        onFollow={(event) => {
          event.preventDefault();
          const found = items.find((item) => item.href === event.detail.href);
          if (found !== undefined) onOpen(found.place);
        }}
      />
      {isChosen ? (
        <StatusIndicator type="success">{t("data.chosen")}</StatusIndicator>
      ) : (
        place !== null && (
          <Button formAction="none" onClick={() => onChoose(toS3Uri(place))}>
            {t("data.choose")}
          </Button>
        )
      )}
    </div>
  );
}
