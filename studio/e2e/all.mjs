// Studio in a browser against a real server: node e2e/all.mjs PROGRAM_FOLDER
// STUDIO_DIST=dist shows the page as it was built last in place of the one that the program carries.
// STUDIO_SLOWER=4 measures the long lists as on a machine four times slower.
// STUDIO_SCREENSHOTS=FOLDER keeps a picture of each page.
import "./flow.mjs";
import "./settings.test.mjs";
import "./tuning.test.mjs";
import "./transform.test.mjs";
import "./templates.test.mjs";
import "./reloads.test.mjs";
import "./faults.test.mjs";
import "./lists.test.mjs";
import "./pull.test.mjs";
import "./insight.test.mjs";
import "./looks.test.mjs";
import "./folders.test.mjs";
