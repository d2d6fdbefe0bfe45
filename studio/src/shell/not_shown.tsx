import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { FailureAlert } from "./failure_alert";

interface Props {
  /** What was to be shown. */
  name: string;
  header: string;
  thrown: unknown;
  onTryAgain: () => void;
  /** The way on: an address and what it is called. */
  href: string;
  way: string;
}

/** A page of something that the server does not show: why, and where to go on. */
export function NotShown({ name, header, thrown, onTryAgain, href, way }: Props) {
  return (
    <ContentLayout header={<Header variant="h1">{name}</Header>}>
      <SpaceBetween size="m">
        <FailureAlert header={header} thrown={thrown} onTryAgain={onTryAgain} />
        <Button href={href}>{way}</Button>
      </SpaceBetween>
    </ContentLayout>
  );
}
