# The views in English.
view-compare = Compare
view-concordance = Concordance

save-csv = Save as CSV
concordance-of = Concordance of { $query }
concordance-none = Concordance
concordance-ask = Type words into the search box. Each place where they stand becomes a line here, with what is said before and after.
concordance-nothing = Nothing matches the search and the filter.
concordance-count = { $n ->
    [one] { $n } place in { $of } transcripts
   *[other] { $n } places in { $of } transcripts
}
concordance-sampled = { $n ->
    [one] { $n } line of { $all } places: every { $step }th
   *[other] { $n } lines of { $all } places: every { $step }th
}
concordance-sample = Lines
concordance-sample-all = all
concordance-sample-every = every { $n }th
concordance-sample-most = at most { $n }
concordance-before = Before
concordance-word = Found
concordance-after = After
concordance-speaker = Speaker
concordance-role = Role
concordance-date = Date
concordance-place = Place
concordance-file = File
concordance-sort = Sort by: { $what }
concordance-sort-left = word { $n } before
concordance-sort-right = word { $n } after
concordance-go = Read it at paragraph { $n }
concordance-nobody = no speaker named

view-charts = Charts
save-svg = Save as SVG
charts-time = Over time
charts-lanes = Who says it where
charts-shares = Who speaks how much
charts-keyness = Peculiar words
charts-collocates = Neighbours
charts-no-dates = No transcript that is chosen has a date.
charts-not-chosen = The transcript that is open is not among those chosen. Clear the filter, or look through the years.
charts-undated = undated
charts-by = By
charts-by-fit = what fits
charts-by-year = year
charts-by-month = month
charts-time-unit = Places for every ten thousand words.
charts-time-words = Words in the transcripts chosen.
charts-time-all = In all { $n } places among { $words } words of { $transcripts } transcripts.
charts-time-bar = { $n } places among { $words } words
charts-words = { $n } words
charts-time-method = Places found in a period, divided by all words said in it by those chosen, times ten thousand. Notes of what was heard are not counted as words.
charts-period = Period
charts-places = Places
charts-words-column = Words
charts-per-ten-thousand = For 10,000 words
charts-transcripts = Transcripts
charts-through = Through
charts-through-one = the transcript that is open
charts-through-years = the years
charts-lanes-all = { $n } places in the words of { $speakers } speakers. Pale: where they speak. Strong: where it stands.
charts-lanes-hit = { $speaker }: { $n } places
charts-lanes-method = Through one transcript a lane is as long as all its words; through the years, as all days from the first transcript to the last. Each mark leads to its passage, a name in the table to the first.
charts-shares-all = { $words } words by { $n } speakers.
charts-shares-method = A bar leads to the speaker’s longest paragraph; a name in the table leaves only this speaker. Time is the sum of the times of paragraphs, where the transcript has them.
charts-words-percent = Words, %
charts-turns = Turns
charts-longest = Longest paragraph, words
charts-minutes = Minutes
charts-minutes-percent = Time, %
charts-keyness-ask = Choose a speaker, a role, a place, dates or a language at the left: the words peculiar to this choice are shown, compared with the rest of the library or with a choice that you keep.
charts-keyness-all = { $n } words differ: { $here } words chosen, { $there } to compare with.
charts-keyness-method = Log-likelihood (G2) of the two frequencies, at least 15.13, so that chance explains it for less than one in ten thousand words. Log ratio: how many times the frequency doubles from there to here. Bars show the measure chosen, of words that are more frequent here. Only words that stand five times and, where several transcripts are chosen, in more than one of them.
charts-rank = Rank by
charts-against = Compared with: { $what }
charts-against-rest = Compared with the rest of the library
charts-keep = Keep this choice to compare with
charts-leave = Compare with the rest
charts-word = Word
charts-here = Here
charts-there = There
charts-here-share = Here, for 10,000
charts-there-share = There, for 10,000
charts-g2 = G2
charts-log-ratio = Log ratio
charts-here-range = Transcripts here
charts-there-range = Transcripts there
charts-collocates-ask = Type words into the search box. The words that stand beside them are shown here.
charts-collocates-all = { $n } words stand near { $hits } places more often than by chance.
charts-collocates-method = Up to five words before and after, inside the paragraph. Expected: how often by chance. Log-likelihood (G2) over all four cells, at least 15.13; mutual information (MI) in doublings. Only words that stand near three times.
charts-together = Near
charts-anywhere = Anywhere
charts-expected = Expected
charts-mi = MI

query-at = “{ $part }”: { $why }
query-open-bracket = The bracket is not closed. Add a “)”.
query-stray-bracket = No bracket is open here. Take the “)” away.
query-nothing-there = Something must stand beside it to be joined or left out.
query-near-what = NEAR joins words, phrases and alternatives of them. Use these on both sides.
query-how-near = Say how many words apart: NEAR/1 to NEAR/{ $n }.
query-unknown-field = There is no field “{ $name }”. The fields are { $fields }. To look for the words, put them in quotation marks.
query-empty-field = Say what it must be, without a space behind the colon.
query-bad-date = Write dates as 2014, 2014-07 or 2014-07-10, and stretches of time as 2012..2016-06.
query-unknown-scope = Words can be looked for in:title, in:summary, in:headings and in:notes.
query-open-pattern = The expression is not closed. Add a “/”.
query-bad-pattern = This is no regular expression: { $why }.
expression-stray-bracket = a bracket is closed that nobody opened
expression-open-bracket = a bracket is not closed
expression-unknown-group = behind “(?” only “:” is known
expression-too-deep = too many brackets stand in each other
expression-repeats-nothing = nothing stands before a sign of repetition
expression-too-many-repetitions = too many repetitions stand behind each other
expression-bad-numbers = the numbers in braces are wrong
expression-unknown-escape = this letter means nothing behind a backslash
expression-open-escape = nothing stands behind the backslash
expression-open-class = a “[” is not closed
expression-backward-range = a range in “[…]” runs backwards
expression-too-long = it is too long
query-star-inside = A star stands at the end of a word. For more use /an expression/.
query-too-many-edits = Words may differ by one letter: write “word~”.
query-too-long = This is too long to be understood. Ask for less at once.
search-count = { $hits ->
    [one] { $hits } place in { $found } of { $total }
   *[other] { $hits } places in { $found } of { $total }
}
search-count-so-far = { $hits ->
    [one] at least { $hits } place in { $found } of { $total }
   *[other] at least { $hits } places in { $found } of { $total }
}

view-quote = Quote check
quote-ask = Paste a sentence, a paragraph or an article. Each quotation in it is looked for in the transcripts that are open.
quote-text = Text
quote-speaker = Said by
quote-speaker-hint = as the text says
quote-check = Check
quote-style = Citation
quote-sheet = Save as a sheet
quote-count = { $n ->
    [one] { $n } quotation was checked.
   *[other] { $n } quotations were checked.
}
quote-claimed = claimed to be said by { $name }
quote-nearest = The nearest passages
quote-more = { $n ->
    [one] It stands in { $n } more place.
   *[other] It stands in { $n } more places.
}
quote-copy = Copy with citation
verdict-exact = Said in these words
verdict-punctuation = Said in these words, printed otherwise
verdict-altered = Said in other words
verdict-spliced = Put together from several places
verdict-other-speaker = Said by another than claimed
verdict-translated = Said in another language
verdict-not-found = Not found
compare-ask = Add two transcripts: two versions of a record, a text and its translation, or a record and its captions. They stand side by side here, with what differs.
compare-of = { $left } beside { $right }
compare-of-three = { $left } beside { $right } and { $third }
compare-count = { $n ->
    [one] { $n } row: { $changed } changed, { $alone } on one side only, { $moved } moved; { $shown } shown
   *[other] { $n } rows: { $changed } changed, { $alone } on one side only, { $moved } moved; { $shown } shown
}
compare-errors = Word error rate { $rate } %: of { $n } words of the left, { $substituted } stand otherwise and { $deleted } are missing on the right; { $inserted } are too many.
compare-left = Left
compare-right = Right
compare-base = Base
compare-second = Second
compare-third = Third
compare-no-third = none
compare-swap = Swap
compare-as = Compare as
compare-as-guessed = { $what } (recognised)
compare-as-translation = translation
compare-as-versions = versions
compare-as-captions = captions and record
compare-as-unrelated = unrelated
compare-units = By
compare-units-turns = turns
compare-units-paragraphs = paragraphs
compare-units-sentences = sentences
compare-cosmetic = Show cosmetic differences
compare-repeats = In the whole library
compare-pins-added = { $n ->
    [one] What was said of { $n } pair of transcripts was added.
   *[other] What was said of { $n } pairs of transcripts was added.
}
compare-pins-away = { $n ->
    [one] { $n } of them is not in this library; it holds when it comes.
   *[other] { $n } of them are not in this library; it holds when they come.
}
compare-pins-changed = Something was said of these transcripts since; it stays as it is.
compare-save-sheet = Save evidence sheet
compare-save-tmx = Save as TMX
compare-save-pins = Save pins
compare-sheet = Evidence sheet
compare-classes = Differences
compare-differing = all that differs
compare-list = { $n ->
    [one] { $n } difference by weight
   *[other] { $n } differences by weight
}
compare-list-first = { $n } differences, the { $shown } that weigh most
compare-nothing = nothing
compare-flags = What differs
compare-none = No counterpart
compare-go = Read it at paragraph { $n }
compare-left-only = on the left only
compare-right-only = on the right only
compare-missing = missing
compare-alone = here only
compare-number-differs = number differs
compare-name-missing = name missing
compare-length-odd = length odd
compare-moved-behind = moved: { $side } behind ¶ { $n }
compare-moved-first = moved: at the very beginning there
compare-moved-away = ¶ { $n } ({ $side }) stood here: moved
compare-moved-part = moved: now at ¶ { $n } ({ $side })
compare-doubtful = doubtful
compare-row-pin = Pin
compare-row-pinned = Pinned
compare-row-pin-hint = These belong together, whatever is aligned around them (k)
compare-pin-start = Pin it: then choose its counterpart
compare-pin-to = Belongs to ¶ { $n } ({ $side })
compare-pin-cancel = Leave it unpinned
compare-pin-half = ¶ { $n } ({ $side }) is waiting for its counterpart: choose the pin of a unit on the other side, or press k in its row.
compare-pinned-to = Pinned to ¶ { $n } ({ $side }): take the pin away
compare-pin-told = ¶ { $left } and ¶ { $right } are pinned to each other; the rest was aligned anew.
compare-unpin-told = The pin of ¶ { $left } and ¶ { $right } was taken away.
compare-pin-crosses = That would cross the pin of ¶ { $left } and ¶ { $right }. Take that one away first.
compare-unpin = take away
compare-pins = { $n ->
    [one] { $n } pin
   *[other] { $n } pins
}
compare-pins-lost = { $n ->
    [one] { $n } more has lost its place: the text is read otherwise now.
   *[other] { $n } more have lost their places: the text is read otherwise now.
}
compare-proposals = { $n ->
    [one] { $n } pair in the library seems to belong together
   *[other] { $n } pairs in the library seem to belong together
}
class-negation = negation
class-who-acts = who acts
class-number = number
class-date = date
class-name = name
class-hedge = hedge
class-deleted-sentence = deleted
class-added-sentence = added
class-rewording = rewording
class-filler = filler
class-moved = moved
class-punctuation = punctuation
class-cosmetic = cosmetic

act-copied = Copied with its citation.
act-marked = Marked.
act-marked-before = These words are marked already.
act-clipped = { $n ->
    [one] Added to the clippings: { $n } quotation.
   *[other] Added to the clippings: { $n } quotations.
}
act-kept = Kept.
act-remove = Remove
act-mark-removed = The mark was removed.
act-clipping-removed = The clipping was removed.
act-moved = Moved to place { $n }.
act-style = Citations are written in this style now: { $style }.
act-annotations = { $n ->
    [one] { $n } mark was added from the annotations; of { $lost } the words were not found.
   *[other] { $n } marks were added from the annotations; of { $lost } the words were not found.
}

view-marks = Marks
marks-none = Nothing is marked yet. Select words in a transcript and press h, or the button that appears.
marks-count = { $n ->
    [one] { $n } mark of { $all }
   *[other] { $n } marks of { $all }
}
marks-words = Words
marks-note = Note
marks-note-hint = What you want to say of it
marks-tags = Tags
marks-tags-hint = with commas between
marks-tag = Tag
marks-state = State
marks-all = all
marks-untagged = without a tag
marks-unsure = not as they were
marks-where = Where are these words?
marks-remove = Remove the mark on “{ $words }”
marks-save-annotations = Save as Web Annotations
marks-hash = SHA-256 of its file: { $hash }…
marks-is-same = in its place
marks-is-moved = the words were moved
marks-is-changed = the words were changed; now:
marks-is-gone = the words are not found

excerpt = Excerpt
excerpt-none = No paragraph of this transcript is shown. Choose less in the filter, or export the whole.
excerpt-of = { $n ->
    [one] { $shown } of { $n } paragraph
   *[other] { $shown } of { $n } paragraphs
}

view-clippings = Clippings
clippings-none = No quotations are collected yet. Select words in a transcript and press b, or the button that appears.
clippings-count = { $n ->
    [one] { $n } quotation
   *[other] { $n } quotations
}
clippings-place = Place
clippings-place-of = Place of quotation { $n }
clippings-quotation = Quotation
clippings-up = Move quotation { $n } up
clippings-down = Move quotation { $n } down
clippings-drag = Drag quotation { $n } to another place
clippings-copy = Copy quotation { $n } with citation
clippings-remove = Remove quotation { $n }
clippings-save-markdown = Save as Markdown
clippings-save-docx = Save as DOCX
clippings-save-html = Save as HTML

view-passage = Passage
passage-bad = This is no address of a passage. Copy the link once more, as a whole.
passage-same = The words stand where the link says, in paragraph { $n }.
passage-same-and-changed = { $others ->
    [one] The words stand where the link says, in paragraph { $n }. In { $others } other version they stand otherwise.
   *[other] The words stand where the link says, in paragraph { $n }. In { $others } other versions they stand otherwise.
}
passage-moved = The same words were moved: they stand in paragraph { $n } now.
passage-changed = The words were changed since the link was made. In their place, paragraph { $n }, these stand now:
passage-gone = The words that the link names, in paragraph { $n } then, are no more in this transcript.
passage-same-elsewhere = The same words stand in another file: { $file }, paragraph { $n }.
passage-changed-elsewhere = In another file, { $file }, other words stand where these stood, in paragraph { $n }.
passage-own-missing = The link names the file { $file } (SHA-256 { $hash }…), which is not open here. Drop it to see the words as they were.
passage-missing = The words are in no transcript that is open here. The link names the file { $file } (SHA-256 { $hash }…). Drop that file here to see them.
passage-some-file = with this hash
passage-clip = Add to clippings
passage-copy = Copy as { $style }
quote-copy-it = Copy
quote-spoken = Spoken in
quote-spoken-any = any language
quote-beside = In the translation, paragraph { $n }
facet-speakers = Speakers
facet-roles = Roles
facet-dates = Dates
facet-places = Places
facet-languages = Languages
facet-formats = Formats
facet-nobody = no speaker named
facet-count-turns = turns
facet-count-transcripts = transcripts
facet-more = { $n } more
facet-fewer = Fewer
filter-clear = Clear the filter
facet-none = not stated
facet-rest = and { $n } more: type “{ $field }” into the search box
facet-not = not
facet-without = Not { $value }
facet-date = { $date }: { $n }
facet-from = From
facet-to = To
facet-date-hint = 2014, 2014-07 or 2014-07-10
language-en = English
language-ru = Russian
language-de = German
language-fr = French
language-es = Spanish
language-it = Italian
language-pt = Portuguese
language-uk = Ukrainian
language-pl = Polish
language-cs = Czech
language-nl = Dutch
language-sv = Swedish
language-da = Danish
language-fi = Finnish
language-nb = Norwegian
language-no = Norwegian
language-el = Greek
language-tr = Turkish
language-bg = Bulgarian
language-sr = Serbian
language-hr = Croatian
language-ro = Romanian
language-hu = Hungarian
language-ar = Arabic
language-he = Hebrew
language-fa = Persian
language-hi = Hindi
language-zh = Chinese
language-ja = Japanese
language-ko = Korean
language-be = Belarusian
language-kk = Kazakh
complete-speaker = who speaks
complete-role = office
complete-place = place
complete-date = day, month, year or a stretch
complete-lang = language
complete-in = where words are looked for
complete-title = title
complete-file = file name
complete-format = format
complete-in-title = in the title
complete-in-summary = in the summary
complete-in-headings = in headings
complete-in-notes = in notes

view-libraries = Libraries
libraries-count = { $n ->
    [one] { $n } library
   *[other] { $n } libraries
}
libraries-lead = Each library keeps its own files, what was taught, what you decided about them and your own work. Files that you drop go into the one that is open. To open a library that was saved as a file on its own, make a new one and drop the file there.
libraries-unnamed = Library
libraries-size = { $n ->
    [one] { $n } file, { $size }
   *[other] { $n } files, { $size }
}
libraries-is-open = open
libraries-open = Open
libraries-rename = Rename
libraries-name = Name
libraries-new = New library
libraries-create = Make it
libraries-remove = Remove
libraries-remove-ask = { $n ->
    [one] “{ $name }” with its { $n } file leaves this browser for good. Save it as one file before if you may want it again.
   *[other] “{ $name }” with its { $n } files leaves this browser for good. Save it as one file before if you may want it again.
}
libraries-remove-yes = Yes, remove “{ $name }”
libraries-what = What is kept, and where
libraries-kept = { $n ->
    [one] The file you dropped is kept in this browser’s own storage (IndexedDB) on this device, as you dropped it: { $size }. It is read again when you open the page. It is sent nowhere.
   *[other] The { $n } files you dropped are kept in this browser’s own storage (IndexedDB) on this device, as you dropped them: { $size } in all. They are read again when you open the page. They are sent nowhere.
}
libraries-unkept = { $n ->
    [one] { $n } file did not fit and is only in memory: it stays until you close the page or open another library.
   *[other] { $n } files did not fit and are only in memory: they stay until you close the page or open another library.
}
libraries-room = All libraries together take { $taken } of the { $of } that the browser gives this page.
libraries-lasting = The browser has promised to keep them until you remove them.
libraries-not-lasting = The browser may remove them when the disk is full. What must not be lost, save as a file.
libraries-save = Save the library as one file
libraries-rules = What was taught
libraries-empty = Remove all files
libraries-empty-ask = All files of this library leave this browser for good. What was taught and your own work stay.
libraries-empty-yes = Yes, remove all { $n }

kept = { $n ->
    [one] { $n } file kept in this browser, { $size }
   *[other] { $n } files kept in this browser, { $size }
}
kept-partly = { $n ->
    [one] { $n } file kept in this browser, { $more } only in memory
   *[other] { $n } files kept in this browser, { $more } only in memory
}
kept-memory = Not kept: only in memory
kept-nothing = Nothing kept yet
news-cut-short = The import of { $file } was cut short. What was read by then is here; drop it again for the rest. Nothing is read twice.
news-cut-short-many = The import of { $file } and other files was cut short. What was read by then is here; drop them again for the rest. Nothing is read twice.
news-added = { $n ->
    [one] { $n } file was added in another tab and is here too.
   *[other] { $n } files were added in another tab and are here too.
}
news-taken-out = { $n ->
    [one] { $n } file was removed in another tab.
   *[other] { $n } files were removed in another tab.
}
news-both = In another tab { $added } files were added and { $removed } removed.
news-changed = What was decided or taught in another tab holds here too.
news-library-gone = This library was removed in another tab. Another one is open now.
news-unkept = { $n ->
    [one] { $n } file could not be kept ({ $why }) and stays only until you close the page. What was kept before is safe: { $kept } files. Save the library as one file, or remove what you no longer need.
   *[other] { $n } files could not be kept ({ $why }) and stay only until you close the page. What was kept before is safe: { $kept } files. Save the library as one file, or remove what you no longer need.
}
news-memory = What you drop is not kept after you close the page: { $why }
news-renamed = The library is now called “{ $name }”.
news-library-removed = “{ $name }” was removed.

view-speakers = Speakers and places
speakers-tab = Speakers
places-tab = Places
speakers-count = { $n ->
    [one] { $n } speaker
   *[other] { $n } speakers
}
places-count = { $n ->
    [one] { $n } place
   *[other] { $n } places
}
speakers-find = Find a name
speakers-name = Name
speakers-role = Role
speakers-turns = Turns
speakers-transcripts = Transcripts
speakers-also = also { $names }
speakers-written = { $n ->
    [one] written in { $n } way
   *[other] written in { $n } ways
}
speakers-read = Read only what is said by this name
speakers-mark = Mark { $name }
speakers-marked = { $n ->
    [one] { $n } is marked
   *[other] { $n } are marked
}
speakers-unmark = Unmark
speakers-known-as = Known as
speakers-join = Bring together
speakers-rename = Rename
speakers-role-none = Role where none is printed
speakers-set-role = Set
speakers-split-off = Split off
speakers-likely = Likely the same
speakers-more = { $n ->
    [one] { $n } more comes after these.
   *[other] { $n } more come after these.
}
speakers-accept = The same
speakers-refuse = Not the same
speakers-why-order = the same words in another order
speakers-why-longer = one has a name more
speakers-why-initials = the initials fit
speakers-why-spelling = one letter differs
speakers-why-surname = the surname, which nobody else has
speakers-of = { $n ->
    [one] { $n } turn
   *[other] { $n } turns
}
speakers-in = { $n ->
    [one] { $n } transcript
   *[other] { $n } transcripts
}
speakers-joined = { $n ->
    [one] { $n } name is now known as { $name }.
   *[other] { $n } names are now known as { $name }.
}
speakers-accepted = { $other } is now known as { $name }.
speakers-refused = { $other } and { $name } stay apart.
speakers-renamed = { $other } is now known as { $name }.
speakers-role-set = The role of { $name } is now: { $role }
speakers-split = { $other } now stands for { $name }.
speakers-table = { $n ->
    [one] { $n } name was changed by the table.
   *[other] { $n } names were changed by the table.
}
news-full = the browser’s storage is full
concordance-passages = Passages
concordance-chosen = { $n ->
    [one] { $n } paragraph matches the filter
   *[other] { $n } paragraphs match the filter
}

view-repeats = Said elsewhere
repeats-ask = Nothing is in the library yet. Drop transcripts, and see what one of them has in common with the others.
repeats-count = { $n ->
    [one] { $n } passage of this transcript stands in others too
   *[other] { $n } passages of this transcript stand in others too
}
repeats-of = Passages of
repeats-order = Order
repeats-order-text = as they are said
repeats-order-longest = longest first
repeats-here = Here
repeats-elsewhere = Elsewhere, the earliest first
repeats-first = first
repeats-more = { $n ->
    [one] and { $n } place more
   *[other] and { $n } places more
}
repeats-versions = { $n ->
    [one] { $n } version of this transcript is not among them. Compare:
   *[other] { $n } versions of this transcript are not among them. Compare:
}
repeats-set-phrases = { $n ->
    [one] { $n } set phrase, which stands in more than twenty transcripts, is left out.
   *[other] { $n } set phrases, which stand in more than twenty transcripts, are left out.
}
repeats-partial = The library is too large to be read as a whole for this: passages of common words may be missing.
