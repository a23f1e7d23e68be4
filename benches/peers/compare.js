// Compares two versions of a record, beside the libraries that others use, and aligns a text with its translation.
//
// Verbatim reads both files, finds rows and what was moved, and says of each difference what it does to the meaning; the
// others get the texts as strings and find which words differ, each in the way that its users would: for those that
// compare letters, words stand for letters. All find the differences anew in each run.

import { diffWords } from 'diff';
import { diff_match_patch } from 'diff-match-patch';
import { diff as myers } from 'fast-myers-diff';

const SEED = 3;
const WORDS = 30000;
const RUNS = 15;

const rest = () => new Promise((resolve) => setTimeout(resolve, 20));

async function measure(rows, input, parser, is_own, runs, work) {
  const times = [];
  let found = 0;
  for (let run = 0; run < runs; run += 1) {
    await rest();
    const start = performance.now();
    found = work(run);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  rows.push({ input, parser, is_own, is_compare: true, found, best_ms: times[0], middle_ms: times[times.length >> 1] });
}

/** Both texts with a letter for each different word, and the words. */
function lettersForWords(texts) {
  const known = new Map();
  return texts.map((text) => {
    let letters = '';
    for (const word of text.split(/\s+/)) {
      if (!known.has(word)) known.set(word, String.fromCharCode(known.size + (known.size < 0xd800 ? 0 : 0x800)));
      letters += known.get(word);
    }
    return letters;
  });
}

function withDiffMatchPatch(texts) {
  const compare = new diff_match_patch();
  compare.Diff_Timeout = 0;
  return compare.diff_main(...lettersForWords(texts), false).filter(([sign]) => sign !== 0).length;
}

function withMyers(texts) {
  let count = 0;
  for (const _ of myers(...texts.map((text) => text.split(/\s+/)))) count += 1;
  return count;
}

/** All rows of comparing. */
export async function measureCompare(Versions, Translation, progress) {
  const rows = [];
  const versions = new Versions(SEED, WORDS);
  const texts = [versions.text(0), versions.text(1)];
  const words = '30,000 words';
  progress('compare: versions');
  await measure(rows, words, 'Verbatim', true, RUNS, () => versions.compare());
  await measure(rows, words, 'Verbatim, words alone', true, RUNS, () => versions.compare_words());
  await measure(rows, words, 'diff', false, 5, () => diffWords(...texts).filter((part) => part.added || part.removed).length);
  await measure(rows, words, 'diff-match-patch', false, 7, () => withDiffMatchPatch(texts));
  await measure(rows, words, 'fast-myers-diff', false, RUNS, () => withMyers(texts));
  versions.free();
  for (const [sentences, runs] of [[2000, 5], [20000, 2]]) {
    progress(`compare: ${sentences} sentences`);
    const pair = new Translation(SEED, sentences);
    await measure(rows, `${sentences} sentences`, 'Verbatim', true, runs, () => pair.align());
    await measure(rows, `${sentences} sentences`, 'Verbatim, a pin', true, 6, (run) => pair.pin(run % 2 === 0));
    pair.free();
  }
  return rows;
}
