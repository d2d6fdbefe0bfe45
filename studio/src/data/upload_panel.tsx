import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useRef, type RefObject } from "react";
import { toS3Uri, type S3Place } from "../api/storage";
import { useLanguage } from "../i18n/language";
import { DropZone } from "../shell/drop_zone";
import { NEW_DATA } from "./destination";
import { filesOfDrop, filesOfInput, type GivenFile } from "./dropped";
import { UploadNews } from "./upload_news";
import { useUpload } from "./use_upload";

interface Props {
  open: S3Place | null;
  defaultBucket: string;
  /** Folders of pictures are then classes of one data set. */
  takesPictures: boolean;
  onDone: (folder: S3Place) => void;
}

/** A place to drop folders, files and archives on, and what becomes of them. */
export function UploadPanel({ open, defaultBucket, takesPictures, onDone }: Props) {
  const { t } = useLanguage();
  const upload = useUpload(open, defaultBucket, takesPictures, onDone);
  const folderInput = useRef<HTMLInputElement>(null);
  const filesInput = useRef<HTMLInputElement>(null);
  const to = toS3Uri(open ?? { bucket: defaultBucket, key: NEW_DATA });

  const drop = (data: DataTransfer) => {
    if (!upload.isBusy) void upload.start(filesOfDrop(data));
  };
  const take = (files: GivenFile[]) => {
    if (files.length > 0) void upload.start(Promise.resolve(files));
  };
  return (
    <DropZone onDrop={drop}>
      <SpaceBetween size="xs" alignItems="center">
        {!upload.isBusy && (
          <SpaceBetween size="xs" alignItems="center">
            <Box fontWeight="bold" textAlign="center">
              {t("data.drop")}
            </Box>
            <Box variant="small" color="text-body-secondary" textAlign="center">
              {t(open === null ? "data.dropNew" : "data.dropOpen", { to })}
              {takesPictures && <div>{t("data.dropClass")}</div>}
            </Box>
            <SpaceBetween direction="horizontal" size="xs">
              <Button
                iconName="folder"
                formAction="none"
                onClick={() => folderInput.current?.click()}
              >
                {t("data.chooseFolder")}
              </Button>
              <Button
                iconName="upload"
                formAction="none"
                onClick={() => filesInput.current?.click()}
              >
                {t("data.chooseFiles")}
              </Button>
            </SpaceBetween>
          </SpaceBetween>
        )}
        <UploadNews state={upload.state} onStop={upload.stop} />
      </SpaceBetween>
      <Files input={folderInput} isFolder onFiles={take} />
      <Files input={filesInput} isFolder={false} onFiles={take} />
    </DropZone>
  );
}

interface FilesProps {
  input: RefObject<HTMLInputElement | null>;
  isFolder: boolean;
  onFiles: (files: GivenFile[]) => void;
}

/** The browser's own way to choose files, which a button opens. */
function Files({ input, isFolder, onFiles }: FilesProps) {
  return (
    <input
      ref={(element) => {
        input.current = element;
        if (isFolder) element?.setAttribute("webkitdirectory", "");
      }}
      type="file"
      multiple
      hidden
      data-files={isFolder ? "folder" : "files"}
      onChange={(event) => {
        const { files } = event.target;
        if (files !== null) onFiles(filesOfInput(files));
        // So that the same choice can be made again.
        event.target.value = "";
      }}
    />
  );
}
