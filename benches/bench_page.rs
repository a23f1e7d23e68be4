//! The part of the speed test that is compiled to WebAssembly: makes files and libraries from a seed, reads and
//! searches them.
//!
//! `cargo xtask bench` builds it and runs it in a browser, beside the parsers in `benches/peers/`. What is measured is
//! the way from decoded text to the finished `Parsed`: spans, account of every character, turns and paragraphs.
//! The inputs are made, not found, so that every run everywhere reads the same bytes.

#[cfg(target_arch = "wasm32")]
mod page {
    use verbatim::compare::{Compared, Relation, Units, Witness, compare, guess_relation};
    use verbatim::formats::{self, Choices, Format, Limits, Parsed, Reading, Source};
    use verbatim::jobs::{ColumnQuery, Engine, Filter, Request, Response, ViewQuery, ViewState, encode};
    use verbatim::search::{Comparison, Evaluator, Index, Query};
    use verbatim::text::difference::compare_words;
    use wasm_bindgen::prelude::wasm_bindgen;

    use crate::input::{
        self,
        library::{self, Maker},
        pairs,
    };

    /// The ids of all formats, parted by spaces.
    #[wasm_bindgen]
    pub fn ids() -> String {
        input::ids().collect::<Vec<_>>().join(" ")
    }

    /// The names of the hostile files, a line each.
    #[wasm_bindgen]
    pub fn hostile_names() -> String {
        input::hostile::names().collect::<Vec<_>>().join("\n")
    }

    /// A file of a format, of about so many bytes.
    #[wasm_bindgen]
    pub fn make(id: &str, seed: u32, bytes: usize) -> Vec<u8> {
        input::make(id, seed, bytes)
    }

    /// The hostile file of this name.
    #[wasm_bindgen]
    pub fn make_hostile(name: &str, bytes: usize) -> Vec<u8> {
        input::hostile::make(name, bytes)
    }

    /// A file that was decoded, and what there is to do with it.
    #[wasm_bindgen]
    pub struct Bench {
        text: String,
        format: &'static dyn Format,
    }

    #[wasm_bindgen]
    impl Bench {
        /// Decodes a file and finds its format. What is no text is unpacked.
        #[wasm_bindgen(constructor)]
        pub fn new(bytes: &[u8]) -> Self {
            let reading = Reading::default();
            for format in formats::FORMATS {
                if let Some(Ok(text)) = format.extract(bytes, &reading) {
                    return Self { text, format: *format };
                }
            }
            let text = String::from_utf8_lossy(bytes).into_owned();
            let (format, _) = formats::detect("unknown", bytes, &text);
            Self { text, format }
        }

        /// Its length in bytes, once it is text.
        pub fn bytes(&self) -> usize {
            self.text.len()
        }

        /// The id of the format that it is recognised as.
        pub fn format(&self) -> String {
            self.format.meta().id.to_owned()
        }

        /// Reads it. Returns how many cues or, where there are none, how many paragraphs it has.
        pub fn read(&self) -> usize {
            self.format.parse(&Source::of_text(&self.text), &Limits::default()).map_or(0, |parsed| count(&parsed))
        }

        /// Looks at every byte once and counts the lines: what no reader can be faster than.
        pub fn scan(&self) -> usize {
            memchr::memchr_iter(b'\n', self.text.as_bytes()).count()
        }
    }

    fn count(parsed: &Parsed) -> usize {
        parsed.transcripts.iter().map(|t| t.cues.len().max(t.paragraphs.len())).sum()
    }

    /// Reads a file as it is dropped: copied in, decoded, recognised, read. Returns what [`Bench::read`] does; a file
    /// that is refused has nothing.
    #[wasm_bindgen]
    pub fn read_bytes(bytes: Vec<u8>) -> usize {
        formats::open_owned("unknown", bytes, &Reading::default()).map_or(0, |(opened, _)| count(&opened.parsed))
    }

    /// A library made from a seed, and what is asked of it.
    #[wasm_bindgen]
    pub struct Library {
        engine: Engine,
        maker: Maker,
        files: usize,
        index: Index,
    }

    #[wasm_bindgen]
    impl Library {
        /// An empty one.
        #[wasm_bindgen(constructor)]
        pub fn new(seed: u32) -> Self {
            Self { engine: Engine::default(), maker: Maker::new(seed), files: 0, index: Index::default() }
        }

        /// Adds a file. Returns how many turns it has.
        pub fn add(&mut self) -> usize {
            let text = self.maker.file();
            self.files += 1;
            let name = format!("meeting-{}.csv", self.files);
            let _ = self.engine.run(Request::Open { name, choices: Choices::default() }, text.into_bytes());
            library::TURNS
        }

        /// Letters of all turns, bytes.
        pub fn text_bytes(&self) -> usize {
            self.engine.library().entries().iter().map(|entry| entry.transcript.text.len()).sum()
        }

        /// Makes an index of all turns.
        pub fn build(&mut self) {
            self.index = Index::default();
            self.index.gather(self.engine.library());
            self.index.settle();
        }

        /// Bytes of that index.
        pub fn index_bytes(&self) -> usize {
            self.index.bytes()
        }

        /// A turn's words, by its number, for those who build their own index.
        pub fn turn(&self, number: usize) -> String {
            let entry = self.engine.library().entries().get(number / library::TURNS);
            let paragraph = entry.and_then(|entry| entry.transcript.paragraphs.get(number % library::TURNS));
            let words = entry.zip(paragraph).map(|(entry, paragraph)| entry.transcript.words(paragraph.text));
            words.unwrap_or_default().to_owned()
        }

        /// A word, as frequent as words are.
        pub fn word(&mut self) -> String {
            self.maker.word()
        }

        /// How many turns the index finds.
        pub fn find(&self, text: &str) -> usize {
            let query = Query::parse(text, Comparison::default());
            let evaluator = Evaluator::new(&query, &self.index, self.engine.library());
            self.index.parts().iter().map(|part| evaluator.find(part).len()).sum()
        }

        /// What the page gets for a keystroke, as bytes: the list with all counts, and the first transcript with the
        /// words marked. Returns how many places were found.
        pub fn answer(&mut self, text: &str) -> u32 {
            let filter = Filter { text: text.to_owned(), ..Filter::default() };
            let request =
                Request::Catalogue { filter: filter.clone(), most: 100, open: Vec::new(), language: "en".to_owned() };
            let response = self.engine.run(request, Vec::new());
            let mut sent = encode(&response).len();
            let Response::Catalogue(catalogue) = response else { return 0 };
            if let Some(first) = catalogue.items.first() {
                let column = ColumnQuery { id: first.id.clone(), filter, ..ColumnQuery::default() };
                sent += encode(&self.engine.run(Request::Outline(column.clone()), Vec::new())).len();
                sent += encode(&self.engine.run(Request::Rows { column, from: 0, to: 80 }, Vec::new())).len();
            }
            // What is sent must be made, or the compiler might leave it out.
            if sent == 0 { 0 } else { catalogue.hits }
        }
    }

    /// Two versions of a record that are compared.
    #[wasm_bindgen]
    pub struct Versions([String; 2]);

    #[wasm_bindgen]
    impl Versions {
        /// Makes them, of about so many words each.
        #[wasm_bindgen(constructor)]
        pub fn new(seed: u32, words: usize) -> Self {
            Self(pairs::versions(seed, words))
        }

        /// The text of the one and of the other, for those who compare them themselves.
        pub fn text(&self, side: usize) -> String {
            self.0[side].clone()
        }

        /// Reads both from their bytes, finds out what they are to each other, sets their paragraphs level, finds what
        /// was moved and compares all words, each difference with its class. Returns how many there are.
        pub fn compare(&self) -> usize {
            let read = |text: &String| {
                let opened = formats::open("unknown", text.as_bytes(), &Limits::default()).ok()?;
                Some(Witness::of_file(&opened.text, &opened.parsed.transcripts, Units::Paragraphs))
            };
            let (Some(left), Some(right)) = (read(&self.0[0]), read(&self.0[1])) else { return 0 };
            let relation = guess_relation(&left, &right);
            let comparison = compare(&left, &right, relation, Units::Paragraphs);
            comparison.rows.iter().map(|row| row.changes.len()).sum()
        }

        /// Compares the words alone.
        pub fn compare_words(&self) -> usize {
            compare_words(&self.0[0], &self.0[1]).len()
        }
    }

    /// A text and its translation that are aligned.
    #[wasm_bindgen]
    pub struct Translation {
        sides: [Witness; 2],
        compared: Option<Compared>,
    }

    #[wasm_bindgen]
    impl Translation {
        /// Makes them, the one of so many sentences.
        #[wasm_bindgen(constructor)]
        pub fn new(seed: u32, sentences: usize) -> Self {
            let sides = pairs::translation(seed, sentences).map(|text| Witness::of_lines(&text));
            Self { sides, compared: None }
        }

        /// Aligns them and holds their numbers and names against each other. Returns how many rows there are.
        pub fn align(&mut self) -> usize {
            let [left, right] = &self.sides;
            let compared = Compared::new(left, right, Relation::Translation, Units::Lines, &[]);
            let rows = compared.comparison.rows.len();
            self.compared = Some(compared);
            rows
        }

        /// Pins a sentence in the middle to its neighbour's counterpart, and takes that back with the next call. Returns
        /// how many rows there are.
        pub fn pin(&mut self, is_set: bool) -> usize {
            let [left, right] = &self.sides;
            let Some(compared) = &mut self.compared else { return 0 };
            let middle = compared.comparison.rows.get(compared.comparison.rows.len() / 2..).unwrap_or_default();
            let pair = middle.windows(2).find_map(|rows| Some((*rows[0].left.first()?, *rows[1].right.first()?)));
            let pins: Vec<(usize, usize)> = pair.into_iter().filter(|_| is_set).collect();
            compared.set_pins(left, right, &pins);
            compared.comparison.rows.len()
        }
    }

    #[wasm_bindgen]
    impl Library {
        /// What the page gets for a pasted text, as bytes: a verdict for each quotation, with its evidence. Returns how
        /// many bytes.
        pub fn check(&mut self, text: &str) -> usize {
            let state = ViewState::of("quote").with("text", text);
            let query = ViewQuery { state, language: "en".to_owned(), ..ViewQuery::default() };
            encode(&self.engine.run(Request::View(query), Vec::new())).len()
        }
    }

    /// The sentence with which a file is refused; nothing where it is read.
    #[wasm_bindgen]
    pub fn refusal(bytes: &[u8]) -> String {
        formats::open("unknown", bytes, &Limits::default())
            .err()
            .map_or_else(String::new, |refusal| refusal.to_string())
    }
}

#[path = "input/mod.rs"]
mod input;

fn main() {
    // On the wasm target the page calls the exports above; elsewhere there is nothing to show but the input itself.
    #[cfg(not(target_arch = "wasm32"))]
    {
        use std::io::Write;
        let mut arguments = std::env::args().skip(1);
        let kind = arguments.next().unwrap_or_else(|| "vtt".to_owned());
        let bytes = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(4096);
        let made = if input::ids().any(|id| id == kind) {
            input::make(&kind, 1, bytes)
        } else if let Some(side) = ["versions-left", "versions-right"].iter().position(|known| **known == kind) {
            input::pairs::versions(1, bytes / 6)[side].clone().into_bytes()
        } else if let Some(side) = ["translation-left", "translation-right"].iter().position(|known| **known == kind) {
            input::pairs::translation(1, bytes / 100)[side].clone().into_bytes()
        } else if input::hostile::names().any(|name| name == kind) {
            input::hostile::make(&kind, bytes)
        } else {
            input::ids().chain(input::hostile::names()).collect::<Vec<_>>().join("\n").into_bytes()
        };
        // A reader that goes away is no trouble of ours.
        let _ = std::io::stdout().write_all(&made);
    }
}
