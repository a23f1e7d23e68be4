//! The files that are dropped: the bundled transcripts, one of our own in the layout of official records, and some
//! that nobody can read.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use verbatim::markup::inflate::crc32;

use super::archives::zip;

/// An official record in the layout of published ones: title, summary, date, time, place, what belongs to the page,
/// and one speaker with an office.
const RECORD: &str = "\
Meeting with the keepers of the northern lights
Edda Storm held a meeting with the heads of the delegations to the 13th conference of lighthouse keepers dedicated to fog.
July 10, 2014
14:00
Skerry House, North Coast
2 of 4
Meeting with the keepers of the northern lights.
Minister of the Coast EDDA STORM: Friends, colleagues,
The meeting you are attending has become a regular event. A Lantern is lit where a lantern is needed; we live in foggy times. Though, when were they not foggy?
You are facing very complex tasks: the lanterns themselves, the café at the old tower, and the co\u{ad}operation of all who keep watch.
I would like to assure you that this work will go on, in line with your needs, and that no LANTERN will be put out.
";

const COUNCIL: &str = "\
Council of the harbour
The council met.
March 4, 2024
Port Alder
Mayor MARTA LUND: We begin with the breakwater.
OSKAR HAGEN: It is too short.
Mayor MARTA LUND: It is.
";
const COUNCIL_AGAIN: &str = "\
Second council of the harbour
The council met again.
March 11, 2024
Port Alder, North Coast
M. LUND: We go on with the breakwater.
HAGEN: It is still too short.
M. LUND: The meeting is closed.
";

/// The title of [`RECORD`].
pub const RECORD_TITLE: &str = "Meeting with the keepers of the northern lights";
/// The fishermen's meeting, in English and in Russian.
pub const FISHERMEN_EN: &str = "Meeting with the fishermen of the coast";
/// See [`FISHERMEN_EN`].
pub const FISHERMEN_RU: &str = "Встреча с рыбаками побережья";
/// A minister at the same harbour.
pub const VISIT: &str = "Рабочая поездка министра рыболовства в Линдсунд";
/// The panel at the lighthouse, of 2022.
pub const PANEL: &str = "What is a lighthouse for? A panel at Skarv Light";
/// The hearing on the breakwater, of 2024.
pub const HEARING: &str = "Public hearing on the second breakwater";

/// The files of a run.
pub struct DroppedFiles {
    /// Our own record.
    pub record: PathBuf,
    /// The reference transcript, where the data lies beside the project.
    pub reference: Option<PathBuf>,
    /// The bundled transcripts, by name.
    pub bundled: Vec<PathBuf>,
    /// One broken, one empty, one binary, one with a huge line.
    pub unreadable: Vec<PathBuf>,
    /// A PDF of official text, in an archive.
    pub pdf_in_archive: PathBuf,
    /// A PDF of two columns.
    pub pdf_of_columns: PathBuf,
    /// A PDF of a picture.
    pub scanned_pdf: PathBuf,
    /// A folder with ten bundled ones and the unreadable ones.
    pub folder: PathBuf,
    /// An archive of so many transcripts that it takes a while, and how many they are.
    pub many: PathBuf,
    /// Two meetings in which the same persons are written otherwise.
    pub councils: [PathBuf; 2],
    /// Two files of some megabytes each.
    pub large: [PathBuf; 2],
}

/// Transcripts in [`DroppedFiles::many`].
pub const MANY: usize = 6000;

/// The archive of many: each a record of its own, of some kilobytes.
fn many() -> Vec<u8> {
    let texts: Vec<(String, String)> = (1..=MANY)
        .map(|n| {
            let mut text = format!(
                "Watch report number {n}\nThe keepers reported.\nMay {}, {}\nSkerry House\n",
                n % 28 + 1,
                1990 + n % 30
            );
            for turn in 0..12 {
                let (name, other) = if turn % 2 == 0 { ("EDDA STORM", "north") } else { ("MARTA LUND", "south") };
                let words =
                    "The light was lit at dusk and burned until dawn, and no ship came nearer than the outer reef. ";
                text.push_str(&format!("{name}: Report {n}, watch {turn}, from the {other}. {}\n", words.repeat(3)));
            }
            (format!("watch/{n}.txt"), text)
        })
        .collect();
    let files: Vec<(&str, &[u8])> = texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    zip(&files, crc32)
}

/// A text of some megabytes.
fn large(number: u32) -> String {
    let mut text = format!("Log book {number} of the northern light\n\n");
    for line in 0..60_000 {
        text.push_str(&format!("Entry {line} of book {number}: wind from the north, the lantern trimmed twice.\n\n"));
    }
    text
}

impl DroppedFiles {
    /// Writes what must be written, below the target folder.
    pub fn prepare() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let own = Path::new(env!("CARGO_TARGET_TMPDIR")).join("e2e-files");
        let folder = own.join("folder");
        // What an earlier run left; at the first there is nothing.
        let _ = fs::remove_dir_all(&own);
        fs::create_dir_all(&folder).expect("a folder below the target folder");
        let write = |name: &str, bytes: &[u8]| {
            let path = own.join(name);
            fs::write(&path, bytes).expect("room for a file");
            path
        };
        let mut bundled: Vec<_> = fs::read_dir(root.join("static/transcripts"))
            .expect("the bundled transcripts")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        bundled.sort();
        assert!(bundled.len() >= 10, "ten transcripts are bundled");
        let mut picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0".to_vec();
        picture.extend((0..20_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8));
        let unreadable = vec![
            write("broken.json", b"{\"verbatim\":1,\"transcripts\":[{\"metadata\":{\"title\":\"Cut sh"),
            write("empty.txt", b""),
            write("picture.png", &picture),
            write("one-line.txt", "All in one line, and on and on. ".repeat(5 * 1024 * 1024 / 32).as_bytes()),
        ];
        for path in bundled.iter().take(10).chain(&unreadable) {
            let name = path.file_name().expect("a file has a name");
            fs::copy(path, folder.join(name)).expect("room for a copy");
        }
        let pdf = |name: &str| root.join("tests/fixtures/pdf").join(name);
        let record = fs::read(pdf("running-heads-in-mid-sentence.pdf")).expect("a fixture");
        let archive = zip(&[("records/board-session.pdf", &record)], crc32);
        let data = env::var_os("VERBATIM_DATA").map_or_else(|| root.join("../shared/data"), PathBuf::from);
        let reference = data.join("seed").join("meeting-cis-services-2014.txt");
        Self {
            record: write("record.txt", RECORD.as_bytes()),
            reference: reference.canonicalize().ok(),
            bundled,
            pdf_in_archive: write("records.zip", &archive),
            pdf_of_columns: pdf("two-columns.pdf"),
            scanned_pdf: pdf("scanned-page.pdf"),
            unreadable,
            folder,
            many: write("many.zip", &many()),
            councils: [write("council-1.txt", COUNCIL.as_bytes()), write("council-2.txt", COUNCIL_AGAIN.as_bytes())],
            large: [1, 2].map(|n| write(&format!("large-{n}.txt"), large(n).as_bytes())),
        }
    }

    /// The bundled transcript whose file begins so.
    pub fn bundled(&self, start: &str) -> PathBuf {
        let found = self
            .bundled
            .iter()
            .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start)));
        found.unwrap_or_else(|| panic!("no bundled transcript begins with {start}")).clone()
    }
}
