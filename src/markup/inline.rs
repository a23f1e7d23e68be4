//! The marks inside a paragraph of Markdown (CommonMark 0.31): emphasis, code, links, escapes, entities, and what
//! stands in brackets. What is found are stretches of the source that cover the paragraph in order.
//!
//! It follows CommonMark where people who write transcripts do; it builds no tree, and each of its passes is linear.

use std::collections::HashMap;

use super::entities;
use crate::model::Span;

/// A stretch of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// Letters that stand for themselves.
    Text(Span),
    /// A letter that the source writes otherwise: an entity.
    Letter(char, Span),
    /// A line break, with the white space and marks around it.
    Break(Span),
    /// Marks that are not read: asterisks, backslashes, the address of a link, tags.
    Hidden(Span),
    /// A mark of emphasis, opening or closing.
    Emphasis(Span),
    /// A comment or a picture.
    Aside(Span),
    /// A bracket with the index of its partner among the tokens: `(`, `)`, `[` or `]`.
    Bracket {
        /// Which.
        letter: char,
        /// Where, a backslash before it included.
        span: Span,
        /// The other one of the pair; none where it has none.
        partner: Option<usize>,
    },
}

impl Token {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Text(span)
            | Self::Letter(_, span)
            | Self::Break(span)
            | Self::Hidden(span)
            | Self::Emphasis(span)
            | Self::Aside(span)
            | Self::Bracket { span, .. } => *span,
        }
    }
}

/// Longest address of a link, bytes.
const LONGEST_ADDRESS: usize = 2000;

/// Longest tag, bytes.
const LONGEST_TAG: usize = 300;

/// Tags whose words are read and that are not shown themselves.
const TAGS: &[&str] = &[
    "a", "b", "big", "br", "center", "cite", "details", "div", "em", "font", "i", "p", "s", "small", "span", "strong",
    "sub", "summary", "sup", "u",
];

/// The tokens of the lines of one paragraph. Together with what lies between the lines they cover it.
pub fn tokens(source: &str, lines: &[Span]) -> Vec<Token> {
    let mut scanner = Scanner { source, tokens: Vec::new(), marks: Vec::new() };
    let ticks = Ticks::new(source, lines);
    for (i, line) in lines.iter().enumerate() {
        let is_last = i + 1 == lines.len();
        // A backslash at the end of a line that another one follows is a mark, not a letter.
        let text = line.of(source);
        let has_hard_break = !is_last && text.ends_with('\\') && !text.ends_with("\\\\");
        let end = line.end - u32::from(has_hard_break);
        scanner.scan_line(Span { start: line.start, end }, &ticks);
        if let Some(next) = lines.get(i + 1) {
            scanner.tokens.push(Token::Break(Span { start: end, end: next.start }));
        }
    }
    let Scanner { mut tokens, marks, .. } = scanner;
    resolve_marks(&mut tokens, marks);
    pair_brackets(&mut tokens);
    hide_links(source, tokens)
}

/// A run of marks of emphasis, as yet unpaired; its token is `Text`.
struct Mark {
    token: usize,
    letter: u8,
    can_open: bool,
    can_close: bool,
}

/// Where the runs of backticks stand, by length, so that the end of a stretch of code is found without a search.
struct Ticks(HashMap<usize, Vec<u32>>);

impl Ticks {
    fn new(source: &str, lines: &[Span]) -> Self {
        let mut places: HashMap<usize, Vec<u32>> = HashMap::new();
        for line in lines {
            let bytes = line.of(source).as_bytes();
            let mut at = 0;
            while let Some(found) = memchr::memchr(b'`', &bytes[at..]) {
                let start = at + found;
                let length = run(&bytes[start..]);
                places.entry(length).or_default().push(line.start + start as u32);
                at = start + length;
            }
        }
        Self(places)
    }

    /// The next run of this length from `from` on, if it stands before `end`.
    fn next(&self, length: usize, from: u32, end: u32) -> Option<u32> {
        let places = self.0.get(&length)?;
        places.get(places.partition_point(|at| *at < from)).copied().filter(|at| *at < end)
    }
}

struct Scanner<'s> {
    source: &'s str,
    tokens: Vec<Token>,
    marks: Vec<Mark>,
}

impl Scanner<'_> {
    fn scan_line(&mut self, line: Span, ticks: &Ticks) {
        let text = line.of(self.source);
        let bytes = text.as_bytes();
        let place = |start: usize, end: usize| Span { start: line.start + start as u32, end: line.start + end as u32 };
        let (mut at, mut plain) = (0, 0);
        while at < bytes.len() {
            let (token, length) = match bytes[at] {
                b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => {
                    let letter = char::from(bytes[at + 1]);
                    self.flush(place(plain, at));
                    if matches!(letter, '(' | ')' | '[' | ']') {
                        self.tokens.push(Token::Bracket { letter, span: place(at, at + 2), partner: None });
                    } else {
                        self.tokens.push(Token::Hidden(place(at, at + 1)));
                        self.tokens.push(Token::Text(place(at + 1, at + 2)));
                    }
                    at += 2;
                    plain = at;
                    continue;
                }
                b'`' => {
                    let length = run(&bytes[at..]);
                    let inside = at + length;
                    match ticks.next(length, line.start + inside as u32, line.end) {
                        Some(end) => {
                            let end = (end - line.start) as usize;
                            self.flush(place(plain, at));
                            self.tokens.push(Token::Hidden(place(at, inside)));
                            self.tokens.push(Token::Text(place(inside, end)));
                            self.tokens.push(Token::Hidden(place(end, end + length)));
                            at = end + length;
                            plain = at;
                        }
                        None => at = inside,
                    }
                    continue;
                }
                letter @ (b'*' | b'_' | b'~') => {
                    let length = run(&bytes[at..]);
                    if letter == b'~' && length != 2 {
                        at += length;
                        continue;
                    }
                    self.flush(place(plain, at));
                    let (can_open, can_close) = flanks(text, at, at + length, letter);
                    // A token for each mark: a pair takes as many as both have.
                    for i in 0..length {
                        self.marks.push(Mark { token: self.tokens.len(), letter, can_open, can_close });
                        self.tokens.push(Token::Text(place(at + i, at + i + 1)));
                    }
                    at += length;
                    plain = at;
                    continue;
                }
                b'!' if bytes.get(at + 1) == Some(&b'[') => match picture(&text[at..]) {
                    Some(length) => (Token::Aside(place(at, at + length)), length),
                    None => (Token::Text(place(at, at + 1)), 1),
                },
                b'<' => match tag(&text[at..]) {
                    Some((shown, length)) => {
                        self.flush(place(plain, at));
                        if text[at..].starts_with("<!--") {
                            self.tokens.push(Token::Aside(place(at, at + length)));
                        } else if text[at + 1..].get(..2).is_some_and(|name| name.eq_ignore_ascii_case("br")) {
                            self.tokens.push(Token::Break(place(at, at + length)));
                        } else {
                            self.tokens.push(Token::Hidden(place(at, at + shown.start)));
                            self.flush(place(at + shown.start, at + shown.end));
                            self.tokens.push(Token::Hidden(place(at + shown.end, at + length)));
                        }
                        at += length;
                        plain = at;
                        continue;
                    }
                    None => {
                        at += 1;
                        continue;
                    }
                },
                b'&' => match entities::decode(&text[at..]) {
                    Some((letter, length)) => (Token::Letter(letter, place(at, at + length)), length),
                    None => {
                        at += 1;
                        continue;
                    }
                },
                letter @ (b'(' | b')' | b'[' | b']') => {
                    let letter = char::from(letter);
                    (Token::Bracket { letter, span: place(at, at + 1), partner: None }, 1)
                }
                _ => {
                    at += 1;
                    continue;
                }
            };
            self.flush(place(plain, at));
            self.tokens.push(token);
            at += length;
            plain = at;
        }
        self.flush(place(plain, bytes.len()));
    }

    fn flush(&mut self, span: Span) {
        if !span.is_empty() {
            self.tokens.push(Token::Text(span));
        }
    }
}

/// How many times the first byte stands in a row.
fn run(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| **byte == bytes[0]).count()
}

/// Whether the marks from `start` to `end` can open and close emphasis.
fn flanks(text: &str, start: usize, end: usize, letter: u8) -> (bool, bool) {
    let before = text[..start].chars().next_back().unwrap_or(' ');
    let after = text[end..].chars().next().unwrap_or(' ');
    let is_sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let left = !after.is_whitespace() && (!is_sign(after) || before.is_whitespace() || is_sign(before));
    let right = !before.is_whitespace() && (!is_sign(before) || after.is_whitespace() || is_sign(after));
    // People write `**Name:**text` without the space that CommonMark wants.
    let right = right || (letter == b'*' && matches!(before, ':' | '：' | '.' | ')' | ']'));
    if letter == b'_' {
        (left && (!right || is_sign(before)), right && (!left || is_sign(after)))
    } else {
        (left, right)
    }
}

/// Pairs the marks of emphasis; those that have no partner stay text.
fn resolve_marks(tokens: &mut [Token], marks: Vec<Mark>) {
    let mut open: [Vec<usize>; 3] = Default::default();
    for mark in marks {
        let stack = &mut open[match mark.letter {
            b'*' => 0,
            b'_' => 1,
            _ => 2,
        }];
        if mark.can_close
            && let Some(opener) = stack.pop()
        {
            for token in [opener, mark.token] {
                tokens[token] = Token::Emphasis(tokens[token].span());
            }
        } else if mark.can_open {
            stack.push(mark.token);
        }
    }
}

fn pair_brackets(tokens: &mut [Token]) {
    let (mut round, mut square) = (Vec::new(), Vec::new());
    for i in 0..tokens.len() {
        let Token::Bracket { letter, .. } = tokens[i] else { continue };
        let stack = if matches!(letter, '(' | ')') { &mut round } else { &mut square };
        if matches!(letter, '(' | '[') {
            stack.push(i);
        } else if let Some(opener) = stack.pop() {
            for (this, other) in [(i, opener), (opener, i)] {
                if let Token::Bracket { partner, .. } = &mut tokens[this] {
                    *partner = Some(other);
                }
            }
        }
    }
}

/// Hides the brackets and the address of each link, so that its words remain.
fn hide_links(source: &str, mut tokens: Vec<Token>) -> Vec<Token> {
    for i in 0..tokens.len() {
        let Token::Bracket { letter: ']', span, partner: Some(opener) } = tokens[i] else { continue };
        let Some(Token::Bracket { letter: letter @ ('(' | '['), span: next, partner: Some(closer) }) =
            tokens.get(i + 1).cloned()
        else {
            continue;
        };
        let is_escaped = [span, next, tokens[opener].span()].iter().any(|bracket| bracket.len() > 1);
        let address = Span { start: next.end, end: tokens[closer].span().start };
        if is_escaped || address.len() > LONGEST_ADDRESS || (letter == '(' && !is_address(address.of(source))) {
            continue;
        }
        tokens[opener] = Token::Hidden(tokens[opener].span());
        tokens[i] = Token::Hidden(span);
        for inside in i + 1..=closer {
            let token = &mut tokens[inside];
            // A bracket outside whose partner is part of the address is alone.
            if let Token::Bracket { partner: Some(other), .. } = std::mem::replace(token, Token::Hidden(token.span()))
                && let Token::Bracket { partner, .. } = &mut tokens[other]
            {
                *partner = None;
            }
        }
    }
    tokens
}

/// Whether the round brackets behind `[words]` hold an address and not a remark.
fn is_address(text: &str) -> bool {
    let address = text.trim().split(char::is_whitespace).next().unwrap_or_default();
    let title = text.trim()[address.len()..].trim_start();
    title.is_empty() && (address.contains(['/', '#', '.', ':', '@', '<']) || address.is_empty())
        || title.starts_with(['"', '\'', '('])
}

/// The length of a picture at the start of `text`: `![words](address)`.
fn picture(text: &str) -> Option<usize> {
    let window = &text[..text.floor_char_boundary(LONGEST_ADDRESS.min(text.len()))];
    let words = window.find("](")?;
    window[words..].find(')').map(|end| words + end + 1)
}

/// The tag, address or comment at the start of `text`: what of it is read, and its length.
fn tag(text: &str) -> Option<(std::ops::Range<usize>, usize)> {
    if text.starts_with("<!--") {
        let window = &text[..text.floor_char_boundary(LONGEST_ADDRESS.min(text.len()))];
        let end = window.find("-->")? + 3;
        return Some((0..0, end));
    }
    let window = &text[..text.floor_char_boundary(LONGEST_TAG.min(text.len()))];
    let end = memchr::memchr2(b'>', b'\n', window.as_bytes()).filter(|end| window.as_bytes()[*end] == b'>')?;
    let inside = &window[1..end];
    let name = inside.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    if TAGS.iter().any(|tag| name.eq_ignore_ascii_case(tag)) && !inside.contains('<') {
        return Some((0..0, end + 1));
    }
    let is_address =
        ["http://", "https://", "mailto:"].iter().any(|scheme| inside.starts_with(scheme)) && !inside.contains(' ');
    is_address.then_some((1..end, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read of one line.
    fn read(line: &str) -> String {
        let mut text = String::new();
        for token in tokens(line, &[Span::new(0, line.len())]) {
            match token {
                Token::Text(span) => text.push_str(span.of(line)),
                Token::Letter(letter, _) => text.push(letter),
                Token::Break(_) => text.push(' '),
                Token::Bracket { letter, .. } => text.push(letter),
                Token::Hidden(_) | Token::Emphasis(_) | Token::Aside(_) => {}
            }
        }
        text
    }

    #[test]
    fn reads_what_a_reader_would() {
        for (line, expected) in [
            ("a *b* **c** ***d*** _e_ __f__ ~~g~~", "a b c d e f g"),
            ("2 * 3 * 4 and snake_case_name and 5*", "2 * 3 * 4 and snake_case_name and 5*"),
            ("**Ann:**hello", "Ann:hello"),
            ("`*code*` and ``a`b`` and `open", "*code* and a`b and `open"),
            ("[words](https://example.org \"t\") and [x][ref]", "words and x"),
            ("[laughs] (12:34) \\[04:17\\] \\*", "[laughs] (12:34) [04:17] *"),
            ("[word](not a link)", "[word](not a link)"),
            ("a &amp; b &#8211; c &unknown; AT&T", "a & b – c &unknown; AT&T"),
            ("a<br/>b", "a b"),
            ("<b>x</b> <https://example.org> a < b <3 <!-- c -->", "x https://example.org a < b <3 "),
            ("![alt](pic.png) after", " after"),
        ] {
            assert_eq!(read(line), expected, "{line}");
        }
    }

    #[test]
    fn a_bracket_whose_partner_is_in_an_address_is_alone() {
        let line = "[a][x (y] b) c";
        let all = tokens(line, &[Span::new(0, line.len())]);
        for token in &all {
            if let Token::Bracket { partner: Some(other), .. } = token {
                assert!(matches!(all[*other], Token::Bracket { .. }), "{token:?} of {all:?}");
            }
        }
        assert_eq!(read(line), "a b) c");
    }

    #[test]
    fn tokens_cover_the_lines() {
        for line in ["**a [b](c) `d` &lt; \\[e\\] ![f](g) <i>h</i>", "((([[[***___```", "]])) &&& <<< \\"] {
            let mut at = 0;
            for token in tokens(line, &[Span::new(0, line.len())]) {
                assert_eq!(token.span().start, at, "{line}");
                at = token.span().end;
            }
            assert_eq!(at as usize, line.len(), "{line}");
        }
    }
}
