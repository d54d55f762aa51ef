// What scripts add to pages that work without them.
import { watchButtons } from "./busy.js";
import { watchDates } from "./dates.js";
import { watchDialogs } from "./dialogs.js";
import { watchFaults } from "./faults.js";
import { guessFirstRun } from "./first-run.js";
import { watchMenus } from "./menus.js";
import { watchPages } from "./pages.js";
import { watchPlaceholders } from "./placeholders.js";
import { watchUnsaved } from "./save-bar.js";
import { watchSelections } from "./selection.js";
import { watchSorting } from "./sorting.js";
import { watchSummaries } from "./summary.js";
import { watchTicks } from "./tick-all.js";

watchButtons();
watchDates();
watchDialogs();
watchFaults();
watchMenus();
watchPages();
watchPlaceholders();
watchSelections();
watchSorting();
watchSummaries();
watchTicks();
watchUnsaved();
guessFirstRun();
