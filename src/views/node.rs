//! What a view is drawn of: texts and elements from a closed list, and what the page does when the user touches one.
//!
//! A view is made in the worker, which knows the library, and drawn by the page, which knows the browser. What travels
//! between them is data: no HTML, no script, no address but places of this page. What is not in the lists below cannot
//! be said, so nothing that a transcript holds can become mark-up. New elements and attributes are a word in a list;
//! names and their meaning are those of the HTML standard, SVG 2 and WAI-ARIA 1.2.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::search::Filter;

/// A closed list of names, which travels as a number.
macro_rules! names {
    ($(#[$doc:meta])* $list:ident: $($variant:ident $name:literal)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs)]
        pub enum $list { $($variant),* }

        impl $list {
            /// All of them, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name as the page's document writes it.
            pub fn name(self) -> &'static str {
                const NAMES: &[&str] = &[$($name),*];
                NAMES[self as usize]
            }
        }

        impl Serialize for $list {
            fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.serialize_u8(*self as u8)
            }
        }

        impl<'de> Deserialize<'de> for $list {
            fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                let number = u8::deserialize(input)?;
                Self::ALL.get(usize::from(number)).copied().ok_or_else(|| D::Error::custom("no such name"))
            }
        }
    };
}

names! {
    /// The elements of which views may be made: HTML's for text, tables and forms, and SVG's for drawings.
    Tag:
    A "a" B "b" Blockquote "blockquote" Button "button" Caption "caption" Code "code" Dd "dd" Del "del"
    Details "details" Div "div" Dl "dl" Dt "dt" Em "em" Fieldset "fieldset" Figcaption "figcaption" Figure "figure"
    Footer "footer" Form "form" H1 "h1" H2 "h2" H3 "h3" Header "header" I "i" Input "input" Ins "ins" Kbd "kbd"
    Label "label" Legend "legend" Li "li" Mark "mark" Nav "nav" Ol "ol" Option "option" P "p" Q "q" Section "section"
    Select "select" Small "small" Span "span" Strong "strong" Summary "summary" Table "table" Tbody "tbody" Td "td"
    Textarea "textarea" Tfoot "tfoot" Th "th" Thead "thead" Time "time" Tr "tr" Ul "ul"
    Circle "circle" G "g" Line "line" Path "path" Rect "rect" Svg "svg" SvgText "text" Title "title"
}

names! {
    /// What an element may say of itself. Addresses are not among them: the page writes those of [`Deed`]s.
    Attribute:
    Autocomplete "autocomplete" Checked "checked" Class "class" Colspan "colspan" Cols "cols" Dir "dir"
    Disabled "disabled" For "for" Hidden "hidden" Id "id" Inputmode "inputmode" Lang "lang" Max "max" Min "min"
    Name "name" Open "open" Placeholder "placeholder" Role "role" Rows "rows" Rowspan "rowspan" Scope "scope"
    Selected "selected" Spellcheck "spellcheck" Step "step" Style "style" Tabindex "tabindex" Tip "title" Type "type"
    Value "value"
    AriaColcount "aria-colcount" AriaColindex "aria-colindex" AriaControls "aria-controls" AriaCurrent "aria-current"
    AriaDescribedby "aria-describedby" AriaExpanded "aria-expanded" AriaHidden "aria-hidden" AriaLabel "aria-label"
    AriaKeyshortcuts "aria-keyshortcuts" AriaLabelledby "aria-labelledby" AriaLive "aria-live" AriaPressed "aria-pressed" AriaRowcount "aria-rowcount"
    AriaRowindex "aria-rowindex" AriaSort "aria-sort"
    Cx "cx" Cy "cy" D "d" Height "height" PreserveAspectRatio "preserveAspectRatio" R "r" TextAnchor "text-anchor"
    ViewBox "viewBox" Width "width" X "x" X1 "x1" X2 "x2" Xmlns "xmlns" Y "y" Y1 "y1" Y2 "y2"
}

/// A piece of a view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Node {
    /// Words.
    Text(String),
    /// An element with what is in it.
    Element(Box<Element>),
}

/// An element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Element {
    /// What it is.
    pub tag: Tag,
    /// What tells it from its siblings when the view is drawn anew, so that focus and scrolling stay. Of siblings all
    /// have one or none has.
    pub key: Option<String>,
    /// What it says of itself.
    pub attributes: Vec<(Attribute, String)>,
    /// What happens when it is clicked, changed or sent.
    pub deed: Option<Box<Deed>>,
    /// What is in it.
    pub children: Vec<Node>,
}

/// What the page does: on a form when it is sent, on a field when its value was changed, on anything else when it is
/// clicked. On an `a` the deeds that lead somewhere become its address too, so that it can be opened apart and copied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deed {
    /// Read a transcript at a paragraph.
    Go {
        /// Id of the transcript.
        id: String,
        /// Number of the paragraph; 0 for the head.
        paragraph: u32,
    },
    /// Show a view in this state.
    Show(ViewState),
    /// Show a view in this state and with what stands in the fields: in the one that was changed, or in all of the form
    /// that was sent, each under its name.
    ShowWith(ViewState),
    /// Show a view in this state, and stay where it is scrolled to.
    ShowHere(ViewState),
    /// Have the user's own work changed, by the view of this state or by an act (see [`super::acts`]), with what stands in the fields as in
    /// [`Deed::ShowWith`]. What is told of it can be undone.
    Change(ViewState),
    /// Put this into the clipboard.
    Copy(String),
    /// Go to the row of the view's list with this index.
    Row(u32),
    /// Have the file of this name made of what is on screen, and save it.
    Save(String),
    /// Choose what is shown, and show it in this view, or in the columns.
    Filter {
        /// What is chosen.
        filter: Box<Filter>,
        /// The view.
        view: Option<ViewState>,
    },
    /// Choose a value of the filter, or leave it again, by the key that it has in addresses; without a key, leave all.
    Choose(String, String),
    /// Set in the filter what stands in the field that was changed, by its name.
    ChooseFields,
    /// Show the rules that were taught.
    Rules,
}

/// A view and how it is set: what stands in the address of the page. The page carries it about and does not read it;
/// each view knows its own fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ViewState {
    /// Id of the view.
    pub view: String,
    /// What differs from how the view is set at first: fields and their values, by name.
    pub fields: Vec<(String, String)>,
}

impl ViewState {
    /// A view as it is set at first.
    pub fn of(view: &str) -> Self {
        Self { view: view.to_owned(), fields: Vec::new() }
    }

    /// The value of a field; empty where it is as at first.
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The number in a field.
    pub fn number(&self, name: &str) -> Option<u32> {
        self.field(name).parse().ok()
    }

    /// The same with another value in a field; an empty one sets it as at first.
    #[must_use]
    pub fn with(&self, name: &str, value: impl Into<String>) -> Self {
        let mut state = self.clone();
        state.set(name, value.into());
        state
    }

    /// Sets a field; an empty value sets it as at first.
    pub fn set(&mut self, name: &str, value: String) {
        self.fields.retain(|(known, _)| known != name);
        if !value.is_empty() {
            let at = self.fields.partition_point(|(known, _)| known.as_str() < name);
            self.fields.insert(at, (name.to_owned(), value));
        }
    }
}

impl Element {
    /// An empty element.
    pub fn new(tag: Tag) -> Self {
        Self { tag, key: None, attributes: Vec::new(), deed: None, children: Vec::new() }
    }

    /// With an attribute.
    #[must_use]
    pub fn with(mut self, attribute: Attribute, value: impl Into<String>) -> Self {
        self.attributes.push((attribute, value.into()));
        self
    }

    /// With an attribute that is there or not, such as `checked`.
    #[must_use]
    pub fn with_if(self, is_there: bool, attribute: Attribute) -> Self {
        if is_there { self.with(attribute, "") } else { self }
    }

    /// Marked as the one that is shown, where it is.
    #[must_use]
    pub fn current(self, is_it: bool) -> Self {
        if is_it { self.with(Attribute::AriaCurrent, "true") } else { self }
    }

    /// With a class.
    #[must_use]
    pub fn class(self, class: &str) -> Self {
        self.with(Attribute::Class, class)
    }

    /// With a key.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// With something that happens.
    #[must_use]
    pub fn on(mut self, deed: Deed) -> Self {
        self.deed = Some(Box::new(deed));
        self
    }

    /// With one more child.
    #[must_use]
    pub fn child(mut self, child: impl Into<Node>) -> Self {
        self.children.push(child.into());
        self
    }

    /// With more children.
    #[must_use]
    pub fn all<N: Into<Node>>(mut self, children: impl IntoIterator<Item = N>) -> Self {
        self.children.extend(children.into_iter().map(Into::into));
        self
    }

    /// The value of an attribute.
    pub fn attribute(&self, attribute: Attribute) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == attribute).map(|(_, value)| value.as_str())
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(Box::new(element))
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_travel_as_numbers_and_come_back() {
        assert!(Tag::ALL.len() < 128 && Attribute::ALL.len() < 128, "one byte each");
        let bytes = postcard::to_allocvec(&(Tag::SvgText, Attribute::Y2)).expect("plain data");
        assert_eq!(bytes.len(), 2);
        assert_eq!(postcard::from_bytes(&bytes), Ok((Tag::SvgText, Attribute::Y2)));
        assert!(postcard::from_bytes::<Tag>(&[250]).is_err());
        assert_eq!((Tag::SvgText.name(), Attribute::Y2.name()), ("text", "y2"));
    }

    #[test]
    fn a_field_as_at_first_is_none() {
        let state = ViewState::of("concordance").with("sort", "left-1").with("sample", "most-100");
        assert_eq!(state.field("sort"), "left-1");
        assert_eq!(state.with("sort", "").with("sample", ""), ViewState::of("concordance"));
    }
}
