// What the page has at hand in the browser's own language, where it is shortest, and what nobody needs at first: the
// places of a selection in the paragraphs of a column, the bar below it, whose buttons press keys, a way to the clipboard
// that is opened when the user asks and gets its text later, rows that are dragged, and lines beside a comparison.
// The page's WebAssembly calls `selected` and `copying`; the others listen.

// The stylesheets of what nobody sees at first.
addEventListener('load', () => document.querySelectorAll('link[media=print]').forEach((sheet) => { sheet.media = 'all'; }));

// What is selected within a column: where it begins, where it ends (number of the paragraph, UTF-16 units), and the range.
window.selected = (within) => {
  const chosen = getSelection();
  const range = chosen.rangeCount ? chosen.getRangeAt(0) : null;
  if (!range || range.collapsed) return;
  const touched = [...within.querySelectorAll('[data-n] > p')].filter((paragraph) => range.intersectsNode(paragraph));
  const place = (paragraph, node, offset) => {
    const part = new Range();
    part.setStart(paragraph, 0);
    part.setEnd(node, offset);
    return `${paragraph.parentNode.dataset.n}-${String(part).length}`;
  };
  if (touched[0]) return [place(touched[0], range.startContainer, range.startOffset), place(touched.at(-1), range.endContainer, range.endOffset), range];
};

// A way to the clipboard that is opened now: what to give the text and the HTML to, and when they are there.
window.copying = () => {
  let give;
  const text = new Promise((resolve) => { give = resolve; });
  const kinds = ['text/plain', 'text/html'];
  const part = (type, at) => [type, text.then((both) => new Blob([both[at]], { type }))];
  const write = async () => navigator.clipboard.write([new ClipboardItem(Object.fromEntries(kinds.map(part)))]);
  // Where the browser has no such clipboard, or not for this page, it may still copy as it does when a user does.
  const copy = async () => {
    const both = await text;
    const put = (event) => {
      kinds.forEach((kind, at) => event.clipboardData.setData(kind, both[at]));
      event.preventDefault();
    };
    addEventListener('copy', put, true);
    const isCopied = document.execCommand('copy');
    removeEventListener('copy', put, true);
    if (!isCopied) throw new Error('not copied');
  };
  return [give, write().catch(copy)];
};

// The bar below what is selected; and where that begins and ends is marked, so that it stays in the page.
{
  let late;
  const look = () => {
    const bar = document.querySelector('.selection-bar');
    const column = document.querySelector('.column.is-active .scroll');
    const range = bar && column && window.selected(column)?.[2];
    if (!bar) return;
    bar.hidden = !range;
    if (!range) return;
    const [words, edge] = [range, column].map((one) => one.getBoundingClientRect());
    bar.style.left = `${Math.max(edge.left, Math.min(words.left, edge.right - bar.offsetWidth))}px`;
    bar.style.top = `${Math.min(words.bottom + 8, edge.bottom - bar.offsetHeight)}px`;
  };
  const hold = () => {
    const { anchorNode, focusNode, isCollapsed } = getSelection();
    document.querySelectorAll('[data-held=""]').forEach((chunk) => delete chunk.dataset.held);
    if (isCollapsed) return;
    for (const node of [anchorNode, focusNode]) {
      const chunk = (node.closest ? node : node.parentElement)?.closest('.column [data-drawn]');
      if (chunk) chunk.dataset.held = '';
    }
  };
  const soon = () => { clearTimeout(late); late = setTimeout(look, 150); };
  document.addEventListener('selectionchange', () => { hold(); soon(); });
  addEventListener('scroll', () => { if (document.querySelector('.selection-bar:not([hidden])')) soon(); }, true);
  addEventListener('mousedown', (event) => { if (event.target.closest?.('.selection-bar')) event.preventDefault(); });
  addEventListener('click', (event) => {
    const key = event.target.closest?.('.selection-bar button')?.dataset.key;
    if (!key) return;
    document.querySelector('.selection-bar').hidden = true;
    dispatchEvent(new KeyboardEvent('keydown', { key }));
  });
  // Of a long selection the middle may not be in the page. Then it is copied with its citation, by whoever has all of it.
  addEventListener('copy', (event) => {
    if (event.defaultPrevented) return;
    const column = event.target.closest?.('.column.is-active');
    const chosen = getSelection();
    if (![...column?.querySelectorAll('.chunk:not([data-drawn])') ?? []].some((room) => chosen.containsNode(room))) return;
    event.preventDefault();
    dispatchEvent(new KeyboardEvent('keydown', { key: 'c' }));
  });
}

// Rows that have a handle are dragged by it to another place of their list: that place goes into their field for it, as if
// the user had typed it. Escape lets go.
{
  let drag;
  const EDGE_PX = 48;
  const end = (isDropped) => {
    if (!drag) return;
    const { row, field, over, timer, chunk } = drag;
    drag = undefined;
    clearInterval(timer);
    row.classList.remove('dragged');
    delete chunk.dataset.held;
    over?.row.classList.remove('drop-before', 'drop-behind');
    if (!isDropped || !over) return;
    const [from, to] = [row, over.row].map((one) => one.getAttribute('aria-rowindex') - 1);
    const place = to + over.isBehind - (from < to + over.isBehind);
    if (place === from) return;
    field.value = place;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const move = ({ clientX, clientY }) => {
    const row = document.elementFromPoint(clientX, clientY)?.closest('[aria-rowindex]');
    drag.over?.row.classList.remove('drop-before', 'drop-behind');
    drag.over = undefined;
    if (row?.parentElement.closest('[role=table]') !== drag.table) return;
    const { top, height } = row.getBoundingClientRect();
    const isBehind = clientY > top + height / 2;
    row.classList.add(isBehind ? 'drop-behind' : 'drop-before');
    drag.over = { row, isBehind };
  };
  const scroll = () => {
    const { clientY } = drag.at;
    const { top, bottom } = drag.scroller.getBoundingClientRect();
    const by = clientY < top + EDGE_PX ? clientY - top - EDGE_PX : Math.max(0, clientY - bottom + EDGE_PX);
    if (!by) return;
    drag.scroller.scrollTop += by / 2;
    move(drag.at);
  };
  addEventListener('pointerdown', (event) => {
    const grip = event.target.closest?.('.grip');
    const row = grip?.closest('[aria-rowindex]');
    if (!row || event.button) return;
    end(false);
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    drag = {
      row,
      field: row.querySelector('[name=to]'),
      chunk: row.closest('[data-drawn]'),
      table: row.closest('[role=table]'),
      scroller: row.closest('.scroll'),
      at: event,
      timer: setInterval(scroll, 30),
    };
    drag.chunk.dataset.held = 'dragged';
    row.classList.add('dragged');
  });
  const isIt = (event) => event.pointerId === drag?.at.pointerId;
  addEventListener('pointermove', (event) => { if (isIt(event)) move(drag.at = event); });
  addEventListener('pointerup', (event) => { if (isIt(event)) end(true); });
  addEventListener('pointercancel', (event) => { if (isIt(event)) end(false); });
  addEventListener('keydown', (event) => {
    if (!drag || event.key !== 'Escape') return;
    event.stopImmediatePropagation();
    end(false);
  }, true);
}

// Lines in the margin of a comparison, from rows that say that something was moved to the rows that they lead to. Of a row
// that is not in the page the line shows the direction.
{
  const SVG = 'http://www.w3.org/2000/svg';
  let isDue = false;
  let watched;
  const draw = () => {
    isDue = false;
    document.querySelector('.links')?.remove();
    const scroller = document.querySelector('.view-compare > .scroll');
    const list = scroller?.querySelector('.compare .chunks')?.getBoundingClientRect();
    if (watched !== scroller) {
      sizes.disconnect();
      if (scroller) sizes.observe(scroller);
      watched = scroller;
    }
    const links = document.createElementNS(SVG, 'svg');
    const seen = new Set();
    for (const flag of scroller?.querySelectorAll('.flag[value]') ?? []) {
      const from = flag.closest('.compare-row');
      const ends = [from.getAttribute('aria-rowindex') - 2, Number(flag.value)];
      const key = ends.toSorted((a, b) => a - b).join();
      if (seen.has(key)) continue;
      seen.add(key);
      const base = scroller.getBoundingClientRect();
      const to = scroller.querySelector(`.compare-row[aria-rowindex="${ends[1] + 2}"]`);
      const level = (y) => y - base.top + scroller.scrollTop;
      const away = ends[1] < ends[0] ? list.top : list.bottom;
      const [start, end] = [level(flag.getBoundingClientRect().top + 9), level(to ? to.getBoundingClientRect().top + 16 : away)];
      const x = from.getBoundingClientRect().right - base.left + scroller.scrollLeft + 2;
      const corner = Math.min(12, Math.abs(end - start) / 2);
      const down = corner * Math.sign(end - start);
      const line = document.createElementNS(SVG, 'path');
      line.setAttribute('d', `M${x} ${start}q${corner} 0 ${corner} ${down}V${end - down}q0 ${down} ${-corner} ${down}m5 -4l-5 4l5 4`);
      links.append(line);
    }
    if (seen.size) {
      links.classList.add('links');
      links.setAttribute('aria-hidden', 'true');
      scroller.append(links);
    }
    changes.takeRecords();
  };
  const soon = () => {
    if (isDue || !document.querySelector('.view-compare, .links')) return;
    isDue = true;
    requestAnimationFrame(draw);
  };
  const changes = new MutationObserver(soon);
  changes.observe(document.documentElement, { childList: true, subtree: true });
  const sizes = new ResizeObserver(soon);
  addEventListener('toggle', soon, true);
}
