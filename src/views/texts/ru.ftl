# Виды по-русски.
view-compare = Сравнение
view-concordance = Конкорданс

save-csv = Сохранить как CSV
concordance-of = Конкорданс: { $query }
concordance-none = Конкорданс
concordance-ask = Введите слова в строку поиска. Каждое место, где они стоят, станет здесь строкой – с тем, что сказано до и после.
concordance-nothing = Поиску и фильтру ничего не соответствует.
concordance-count = { $n ->
    [one] { $n } место, стенограмм: { $of }
    [few] { $n } места, стенограмм: { $of }
   *[many] { $n } мест, стенограмм: { $of }
}
concordance-sampled = { $n ->
    [one] { $n } строка из { $all } мест: каждое { $step }-е
    [few] { $n } строки из { $all } мест: каждое { $step }-е
   *[many] { $n } строк из { $all } мест: каждое { $step }-е
}
concordance-sample = Строки
concordance-sample-all = все
concordance-sample-every = каждая { $n }-я
concordance-sample-most = не больше { $n }
concordance-before = До
concordance-word = Найдено
concordance-after = После
concordance-speaker = Кто говорит
concordance-role = Должность
concordance-date = Дата
concordance-place = Место
concordance-file = Файл
concordance-sort = Упорядочить: { $what }
concordance-sort-left = { $n }-е слово до
concordance-sort-right = { $n }-е слово после
concordance-go = Читать в абзаце { $n }
concordance-nobody = говорящий не назван

view-charts = Графики
save-svg = Сохранить как SVG
charts-time = Во времени
charts-lanes = Кто и где это говорит
charts-shares = Кто сколько говорит
charts-keyness = Особые слова
charts-collocates = Соседи
charts-no-dates = Ни у одной из выбранных стенограмм нет даты.
charts-not-chosen = Открытая стенограмма не входит в выбранные. Снимите фильтр или посмотрите по годам.
charts-undated = без даты
charts-by = По
charts-by-fit = как удобнее
charts-by-year = годам
charts-by-month = месяцам
charts-time-unit = Мест на десять тысяч слов.
charts-time-words = Слов в выбранных стенограммах.
charts-time-all = Всего мест: { $n }, слов: { $words }, стенограмм: { $transcripts }.
charts-time-bar = мест: { $n }, слов: { $words }
charts-words = слов: { $n }
charts-time-method = Места, найденные за период, делённые на все слова, сказанные в нём выбранными, и умноженные на десять тысяч. Ремарки словами не считаются.
charts-period = Период
charts-places = Места
charts-words-column = Слова
charts-per-ten-thousand = На 10 000 слов
charts-transcripts = Стенограммы
charts-through = Через
charts-through-one = открытую стенограмму
charts-through-years = годы
charts-lanes-all = Мест: { $n }, говорящих: { $speakers }. Бледное – где они говорят, яркое – где это стоит.
charts-lanes-hit = { $speaker }, мест: { $n }
charts-lanes-method = Через одну стенограмму полоса длиной во все её слова, через годы – во все дни от первой стенограммы до последней. Каждая отметка ведёт к своему месту, имя в таблице – к первому.
charts-shares-all = Слов: { $words }, говорящих: { $n }.
charts-shares-method = Столбик ведёт к самому длинному абзацу говорящего, имя в таблице оставляет только его. Время – сумма времён абзацев, где они есть в стенограмме.
charts-words-percent = Слова, %
charts-turns = Реплики
charts-longest = Длиннейший абзац, слов
charts-minutes = Минуты
charts-minutes-percent = Время, %
charts-keyness-ask = Выберите слева говорящего, должность, место, даты или язык: здесь будут слова, особые для этого выбора, по сравнению с остальной библиотекой или с выбором, который вы сохраните.
charts-keyness-all = Различаются слова: { $n }. Выбрано слов: { $here }, для сравнения: { $there }.
charts-keyness-method = Логарифмическое правдоподобие (G2) двух частот, не меньше 15,13: случайностью оно объясняется реже чем у одного слова из десяти тысяч. Логарифм отношения – сколько раз частота удваивается оттуда сюда. Столбики показывают выбранную меру у слов, которые чаще здесь. Только слова, которые стоят пять раз и, если выбрано несколько стенограмм, больше чем в одной.
charts-rank = Упорядочить
charts-against = По сравнению с: { $what }
charts-against-rest = По сравнению с остальной библиотекой
charts-keep = Сохранить этот выбор для сравнения
charts-leave = Сравнить с остальным
charts-word = Слово
charts-here = Здесь
charts-there = Там
charts-here-share = Здесь на 10 000
charts-there-share = Там на 10 000
charts-g2 = G2
charts-log-ratio = Логарифм отношения
charts-here-range = Стенограммы здесь
charts-there-range = Стенограммы там
charts-collocates-ask = Введите слова в строку поиска. Здесь будут слова, которые стоят рядом с ними.
charts-collocates-all = Слова, которые стоят рядом чаще, чем случайно: { $n }. Найдено мест: { $hits }.
charts-collocates-method = До пяти слов до и после внутри абзаца. Ожидалось – сколько раз случайно. Логарифмическое правдоподобие (G2) по всем четырём клеткам, не меньше 15,13; взаимная информация (MI) – число удвоений. Только слова, которые стоят рядом три раза.
charts-together = Рядом
charts-anywhere = Всего
charts-expected = Ожидалось
charts-mi = MI

query-at = «{ $part }»: { $why }
query-open-bracket = Скобка не закрыта. Добавьте «)».
query-stray-bracket = Здесь нет открытой скобки. Уберите «)».
query-nothing-there = Рядом должно стоять то, что соединить или исключить.
query-near-what = NEAR соединяет слова, фразы и варианты из них. Поставьте их с обеих сторон.
query-how-near = Укажите, на сколько слов: от NEAR/1 до NEAR/{ $n }.
query-unknown-field = Нет поля «{ $name }». Поля: { $fields }. Чтобы искать слова, возьмите их в кавычки.
query-empty-field = Напишите значение сразу после двоеточия, без пробела.
query-bad-date = Пишите даты как 2014, 2014-07 или 2014-07-10, а промежутки как 2012..2016-06.
query-unknown-scope = Слова можно искать in:title, in:summary, in:headings и in:notes.
query-open-pattern = Выражение не закрыто. Добавьте «/».
query-bad-pattern = Это не регулярное выражение: { $why }.
expression-stray-bracket = закрыта скобка, которую никто не открывал
expression-open-bracket = скобка не закрыта
expression-unknown-group = после «(?» бывает только «:»
expression-too-deep = слишком много скобок друг в друге
expression-repeats-nothing = перед знаком повторения ничего нет
expression-too-many-repetitions = слишком много повторений подряд
expression-bad-numbers = числа в фигурных скобках неверны
expression-unknown-escape = эта буква после обратной косой черты ничего не значит
expression-open-escape = после обратной косой черты ничего нет
expression-open-class = «[» не закрыта
expression-backward-range = промежуток в «[…]» идёт назад
expression-too-long = оно слишком длинное
query-star-inside = Звёздочка ставится в конце слова. Для остального есть /выражения/.
query-too-many-edits = Слова могут отличаться на одну букву: пишите «слово~».
query-too-long = Запрос слишком длинный. Спросите о меньшем.
search-count = { $hits ->
    [one] { $hits } место в { $found } из { $total }
    [few] { $hits } места в { $found } из { $total }
   *[many] { $hits } мест в { $found } из { $total }
}
search-count-so-far = не меньше { $hits } в { $found } из { $total }

view-quote = Проверка цитаты
quote-ask = Вставьте фразу, абзац или статью. Каждая цитата из неё будет найдена в открытых стенограммах – или не найдена.
quote-text = Текст
quote-speaker = Чьи слова
quote-speaker-hint = как сказано в тексте
quote-check = Проверить
quote-style = Ссылка
quote-sheet = Сохранить как лист
quote-count = { $n ->
    [one] Проверена { $n } цитата.
    [few] Проверено { $n } цитаты.
   *[many] Проверено { $n } цитат.
}
quote-claimed = приписано: { $name }
quote-nearest = Ближайшие места
quote-more = { $n ->
    [one] Есть ещё { $n } место.
    [few] Есть ещё { $n } места.
   *[many] Есть ещё { $n } мест.
}
quote-copy = Копировать со ссылкой
verdict-exact = Сказано этими словами
verdict-punctuation = Сказано этими словами, напечатано иначе
verdict-altered = Сказано иначе
verdict-spliced = Составлено из разных мест
verdict-other-speaker = Сказал не тот, кому приписано
verdict-translated = Сказано на другом языке
verdict-not-found = Не найдено
compare-ask = Добавьте две стенограммы: две версии одной записи, текст и перевод, запись и субтитры. Здесь они встанут рядом, с отличиями.
compare-of = { $left } рядом с { $right }
compare-of-three = { $left } рядом с { $right } и { $third }
compare-count = Строк: { $n }; изменено: { $changed }, только с одной стороны: { $alone }, перенесено: { $moved }; показано: { $shown }
compare-errors = Доля ошибок в словах { $rate } %: из { $n } слов слева другими стали { $substituted }, справа нет { $deleted }, лишних { $inserted }.
compare-left = Слева
compare-right = Справа
compare-base = Основа
compare-second = Вторая
compare-third = Третья
compare-no-third = нет
compare-swap = Поменять местами
compare-as = Сравнить как
compare-as-guessed = { $what } (распознано)
compare-as-translation = перевод
compare-as-versions = версии
compare-as-captions = запись и субтитры
compare-as-unrelated = разные встречи
compare-units = По
compare-units-turns = репликам
compare-units-paragraphs = абзацам
compare-units-sentences = предложениям
compare-cosmetic = Показать косметические отличия
compare-repeats = Во всей библиотеке
compare-pins-added = { $n ->
    [one] Добавлено сказанное о { $n } паре расшифровок.
    [few] Добавлено сказанное о { $n } парах расшифровок.
   *[many] Добавлено сказанное о { $n } парах расшифровок.
}
compare-pins-away = { $n ->
    [one] { $n } из них нет в этой библиотеке: подействует, когда появится.
    [few] { $n } из них нет в этой библиотеке: подействует, когда появятся.
   *[many] { $n } из них нет в этой библиотеке: подействует, когда появятся.
}
compare-pins-changed = С тех пор об этих расшифровках сказано ещё что-то; всё осталось как есть.
compare-save-sheet = Сохранить лист отличий
compare-save-tmx = Сохранить как TMX
compare-save-pins = Сохранить скрепки
compare-sheet = Лист отличий
compare-classes = Отличия
compare-differing = всё, что отличается
compare-list = Отличия по важности: { $n }
compare-list-first = Отличий: { $n }, самые важные: { $shown }
compare-nothing = ничего
compare-flags = Что отличается
compare-none = Соответствия нет
compare-go = Читать с абзаца { $n }
compare-left-only = только слева
compare-right-only = только справа
compare-missing = нет
compare-alone = только здесь
compare-number-differs = другое число
compare-name-missing = нет имени
compare-length-odd = необычная длина
compare-moved-behind = перенесено: { $side } после ¶ { $n }
compare-moved-first = перенесено: там в самом начале
compare-moved-away = здесь стоял ¶ { $n } ({ $side }): перенесён
compare-moved-part = перенесено: теперь в ¶ { $n } ({ $side })
compare-doubtful = сомнительно
compare-row-pin = Скрепить
compare-row-pinned = Скреплено
compare-row-pin-hint = Это соответствует друг другу, что бы ни стояло вокруг (k)
compare-pin-start = Скрепить: затем выберите соответствие
compare-pin-to = Соответствует ¶ { $n } ({ $side })
compare-pin-cancel = Не скреплять
compare-pin-half = ¶ { $n } ({ $side }) ждёт соответствия: нажмите скрепку с другой стороны или клавишу k в её строке.
compare-pinned-to = Скреплено с ¶ { $n } ({ $side }): убрать скрепку
compare-pin-told = ¶ { $left } и ¶ { $right } скреплены; остальное сопоставлено заново.
compare-unpin-told = Скрепка ¶ { $left } и ¶ { $right } убрана.
compare-pin-crosses = Она пересекла бы скрепку ¶ { $left } и ¶ { $right }. Сначала уберите ту.
compare-unpin = убрать
compare-pins = Скрепок: { $n }
compare-pins-lost = Ещё потеряли место: { $n } (текст читается теперь иначе).
compare-proposals = Похоже, вместе в библиотеке: пар { $n }
class-negation = отрицание
class-who-acts = кто действует
class-number = число
class-date = дата
class-name = имя
class-hedge = оговорка
class-deleted-sentence = удалено
class-added-sentence = добавлено
class-rewording = иные слова
class-filler = слово-паразит
class-moved = перенесено
class-punctuation = знаки препинания
class-cosmetic = косметика

act-copied = Скопировано со ссылкой на источник.
act-marked = Отмечено.
act-marked-before = Эти слова уже отмечены.
act-clipped = { $n ->
    [one] Добавлено в подборку: { $n } цитата.
    [few] Добавлено в подборку: { $n } цитаты.
   *[many] Добавлено в подборку: { $n } цитат.
}
act-kept = Сохранено.
act-remove = Удалить
act-mark-removed = Отметка удалена.
act-clipping-removed = Цитата удалена из подборки.
act-moved = Перемещено на место { $n }.
act-style = Теперь ссылки пишутся в этом стиле: { $style }.
act-annotations = { $n ->
    [one] Из аннотаций добавлена { $n } отметка; не найдены слова: { $lost }.
    [few] Из аннотаций добавлены { $n } отметки; не найдены слова: { $lost }.
   *[many] Из аннотаций добавлено { $n } отметок; не найдены слова: { $lost }.
}

view-marks = Отметки
marks-none = Пока ничего не отмечено. Выделите слова в стенограмме и нажмите h или появившуюся кнопку.
marks-count = { $n ->
    [one] { $n } отметка из { $all }
    [few] { $n } отметки из { $all }
   *[many] { $n } отметок из { $all }
}
marks-words = Слова
marks-note = Заметка
marks-note-hint = Что вы хотите об этом сказать
marks-tags = Метки
marks-tags-hint = через запятую
marks-tag = Метка
marks-state = Состояние
marks-all = все
marks-untagged = без метки
marks-unsure = не как были
marks-where = Где эти слова?
marks-remove = Удалить отметку на «{ $words }»
marks-save-annotations = Сохранить как Web Annotations
marks-hash = SHA-256 файла: { $hash }…
marks-is-same = на своём месте
marks-is-moved = слова перенесены
marks-is-changed = слова изменены; теперь:
marks-is-gone = слова не найдены

excerpt = Выдержка
excerpt-none = Ни один абзац этой расшифровки не показан. Ослабьте фильтр или сохраните её целиком.
excerpt-of = { $n ->
    [one] { $shown } из { $n } абзаца
    [few] { $shown } из { $n } абзацев
   *[many] { $shown } из { $n } абзацев
}

view-clippings = Подборка
clippings-none = Цитаты ещё не собраны. Выделите слова в стенограмме и нажмите b или появившуюся кнопку.
clippings-count = { $n ->
    [one] { $n } цитата
    [few] { $n } цитаты
   *[many] { $n } цитат
}
clippings-place = Место
clippings-place-of = Место цитаты { $n }
clippings-quotation = Цитата
clippings-up = Поднять цитату { $n }
clippings-down = Опустить цитату { $n }
clippings-drag = Перетащить цитату { $n } на другое место
clippings-copy = Копировать цитату { $n } с источником
clippings-remove = Удалить цитату { $n }
clippings-save-markdown = Сохранить как Markdown
clippings-save-docx = Сохранить как DOCX
clippings-save-html = Сохранить как HTML

view-passage = Место в тексте
passage-bad = Это не адрес места в тексте. Скопируйте ссылку ещё раз целиком.
passage-same = Слова стоят там, куда ведёт ссылка, в абзаце { $n }.
passage-same-and-changed = { $others ->
    [one] Слова стоят там, куда ведёт ссылка, в абзаце { $n }. В { $others } другой версии они другие.
    [few] Слова стоят там, куда ведёт ссылка, в абзаце { $n }. В { $others } других версиях они другие.
   *[many] Слова стоят там, куда ведёт ссылка, в абзаце { $n }. В { $others } других версиях они другие.
}
passage-moved = Те же слова перенесены: теперь они в абзаце { $n }.
passage-changed = С тех пор как сделана ссылка, слова изменились. На их месте, в абзаце { $n }, теперь стоит:
passage-gone = Слов, на которые ведёт ссылка (тогда абзац { $n }), в этой стенограмме больше нет.
passage-same-elsewhere = Те же слова есть в другом файле: { $file }, абзац { $n }.
passage-changed-elsewhere = В другом файле, { $file }, на месте этих слов стоят другие, абзац { $n }.
passage-own-missing = Ссылка ведёт на файл { $file } (SHA-256 { $hash }…), который здесь не открыт. Перетащите его сюда, чтобы увидеть слова как они были.
passage-missing = Этих слов нет ни в одной из открытых стенограмм. Ссылка ведёт на файл { $file } (SHA-256 { $hash }…). Перетащите этот файл сюда, чтобы увидеть их.
passage-some-file = с этим хешем
passage-clip = Добавить в подборку
passage-copy = Копировать: { $style }
quote-copy-it = Копировать
quote-spoken = На языке
quote-spoken-any = любом
quote-beside = В переводе, абзац { $n }
facet-speakers = Говорящие
facet-roles = Должности
facet-dates = Даты
facet-places = Места
facet-languages = Языки
facet-formats = Форматы
facet-nobody = говорящий не назван
facet-count-turns = реплики
facet-count-transcripts = стенограммы
facet-more = ещё { $n }
facet-fewer = Меньше
filter-clear = Сбросить фильтр
facet-none = не указано
facet-rest = и ещё { $n }: наберите «{ $field }» в строке поиска
facet-not = не
facet-without = Не { $value }
facet-date = { $date }: { $n }
facet-from = С
facet-to = По
facet-date-hint = 2014, 2014-07 или 2014-07-10
language-en = английский
language-ru = русский
language-de = немецкий
language-fr = французский
language-es = испанский
language-it = итальянский
language-pt = португальский
language-uk = украинский
language-pl = польский
language-cs = чешский
language-nl = нидерландский
language-sv = шведский
language-da = датский
language-fi = финский
language-nb = норвежский
language-no = норвежский
language-el = греческий
language-tr = турецкий
language-bg = болгарский
language-sr = сербский
language-hr = хорватский
language-ro = румынский
language-hu = венгерский
language-ar = арабский
language-he = иврит
language-fa = персидский
language-hi = хинди
language-zh = китайский
language-ja = японский
language-ko = корейский
language-be = белорусский
language-kk = казахский
complete-speaker = говорящий
complete-role = должность
complete-place = место
complete-date = день, месяц, год или промежуток
complete-lang = язык
complete-in = где искать слова
complete-title = название
complete-file = имя файла
complete-format = формат
complete-in-title = в названии
complete-in-summary = в кратком содержании
complete-in-headings = в заголовках
complete-in-notes = в примечаниях

view-libraries = Библиотеки
libraries-count = { $n ->
    [one] { $n } библиотека
    [few] { $n } библиотеки
   *[many] { $n } библиотек
}
libraries-lead = У каждой библиотеки свои файлы, свои правила, ваши решения о файлах и ваша работа. Новые файлы попадают в ту, что открыта. Чтобы открыть сохранённую в файле библиотеку отдельно, создайте новую и перетащите файл туда.
libraries-unnamed = Библиотека
libraries-size = { $n ->
    [one] { $n } файл, { $size }
    [few] { $n } файла, { $size }
   *[many] { $n } файлов, { $size }
}
libraries-is-open = открыта
libraries-open = Открыть
libraries-rename = Переименовать
libraries-name = Название
libraries-new = Новая библиотека
libraries-create = Создать
libraries-remove = Удалить
libraries-remove-ask = { $n ->
    [one] «{ $name }» и { $n } файл в ней будут удалены из этого браузера насовсем. Если она может понадобиться, сначала сохраните её одним файлом.
    [few] «{ $name }» и { $n } файла в ней будут удалены из этого браузера насовсем. Если она может понадобиться, сначала сохраните её одним файлом.
   *[many] «{ $name }» и { $n } файлов в ней будут удалены из этого браузера насовсем. Если она может понадобиться, сначала сохраните её одним файлом.
}
libraries-remove-yes = Да, удалить «{ $name }»
libraries-what = Что и где хранится
libraries-kept = { $n ->
    [one] { $n } файл хранится в собственном хранилище браузера (IndexedDB) на этом устройстве, каким вы его добавили: { $size }. Он читается заново, когда вы открываете страницу, и никуда не отправляется.
    [few] { $n } файла хранятся в собственном хранилище браузера (IndexedDB) на этом устройстве, какими вы их добавили: всего { $size }. Они читаются заново, когда вы открываете страницу, и никуда не отправляются.
   *[many] { $n } файлов хранятся в собственном хранилище браузера (IndexedDB) на этом устройстве, какими вы их добавили: всего { $size }. Они читаются заново, когда вы открываете страницу, и никуда не отправляются.
}
libraries-unkept = { $n ->
    [one] { $n } файл не поместился и есть только в памяти: он останется, пока открыты страница и эта библиотека.
    [few] { $n } файла не поместились и есть только в памяти: они останутся, пока открыты страница и эта библиотека.
   *[many] { $n } файлов не поместились и есть только в памяти: они останутся, пока открыты страница и эта библиотека.
}
libraries-room = Все библиотеки вместе занимают { $taken } из { $of }, которые браузер отводит этой странице.
libraries-lasting = Браузер обещал хранить их, пока вы сами их не удалите.
libraries-not-lasting = Браузер может удалить их, когда на диске кончится место. Важное сохраните в файл.
libraries-save = Сохранить библиотеку одним файлом
libraries-rules = Чему научено
libraries-empty = Удалить все файлы
libraries-empty-ask = Все файлы этой библиотеки будут удалены из браузера насовсем. Правила и ваша работа останутся.
libraries-empty-yes = Да, удалить все { $n }

kept = { $n ->
    [one] { $n } файл хранится в этом браузере, { $size }
    [few] { $n } файла хранятся в этом браузере, { $size }
   *[many] { $n } файлов хранятся в этом браузере, { $size }
}
kept-partly = { $n ->
    [one] { $n } файл хранится в этом браузере, ещё { $more } только в памяти
    [few] { $n } файла хранятся в этом браузере, ещё { $more } только в памяти
   *[many] { $n } файлов хранятся в этом браузере, ещё { $more } только в памяти
}
kept-memory = Не хранится: только в памяти
kept-nothing = Пока ничего не хранится
news-cut-short = Импорт { $file } прервался. Прочитанное до того на месте; перетащите файл снова, чтобы прочитать остальное. Дважды ничего не читается.
news-cut-short-many = Импорт { $file } и других файлов прервался. Прочитанное до того на месте; перетащите их снова, чтобы прочитать остальное. Дважды ничего не читается.
news-added = { $n ->
    [one] В другой вкладке добавлен { $n } файл, он появился и здесь.
    [few] В другой вкладке добавлены { $n } файла, они появились и здесь.
   *[many] В другой вкладке добавлено { $n } файлов, они появились и здесь.
}
news-taken-out = { $n ->
    [one] В другой вкладке удалён { $n } файл.
    [few] В другой вкладке удалены { $n } файла.
   *[many] В другой вкладке удалено { $n } файлов.
}
news-both = В другой вкладке добавлено файлов: { $added }, удалено: { $removed }.
news-changed = Решённое в другой вкладке действует и здесь.
news-library-gone = Эту библиотеку удалили в другой вкладке. Теперь открыта другая.
news-unkept = { $n ->
    [one] { $n } файл не удалось сохранить ({ $why }), он останется, только пока открыта страница. Сохранённое раньше цело (файлов: { $kept }). Сохраните библиотеку одним файлом или удалите ненужное.
    [few] { $n } файла не удалось сохранить ({ $why }), они останутся, только пока открыта страница. Сохранённое раньше цело (файлов: { $kept }). Сохраните библиотеку одним файлом или удалите ненужное.
   *[many] { $n } файлов не удалось сохранить ({ $why }), они останутся, только пока открыта страница. Сохранённое раньше цело (файлов: { $kept }). Сохраните библиотеку одним файлом или удалите ненужное.
}
news-memory = Добавленное не сохранится, когда вы закроете страницу: { $why }
news-renamed = Теперь библиотека называется «{ $name }».
news-library-removed = Библиотека «{ $name }» удалена.

view-speakers = Говорящие и места
speakers-tab = Говорящие
places-tab = Места
speakers-count = { $n ->
    [one] { $n } говорящий
    [few] { $n } говорящих
   *[many] { $n } говорящих
}
places-count = { $n ->
    [one] { $n } место
    [few] { $n } места
   *[many] { $n } мест
}
speakers-find = Найти имя
speakers-name = Имя
speakers-role = Должность
speakers-turns = Реплики
speakers-transcripts = Стенограммы
speakers-also = также { $names }
speakers-written = { $n ->
    [one] { $n } написание
    [few] { $n } написания
   *[many] { $n } написаний
}
speakers-read = Читать только сказанное под этим именем
speakers-mark = Отметить: { $name }
speakers-marked = { $n ->
    [one] Отмечено: { $n }
    [few] Отмечено: { $n }
   *[many] Отмечено: { $n }
}
speakers-unmark = Снять отметки
speakers-known-as = Известно как
speakers-join = Объединить
speakers-rename = Переименовать
speakers-role-none = Должность, где она не напечатана
speakers-set-role = Задать
speakers-split-off = Отделить
speakers-likely = Вероятно, одно и то же
speakers-more = { $n ->
    [one] После них ещё { $n }.
    [few] После них ещё { $n }.
   *[many] После них ещё { $n }.
}
speakers-accept = Одно и то же
speakers-refuse = Разные
speakers-why-order = те же слова в другом порядке
speakers-why-longer = у одного на одно имя больше
speakers-why-initials = инициалы подходят
speakers-why-spelling = разница в одной букве
speakers-why-surname = фамилия, которой больше ни у кого нет
speakers-of = { $n ->
    [one] { $n } реплика
    [few] { $n } реплики
   *[many] { $n } реплик
}
speakers-in = { $n ->
    [one] { $n } стенограмма
    [few] { $n } стенограммы
   *[many] { $n } стенограмм
}
speakers-joined = { $n ->
    [one] { $n } имя теперь известно как { $name }.
    [few] { $n } имени теперь известны как { $name }.
   *[many] { $n } имён теперь известны как { $name }.
}
speakers-accepted = { $other } теперь известно как { $name }.
speakers-refused = { $other } и { $name } остаются порознь.
speakers-renamed = { $other } теперь известно как { $name }.
speakers-role-set = Должность { $name } теперь: { $role }
speakers-split = { $other } теперь означает { $name }.
speakers-table = { $n ->
    [one] Таблица изменила { $n } имя.
    [few] Таблица изменила { $n } имени.
   *[many] Таблица изменила { $n } имён.
}
news-full = хранилище браузера заполнено
concordance-passages = Выдержки
concordance-chosen = { $n ->
    [one] Фильтру соответствует { $n } абзац
    [few] Фильтру соответствуют { $n } абзаца
   *[many] Фильтру соответствуют { $n } абзацев
}

view-repeats = Сказано и в других
repeats-ask = В библиотеке пока пусто. Перетащите расшифровки, и будет видно, что в одной из них общего с другими.
repeats-count = { $n ->
    [one] { $n } отрывок этой расшифровки есть и в других
    [few] { $n } отрывка этой расшифровки есть и в других
   *[many] { $n } отрывков этой расшифровки есть и в других
}
repeats-of = Отрывки из
repeats-order = Порядок
repeats-order-text = как сказано
repeats-order-longest = сначала длинные
repeats-here = Здесь
repeats-elsewhere = В других, сначала ранние
repeats-first = впервые
repeats-more = { $n ->
    [one] и ещё { $n } место
    [few] и ещё { $n } места
   *[many] и ещё { $n } мест
}
repeats-versions = { $n ->
    [one] { $n } версия этой расшифровки сюда не входит. Сравнить:
    [few] { $n } версии этой расшифровки сюда не входят. Сравнить:
   *[many] { $n } версий этой расшифровки сюда не входят. Сравнить:
}
repeats-set-phrases = { $n ->
    [one] Пропущено { $n } устойчивое выражение: оно есть больше чем в двадцати расшифровках.
    [few] Пропущено { $n } устойчивых выражения: они есть больше чем в двадцати расшифровках.
   *[many] Пропущено { $n } устойчивых выражений: они есть больше чем в двадцати расшифровках.
}
repeats-partial = Библиотека слишком велика, чтобы прочесть её для этого целиком: отрывки из частых слов могли не найтись.
