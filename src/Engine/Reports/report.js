"use strict";
(() => {
  const table = document.getElementById("patches");
  if (!table) {
    return;
  }

  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const search = document.getElementById("search");
  const state = document.getElementById("state");
  const shown = document.getElementById("shown");
  const collator = new Intl.Collator("en", { numeric: true });

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter((word) => word.length > 0);
    let count = 0;
    for (const row of rows) {
      const isShown = (state.value === "" || row.dataset.state === state.value) && words.every((word) => texts.get(row).includes(word));
      row.hidden = !isShown;
      count += isShown ? 1 : 0;
    }

    shown.textContent = `${count} of ${rows.length} shown`;
  }

  function keyOf(row, column) {
    const cell = row.cells[column];
    return cell.dataset.order ?? cell.textContent;
  }

  function sort(heading, column) {
    const isDescending = heading.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) {
      other.removeAttribute("aria-sort");
    }

    heading.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
    const sorted = Array.from(body.rows).sort((left, right) => collator.compare(keyOf(left, column), keyOf(right, column)) * (isDescending ? -1 : 1));
    body.append(...sorted);
  }

  Array.from(table.tHead.rows[0].cells).forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    button.addEventListener("click", () => sort(heading, column));
    heading.replaceChildren(button);
  });
  search.addEventListener("input", filter);
  state.addEventListener("change", filter);
  document.getElementById("tools").hidden = false;
  filter();
})();
