// What the scripts of the end-to-end tests have at hand. It stands before each of them, inside the same function.
// A root that was asked for and is not there is an error, and not the whole page.
const all = (selector, ...roots) => [...(roots.length ? roots[0] : document).querySelectorAll(selector)];
const one = (selector, ...roots) => (roots.length ? roots[0] : document).querySelector(selector);
const text = (node) => (node?.textContent ?? '').replace(/\s+/g, ' ').trim();
const isSeen = (node) => Boolean(node) && node.getClientRects().length > 0 && getComputedStyle(node).visibility === 'visible';
const seen = (selector) => all(selector).find(isSeen);

// The library's entry of that title.
const entry = (title) => all('.docs .doc').find((item) => text(one('b', item)) === title);
// The line of a value in the facet of that name.
const facet = (legend, value) => all('.facet').filter((field) => text(one('legend', field)) === legend)
  .flatMap((field) => all('.value', field)).find((line) => text(one('span', line)) === value);
const moreOf = (legend) => all('.facet').filter((field) => text(one('legend', field)) === legend).flatMap((field) => all('.more[aria-expanded=false]', field))[0];
const bar = (stretch) => all('.bar').find((bar) => bar.getAttribute('aria-label').startsWith(`${stretch}:`));
const named = (name) => all('button').find((button) => isSeen(button) && (text(button) === name || button.getAttribute('aria-label') === name));

const column = (index) => all('.column')[index];
const scroller = (index) => one('.scroll', column(index));
const paragraph = (number, index = 0) => one(`[data-n="${number}"]`, column(index));
const numbers = (index = 0) => all('[data-n]', column(index)).map((element) => Number(element.dataset.n));
// Short stretches between matches are shown too, as context.
const matching = (index = 0) => all('[data-n]:not(.context)', column(index)).map((element) => Number(element.dataset.n));
// Who says the paragraphs that match, each name once.
const matchingSpeakers = (index = 0) => {
  const names = new Set();
  let name = '';
  for (const node of all('.by b, [data-n]', column(index))) {
    if (node.localName === 'b') name = text(node);
    else if (!node.classList.contains('context')) names.add(name);
  }
  return [...names];
};
const words = (number, index = 0) => text(one('p', paragraph(number, index)));
const speakers = (index = 0) => all('.by b', column(index)).map(text);
const marks = (index = 0) => all('article mark', column(index)).map((mark) => mark.textContent);
// The paragraph at the top of a column.
const topOf = (index) => {
  const edge = scroller(index).getBoundingClientRect().top + 8;
  return Number(all('[data-n]', column(index)).find((element) => element.getBoundingClientRect().bottom > edge)?.dataset.n ?? 0);
};
const scrollTo = (number, index, part = 0.5) => {
  const [box, goal] = [scroller(index).getBoundingClientRect(), paragraph(number, index).getBoundingClientRect()];
  scroller(index).scrollTop += goal.top + goal.height * part - box.top - 8;
};
const isWithin = (inner, outer) => {
  const [a, b] = [inner.getBoundingClientRect(), outer.getBoundingClientRect()];
  return a.bottom > b.top && a.top < b.bottom && a.right > b.left && a.left < b.right;
};
