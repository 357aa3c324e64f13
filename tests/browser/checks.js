// What is measured inside a page. Each function runs in the browser and returns what is wrong, in words.

export function scrollsSideways() {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth ? [`the page is ${scrollWidth} px wide in a window of ${clientWidth} px`] : [];
}

// Labels of charts lie inside their drawing and not on each other.
export function labelsCollide() {
  const wrong = [];
  const slack = 1;
  for (const drawing of document.querySelectorAll("main svg")) {
    const frame = drawing.getBoundingClientRect();
    if (frame.width === 0) continue;
    const labels = [];
    for (const text of drawing.querySelectorAll("text")) {
      const parts = text.querySelectorAll("tspan");
      for (const part of parts.length ? parts : [text]) {
        // A tspan's own box is that of its text: getBBox of a range would count titles too.
        const box = part.getBoundingClientRect();
        if (box.width > 0) labels.push([part.textContent.trim(), box]);
      }
    }
    for (const [words, box] of labels) {
      if (box.left < frame.left - slack || box.right > frame.right + slack
        || box.top < frame.top - slack || box.bottom > frame.bottom + slack) {
        wrong.push(`“${words}” reaches out of its drawing`);
      }
    }
    for (let one = 0; one < labels.length; one += 1) {
      for (let other = one + 1; other < labels.length; other += 1) {
        const [a, b] = [labels[one][1], labels[other][1]];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        // Boxes of lines hold room above and below the letters.
        if (across > slack && down > 0.3 * Math.min(a.height, b.height)) {
          wrong.push(`“${labels[one][0]}” lies on “${labels[other][0]}”`);
        }
      }
    }
  }
  return wrong;
}

// Text is cut off nowhere: what scrolls says so by being a region of its own.
export function textIsClipped() {
  const wrong = [];
  // Captions are for readers of the page aloud: headings say the same on the screen.
  for (const element of document.querySelectorAll("main *:not(svg *):not(caption)")) {
    if (element.closest("svg") || element.classList.contains("scroll")) continue;
    const { overflowX } = getComputedStyle(element);
    const wide = element.scrollWidth - element.clientWidth;
    if (element.clientWidth > 0 && wide > 1 && (overflowX === "hidden" || element.matches("td, th, p, li, h1, h2, h3, dd"))) {
      wrong.push(`<${element.localName}> “${element.textContent.trim().slice(0, 60)}” is ${wide} px wider than its box`);
    }
  }
  return wrong;
}

// Rows are as far apart as they read: the marks of one row never lie outside its cell.
export function marksLeaveTheirCell() {
  const wrong = [];
  for (const drawing of document.querySelectorAll("td svg.row")) {
    const frame = drawing.getBoundingClientRect();
    if (frame.width === 0) continue;
    for (const mark of drawing.querySelectorAll("rect, circle, line")) {
      const box = mark.getBoundingClientRect();
      if (box.left < frame.left - 1 || box.right > frame.right + 1) {
        wrong.push(`a mark of “${drawing.querySelector("title").textContent.slice(0, 60)}” leaves its cell`);
        break;
      }
    }
  }
  return wrong;
}

export function scriptRan() {
  return window.ran === undefined ? [] : [`a name ran as a script: ${window.ran}`];
}

// The frame of the page: one main part, one heading of the first order, no order left out, heads with a scope.
export function frameIsWrong() {
  const wrong = [];
  if (document.querySelectorAll("main").length !== 1) wrong.push("there is not one main part");
  if (document.querySelectorAll("h1").length !== 1) wrong.push("there is not one h1");
  let last = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
    const order = Number(heading.localName[1]);
    if (order > last + 1) wrong.push(`h${order} “${heading.textContent.slice(0, 40)}” follows h${last}`);
    last = order;
  }
  if (document.querySelector("th:not([scope])")) wrong.push("a head of a table has no scope");
  for (const drawing of document.querySelectorAll("svg[role=img]")) {
    if (!drawing.querySelector(":scope > title")?.textContent) wrong.push("a drawing has no title");
  }
  for (const drawing of document.querySelectorAll("svg.large")) {
    if (!drawing.querySelector(":scope > desc")?.textContent) wrong.push("a large drawing has no description");
  }
  return wrong;
}

// Rows that stack on a narrow screen need no scrolling there.
export function stackedRowsScroll() {
  if (window.innerWidth > 640) return [];
  return [...document.querySelectorAll(".scroll:has(> .stacks)")]
    .filter((box) => box.scrollWidth > box.clientWidth + 1)
    .map((box) => `“${box.getAttribute("aria-label")}” scrolls sideways`);
}
