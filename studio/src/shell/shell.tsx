import AppLayoutToolbar from "@cloudscape-design/components/app-layout-toolbar";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import SideNavigation from "@cloudscape-design/components/side-navigation";
import { Suspense, useEffect, useState } from "react";
import { useLanguage } from "../i18n/language";
import { MissingPage } from "./missing_page";
import { NAVIGATION, pageOf, type Crumb } from "./pages";
import { Notices } from "./notices";
import { PageBoundary } from "./page_boundary";
import { useRoute } from "./route";
import { TopBar } from "./top_bar";
import { Waiting } from "./waiting";

const NARROW = "(max-width: 688px)";

/** What is around every page: the bar above, the list of pages, where one is, and notices. */
export default function Shell() {
  const { t } = useLanguage();
  const parts = useRoute();
  const page = pageOf(parts);
  const [isOpen, setOpen] = useState(() => !matchMedia(NARROW).matches);
  const crumbText = (crumb: Crumb) => ("key" in crumb ? t(crumb.key, crumb.values) : crumb.name);
  const crumbs = (page?.crumbs ?? []).map((crumb) => ({
    text: crumbText(crumb),
    href: crumb.href,
  }));
  const address = parts.join("/");

  useEffect(() => {
    document.title = [...crumbs.map((crumb) => crumb.text).reverse(), t("shell.product")].join(
      " · ",
    );
  });

  return (
    <>
      <TopBar />
      <AppLayoutToolbar
        headerSelector="#top"
        toolsHide
        navigationOpen={isOpen}
        onNavigationChange={({ detail }) => setOpen(detail.open)}
        navigationWidth={210}
        ariaLabels={{
          navigation: t("shell.navigation"),
          navigationToggle: t("shell.openNavigation"),
          navigationClose: t("shell.closeNavigation"),
        }}
        navigation={
          <SideNavigation
            activeHref={page?.under ?? ""}
            items={NAVIGATION.map(({ key, href }) => ({ type: "link", text: t(key), href }))}
            onFollow={() => {
              if (matchMedia(NARROW).matches) setOpen(false);
            }}
          />
        }
        breadcrumbs={<BreadcrumbGroup items={crumbs} ariaLabel={t("shell.breadcrumbs")} />}
        notifications={<Notices />}
        content={
          <PageBoundary key={address}>
            <Suspense fallback={<Waiting />}>{page?.content ?? <MissingPage />}</Suspense>
          </PageBoundary>
        }
      />
    </>
  );
}
