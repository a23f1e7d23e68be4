// Reads one file in a WebAssembly of its own, whose memory grows and never shrinks, and says how far it grew: the file as
// dropped, its text, and all that reading made of it.

import initialize, { read_bytes, refusal } from './pkg/bench_page.js';

self.onmessage = async ({ data: { module, bytes } }) => {
  const row = { bytes: bytes.length };
  try {
    const { memory } = await initialize({ module_or_path: module });
    const base = memory.buffer.byteLength;
    row.found = read_bytes(bytes);
    row.peak = memory.buffer.byteLength - base;
    if (row.found === 0) row.refusal = refusal(bytes);
  } catch (error) {
    row.error = String(error);
  }
  self.postMessage(row);
};
