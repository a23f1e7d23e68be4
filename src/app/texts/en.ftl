# The interface in English.
app-name = Verbatim

search-label = Search in all transcripts
search-placeholder = Words, "exact phrase", prefix*
search-exact = Letters as printed
search-stems = All forms of a word
search-count = { $hits ->
    [one] { $hits } place in { $found } of { $total }
   *[other] { $hits } places in { $found } of { $total }
}
views = Views
view-read = Read
view-compare = Side by side
theme = Light or dark
language = Русский
help = Keys and help
library-show = Library
library-hide = Hide the library

library = Library
library-matching = { $found } of { $total }
library-more = Show more
library-nothing = Nothing matches the filter.
library-loading = Reading what was kept …
library-add = Add files
library-paste = Paste text
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
facet-roles = Roles
facet-dates = Dates
facet-places = Places
facet-languages = Languages
facet-formats = Formats
facet-none = not stated
facet-nobody = no speaker named
facet-count-turns = turns
facet-count-transcripts = transcripts
facet-more = { $n } more
facet-fewer = Fewer
date-from = From
date-to = To
date-year = { $year }: { $n }
filter-clear = Clear the filter

empty-title = Drop transcripts here
empty-lead = Files, archives or whole folders, in whatever format you have them. Or paste text.
empty-choose = Choose files
empty-safe = Nothing leaves this page. It works without a network.
empty-samples = Or begin with one of these
empty-formats = Reads official records, captions and subtitles, what speech recognisers write, parliaments’ XML, linguists’ files, Word, web pages, tables, ZIP archives and more
empty-all = Open all of them
drop-now = Drop to read

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

foot-library = { $n ->
    [one] { $n } transcript
   *[other] { $n } transcripts
}
foot-safe = Nothing leaves this page
foot-kept = { $n ->
    [one] { $n } file kept in this browser, { $size }
   *[other] { $n } files kept in this browser, { $size }
}
foot-memory = Not kept: only in memory
import-progress = { $done } of { $files } files, { $size }
import-cancel = Cancel

close = Close

message-restarted = The reader stopped and was started again. What you had open is there.
message-restarted-file = The reader stopped on this file and was started again. The file was set aside; all others are there.
message-no-worker = The reader could not be started: { $why }
message-not-kept = What you drop is not kept after you close the page: { $why }
messages = Messages
dismiss = Dismiss
dismiss-all = Dismiss all
update-ready = A new version of Verbatim is here.
update-now = Use it now
skip = To the text

export = Export
