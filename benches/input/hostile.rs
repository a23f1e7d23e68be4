//! Files that nobody would write: as many elements as fit in as few bytes as they take, of every kind that a reader
//! keeps something for.

/// What a file begins with, what it repeats, and what it ends with.
struct Shape {
    name: &'static str,
    head: &'static str,
    unit: &'static str,
    foot: &'static str,
}

const fn shape(name: &'static str, head: &'static str, unit: &'static str, foot: &'static str) -> Shape {
    Shape { name, head, unit, foot }
}

const KALDI: &str = r#"{"text":"a","result":["#;

const SHAPES: &[Shape] = &[
    shape("a letter a line", "", "a\n", ""),
    shape("a letter a paragraph", "", "a\n\n", ""),
    shape("a label a line", "ANN LEE: Good morning.\n\nBORIS UDE: Good morning.\n\n", "Q: a\n", ""),
    shape("a label a paragraph", "ANN LEE: Good morning.\n\nBORIS UDE: Good morning.\n\n", "ANN LEE: a\n\n", ""),
    shape("a note a line", "ANN LEE: Good morning.\n\nBORIS UDE: Good morning.\n\n", "(a)\n", ""),
    shape("a heading a line", "# a\n\n**Ann:** a\n\n**Boris:** a\n\n", "# a\n", ""),
    shape("emphasis in Markdown", "# a\n\n**Ann:** a\n\n**Boris:** a\n\n", "*a* ", ""),
    shape("a rule a line in Markdown", "# a\n\n**Ann:** a\n\n", "a\n\n---\n", ""),
    shape("an item a line in Markdown", "# a\n\n**Ann:** a\n\n", "- a\n", ""),
    shape("vtt: cues of a letter", "WEBVTT\n\n", "00:00.000 --> 00:01.000\na\n\n", ""),
    shape("vtt: a tag a letter", "WEBVTT\n\n", "00:00.000 --> 00:01.000\n<b>a</b><b>a</b><b>a</b><b>a</b>\n\n", ""),
    shape("vtt: times in a cue", "WEBVTT\n\n00:00.000 --> 00:01.000\n", "<00:01.000>a", "\n"),
    shape("vtt: references", "WEBVTT\n\n", "00:00.000 --> 00:01.000\n&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;\n\n", ""),
    shape("vtt: voices", "WEBVTT\n\n", "00:00.000 --> 00:01.000\n<v A>a\n<v B>a\n<v C>a\n\n", ""),
    shape("vtt: comments", "WEBVTT\n\n00:00.000 --> 00:01.000\na\n\n", "NOTE\n\n", ""),
    shape("srt: cues of a letter", "", "1\n00:00:00,000 --> 00:00:01,000\na\n\n", ""),
    shape("srt: a letter a line", "1\n00:00:00,000 --> 00:00:01,000\n", "a\n", ""),
    shape("sbv: cues of a letter", "", "0:00:00.000,0:00:01.000\na\n\n", ""),
    shape("lrc: words of a letter", "[00:00.00]a\n", "[00:00.00]<00:00.00>a<00:00.00>a\n", ""),
    shape("lrc: a letter a line", "[00:00.00]a\n", "[00:01]a\n", ""),
    shape("mpl2: cues of a letter", "", "[1][2]a\n", ""),
    shape("microdvd: cues of a letter", "", "{1}{2}a|b\n", ""),
    shape(
        "ass: an override a letter",
        "[Events]\nFormat: Start, End, Text\n",
        "Dialogue: 0:00:00.00,0:00:01.00,{}a{}a{}a{}a{}a\n",
        "",
    ),
    shape("sami: cues of a letter", "<SAMI><BODY>\n", "<SYNC Start=1>a", ""),
    shape("subviewer: cues of a letter", "[INFORMATION]\n[SUBTITLE]\n", "00:00:00.00,00:00:01.00\na\n\n", ""),
    shape(
        "ttml: paragraphs of a letter",
        "<tt xmlns=\"http://www.w3.org/ns/ttml\"><body><div>",
        "<p begin='1s'>a</p>",
        "",
    ),
    shape(
        "ttml: empty tags",
        "<tt xmlns=\"http://www.w3.org/ns/ttml\"><body><div><p begin='1s' end='2s'>a",
        "<a/>",
        "",
    ),
    shape("srv3: words of a letter", "<timedtext format=\"3\"><body><p t=\"1\" d=\"1\">", "<s>a</s>", ""),
    shape("tei: empty tags", "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body><p>a", "<a/>", ""),
    shape(
        "tei: utterances of a letter",
        "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body>",
        "<u who='a'>a</u>",
        "",
    ),
    shape(
        "akoma-ntoso: speeches of a letter",
        "<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\"><debate><debateBody><debateSection>",
        "<p>a</p>",
        "",
    ),
    shape("dbt: paragraphs of a letter", "<dbtplenarprotokoll><sitzungsverlauf>", "<p>a</p>", ""),
    shape("uk-hansard: paragraphs of a letter", "<publicwhip><speech speakername=\"A\">", "<p>a</p>", ""),
    shape("trs: times without words", "<Trans><Episode><Section><Turn>", "<Sync time=\"1\"/>a", ""),
    shape("eaf: slots", "<ANNOTATION_DOCUMENT><TIME_ORDER>", "<TIME_SLOT TIME_SLOT_ID=\"a\"/>", ""),
    shape(
        "exb: events of a letter",
        "<basic-transcription><basic-body><tier>",
        "<event start=\"a\" end=\"b\">a</event>",
        "",
    ),
    shape("html: paragraphs of a letter", "<!doctype html><body>", "<p>a", ""),
    shape("html: empty tags", "<!doctype html><body><p>a</p>", "<b>", ""),
    shape("html: line ends", "<!doctype html><body>", "a<br>", ""),
    shape("html: labels", "<!doctype html><body>", "<p><b>A:</b> a", ""),
    shape("fodt: empty tags", "<office:document><office:body><office:text><text:p>a", "<a/>", ""),
    shape("fodt: paragraphs of a letter", "<office:document><office:body><office:text>", "<text:p>a</text:p>", ""),
    shape("kaldi: words of a letter", KALDI, r#"{"word":"a","start":1,"end":2},"#, "]}"),
    shape("kaldi: numbers", KALDI, "1,", "]}"),
    shape("kaldi: empty lists", KALDI, "[],", "]}"),
    shape("kaldi: empty strings", KALDI, r#""","#, "]}"),
    shape("whisper-json: segments of a letter", r#"{"segments":["#, r#"{"text":"a","start":1,"end":2},"#, "]}"),
    shape("whisper-json: escapes", r#"{"text":"a","segments":[{"start":1,"end":2,"text":""#, r"\u0061", "\"}]}"),
    shape(
        "ibm-watson: words of a letter",
        r#"{"results":[{"alternatives":[{"transcript":"a ","timestamps":["#,
        r#"["a",1,2],"#,
        "]}]}],\"result_index\":0}",
    ),
    shape(
        "youtube-json3: words of a letter",
        r#"{"wireMagic":"pb3","events":["#,
        r#"{"tStartMs":1,"segs":[{"utf8":"a"},{"utf8":"b"}]},"#,
        "]}",
    ),
    shape(
        "podcast-json: segments of a letter",
        r#"{"version":"1.0.0","segments":["#,
        r#"{"startTime":1,"body":"a"},"#,
        "]}",
    ),
    shape(
        "verbatim-json: paragraphs of a letter",
        r#"{"verbatim":1,"transcripts":[{"turns":[{"paragraphs":["#,
        r#"{"text":"a"},"#,
        "]}]}]}",
    ),
    shape("draftjs: blocks of a letter", r#"{"entityMap":{},"blocks":["#, r#"{"text":"a"},"#, "]}"),
    shape("csv: rows of a letter", "speaker,text\n", "a,b\n", ""),
    shape("csv: rows of one line", "speaker,text\n", "a,\"b\nb\"\n", ""),
    shape("csv: empty cells", "speaker,text\na,b\na,b\na,b\n", ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n", ""),
    shape("csv: quotation marks", "speaker,text\n", "a,\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\n", ""),
    shape("csv: a transcript a row", "id,title,text\n", "a,b,c\nb,c,d\n", ""),
    shape("tsv: rows of a letter", "speaker\ttext\n", "a\tb\n", ""),
    shape("jsonl: rows of a letter", "", "{\"speaker\":\"a\",\"text\":\"b\"}\n", ""),
    shape(
        "jsonl: lines that are none",
        "{\"speaker\":\"a\",\"text\":\"b\"}\n{\"speaker\":\"a\",\"text\":\"b\"}\n",
        "1\n",
        "",
    ),
    shape(
        "jsonl: a transcript a row",
        "",
        "{\"id\":\"a\",\"turns\":[{\"text\":\"b\"}]}\n{\"id\":\"b\",\"turns\":[{\"text\":\"b\"}]}\n",
        "",
    ),
    shape("nlp: words of a letter", "token|speaker|ts|endTs|punctuation|case|tags\n", "a|b|1|2\n", ""),
    shape("otter: lines of a letter", "", "Ann Lee  0:00\na\n\n", ""),
    shape("meet-txt: lines of a letter", "", "Ann Lee (00:00:00):\na\n\n", ""),
    shape("zoom-txt: lines of a letter", "", "[A] 00:00:00\na\n\n", ""),
    shape("chat: words of a letter", "@UTF8\n@Begin\n@Participants:\tANN Ann Adult\n", "*ANN:\ta .\n", "@End\n"),
    shape(
        "chat: codes",
        "@UTF8\n@Begin\n@Participants:\tANN Ann Adult\n",
        "*ANN:\t&a a (a)a a(a) &a [/] a .\n",
        "@End\n",
    ),
    shape("salt: words of a letter", "$ Child, Teacher\n- 0:00\n", "C a.\n", ""),
    shape(
        "textgrid: intervals of a letter",
        "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0\n9\n<exists>\n1\n\"IntervalTier\"\n\"A\"\n0\n9\n9\n",
        "1\n2\n\"a\"\n",
        "",
    ),
    shape(
        "textgrid: numbers",
        "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n0\n9\n<exists>\n1\n\"IntervalTier\"\n\"A\"\n0\n9\n9\n",
        "1\n",
        "",
    ),
    shape("rtf: paragraphs of a letter", "{\\rtf1 ", "a\\par\n", "}"),
    shape("rtf: groups", "{\\rtf1 a", "{}", "}"),
    shape("rtf: bold letters", "{\\rtf1 a", "\\b a\\b0 a", "}"),
    shape("spruce-stl: cues of a letter", "$Bold = FALSE\n", "00:00:00:00 , 00:00:01:00 , a\n", ""),
    shape("scc: captions of a letter", "Scenarist_SCC V1.0\n\n", "00:00:01:00\t9420 61 942f\n\n", ""),
];

/// Their names.
pub fn names() -> impl Iterator<Item = &'static str> {
    SHAPES.iter().map(|shape| shape.name)
}

/// The file of this name, of about `bytes` bytes.
pub fn make(name: &str, bytes: usize) -> Vec<u8> {
    let Some(shape) = SHAPES.iter().find(|shape| shape.name == name) else { return Vec::new() };
    let count = bytes / shape.unit.len();
    let mut text = String::with_capacity(bytes + shape.head.len() + shape.foot.len() + 1);
    text.push_str(shape.head);
    (0..count).for_each(|_| text.push_str(shape.unit));
    // A list in JSON ends without a comma.
    if shape.foot.starts_with(']') && text.ends_with(',') {
        text.pop();
    }
    text.push_str(shape.foot);
    text.into_bytes()
}
