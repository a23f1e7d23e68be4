# The interface in English.
app-name = Verbatim

search-label = Search in all transcripts
search-placeholder = Words, "exact phrase", prefix*
search-exact = Letters as printed
search-stems = All forms of a word
search-alphabets = In Latin and Cyrillic letters
views = Views
view-read = Read
view-compare = Side by side
views-more = More
theme = Light or dark
language = Русский
help = Keys and help
library-show = Library
library-hide = Hide the library

library = Library
library-loading = Reading what was kept …
library-add = Add files
library-paste = Paste text

empty-title = Drop transcripts here
empty-lead = Files, archives or whole folders, in whatever format you have them. Or paste text.
empty-choose = Choose files
empty-safe = Nothing leaves this page. It works without a network.
empty-samples = Or begin with one of these
empty-formats = Reads official records, captions and subtitles, what speech recognisers write, parliaments’ XML, linguists’ files, Word, web pages, tables, ZIP archives and more
empty-all = Open all of them
drop-now = Drop to read

foot-library = { $n ->
    [one] { $n } transcript
   *[other] { $n } transcripts
}
foot-safe = Nothing leaves this page
import-progress = { $done } of { $files } files, { $size }
import-cancel = Cancel

close = Close

message-restarted = The reader stopped and was started again. What you had open is there.
message-restarted-file = The reader stopped on this file and was started again. The file was set aside; all others are there.
message-no-worker = The reader could not be started: { $why }
messages = Messages
dismiss = Dismiss
dismiss-all = Dismiss all
update-ready = A new version of Verbatim is here.
update-now = Use it now
skip = To the text

export = Export
