import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { ReactNode } from "react";

interface Props {
  title: string;
  /** What it is about. */
  more: string;
  children: ReactNode;
}

/** A part of a page that asks for something. */
export function Section({ title, more, children }: Props) {
  return (
    <Container
      header={
        <Header variant="h2" description={more}>
          {title}
        </Header>
      }
    >
      {children}
    </Container>
  );
}
