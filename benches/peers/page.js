// Runs every parser on the same text in one page and posts the times to the server that served it.
//
// Each parser reads each text some times; the best and the middle run count, because whatever else the machine does
// only ever makes a run slower. Verbatim gets UTF-8 in its own memory, the others a JavaScript string: for each the
// form in which text reaches it. The row "from bytes" adds to Verbatim's time the copy into its memory, decoding and
// recognition of the format. Megabytes are those of the UTF-8 text for all.

import { parseText } from 'media-captions';
import webvtt from 'node-webvtt';
import subsrt from 'subsrt-ts';
import { WebVTTParser } from 'webvtt-parser';

import initialize, { Bench, read_bytes } from './pkg/bench_page.js';

const SEED = 1;
const options = new URLSearchParams(location.search);
const BYTES = Number(options.get('megabytes') ?? 50) * 1e6;
const OWN_RUNS = 11;
const PEER_RUNS = 4;

const PEERS = {
  vtt: {
    'media-captions': async (text) => (await parseText(text, { type: 'vtt' })).cues.length,
    'node-webvtt': (text) => webvtt.parse(text, { strict: false }).cues.length,
    'subsrt-ts': (text) => subsrt.parse(text, { format: 'vtt' }).filter((cue) => cue.type === 'caption').length,
    'webvtt-parser': (text) => new WebVTTParser().parse(text).cues.length,
  },
  srt: {
    'media-captions': async (text) => (await parseText(text, { type: 'srt' })).cues.length,
    'subsrt-ts': (text) => subsrt.parse(text, { format: 'srt' }).filter((cue) => cue.type === 'caption').length,
  },
  official: {},
};

const progress = document.querySelector('#progress');

/** Lets the browser draw and collect what is no longer needed. */
const rest = () => new Promise((resolve) => setTimeout(resolve, 50));

async function measure(row, runs, read) {
  progress.textContent += `\n${row.input}: ${row.parser}`;
  const times = [];
  try {
    for (let run = 0; run < runs; run += 1) {
      await rest();
      const start = performance.now();
      row.found = await read();
      times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    row.best_ms = times[0];
    row.middle_ms = times[times.length >> 1];
  } catch (error) {
    row.error = String(error);
  }
  return row;
}

async function run() {
  await initialize({ module_or_path: 'pkg/bench_page_bg.wasm' });
  const rows = [];
  for (const [input, peers] of Object.entries(PEERS)) {
    const bench = new Bench(input, SEED, BYTES);
    const bytes = bench.bytes();
    const own = (parser, read) => measure({ input, parser, bytes, is_own: true }, OWN_RUNS, read);
    if (bench.format() !== input) {
      rows.push({ input, parser: 'Verbatim', bytes, is_own: true, error: `taken for ${bench.format()}` });
      bench.free();
      continue;
    }
    rows.push(await own('plain scan', () => bench.scan()));
    rows.push(await own('Verbatim', () => bench.read()));
    const text = bench.text();
    bench.free();
    const encoded = new TextEncoder().encode(text);
    rows.push(await own('Verbatim, from bytes', () => read_bytes(encoded)));
    for (const [parser, read] of Object.entries(peers)) {
      rows.push(await measure({ input, parser, bytes, is_own: false }, PEER_RUNS, () => read(text)));
    }
  }
  return { browser: navigator.userAgent, cores: navigator.hardwareConcurrency, rows };
}

let result;
try {
  result = await run();
} catch (error) {
  result = { error: String(error?.stack ?? error) };
}
progress.textContent += '\nDone.';
await fetch('result', { method: 'POST', body: JSON.stringify(result) });
