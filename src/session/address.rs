//! The address of a view: what stands after `#` in the page's URL. Reload, back and forward, and a copied link bring
//! back the transcripts side by side, the places in them, the filter and the source view, or the view of the whole library
//! that stands in their place.

use form_urlencoded::{Serializer, parse};

use crate::jobs::{Filter, Show, ViewState, read_pair, write_filter};

/// Most transcripts side by side.
const MOST_COLUMNS: usize = 3;
/// What stands before the names of a view's own fields.
const FIELD: &str = "v.";

/// A transcript in a column, and where in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Id of the transcript.
    pub id: String,
    /// Number of the paragraph at the top; none for the head.
    pub paragraph: Option<u32>,
}

/// What a view is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// One to three columns; none for the empty page.
    pub columns: Vec<Place>,
    /// The filter.
    pub filter: Filter,
    /// Which rows are shown.
    pub show: Show,
    /// Whether the columns scroll each on its own.
    pub is_unlocked: bool,
    /// Source view: column and paragraph.
    pub source: Option<(usize, u32)>,
    /// The view in the place of the columns; they stay for the way back.
    pub view: Option<ViewState>,
    /// The row of the view's list at the top of the screen.
    pub row: u32,
    /// The passage that a link named; empty where there was none. Without columns the view of the passage is shown, which
    /// leads on to the text.
    pub at: String,
}

/// The view of a passage, and the field with its address.
const PASSAGE: &str = "passage";
const AT: &str = "at";

impl Address {
    /// Reads what stands after `#`. What it does not know is left out.
    pub fn from_fragment(fragment: &str) -> Self {
        let mut address = Self::default();
        for (key, value) in parse(fragment.trim_start_matches(['#', '/', '?']).as_bytes()) {
            if read_pair(&mut address.filter, &key, &value) {
                continue;
            }
            match &*key {
                "t" if address.columns.len() < MOST_COLUMNS => {
                    let (id, paragraph) = value.split_once('-').map_or((&*value, None), |(id, n)| (id, n.parse().ok()));
                    address.columns.push(Place { id: id.to_owned(), paragraph });
                }
                "show" if value == "all" => address.show = Show::All,
                "unlocked" => address.is_unlocked = true,
                "view" if !value.is_empty() => address.view.get_or_insert_default().view = value.into_owned(),
                "row" => address.row = value.parse().unwrap_or(0),
                AT => address.at = value.into_owned(),
                "source" => {
                    address.source = value.split_once('-').and_then(|(c, n)| Some((c.parse().ok()?, n.parse().ok()?)));
                }
                key => {
                    if let Some(field) = key.strip_prefix(FIELD) {
                        address.view.get_or_insert_default().set(field, value.into_owned());
                    }
                }
            }
        }
        address.view = address.view.filter(|view| !view.view.is_empty());
        if !address.at.is_empty() && address.columns.is_empty() && address.view.is_none() {
            address.view = Some(ViewState::of(PASSAGE).with(AT, address.at.clone()));
        }
        address.source = address.source.filter(|(column, _)| *column < address.columns.len());
        address
    }

    /// What to write after `#`; empty for the empty page.
    pub fn to_fragment(&self) -> String {
        let mut out = Serializer::new(String::new());
        for place in &self.columns {
            match place.paragraph {
                Some(paragraph) => out.append_pair("t", &format!("{}-{paragraph}", place.id)),
                None => out.append_pair("t", &place.id),
            };
        }
        write_filter(&self.filter, |key, value| {
            out.append_pair(key, value);
        });
        if self.show == Show::All {
            out.append_pair("show", "all");
        }
        if self.is_unlocked {
            out.append_pair("unlocked", "1");
        }
        if let Some((column, paragraph)) = self.source {
            out.append_pair("source", &format!("{column}-{paragraph}"));
        }
        if !self.at.is_empty() {
            out.append_pair(AT, &self.at);
        }
        if let Some(view) = self.view.as_ref().filter(|_| !self.is_arriving()) {
            out.append_pair("view", &view.view);
            for (field, value) in &view.fields {
                out.append_pair(&format!("{FIELD}{field}"), value);
            }
            if self.row > 0 {
                out.append_pair("row", &self.row.to_string());
            }
        }
        out.finish()
    }

    /// Whether the link to a passage was opened and has not led to the text.
    pub fn is_arriving(&self) -> bool {
        !self.at.is_empty() && self.view.as_ref().is_some_and(|view| view.view == PASSAGE && view.field(AT) == self.at)
    }

    /// Ids of the transcripts that it names.
    pub fn ids(&self) -> Vec<String> {
        let columns = self.columns.iter().map(|place| place.id.clone());
        // The address of a passage begins with the id, in which a line stands for the point.
        columns.chain(self.at.split('.').next().map(|id| id.replace('_', "."))).filter(|id| !id.is_empty()).collect()
    }

    /// Whether `other` differs only in what scrolling and typing change, or is where a link leads on to, so that it is no
    /// step of its own in the browser's history.
    pub fn is_same_step(&self, other: &Self) -> bool {
        if self.is_arriving() && self.at == other.at {
            return true;
        }
        let settle = |address: &Self| {
            let mut address = address.clone();
            address.columns.iter_mut().for_each(|place| place.paragraph = None);
            address.filter.text.clear();
            address.row = 0;
            address
        };
        settle(self) == settle(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;

    #[test]
    fn an_address_comes_back_as_it_went() {
        let address = Address {
            columns: vec![
                Place { id: "9f2c00112233".into(), paragraph: Some(12) },
                Place { id: "41ab00112233.2".into(), paragraph: None },
            ],
            filter: Filter {
                text: "\"did not\" & ёлка #1".into(),
                speakers: ["".into(), "Marta Lund".into(), "В. Путин".into()].into(),
                places: ["Town Hall, Lindsund".into()].into(),
                from: Date::from_iso("2014"),
                to: Date::from_iso("2014-07-10"),
                ..Filter::default()
            },
            show: Show::All,
            is_unlocked: true,
            source: Some((1, 4)),
            view: Some(ViewState::of("concordance").with("sort", "left-1").with("q", "a=b&c")),
            row: 120,
            at: "9f2c00112233.4.1-3.x*a b.txt".into(),
        };
        let fragment = address.to_fragment();
        assert_eq!(Address::from_fragment(&format!("#{fragment}")), address, "{fragment}");
        assert_eq!(Address::default().to_fragment(), "");
    }

    #[test]
    fn what_is_not_an_address_is_left_out() {
        assert_eq!(
            Address::from_fragment("#top&%zz=1&source=7-1&from=soon&t&v.sort=word&view="),
            Address { columns: vec![Place::default()], ..Address::default() }
        );
    }

    #[test]
    fn a_link_to_a_passage_leads_to_the_text() {
        let link = Address::from_fragment("#at=9f2c00112233_2.4.1-3.x*a+b.txt");
        assert_eq!(link.view, Some(ViewState::of("passage").with("at", "9f2c00112233_2.4.1-3.x*a b.txt")));
        assert_eq!(link.ids(), ["9f2c00112233.2"]);
        assert!(link.is_arriving() && Address::from_fragment(&link.to_fragment()) == link);
        let text = Address { columns: vec![Place::default()], view: None, ..link.clone() };
        assert!(link.is_same_step(&text) && !text.is_arriving() && !text.is_same_step(&Address::default()));
        assert!(Address::from_fragment(&text.to_fragment()).view.is_none());
    }

    #[test]
    fn scrolling_is_no_step() {
        let at = |fragment| Address::from_fragment(fragment);
        assert!(at("t=a-1&q=on").is_same_step(&at("t=a-9&q=one")));
        assert!(!at("t=a").is_same_step(&at("t=a&t=b")));
        assert!(!at("t=a").is_same_step(&at("t=a&speaker=X")));
        assert!(at("view=v&row=9").is_same_step(&at("view=v")) && !at("view=v&v.s=1").is_same_step(&at("view=v")));
    }
}
