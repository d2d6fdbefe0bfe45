import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import { FailureAlert } from "./failure_alert";

interface Props {
  header: string;
  confirmText: string;
  cancelText: string;
  isBusy: boolean;
  /** Why it was not done; null where it was not tried. */
  error: unknown;
  /** Said above that. */
  failed: string;
  onConfirm: () => void;
  onCancel: () => void;
  children: ReactNode;
}

/** Asks before something is done, and says why it was not. */
export function Confirm(props: Props) {
  return (
    <Modal
      visible
      header={props.header}
      onDismiss={props.onCancel}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={props.onCancel}>
              {props.cancelText}
            </Button>
            <Button variant="primary" loading={props.isBusy} onClick={props.onConfirm}>
              {props.confirmText}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {props.error !== null && (
          <FailureAlert header={props.failed} thrown={props.error} isAction />
        )}
        {props.children}
      </SpaceBetween>
    </Modal>
  );
}
