// The page's own script stands above this, in the same module.
// Everything else lies in this document: gzipped, as base64, in elements that no browser runs.

async function unpack(element) {
  const text = atob(element.textContent);
  const packed = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) packed[at] = text.charCodeAt(at);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

try {
  const element = document.getElementById('page-wasm');
  const bytes = await unpack(element);
  element.remove();
  await __wbg_init({ module_or_path: bytes });
} catch (error) {
  const trouble = document.getElementById('trouble');
  if (trouble) {
    trouble.textContent = `Verbatim could not start. It needs a browser from 2023 or later, with WebAssembly allowed. The browser says: ${error}`;
    trouble.hidden = false;
  }
  throw error;
}
