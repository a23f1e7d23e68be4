//! A stretch of time: from a day, month or year to another, both inclusive.

use serde::{Deserialize, Serialize};

use crate::model::Date;

/// From a day to a day, inclusive; a month or a year means all of it. An open end reaches as far as there are dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DateRange {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

impl DateRange {
    /// Whether it leaves all dates open, and those who have none.
    pub fn is_open(&self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// Whether a date lies in it. An unknown date lies only in one that is open.
    pub fn has(&self, date: Option<Date>) -> bool {
        if self.is_open() {
            return true;
        }
        let Some(date) = date else { return false };
        // "To 2014" holds every day of 2014: compare only as far as the bound is known.
        let not_after = |bound: Date| {
            let cut = Date {
                month: date.month.filter(|_| bound.month.is_some()),
                day: date.day.filter(|_| bound.day.is_some()),
                ..date
            };
            cut <= bound
        };
        let not_before = |bound: Date| date >= bound || (date.month.is_none() && date.year == bound.year);
        self.from.is_none_or(not_before) && self.to.is_none_or(not_after)
    }

    /// Reads `2014`, `2014-07-10`, `2012..2016-06`, `2012..` or `..2016`.
    pub fn parse(text: &str) -> Option<Self> {
        let end = |text: &str| if text.is_empty() { Some(None) } else { Date::from_iso(text).map(Some) };
        let (from, to) = text.split_once("..").unwrap_or((text, text));
        let range = Self { from: end(from)?, to: end(to)? };
        (!range.is_open()).then_some(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_inclusive_and_a_year_means_all_of_it() {
        let has = |range: &str, date: &str| DateRange::parse(range).expect(range).has(Date::from_iso(date));
        let day = "2014-07-10";
        assert!(has("2014", day) && has("2014-07", day) && has("2014-07-10", day) && has("..2014", day));
        assert!(has("2012..2016-06", day) && has("2014-07-10..", day));
        assert!(!has("2014-07-11..", day) && !has("..2014-06", day) && !has("2015", day));
        assert!(has("2014-03..", "2014"));
        assert!(!DateRange::parse("..2014").expect("read").has(None) && DateRange::default().has(None));
        for wrong in ["", "..", "14", "2014-13", "2014/07", "2014...2015", "2014..x"] {
            assert_eq!(DateRange::parse(wrong), None, "{wrong}");
        }
    }
}
