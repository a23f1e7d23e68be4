//! The command line: a thin face over the library. It reads arguments and files and prints; what it prints is made
//! elsewhere. On wasm32, where all binaries are compiled too, it is empty.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    native::run()
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::ffi::OsString;
    use std::io::{self, Read, Write};
    use std::process::ExitCode;

    use std::path::Path;

    use verbatim::compare::{Relation, Units, Witness, compare_and_report};
    use verbatim::containers::place::{Place, sentence};
    use verbatim::containers::{Bounds, Container, Part};
    use verbatim::export::report::report as parse_report;
    use verbatim::export::{Exported, Names, WRITERS, Writer, convert, writer};
    use verbatim::formats::rules::{Rule, RulesFile};
    use verbatim::formats::{Reading, open_with};
    use verbatim::library::Library;
    use verbatim::quote;
    use verbatim::search::{Filter, Order, report};
    use verbatim::views::Translations;
    use verbatim::views::{Texts, problems};

    /// What is said of a file whose end is missing or wrong.
    const DAMAGED: &str = "It is damaged in the archive and is read as far as it goes.";

    const USAGE: &str = "\
usage: verbatim parse FILE…
       verbatim search PLACE… QUERY [--limit N] [--sort date|relevance|file] [--exact] [--stems] [--either-alphabet]
       verbatim quote PLACE… TEXT [--speaker NAME] [--language CODE]
       verbatim compare A B [--as translation|versions|captions|unrelated]
                            [--units turns|paragraphs|sentences|lines]
       verbatim convert FILE… --to FORMAT [--out FOLDER]
       verbatim --help
       verbatim --version

All of them take --rules FILE: rules that were taught in the page and saved there, which then hold for all files.

  parse     reads transcripts of any known format and prints one JSON object a file, one line each;
            archives (ZIP, gzip) are read file by file
  search    looks through files, folders and archives for what QUERY asks, in the language of the search box, and
            prints one JSON object with the paragraphs found
  quote     says of each quotation in TEXT whether it was said, where, by whom and in which words, and prints one JSON
            object; TEXT is - for standard input. With a language, what stands in a translation only is said to be said in
            another language, beside the passage of the record in this one
  compare   sets two files side by side, as what they are said to be to each other or else as what they seem, by
            paragraphs unless told otherwise, and prints one JSON object with the rows and what differs in each
  convert   reads transcripts and writes them in another format: one to standard output, or all into a folder

Errors, and what a format has no place for, go to standard error. The exit status is 1 if any file could not be read, else 0.
";

    /// Does what the arguments ask.
    pub fn run() -> ExitCode {
        let mut arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
        let rules = match take_rules(&mut arguments) {
            Ok(rules) => rules,
            Err(what) => return misuse(&what),
        };
        let words: Vec<_> = arguments.iter().map(|argument| argument.to_string_lossy()).collect();
        let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
        match words.as_slice() {
            [] => misuse("no command was given."),
            ["--help" | "-h" | "help", ..] | [_, "--help" | "-h", ..] => print(USAGE),
            ["--version" | "-V", ..] => print(concat!("verbatim ", env!("CARGO_PKG_VERSION"), "\n")),
            ["parse"] => misuse("parse needs at least one file."),
            ["parse", files @ ..] => parse(files, &arguments[1..], rules),
            ["search", rest @ ..] => match Search::new(rest, &arguments[1..]) {
                Ok(search) => search.run(rules),
                Err(what) => misuse(&what),
            },
            ["quote", rest @ ..] => match Inquiry::new(rest, &arguments[1..]) {
                Ok(inquiry) => inquiry.run(rules),
                Err(what) => misuse(&what),
            },
            ["compare", rest @ ..] => match Pair::new(rest, &arguments[1..]) {
                Ok(pair) => pair.compare(rules),
                Err(what) => misuse(&what),
            },
            ["convert", rest @ ..] => match orders(rest, &arguments[1..]) {
                Ok(orders) => convert_all(&orders, rules),
                Err(what) => misuse(&what),
            },
            [unknown, ..] => misuse(&format!("there is no command {unknown:?}.")),
        }
    }

    /// Takes `--rules FILE` out of the arguments, wherever it stands, and reads the rules; none where it does not.
    fn take_rules(arguments: &mut Vec<OsString>) -> Result<Vec<Rule>, String> {
        let mut rules = Vec::new();
        while let Some(at) = arguments.iter().position(|argument| argument == "--rules") {
            let path = arguments.drain(at..arguments.len().min(at + 2)).nth(1).ok_or("--rules needs a file.")?;
            let name = path.to_string_lossy();
            let bytes = std::fs::read(&path).map_err(|error| format!("{name}: {}", sentence(&error)))?;
            let file = RulesFile::read(&bytes).ok_or_else(|| format!("{name}: no rules stand in this file."))?;
            rules = file.added_to(&rules);
        }
        Ok(rules)
    }

    /// How one file is read.
    fn reading(rules: Vec<Rule>) -> Reading {
        let mut reading = Reading::default();
        reading.choices.rules = rules;
        reading
    }

    fn parse(names: &[&str], paths: &[OsString], rules: Vec<Rule>) -> ExitCode {
        let reading = reading(rules);
        let mut are_read = true;
        for (name, path) in names.iter().zip(paths) {
            let parts = match std::fs::read(path) {
                Err(error) => {
                    complain(&format!("{name}: {}", sentence(&error)));
                    are_read = false;
                    continue;
                }
                Ok(bytes) => match Container::open(name, bytes, Bounds::default()) {
                    Ok(container) => Box::new(container) as Box<dyn Iterator<Item = Part>>,
                    Err(bytes) => {
                        let whole = Part::File { path: (*name).to_owned(), bytes, is_sound: true };
                        Box::new(std::iter::once(whole))
                    }
                },
            };
            for part in parts {
                match parse_part(part, &reading) {
                    Ok(is_read) => are_read &= is_read,
                    // Whoever was reading has closed the pipe: there is nobody left to print for.
                    Err(_) => return ExitCode::FAILURE,
                }
            }
        }
        if are_read { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    /// Prints the report on a file, dropped or out of an archive. Answers whether it could be read as a whole.
    fn parse_part(part: Part, reading: &Reading) -> io::Result<bool> {
        let (path, bytes, is_sound) = match part {
            Part::File { path, bytes, is_sound } => (path, bytes, is_sound),
            Part::Refused { path, why } => {
                complain(&format!("{path}: {why}"));
                return Ok(false);
            }
        };
        if !is_sound {
            complain(&format!("{path}: {DAMAGED}"));
        }
        match parse_report(&path, &bytes, reading) {
            Err(error) => {
                complain(&format!("{path}: the report could not be written: {error}."));
                Ok(false)
            }
            Ok((json, refusal)) => {
                writeln!(io::stdout().lock(), "{json}")?;
                if let Some(refusal) = &refusal {
                    complain(&format!("{path}: {refusal}"));
                }
                Ok(is_sound && refusal.is_none())
            }
        }
    }

    /// What `search` was asked for.
    struct Search<'a> {
        names: Vec<&'a str>,
        paths: Vec<OsString>,
        filter: Filter,
        order: Order,
        limit: Option<usize>,
    }

    impl<'a> Search<'a> {
        fn new(words: &[&'a str], arguments: &'a [OsString]) -> Result<Self, String> {
            let mut search =
                Self { names: vec![], paths: vec![], filter: Filter::default(), order: Order::default(), limit: None };
            let mut rest = words.iter().zip(arguments);
            while let Some((word, argument)) = rest.next() {
                match *word {
                    "--limit" => {
                        let number = rest.next().and_then(|(number, _)| number.parse().ok());
                        search.limit = Some(number.ok_or("--limit needs a number.")?);
                    }
                    "--sort" => {
                        let order = rest.next().and_then(|(name, _)| Order::from_name(name));
                        search.order = order.ok_or("--sort needs one of date, relevance, file.")?;
                    }
                    "--exact" => search.filter.is_exact = true,
                    "--stems" => search.filter.has_stems = true,
                    "--either-alphabet" => search.filter.either_alphabet = true,
                    unknown if unknown.starts_with("--") => return Err(format!("search has no option {unknown}.")),
                    name => {
                        search.names.push(name);
                        search.paths.push(argument.clone());
                    }
                }
            }
            search.paths.pop();
            search.filter.text = search.names.pop().unwrap_or_default().to_owned();
            if search.names.is_empty() { Err("search needs a place and a query.".into()) } else { Ok(search) }
        }

        fn run(&self, rules: Vec<Rule>) -> ExitCode {
            let Some(library) = read_places(&self.names, &self.paths, rules) else { return ExitCode::FAILURE };
            match report::search(&library, &self.filter, self.order, self.limit) {
                Ok(report) => print(&report.to_json()),
                Err(problems) => {
                    let texts = Texts::new("en");
                    let text = &self.filter.text;
                    problems.iter().for_each(|problem| complain(&problems::sentence(&texts, text, problem)));
                    ExitCode::FAILURE
                }
            }
        }
    }

    /// What `quote` was asked.
    #[derive(Default)]
    struct Inquiry<'a> {
        names: Vec<&'a str>,
        paths: Vec<OsString>,
        text: &'a str,
        speaker: Option<&'a str>,
        language: Option<&'a str>,
    }

    impl<'a> Inquiry<'a> {
        fn new(words: &[&'a str], arguments: &[OsString]) -> Result<Self, String> {
            let mut inquiry = Self::default();
            let mut rest = words.iter().zip(arguments);
            while let Some((word, argument)) = rest.next() {
                match *word {
                    "--speaker" => inquiry.speaker = Some(*rest.next().ok_or("--speaker needs a name.")?.0),
                    "--language" => {
                        inquiry.language = Some(*rest.next().ok_or("--language needs a code such as en.")?.0)
                    }
                    unknown if unknown.starts_with("--") => return Err(format!("quote has no option {unknown}.")),
                    name => {
                        inquiry.names.push(name);
                        inquiry.paths.push(argument.clone());
                    }
                }
            }
            // The text stands last.
            inquiry.text = inquiry.names.pop().unwrap_or_default();
            inquiry.paths.pop();
            if inquiry.names.is_empty() { Err("quote needs a place and a text.".into()) } else { Ok(inquiry) }
        }

        fn run(&self, rules: Vec<Rule>) -> ExitCode {
            let mut text = self.text.to_owned();
            if text == "-" {
                let mut bytes = Vec::new();
                if let Err(error) = io::stdin().lock().read_to_end(&mut bytes) {
                    complain(&format!("Standard input could not be read: {error}."));
                    return ExitCode::FAILURE;
                }
                text = String::from_utf8_lossy(&bytes).into_owned();
            }
            let Some(library) = read_places(&self.names, &self.paths, rules) else { return ExitCode::FAILURE };
            let inquiry = quote::report::Inquiry { text: &text, speaker: self.speaker, language: self.language };
            match quote::report::report(&inquiry, &library, &mut Translations::new(&library)) {
                Ok(json) => print(&format!("{json}\n")),
                Err(error) => {
                    complain(&format!("The report could not be written: {error}."));
                    ExitCode::FAILURE
                }
            }
        }
    }

    /// What `compare` was asked for.
    struct Pair<'a> {
        files: [(&'a str, &'a OsString); 2],
        relation: Option<Relation>,
        units: Units,
    }

    impl<'a> Pair<'a> {
        fn new(words: &[&'a str], arguments: &'a [OsString]) -> Result<Self, String> {
            let (mut files, mut relation, mut units) = (Vec::new(), None, Units::default());
            let mut rest = words.iter().zip(arguments);
            while let Some((word, argument)) = rest.next() {
                let mut value = || rest.next().map(|(word, _)| *word).unwrap_or_default();
                match *word {
                    "--as" => {
                        let name = value();
                        let known = || Relation::ALL.map(Relation::name).join(", ");
                        let found = Relation::named(name);
                        relation = Some(found.ok_or_else(|| format!("--as needs one of {}.", known()))?);
                    }
                    "--units" => {
                        let found = Units::named(value());
                        let known = || Units::ALL.map(Units::name).join(", ");
                        units = found.ok_or_else(|| format!("--units needs one of {}.", known()))?;
                    }
                    unknown if unknown.starts_with("--") => return Err(format!("compare has no option {unknown}.")),
                    name => files.push((name, argument)),
                }
            }
            let files = files.try_into().map_err(|_| "compare needs two files.")?;
            Ok(Self { files, relation, units })
        }

        fn compare(&self, rules: Vec<Rule>) -> ExitCode {
            let reading = reading(rules);
            let [left, right] = self.files.map(|(name, path)| self.read(name, path, &reading));
            let (Some(left), Some(right)) = (left, right) else { return ExitCode::FAILURE };
            match compare_and_report(&left, &right, self.relation, self.units) {
                Ok(json) => print(&format!("{json}\n")),
                Err(error) => {
                    complain(&format!("the comparison could not be written: {error}."));
                    ExitCode::FAILURE
                }
            }
        }

        /// A file in units; none where it could not be read, which is said.
        fn read(&self, name: &str, path: &OsString, reading: &Reading) -> Option<Witness> {
            let bytes = std::fs::read(path).map_err(|error| sentence(&error));
            let opened =
                bytes.and_then(|bytes| open_with(name, &bytes, reading).map_err(|refusal| refusal.to_string()));
            let witness = opened.map(|opened| Witness::of_file(&opened.text, &opened.parsed.transcripts, self.units));
            witness.map_err(|why| complain(&format!("{name}: {why}"))).ok()
        }
    }

    /// What `convert` was asked for.
    struct Orders<'a> {
        files: Vec<(&'a str, &'a OsString)>,
        to: &'static dyn Writer,
        out: Option<&'a Path>,
    }

    fn orders<'a>(words: &[&'a str], arguments: &'a [OsString]) -> Result<Orders<'a>, String> {
        let (mut files, mut to, mut out) = (Vec::new(), None, None);
        let mut rest = words.iter().zip(arguments);
        while let Some((word, argument)) = rest.next() {
            match *word {
                "--to" => to = Some(*rest.next().ok_or("--to needs the name of a format.")?.0),
                "--out" => out = Some(Path::new(rest.next().ok_or("--out needs a folder.")?.1)),
                unknown if unknown.starts_with("--") => return Err(format!("convert has no option {unknown}.")),
                name => files.push((name, argument)),
            }
        }
        let known = || WRITERS.iter().map(|writer| writer.meta().id).collect::<Vec<_>>().join(", ");
        let to = to.ok_or_else(|| format!("convert needs --to and one of {}.", known()))?;
        let to = writer(to).ok_or_else(|| format!("nothing can be written as {to:?}, only as {}.", known()))?;
        match files.len() {
            0 => Err("convert needs at least one file.".into()),
            2.. if out.is_none() => Err("several files need --out and a folder to go into.".into()),
            _ => Ok(Orders { files, to, out }),
        }
    }

    fn convert_all(orders: &Orders<'_>, rules: Vec<Rule>) -> ExitCode {
        let reading = reading(rules);
        let mut status = ExitCode::SUCCESS;
        let mut names = Names::default();
        for (name, path) in &orders.files {
            let written = std::fs::read(path)
                .map_err(|error| sentence(&error))
                .and_then(|bytes| convert(name, &bytes, orders.to, &reading))
                .and_then(|files| hand_out(path, files, orders, &mut names));
            match written {
                Ok(losses) => losses.iter().for_each(|loss| complain(&format!("{name}: {loss}"))),
                Err(failure) => {
                    complain(&format!("{name}: {failure}"));
                    status = ExitCode::FAILURE;
                }
            }
        }
        status
    }

    /// Writes files into the folder, or the only one to standard output. Returns what was lost.
    fn hand_out(
        source: &OsString,
        files: Vec<Exported>,
        orders: &Orders<'_>,
        names: &mut Names,
    ) -> Result<Vec<String>, String> {
        let failed = |what: &Path, error: io::Error| format!("{} could not be written: {error}.", what.display());
        let Some(folder) = orders.out else {
            let [file] = files.as_slice() else {
                return Err(format!("It holds {} transcripts; name a folder with --out for them.", files.len()));
            };
            io::stdout().lock().write_all(&file.bytes).map_err(|error| failed(Path::new("Standard output"), error))?;
            return Ok(file.losses.iter().map(ToString::to_string).collect());
        };
        std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
        let mut losses = Vec::new();
        for file in &files {
            let target = folder.join(names.next(&file.name, orders.to.meta().ending));
            // The source is what must never be lost.
            if target.canonicalize().is_ok_and(|target| Path::new(source).canonicalize().is_ok_and(|s| s == target)) {
                return Err("The result would replace the file itself. Name another folder with --out.".into());
            }
            std::fs::write(&target, &file.bytes).map_err(|error| failed(&target, error))?;
            losses.extend(file.losses.iter().map(ToString::to_string));
        }
        Ok(losses)
    }

    /// The library of several places: files, folders, archives. None where a place that was named could not be read at
    /// all; what is in it and cannot be read is said, and all else goes on.
    fn read_places(names: &[&str], paths: &[OsString], rules: Vec<Rule>) -> Option<Library> {
        let mut library = Library::default();
        library.set_rules(rules, &Reading::default());
        let mut are_read = true;
        for (name, path) in names.iter().zip(paths) {
            let mut is_any_read = false;
            for part in Place::new(name, Path::new(path), Bounds::default()) {
                match part {
                    Part::Refused { path, why } => complain(&format!("{path}: {why}")),
                    Part::File { path, bytes, is_sound } => {
                        if !is_sound {
                            complain(&format!("{path}: {DAMAGED}"));
                        }
                        match library.open(&path, bytes, &Reading::default()) {
                            Ok(_) => is_any_read = true,
                            Err(refusal) => complain(&format!("{path}: {refusal}")),
                        }
                    }
                }
            }
            are_read &= is_any_read;
        }
        are_read.then_some(library)
    }

    fn misuse(what: &str) -> ExitCode {
        complain(&format!("{what}\n{}", USAGE.trim_end()));
        ExitCode::FAILURE
    }

    fn print(text: &str) -> ExitCode {
        match io::stdout().lock().write_all(text.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        }
    }

    /// Writes to standard error; where even that is closed, the exit status has to do.
    fn complain(text: &str) {
        let _ = writeln!(io::stderr().lock(), "verbatim: {text}");
    }
}
