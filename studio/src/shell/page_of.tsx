import Button from "@cloudscape-design/components/button";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ReactNode } from "react";
import type { Standing } from "../api/asking";
import { Stale } from "./answer";
import { FailureAlert } from "./failure_alert";
import { Waiting } from "./waiting";

interface Props<Data> extends Standing<Data> {
  /** What is shown. */
  name: string;
  /** Said above a failure that leaves nothing to show. */
  header: string;
  /** The way on then: an address and what it is called. */
  href: string;
  way: string;
  /** `stale` is to be said above it where it could not be asked for again. */
  children: (data: Data, stale: ReactNode) => ReactNode;
}

/** A page of one thing of the server: that, or why it is not shown and where to go on. */
export function PageOf<Data>(props: Props<Data>) {
  const { data, failure, onTryAgain, name } = props;
  if (data !== undefined)
    return props.children(data, <Stale failure={failure} onTryAgain={onTryAgain} />);
  if (failure === null) return <Waiting />;
  return (
    <ContentLayout header={<Header variant="h1">{name}</Header>}>
      <SpaceBetween size="m">
        <FailureAlert header={props.header} thrown={failure} onTryAgain={onTryAgain} />
        <Button href={props.href}>{props.way}</Button>
      </SpaceBetween>
    </ContentLayout>
  );
}
