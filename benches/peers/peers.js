// The parsers that others use, by the format of the file that they read. Each gets the text (and the bytes, where the
// format is no text) and returns how much it found, so that nobody can leave the work out.

import { parse as parseAss } from 'ass-compiler';
import { parse as parseCsv } from 'csv-parse/browser/esm/sync';
import { XMLParser } from 'fast-xml-parser';
import mammoth from 'mammoth';
import MarkdownIt from 'markdown-it';
import { marked } from 'marked';
import { parseText } from 'media-captions';
import webvtt from 'node-webvtt';
import Papa from 'papaparse';
import { parse as parseHtml } from 'parse5';
import { SaxesParser } from 'saxes';
import subsrt from 'subsrt-ts';
import { WebVTTParser } from 'webvtt-parser';

const captions = (format) => (text) => subsrt.parse(text, { format }).filter((cue) => cue.type === 'caption').length;

/** Counts the texts in parsed JSON: the loop without which nobody has read a transcript. */
function countStrings(value) {
  if (typeof value === 'string') return 1;
  if (value === null || typeof value !== 'object') return 0;
  let count = 0;
  for (const key in value) count += countStrings(value[key]);
  return count;
}

const json = { 'JSON.parse and a loop': (text) => countStrings(JSON.parse(text)) };

const table = (delimiter) => ({
  papaparse: (text) => Papa.parse(text, { delimiter, header: true, skipEmptyLines: true }).data.length,
  'csv-parse': (text) => parseCsv(text, { delimiter, columns: true, relax_column_count: true }).length,
});

const xml = {
  'DOMParser (native)': (text) => new DOMParser().parseFromString(text, 'text/xml').getElementsByTagName('*').length,
  saxes: (text) => {
    let count = 0;
    const parser = new SaxesParser();
    parser.on('text', () => (count += 1));
    parser.write(text).close();
    return count;
  },
  'fast-xml-parser': (text) => Object.keys(new XMLParser({ ignoreAttributes: false }).parse(text)).length,
};

export const PEERS = {
  vtt: {
    'media-captions': async (text) => (await parseText(text, { type: 'vtt' })).cues.length,
    'node-webvtt': (text) => webvtt.parse(text, { strict: false }).cues.length,
    'subsrt-ts': captions('vtt'),
    'webvtt-parser': (text) => new WebVTTParser().parse(text).cues.length,
  },
  srt: {
    'media-captions': async (text) => (await parseText(text, { type: 'srt' })).cues.length,
    'subsrt-ts': captions('srt'),
  },
  ass: {
    'ass-compiler': (text) => parseAss(text).events.dialogue.length,
    'media-captions': async (text) => (await parseText(text, { type: 'ass' })).cues.length,
    'subsrt-ts': captions('ass'),
  },
  sami: { 'subsrt-ts': captions('smi') },
  sbv: { 'subsrt-ts': captions('sbv') },
  lrc: { 'subsrt-ts': captions('lrc') },
  microdvd: { 'subsrt-ts': captions('sub') },
  csv: table(','),
  tsv: table('\t'),
  jsonl: {
    'JSON.parse and a loop': (text) =>
      text.split('\n').reduce((count, line) => (line ? count + countStrings(JSON.parse(line)) : count), 0),
  },
  html: {
    'DOMParser (native)': (text) => new DOMParser().parseFromString(text, 'text/html').getElementsByTagName('*').length,
    parse5: (text) => parseHtml(text).childNodes.length,
  },
  markdown: {
    marked: (text) => marked.lexer(text).length,
    'markdown-it': (text) => new MarkdownIt().parse(text, {}).length,
  },
  docx: {
    mammoth: async (_, bytes) =>
      (await mammoth.extractRawText({ arrayBuffer: bytes.buffer.slice(0, bytes.length) })).value.length,
  },
};

for (const id of ['ttml', 'youtube-srv3', 'tei', 'akoma-ntoso', 'dbt-plenarprotokoll', 'uk-hansard', 'eaf', 'exb', 'trs', 'odt']) {
  PEERS[id] = xml;
}
for (const id of [
  'verbatim-json', 'youtube-json3', 'podcast-json', 'deepgram', 'aws-transcribe', 'azure-speech', 'rev-ai', 'assemblyai',
  'speechmatics', 'ibm-watson', 'google-speech', 'gentle', 'kaldi', 'draftjs', 'autoedit', 'bbc-dpe', 'whisper-json',
]) {
  PEERS[id] = json;
}
