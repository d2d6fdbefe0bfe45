import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { parseS3Uri, toS3Uri, type S3Place } from "../api/storage";
import { BucketList } from "./bucket_list";
import { FolderList } from "./folder_list";
import { folderAt } from "./folder_rows";
import { UploadPanel } from "./upload_panel";
import { Way } from "./way";

interface Props {
  /** Where uploads go while no bucket is open. */
  defaultBucket: string;
  /** The chosen location; empty: none. */
  uri: string;
  /** The folder that is open at first; without one that of the chosen location. */
  open?: string | undefined;
  /** Pictures may be learnt from: folders of them are then classes of one data set. */
  takesPictures?: boolean;
  /** An upload comes first, into a new data set. */
  isForUpload?: boolean;
  onChoose: (uri: string) => void;
}

/** With the slash that ends a folder's key. */
function folderOf(place: S3Place | null): S3Place | null {
  if (place === null || place.key === "") return place;
  return { ...place, key: place.key.replace(/\/?$/, "/") };
}

/** Buckets and folders to look through, to choose from and to upload to. */
export function Browser(props: Props) {
  const { defaultBucket, uri, open, takesPictures = false, isForUpload = false, onChoose } = props;
  const [place, setPlace] = useState(() => {
    if (isForUpload) return null;
    return open === undefined ? folderAt(uri) : folderOf(parseS3Uri(open));
  });
  const upload = (
    <UploadPanel
      open={place}
      defaultBucket={defaultBucket}
      takesPictures={takesPictures}
      onDone={(folder) => {
        setPlace(folder);
        onChoose(toS3Uri(folder));
      }}
    />
  );
  const list =
    place === null ? (
      <BucketList onOpen={(bucket) => setPlace({ bucket, key: "" })} />
    ) : (
      <FolderList
        key={toS3Uri(place)}
        place={place}
        onOpen={(key) => setPlace({ ...place, key })}
      />
    );
  // Whoever uploads looks through nothing before it is there.
  const isListed = !isForUpload || place !== null;
  return (
    <SpaceBetween size="s">
      {isForUpload && upload}
      {isListed && <Way place={place} uri={uri} onOpen={setPlace} onChoose={onChoose} />}
      {isListed && list}
      {!isForUpload && upload}
    </SpaceBetween>
  );
}
