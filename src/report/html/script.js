"use strict";
// Tables read whole without this. It makes the heads of sortable columns into buttons.
for (const table of document.querySelectorAll("table.sorts")) {
  const body = table.tBodies[0];
  for (const head of table.tHead.rows[0].cells) {
    if (!head.hasAttribute("data-sorts")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const column = head.cellIndex;
      const isNumber = head.classList.contains("number");
      // Numbers begin with the largest, words with A.
      const next = head.getAttribute("aria-sort")
        ? head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending"
        : isNumber ? "descending" : "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", next);
      const turn = next === "ascending" ? 1 : -1;
      const key = (row) => {
        const cell = row.cells[column];
        if (cell.dataset.key !== undefined) return Number(cell.dataset.key);
        return isNumber ? null : cell.textContent.trim();
      };
      const rows = Array.from(body.rows, (row) => [key(row), row]);
      rows.sort(([a], [b]) => {
        // What is missing stands last, whichever way.
        if (a === null || b === null) return (a === null) - (b === null);
        return turn * (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)));
      });
      body.append(...rows.map(([, row]) => row));
    });
  }
}
// A link into a folded part unfolds it.
const unfold = () => {
  const part = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = part && part.closest("details");
  if (folded) folded.open = true;
};
addEventListener("hashchange", unfold);
unfold();
