// Runs every parser on the same text in one page and posts the times to the server that served it.
//
// Each parser reads each text some times; the best and the middle run count, because whatever else the machine does
// only ever makes a run slower. Verbatim gets UTF-8 in its own memory, the others a JavaScript string: for each the
// form in which text reaches it. The row "from bytes" adds to Verbatim's time the copy into its memory, decoding and
// recognition of the format. Megabytes are those of the UTF-8 text for all.
//
// Memory is measured apart from time, each file in a worker of its own.

import initialize, { Bench, Library, Translation, Versions, hostile_names, ids, make, make_hostile, read_bytes } from './pkg/bench_page.js';
import { measureCompare } from './compare.js';
import { PEERS } from './peers.js';
import { measureSearch } from './search.js';

const SEED = 1;
const options = new URLSearchParams(location.search);
/** The formats that users drop in the largest files get the longest inputs. */
const BYTES = { vtt: 50e6, srt: 50e6, official: 50e6 };
const USUAL_BYTES = 12e6;
const MEMORY_BYTES = 64e6;
const HOSTILE_BYTES = 32e6;
const TURNS = 1e6;
const OWN_RUNS = 9;
const PEER_RUNS = 4;
/** A peer that takes this long is not asked again. */
const PATIENCE_MS = 8000;

const progress = document.querySelector('#progress');

/** Lets the browser draw and collect what is no longer needed. */
const rest = () => new Promise((resolve) => setTimeout(resolve, 20));

/** A sentence that stands in the answer without a sign that means something there. */
const plain = (text) => String(text).replace(/["{}\\]/g, "'").replace(/\s+/g, ' ').slice(0, 200);

async function measure(row, runs, read) {
  progress.textContent += `\n${row.input}: ${row.parser}`;
  const times = [];
  let spent = 0;
  try {
    for (let run = 0; run < runs && (run === 0 || spent < PATIENCE_MS); run += 1) {
      await rest();
      const start = performance.now();
      row.found = await read();
      times.push(performance.now() - start);
      spent += times.at(-1);
    }
    times.sort((a, b) => a - b);
    row.best_ms = times[0];
    row.middle_ms = times[times.length >> 1];
  } catch (error) {
    row.error = plain(error);
  }
  return row;
}

async function measureSpeed(input, rows) {
  const bytes = make(input, SEED, BYTES[input] ?? USUAL_BYTES);
  const bench = new Bench(bytes);
  const length = bench.bytes();
  const own = (parser, read) => measure({ input, parser, bytes: length, is_own: true }, OWN_RUNS, read);
  if (bench.format() !== input) {
    rows.push({ input, parser: 'Verbatim', bytes: length, is_own: true, error: `taken for ${bench.format()}` });
    bench.free();
    return;
  }
  rows.push(await own('Verbatim', () => bench.read()));
  rows.push(await own('plain scan', () => bench.scan()));
  bench.free();
  rows.push(await own('Verbatim, from bytes', () => read_bytes(bytes)));
  const peers = Object.entries(PEERS[input] ?? {});
  const text = peers.length === 0 ? '' : new TextDecoder().decode(bytes);
  for (const [parser, read] of peers) {
    rows.push(await measure({ input, parser, bytes: length, is_own: false }, PEER_RUNS, () => read(text, bytes)));
  }
}

/** Reads a file in a worker and returns what it said. */
function measureMemory(module, input, bytes, is_hostile) {
  progress.textContent += `\n${input}: memory`;
  const worker = new Worker('memory.js', { type: 'module' });
  return new Promise((resolve) => {
    worker.onmessage = ({ data }) => {
      worker.terminate();
      for (const name of ['error', 'refusal']) if (data[name]) data[name] = plain(data[name]);
      resolve({ input, is_memory: true, is_hostile, ...data });
    };
    worker.postMessage({ module, bytes }, [bytes.buffer]);
  });
}

async function run() {
  const module = await WebAssembly.compileStreaming(fetch('pkg/bench_page_bg.wasm'));
  await initialize({ module_or_path: module });
  const wanted = (options.get('only') ?? '').split(',').filter(Boolean);
  const is_wanted = (name) => wanted.length === 0 || wanted.includes(name);
  const rows = [];
  const formats = ids().split(' ').filter(is_wanted);
  for (const id of formats) await measureSpeed(id, rows);
  for (const id of formats) rows.push(await measureMemory(module, id, make(id, SEED, MEMORY_BYTES), false));
  if (is_wanted('hostile')) {
    for (const name of hostile_names().split('\n')) {
      rows.push(await measureMemory(module, name, make_hostile(name, HOSTILE_BYTES), true));
    }
  }
  if (is_wanted('search')) {
    const turns = Number(options.get('turns') ?? TURNS);
    rows.push(...(await measureSearch(Library, turns, (text) => (progress.textContent += `\n${text}`))));
  }
  if (is_wanted('compare')) {
    rows.push(...(await measureCompare(Versions, Translation, (text) => (progress.textContent += `\n${text}`))));
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
