// Asks a library that is made from a seed, and beside it the search engines that others use.
//
// All answer the same queries, drawn from the words of the library by the law that they follow, so that frequent words
// are asked for often. The others get a tenth of the turns: their memory ends sooner. Times are the middle one and the
// one that nineteen of twenty stay below.

import { Document } from 'flexsearch';
import MiniSearch from 'minisearch';
import sqlite3InitModule from '@sqlite.org/sqlite-wasm';

const QUERIES = 200;
const ARTICLES = 20;
const FOR_PEERS = 10;
const PEER_PATIENCE_MS = 20000;

const rest = () => new Promise((resolve) => setTimeout(resolve, 0));

/** Asks every query of a kind and puts down the times. */
async function measure(rows, parser, is_own, kind, queries, ask) {
  const times = [];
  let found = 0;
  let spent = 0;
  for (const query of queries) {
    const start = performance.now();
    found += ask(query);
    times.push(performance.now() - start);
    spent += times.at(-1);
    if (spent > PEER_PATIENCE_MS) break;
    if (times.length % 50 === 0) await rest();
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  rows.push({ input: kind, parser, is_own, is_search: true, found, middle_ms: at(0.5), best_ms: at(0.95) });
}

function draw(library) {
  const word = () => library.word();
  const many = (make) => Array.from({ length: QUERIES }, make);
  const prefix = () => word().slice(0, 4);
  const phrases = (length) => many(() => {
    // Words that stand in a row somewhere.
    const words = library.turn(Math.floor(draw.chance() * draw.turns)).replaceAll(/[,.]/g, '').split(' ');
    const at = Math.floor(draw.chance() * Math.max(1, words.length - length));
    return words.slice(at, at + length);
  });
  return { words: many(() => [word()]), pairs: many(() => [word(), word()]), phrases: phrases(2), prefixes: many(() => [prefix()]) };
}

/** Chance that is the same every time. */
let state = 12345;
draw.chance = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};

async function measureOwn(rows, library, queries) {
  const own = (kind, list, text) => measure(rows, 'Verbatim, index', true, kind, list, (words) => library.find(text(words)));
  const whole = (kind, list, text) =>
    measure(rows, 'Verbatim, answer', true, kind, list, (words) => library.answer(text(words)));
  const kinds = [
    ['word', queries.words, ([a]) => a],
    ['two words', queries.pairs, (words) => words.join(' ')],
    ['phrase', queries.phrases, (words) => `"${words.join(' ')}"`],
    ['prefix', queries.prefixes, ([a]) => `${a}*`],
    ['word and date', queries.words, ([a]) => `${a} date:2004..2009`],
    ['word and speaker', queries.words, ([a]) => `${a} speaker:bacoco`],
    ['NEAR', queries.pairs, ([a, b]) => `${a} NEAR/5 ${b}`],
    ['one edit', queries.words, ([a]) => `${a}~`],
    ['expression', queries.pairs, ([a, b]) => `/\\b${a}\\w* ${b}/`],
  ];
  for (const [kind, list, text] of kinds) {
    await own(kind, list, text);
    await whole(kind, list, text);
  }
}

/** Quotations: said, with one word changed, and made of words that nobody said in this order; and articles of twenty. */
async function measureQuotations(rows, library) {
  const many = (count, make) => Array.from({ length: count }, make);
  const said = () => {
    for (;;) {
      const words = library.turn(Math.floor(draw.chance() * draw.turns)).split(' ');
      const at = Math.floor(draw.chance() * Math.max(1, words.length - 20));
      if (words.length >= 12) return words.slice(at, at + 20);
    }
  };
  const changed = () => said().map((word, index) => (index === 7 ? library.word() : word));
  const unsaid = () => many(15, () => library.word());
  const article = () => many(20, (_, n) => `${unsaid().join(' ')}: “${[said, changed, unsaid][n % 3]().join(' ')}”.`).join('\n\n');
  const check = (kind, texts) => measure(rows, 'Verbatim, answer', true, kind, texts, (text) => library.check(text));
  await check('quotation, said', many(QUERIES, () => said().join(' ')));
  await check('quotation, changed', many(QUERIES, () => changed().join(' ')));
  await check('quotation, unsaid', many(QUERIES, () => unsaid().join(' ')));
  await check('article of twenty', many(ARTICLES, article));
}

async function build(rows, parser, bytes, make) {
  await rest();
  const start = performance.now();
  const made = await make();
  rows.push({ input: 'build', parser, is_own: false, is_search: true, bytes, middle_ms: performance.now() - start });
  return made;
}

async function measurePeers(rows, library, queries, turns) {
  const texts = Array.from({ length: turns }, (_, number) => library.turn(number));
  const bytes = texts.reduce((sum, text) => sum + text.length, 0);
  const kinds = [['word', queries.words], ['two words', queries.pairs], ['phrase', queries.phrases], ['prefix', queries.prefixes]];

  const sqlite3 = await sqlite3InitModule({ locateFile: (name) => name, print() {}, printErr() {} });
  const database = new sqlite3.oo1.DB(':memory:');
  await build(rows, 'SQLite FTS5', bytes, () => {
    database.exec('CREATE VIRTUAL TABLE turns USING fts5(text, content="")');
    database.exec('BEGIN');
    const insert = database.prepare('INSERT INTO turns(rowid, text) VALUES (?, ?)');
    texts.forEach((text, number) => insert.bind(1, number + 1).bind(2, text).stepReset());
    insert.finalize();
    database.exec('COMMIT');
  });
  const count = database.prepare('SELECT count(*) FROM turns WHERE turns MATCH ?');
  const written = {
    word: ([a]) => `"${a}"`,
    'two words': ([a, b]) => `"${a}" "${b}"`,
    phrase: (words) => `"${words.join(' ')}"`,
    prefix: ([a]) => `"${a}"*`,
  };
  for (const [kind, list] of kinds) {
    await measure(rows, 'SQLite FTS5', false, kind, list, (words) => {
      count.bind(written[kind](words));
      count.step();
      const found = count.getInt(0);
      count.reset();
      return found;
    });
  }
  database.close();

  const flex = await build(rows, 'FlexSearch', bytes, () => {
    const index = new Document({ document: { id: 'id', index: [{ field: 'text', tokenize: 'strict' }] } });
    texts.forEach((text, id) => index.add({ id, text }));
    return index;
  });
  for (const [kind, list] of kinds.slice(0, 2)) {
    await measure(rows, 'FlexSearch', false, kind, list, (words) =>
      flex.search(words.join(' '), { limit: turns }).reduce((sum, field) => sum + field.result.length, 0));
  }

  const mini = await build(rows, 'MiniSearch', bytes, () => {
    const index = new MiniSearch({ fields: ['text'] });
    index.addAll(texts.map((text, id) => ({ id, text })));
    return index;
  });
  for (const [kind, list] of kinds.filter(([kind]) => kind !== 'phrase')) {
    await measure(rows, 'MiniSearch', false, kind, list, (words) =>
      mini.search(words.join(' '), { combineWith: 'AND', prefix: kind === 'prefix' }).length);
  }

  await measure(rows, 'a scan in JavaScript', false, 'word', queries.words.slice(0, 20), ([a]) =>
    texts.reduce((sum, text) => sum + text.includes(a), 0));
}

/** All rows of the search. */
export async function measureSearch(Library, turns, progress) {
  const rows = [];
  const library = new Library(7);
  let made = 0;
  while (made < turns) {
    made += library.add();
    if (made % 50000 === 0) {
      progress(`search: ${made} turns`);
      await rest();
    }
  }
  const bytes = library.text_bytes();
  const before = performance.now();
  library.build();
  const built = performance.now() - before;
  rows.push({
    input: 'build', parser: 'Verbatim', is_own: true, is_search: true, bytes, found: made, middle_ms: built,
    peak: library.index_bytes(),
  });
  draw.turns = made;
  const queries = draw(library);
  progress('search: Verbatim');
  await measureOwn(rows, library, queries);
  progress('search: quotations');
  await measureQuotations(rows, library);
  progress('search: others');
  await measurePeers(rows, library, queries, Math.floor(made / FOR_PEERS));
  // And Verbatim on the same tenth.
  library.free();
  const tenth = new Library(7);
  for (let made = 0; made < Math.floor(turns / FOR_PEERS); ) made += tenth.add();
  tenth.build();
  for (const [kind, list, text] of [
    ['word', queries.words, ([a]) => a], ['two words', queries.pairs, (words) => words.join(' ')],
    ['phrase', queries.phrases, (words) => `"${words.join(' ')}"`], ['prefix', queries.prefixes, ([a]) => `${a}*`],
  ]) {
    await measure(rows, 'Verbatim, a tenth', true, kind, list, (words) => tenth.find(text(words)));
  }
  tenth.free();
  return rows;
}
