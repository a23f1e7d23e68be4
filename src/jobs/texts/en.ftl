# What the page says later than at first, in English.
confidence-certain = certain
confidence-likely = likely
confidence-maybe = a guess
report-file = File
report-format = Format
report-encoding = Encoding
report-hash = SHA-256
report-size = Size
report-as-found = as the content says
report-found = { $what }
report-chosen = as you chose
report-columns = What the columns hold. Correct what was misunderstood.
report-column = Column { $n }
report-column-holds = What column { $name } holds
column-role-none = nothing that is known
column-role-speaker = speaker
column-role-role = role of the speaker
column-role-text = words
column-role-start = start
column-role-end = end
column-role-duration = duration
column-role-number = number
column-role-title = title of the event
column-role-summary = summary
column-role-date = date
column-role-time = time of day
column-role-place = place
column-role-language = language
column-role-transcript = which transcript the row belongs to
column-role-note = note
report-clean = Nothing was left over and nothing was unclear.
report-line = line { $line }
source-of = Source: { $file }
source-earlier = Earlier lines
source-later = Later lines
source-lines = Lines { $from } to { $to } of { $total }
kind-speech = speech
kind-label = label
kind-metadata = metadata
kind-note = note
kind-furniture = furniture
kind-timing = time
kind-markup = mark-up
paste-title = Paste a transcript
paste-label = Text of the transcript
paste-go = Read it
paste-name = pasted text { $n }.txt
help-title = Keys
help-search = to the search box
help-turns = next, previous turn
help-hits = next, previous match or difference
by-rows = Compare row by row
help-pin = in a comparison: pin what belongs together, or take the pin away
help-transcripts = previous, next transcript
help-beside = one transcript, side by side
help-source = source of the paragraph
help-theme = light or dark
help-library = library
help-escape = close, leave the search box
help-this = this list
help-query = In the search box
help-query-words = all these words in one turn
help-query-phrase = these words in a row
help-query-prefix = words that begin so
help-query-or = at least one of them
help-query-not = turns that lack it
help-query-edit = this word, or with one letter changed
help-query-near = within five words
help-query-expression = a regular expression
help-query-fields = speaker:berg, place:"port alder", date:2012..2016-06, in:title budget
message-copied = Copied.
message-not-copied = The browser did not allow it to be copied. Select the text and copy it yourself.
message-duplicate = Already in the library.
message-cancelled = { $n ->
    [one] { $n } file was not read.
   *[other] { $n } files were not read.
}
message-unpacked = { $n ->
    [one] { $n } file of the archive was read.
   *[other] { $n } files of the archive were read.
}
message-unpacked-duplicates = { $n ->
    [one] { $n } was in the library already.
   *[other] { $n } were in the library already.
}
message-unpacked-junk = { $n ->
    [one] { $n } file that is no transcript (hidden, style, script, font) was skipped.
   *[other] { $n } files that are no transcripts (hidden, styles, scripts, fonts) were skipped.
}
message-unpacked-refused = { $n ->
    [one] { $n } file of the archive could not be read.
   *[other] { $n } files of the archive could not be read.
}
message-and-more = { $files } + { $n }
export-title = Export this transcript
export-shown = Only the paragraphs that are shown
export-format = Format
export-losses = This has no place in it:
export-whole = Everything that is known of the transcript has a place in it.
export-wait = Download
export-go = Download { $file }, { $size }
help-export = export the transcript
loss-title = the title
loss-summary = the summary
loss-date = the date
loss-time-of-day = the time of day
loss-place = the place
loss-language = the language
loss-other = { $n ->
    [one] { $n } more statement of the source about itself
   *[other] { $n } more statements of the source about itself
}
loss-roles = { $n ->
    [one] the role of { $n } speaker
   *[other] the roles of { $n } speakers
}
loss-labels = { $n ->
    [one] { $n } label as printed: the name stands in its place
   *[other] { $n } labels as printed: the names stand in their place
}
loss-times = { $n ->
    [one] the time of { $n } paragraph
   *[other] the times of { $n } paragraphs
}
loss-ends = { $n ->
    [one] the end of { $n } paragraph: its start is kept
   *[other] the ends of { $n } paragraphs: their starts are kept
}
loss-cues = { $n ->
    [one] the time of { $n } piece of a paragraph
   *[other] the times of { $n } pieces of paragraphs
}
loss-word-times = { $n ->
    [one] the time of { $n } word
   *[other] the times of { $n } words
}
loss-untimed = { $n ->
    [one] { $n } paragraph without times
   *[other] { $n } paragraphs without times
}
loss-notes = { $n ->
    [one] { $n } note between paragraphs
   *[other] { $n } notes between paragraphs
}
loss-headings = { $n ->
    [one] { $n } heading
   *[other] { $n } headings
}
loss-separators = { $n ->
    [one] { $n } separator
   *[other] { $n } separators
}
loss-furniture = { $n ->
    [one] { $n } line of the page around the text
   *[other] { $n } lines of the page around the text
}
loss-breaks = { $n ->
    [one] { $n } line break inside a paragraph: it becomes a space
   *[other] { $n } line breaks inside paragraphs: they become spaces
}
loss-controls = { $n ->
    [one] { $n } control character: it is written as �
   *[other] { $n } control characters: they are written as �
}
loss-formulas = { $n ->
    [one] { $n } cell that looks like a formula: an apostrophe is put in front
   *[other] { $n } cells that look like formulas: an apostrophe is put in front of each
}
loss-no-duration = { $n ->
    [one] the end of { $n } caption, which the source does not give: players do not show it
   *[other] the ends of { $n } captions, which the source does not give: players do not show them
}
loss-doubtful = { $n ->
    [one] a sure sign of who speaks: a program that reads the file may be wrong about { $n } speaker
   *[other] a sure sign of who speaks: a program that reads the file may be wrong about { $n } speakers
}
undo = Undo
help-teach = say what the line is
help-undo = undo the last change
teach-title = What is this line?
teach-line = Say what line { $line } is
teach-paragraph = Say what this paragraph’s line is
teach-hint = Something was split wrongly?
teach-source = Show the source and point at the line
teach-words = The label: press its first and its last word.
teach-what = It is
taught-speaker = the label of a speaker
taught-speech = speech, no label
taught-title = the title
taught-summary = the summary
taught-date = the date
taught-time = the time of day
taught-place = the place
taught-furniture = no part of the event
teach-which = Which labels
teach-any = all that are written like this one
teach-one = this one wherever it stands
teach-where = Where
teach-all = in all files like it, also those to come
teach-here = in this file only
teach-effect = What would change here
teach-no-change = Nothing would change in this transcript.
teach-before = now
teach-after = then
teach-row-turns = turns
teach-row-paragraphs = paragraphs
teach-row-nobody = paragraphs without a speaker
teach-row-furniture = lines of the page
teach-found = { $n ->
    [one] { $n } line is meant:
   *[other] { $n } lines are meant:
}
teach-others = { $n ->
    [one] { $n } other file would change
   *[other] { $n } other files would change
}
teach-turns = turns { $before } → { $after }
teach-more = { $n ->
    [one] and { $n } more
   *[other] and { $n } more
}
teach-fixed = The format of this file says itself who speaks and what every line is. If that is wrong, choose another format in the report above the text.
teach-no-label = No label can be found in this line. Press its first and its last word; a sign, a space behind capitals or the end of the line must follow it.
teach-no-date = No date that can be read stands in this line.
teach-no-time = No time of day that can be read stands in this line.
teach-nothing-learnt = Nothing can be learnt from this line. A title or a place has no full stop at its end.
teach-accept = Read it so
teach-done = { $n ->
    [one] { $n } file is now read so.
   *[other] { $n } files are now read so.
}
rules-title = What was taught
rules-lead = These rules hold for all files, also for those that you drop later. A file of rules that you drop adds its rules.
rules-none = Nothing was taught yet. Open the source of a paragraph and point at a line.
rules-own = Taught for this file only
rules-save = Save as a file
rule-any-label = wherever a label is written as in
rule-label = { $label } wherever it is written as in
rule-same = lines with the same words as
rule-behind = what stands behind { $name } as in
rule-nth = line { $n } of the text, as
rule-remove = Take back: { $example }
rule-removed = The rule was taken back.
message-rules = { $n ->
    [one] { $n } rule holds now.
   *[other] { $n } rules hold now.
}
help-cite = copy with citation: what is selected, or the paragraph
help-mark = mark it
help-clip = add it to the clippings
selection-cite = Copy with citation
selection-mark = Mark
selection-clip = Add to clippings
selection-styles = Styles
help-styles = show it cited in every style
library-matching = { $found } of { $total }
library-more = Show more
library-nothing = Nothing matches the filter.
item-beside = Set beside: { $title }
item-beside-remove = Take from the columns: { $title }
item-remove = Remove { $title }
item-remarks = { $n ->
    [one] { $n } remark
   *[other] { $n } remarks
}
item-hits = { $n ->
    [one] { $n } place
   *[other] { $n } places
}
undated = no date
facet-speakers = Speakers
facet-none = not stated
speakers-count = { $n ->
    [one] { $n } speaker
   *[other] { $n } speakers
}
paragraphs-count = { $n ->
    [one] { $n } paragraph
   *[other] { $n } paragraphs
}
report = How it was read
unattributed = No speaker named
furniture = { $n ->
    [one] { $n } line of the page around the text
   *[other] { $n } lines of the page around the text
}
gap = { $n ->
    [one] { $n } paragraph that does not match
   *[other] { $n } paragraphs that do not match
}
gap-open = Show
matching = { $found } of { $total } paragraphs match
show-matches = Only what matches
show-all = Whole text
no-match = Nothing in this transcript matches the filter.
not-here = This transcript is not open in this browser.
not-here-hint = Drop its file to read it, or choose another.
paragraph-link = Paragraph { $n }: link to it
paragraph-source = Show paragraph { $n } in the source
column-choose = Transcript in this column
column-close = Close this column
lock = Scroll together
lock-hint = The columns scroll together by paragraph
lanes = Who speaks where; click to go there
source = Source
source-close = Close the source
