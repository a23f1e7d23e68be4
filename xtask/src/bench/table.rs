//! The tables that `cargo xtask bench` prints: speed of each format with its goal and its best peer, memory of each
//! format, and memory of the files that nobody would write. It gives verdicts and fails nothing.

/// Megabytes a second that these formats have to reach; every other text format [`TEXT_GOAL`].
const GOALS: &[(f64, &[&str])] = &[
    (150.0, &["vtt", "srt", "official", "csv", "jsonl"]),
    (
        100.0,
        &[
            "deepgram",
            "aws-transcribe",
            "azure-speech",
            "rev-ai",
            "assemblyai",
            "speechmatics",
            "ibm-watson",
            "google-speech",
            "gentle",
            "kaldi",
            "draftjs",
            "autoedit",
            "bbc-dpe",
            "whisper-json",
        ],
    ),
];

const TEXT_GOAL: f64 = 60.0;

/// What is no text has no goal.
const NO_TEXT: &[&str] = &["docx", "ebu-stl"];

/// How many times faster than the fastest of the others these have to be.
const TIMES_GOAL: f64 = 5.0;
/// See [`TIMES_GOAL`].
const TIMES_OF: &[&str] = &["vtt", "srt"];

/// Memory that reading may take whatever the file.
const FREE_BYTES: f64 = (64 << 20) as f64;
/// And how many times the size of the file besides.
const MEMORY_GOAL: f64 = 4.0;

/// One measured parser on one input, or the memory that reading one input took.
#[derive(Debug, Default, PartialEq)]
struct Row {
    input: String,
    parser: String,
    is_own: bool,
    is_memory: bool,
    is_hostile: bool,
    is_search: bool,
    is_compare: bool,
    bytes: f64,
    found: f64,
    best_ms: f64,
    middle_ms: f64,
    peak: f64,
    refusal: String,
    error: String,
}

impl Row {
    fn best(&self) -> f64 {
        if self.best_ms > 0.0 { self.bytes / 1e3 / self.best_ms } else { 0.0 }
    }

    fn middle(&self) -> f64 {
        if self.middle_ms > 0.0 { self.bytes / 1e3 / self.middle_ms } else { 0.0 }
    }

    /// How many times the file its memory was, beyond what every file may take.
    fn factor(&self) -> f64 {
        (self.peak - FREE_BYTES) / self.bytes.max(1.0)
    }
}

/// The tables of what the page posted.
pub fn table(result: &str) -> Result<String, String> {
    let rows = read_rows(result);
    if rows.is_empty() {
        return Err(format!("the page reported no times: {result}"));
    }
    Ok([speeds(&rows), peers(&rows), memory(&rows, false), memory(&rows, true), search(&rows), compare(&rows)].concat())
}

fn inputs(rows: &[Row]) -> Vec<&str> {
    let mut inputs: Vec<&str> = rows
        .iter()
        .filter(|row| !row.is_memory && !row.is_search && !row.is_compare)
        .map(|row| row.input.as_str())
        .collect();
    inputs.dedup();
    inputs
}

fn goal_of(input: &str) -> Option<f64> {
    let named = GOALS.iter().find(|(_, ids)| ids.contains(&input)).map(|(goal, _)| *goal);
    named.or((!NO_TEXT.contains(&input)).then_some(TEXT_GOAL))
}

fn verdict(is_reached: bool) -> &'static str {
    if is_reached { "reached" } else { "MISSED" }
}

fn speeds(rows: &[Row]) -> String {
    let inputs = inputs(rows);
    if inputs.is_empty() {
        return String::new();
    }
    let mut text = format!(
        "\nMegabytes a second, best run (middle run)\n{:<20} {:>5} {:>7} {:>11} {:>5} {:>8}  beside the best of the others\n",
        "format", "best", "(mid)", "from bytes", "goal", ""
    );
    for input in inputs {
        let of_input = || rows.iter().filter(|row| !row.is_memory && row.input == input);
        let named = |name: &str| of_input().find(|row| row.parser == name);
        let Some(own) = named("Verbatim") else { continue };
        if !own.error.is_empty() {
            text += &format!("{input:<20} failed: {}\n", own.error);
            continue;
        }
        let goal = goal_of(input);
        let peer = of_input().filter(|row| !row.is_own).max_by(|a, b| a.best().total_cmp(&b.best()));
        let beside = match peer.filter(|peer| peer.best() > 0.0) {
            Some(peer) => format!("{:.1} times {} ({:.0})", own.best() / peer.best(), peer.parser, peer.best()),
            None => "none is known".to_owned(),
        };
        let asked = match TIMES_OF.contains(&input) {
            true => {
                let is_reached = peer.is_some_and(|peer| own.best() >= TIMES_GOAL * peer.best());
                format!("; {TIMES_GOAL} times is {}", verdict(is_reached))
            }
            false => String::new(),
        };
        text += &format!(
            "{input:<20} {:>5.0} {:>7} {:>11.0} {:>5} {:>8}  {beside}{asked}\n",
            own.best(),
            format!("({:.0})", own.middle()),
            named("Verbatim, from bytes").map_or(0.0, Row::best),
            goal.map_or_else(|| "–".to_owned(), |goal| format!("{goal:.0}")),
            goal.map_or("", |goal| verdict(own.best() >= goal)),
        );
    }
    text
}

fn peers(rows: &[Row]) -> String {
    let mut text = String::new();
    for input in inputs(rows) {
        let of_input = || rows.iter().filter(|row| !row.is_memory && row.input == input);
        if of_input().all(|row| row.is_own) {
            continue;
        }
        text += &format!("\n{input}: ");
        let parts = of_input().filter(|row| !row.is_own || row.parser == "plain scan").map(|row| {
            if row.error.is_empty() {
                format!("{} {:.0} (found {})", row.parser, row.best(), row.found)
            } else {
                format!("{} failed: {}", row.parser, row.error)
            }
        });
        text += &parts.collect::<Vec<_>>().join("; ");
    }
    if text.is_empty() { text } else { format!("\nThe others, megabytes a second{text}\n") }
}

fn memory(rows: &[Row], is_hostile: bool) -> String {
    let rows: Vec<&Row> = rows.iter().filter(|row| row.is_memory && row.is_hostile == is_hostile).collect();
    if rows.is_empty() {
        return String::new();
    }
    let what = if is_hostile { "files that nobody would write" } else { "each format" };
    let mut text = format!(
        "\nMemory while {what} is read: megabytes, and how many times the file beyond 64 MB\n{:<40} {:>5} {:>6} {:>6}\n",
        "", "file", "peak", "times"
    );
    for row in rows {
        if !row.error.is_empty() {
            text += &format!("{:<40} failed: {}\n", row.input, row.error);
            continue;
        }
        let refused = if row.refusal.is_empty() { String::new() } else { format!("  refused: {}", row.refusal) };
        text += &format!(
            "{:<40} {:>5.0} {:>6.0} {:>6.1} {:>8}{refused}\n",
            row.input,
            row.bytes / 1e6,
            row.peak / 1e6,
            row.factor().max(0.0),
            verdict(row.factor() <= MEMORY_GOAL),
        );
    }
    text
}

/// What the search has to reach: milliseconds that nineteen of twenty queries of a kind stay below, for the index alone
/// and for the whole answer.
const SEARCH_GOALS: &[(&str, f64, f64)] = &[
    ("word", 2.0, 16.0),
    ("two words", 2.0, 16.0),
    ("phrase", 2.0, 16.0),
    ("prefix", 5.0, 16.0),
    ("word and date", 16.0, 16.0),
    ("word and speaker", 16.0, 16.0),
    ("NEAR", 50.0, 50.0),
    ("one edit", 50.0, 50.0),
    ("expression", 50.0, 50.0),
    ("quotation, said", 300.0, 300.0),
    ("quotation, changed", 300.0, 300.0),
    ("quotation, unsaid", 300.0, 300.0),
    ("article of twenty", 2000.0, 2000.0),
];
/// Megabytes a second at which an index has to be built, and how many times the text it may take.
const BUILD_GOAL: f64 = 60.0;
const INDEX_GOAL: f64 = 0.6;

fn search(rows: &[Row]) -> String {
    let rows: Vec<&Row> = rows.iter().filter(|row| row.is_search).collect();
    let Some(own) = rows.iter().find(|row| row.input == "build" && row.is_own) else { return String::new() };
    let mut text = format!(
        "\nSearch in {} turns, {:.0} MB\nbuilt at {:.0} MB/s, goal {BUILD_GOAL:.0}: {}; the index is {:.2} times the text, goal {INDEX_GOAL}: {}\n",
        own.found,
        own.bytes / 1e6,
        own.middle(),
        verdict(own.middle() >= BUILD_GOAL),
        own.peak / own.bytes.max(1.0),
        verdict(own.peak <= INDEX_GOAL * own.bytes),
    );
    for peer in rows.iter().filter(|row| row.input == "build" && !row.is_own) {
        text += &format!("{} builds at {:.1} MB/s, on a tenth\n", peer.parser, peer.middle());
    }
    text += "\nmilliseconds, the middle one (nineteen of twenty stay below)\n";
    for (kind, index_goal, answer_goal) in SEARCH_GOALS {
        for row in rows.iter().filter(|row| row.input == *kind) {
            let goal = match row.parser.as_str() {
                "Verbatim, index" => Some(*index_goal),
                "Verbatim, answer" => Some(*answer_goal),
                _ => None,
            };
            let times = format!("{:.2} ({:.2})", row.middle_ms, row.best_ms);
            let said =
                goal.map_or_else(String::new, |goal| format!("goal {goal:.0}: {}", verdict(row.best_ms <= goal)));
            text += &format!("{kind:<18} {:<22} {times:>18}  {said}\n", row.parser);
        }
    }
    text
}

/// Milliseconds that comparing may take, by what is compared and how; versions have to be compared faster than by the
/// fastest of the others.
const COMPARE_GOALS: &[(&str, &str, f64)] = &[
    ("2000 sentences", "Verbatim", 300.0),
    ("2000 sentences", "Verbatim, a pin", 100.0),
    ("20000 sentences", "Verbatim", 5000.0),
    ("20000 sentences", "Verbatim, a pin", 100.0),
];

fn compare(rows: &[Row]) -> String {
    let rows: Vec<&Row> = rows.iter().filter(|row| row.is_compare).collect();
    if rows.is_empty() {
        return String::new();
    }
    let mut text = "\nComparing: milliseconds, the middle one (the best)\n".to_owned();
    for row in &rows {
        let of_others = rows.iter().filter(|other| !other.is_own && other.input == row.input);
        let fastest = of_others.map(|other| other.middle_ms).min_by(f64::total_cmp);
        let goal = COMPARE_GOALS.iter().find(|goal| (goal.0, goal.1) == (row.input.as_str(), row.parser.as_str()));
        let said = match (goal, fastest.filter(|_| row.is_own)) {
            (Some((.., goal)), _) => format!("goal {goal:.0}: {}", verdict(row.middle_ms <= *goal)),
            (None, Some(fastest)) => {
                format!("goal {fastest:.1}, the fastest of the others: {}", verdict(row.middle_ms < fastest))
            }
            (None, None) => String::new(),
        };
        let times = format!("{:.1} ({:.1})", row.middle_ms, row.best_ms);
        text += &format!("{:<18} {:<22} {times:>18}  found {:<6} {said}\n", row.input, row.parser, row.found);
    }
    text
}

/// Reads the rows out of what the page posts: flat objects of strings, numbers and booleans in one array. What is not
/// of that form gives no rows; a reader of JSON would be the only dependency of this file.
fn read_rows(json: &str) -> Vec<Row> {
    let Some((_, rows)) = json.split_once("\"rows\":[") else { return Vec::new() };
    rows.split('{').skip(1).filter_map(|object| object.split_once('}')).map(|(object, _)| read_row(object)).collect()
}

fn read_row(object: &str) -> Row {
    let mut row = Row::default();
    let mut rest = object;
    while let Some((_, after)) = rest.split_once('"') {
        let Some((name, after)) = after.split_once("\":") else { break };
        let (value, after) = match after.strip_prefix('"') {
            Some(text) => text.split_once('"').unwrap_or((text, "")),
            None => after.split_once(',').unwrap_or((after, "")),
        };
        let number = || value.parse().unwrap_or_default();
        match name {
            "input" => row.input = value.to_owned(),
            "parser" => row.parser = value.to_owned(),
            "error" => row.error = value.to_owned(),
            "refusal" => row.refusal = value.to_owned(),
            "is_own" => row.is_own = value == "true",
            "is_memory" => row.is_memory = value == "true",
            "is_search" => row.is_search = value == "true",
            "is_compare" => row.is_compare = value == "true",
            "is_hostile" => row.is_hostile = value == "true",
            "bytes" => row.bytes = number(),
            "found" => row.found = number(),
            "best_ms" => row.best_ms = number(),
            "middle_ms" => row.middle_ms = number(),
            "peak" => row.peak = number(),
            _ => {}
        }
        rest = after;
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    const RESULT: &str = r#"{"browser":"x","rows":[
        {"input":"vtt","parser":"Verbatim","bytes":50000000,"is_own":true,"found":7,"best_ms":200,"middle_ms":250.5},
        {"input":"vtt","parser":"other","bytes":50000000,"is_own":false,"found":7,"best_ms":1250,"middle_ms":1300},
        {"input":"vtt","is_memory":true,"is_hostile":false,"bytes":64000000,"found":7,"peak":200000000},
        {"input":"build","parser":"Verbatim","is_own":true,"is_search":true,"bytes":200000000,"found":9,"middle_ms":2500,"peak":100000000},
        {"input":"word","parser":"Verbatim, index","is_own":true,"is_search":true,"found":9,"middle_ms":0.5,"best_ms":2.5},
        {"input":"30,000 words","parser":"Verbatim","is_own":true,"is_compare":true,"found":9,"best_ms":7,"middle_ms":8.5},
        {"input":"30,000 words","parser":"other","is_own":false,"is_compare":true,"found":9,"best_ms":17,"middle_ms":19},
        {"input":"a line","is_memory":true,"is_hostile":true,"bytes":32000000,"found":0,"peak":400000000,"refusal":"No."}]}"#;

    #[test]
    fn rows_become_tables_with_verdicts() {
        let text = table(RESULT).expect("a table");
        let has = |parts: &[&str]| text.lines().any(|line| parts.iter().all(|part| line.contains(part)));
        assert!(
            has(&["vtt ", "250", "(200)", "150", "reached", "6.2 times other (40)", "5 times is reached"]),
            "{text}"
        );
        assert!(has(&["vtt ", "64", "200", "2.1", "reached"]), "{text}");
        assert!(has(&["80 MB/s", "0.50 times", "reached"]), "{text}");
        assert!(has(&["word", "0.50 (2.50)", "goal 2: MISSED"]), "{text}");
        assert!(has(&["30,000 words", "8.5 (7.0)", "goal 19.0", "reached"]), "{text}");
        assert!(has(&["a line", "400", "10.4", "MISSED", "refused: No."]), "{text}");
    }

    #[test]
    fn a_page_that_failed_says_why() {
        assert!(table(r#"{"error":"no wasm"}"#).is_err_and(|sentence| sentence.contains("no wasm")));
    }
}
