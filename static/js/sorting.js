// Rows are dragged by their grip to another place; letting go presses the form that the buttons use.
let dragged = null;

const rowsOf = (row) => [...row.parentElement.children];

function begin(event) {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button) return;
  const row = grip.closest("tr");
  dragged = { row, grip, from: rowsOf(row).indexOf(row) };
  grip.setPointerCapture(event.pointerId);
  row.classList.add("dragged");
  event.preventDefault();
}

function drag(event) {
  if (!dragged) return;
  const under = document.elementFromPoint(event.clientX, event.clientY)?.closest("tr");
  const { row } = dragged;
  if (!under || under === row || under.parentElement !== row.parentElement) return;
  const rows = rowsOf(row);
  if (rows.indexOf(under) < rows.indexOf(row)) under.before(row);
  else under.after(row);
}

function end(event) {
  if (!dragged) return;
  const { row, grip, from } = dragged;
  dragged = null;
  row.classList.remove("dragged");
  const rows = rowsOf(row);
  if (event.type === "pointercancel") row.parentElement.insertBefore(row, rows.filter((each) => each !== row)[from] || null);
  else if (rows.indexOf(row) !== from) press(grip.closest("form"), rows.indexOf(row));
}

function press(form, place) {
  const to = document.createElement("input");
  to.type = "hidden";
  to.name = "to";
  to.value = place;
  form.append(to);
  form.requestSubmit();
}

function showGrips() {
  for (const grip of document.querySelectorAll("[data-grip]")) grip.hidden = false;
}

export function watchSorting() {
  showGrips();
  document.addEventListener("shelflife:page", showGrips);
  document.addEventListener("pointerdown", begin);
  document.addEventListener("pointermove", drag);
  for (const kind of ["pointerup", "pointercancel"]) document.addEventListener(kind, end);
}
