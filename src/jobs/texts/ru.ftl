# Что страница говорит позже, по-русски.
confidence-certain = наверняка
confidence-likely = вероятно
confidence-maybe = догадка
report-file = Файл
report-format = Формат
report-encoding = Кодировка
report-hash = SHA-256
report-size = Размер
report-as-found = как говорит содержание
report-found = { $what }
report-chosen = по вашему выбору
report-columns = Что стоит в столбцах. Поправьте, если понято неверно.
report-column = Столбец { $n }
report-column-holds = Что стоит в столбце { $name }
column-role-none = неизвестно
column-role-speaker = говорящий
column-role-role = должность говорящего
column-role-text = слова
column-role-start = начало
column-role-end = конец
column-role-duration = длительность
column-role-number = номер
column-role-title = название события
column-role-summary = краткое содержание
column-role-date = дата
column-role-time = время дня
column-role-place = место
column-role-language = язык
column-role-transcript = к какой стенограмме относится строка
column-role-note = пометка
report-clean = Ничего не потеряно, неясного не осталось.
report-line = строка { $line }
source-of = Источник: { $file }
source-earlier = Строки выше
source-later = Строки ниже
source-lines = Строки { $from }–{ $to } из { $total }
kind-speech = речь
kind-label = метка
kind-metadata = сведения
kind-note = примечание
kind-furniture = оформление страницы
kind-timing = время
kind-markup = разметка
paste-title = Вставить стенограмму
paste-label = Текст стенограммы
paste-go = Прочитать
paste-name = вставленный текст { $n }.txt
help-title = Клавиши
help-search = в строку поиска
help-turns = следующая, предыдущая реплика
help-hits = следующее, предыдущее совпадение или отличие
by-rows = Сравнить по строкам
help-pin = в сравнении: скрепить то, что соответствует друг другу, или убрать скрепку
help-transcripts = предыдущая, следующая стенограмма
help-beside = одна стенограмма, рядом
help-source = абзац в источнике
help-theme = светлая или тёмная
help-library = библиотека
help-escape = закрыть, выйти из поиска
help-this = этот список
help-query = В строке поиска
help-query-words = все эти слова в одной реплике
help-query-phrase = эти слова подряд
help-query-prefix = слова, которые так начинаются
help-query-or = хотя бы одно из них
help-query-not = реплики, где этого нет
help-query-edit = это слово или отличие в одну букву
help-query-near = не дальше пяти слов
help-query-expression = регулярное выражение
help-query-fields = speaker:берг, place:"порт ольха", date:2012..2016-06, in:title бюджет
message-copied = Скопировано.
message-not-copied = Браузер не разрешил скопировать. Выделите текст и скопируйте его сами.
message-duplicate = Уже в библиотеке.
message-cancelled = { $n ->
    [one] { $n } файл не прочитан.
    [few] { $n } файла не прочитаны.
   *[other] { $n } файлов не прочитано.
}
message-unpacked = { $n ->
    [one] Прочитан { $n } файл архива.
    [few] Прочитаны { $n } файла архива.
   *[other] Прочитано { $n } файлов архива.
}
message-unpacked-duplicates = { $n ->
    [one] { $n } уже был в библиотеке.
    [few] { $n } уже были в библиотеке.
   *[other] { $n } уже были в библиотеке.
}
message-unpacked-junk = { $n ->
    [one] Пропущен { $n } служебный файл (скрытый, стиль, скрипт, шрифт).
    [few] Пропущены { $n } служебных файла (скрытые, стили, скрипты, шрифты).
   *[other] Пропущено { $n } служебных файлов (скрытые, стили, скрипты, шрифты).
}
message-unpacked-refused = { $n ->
    [one] Не удалось прочитать { $n } файл архива.
    [few] Не удалось прочитать { $n } файла архива.
   *[other] Не удалось прочитать { $n } файлов архива.
}
message-and-more = { $files } + { $n }
export-title = Экспорт стенограммы
export-shown = Только показанные абзацы
export-format = Формат
export-losses = Для этого в нём нет места:
export-whole = В нём есть место всему, что известно о стенограмме.
export-wait = Скачать
export-go = Скачать { $file }, { $size }
help-export = экспорт стенограммы
loss-title = заголовок
loss-summary = краткое содержание
loss-date = дата
loss-time-of-day = время суток
loss-place = место
loss-language = язык
loss-other = { $n ->
    [one] ещё { $n } сведение источника о себе
    [few] ещё { $n } сведения источника о себе
   *[other] ещё { $n } сведений источника о себе
}
loss-roles = { $n ->
    [one] должность { $n } говорящего
    [few] должности { $n } говорящих
   *[other] должности { $n } говорящих
}
loss-labels = { $n ->
    [one] { $n } метка, как напечатана: вместо неё стоит имя
    [few] { $n } метки, как напечатаны: вместо них стоят имена
   *[other] { $n } меток, как напечатаны: вместо них стоят имена
}
loss-times = { $n ->
    [one] время { $n } абзаца
    [few] время { $n } абзацев
   *[other] время { $n } абзацев
}
loss-ends = { $n ->
    [one] конец { $n } абзаца: начало сохранится
    [few] концы { $n } абзацев: начала сохранятся
   *[other] концы { $n } абзацев: начала сохранятся
}
loss-cues = { $n ->
    [one] время { $n } части абзаца
    [few] время { $n } частей абзацев
   *[other] время { $n } частей абзацев
}
loss-word-times = { $n ->
    [one] время { $n } слова
    [few] время { $n } слов
   *[other] время { $n } слов
}
loss-untimed = { $n ->
    [one] { $n } абзац без времени
    [few] { $n } абзаца без времени
   *[other] { $n } абзацев без времени
}
loss-notes = { $n ->
    [one] { $n } примечание между абзацами
    [few] { $n } примечания между абзацами
   *[other] { $n } примечаний между абзацами
}
loss-headings = { $n ->
    [one] { $n } подзаголовок
    [few] { $n } подзаголовка
   *[other] { $n } подзаголовков
}
loss-separators = { $n ->
    [one] { $n } разделитель
    [few] { $n } разделителя
   *[other] { $n } разделителей
}
loss-furniture = { $n ->
    [one] { $n } строка страницы вокруг текста
    [few] { $n } строки страницы вокруг текста
   *[other] { $n } строк страницы вокруг текста
}
loss-breaks = { $n ->
    [one] { $n } перенос строки внутри абзаца: станет пробелом
    [few] { $n } переноса строки внутри абзацев: станут пробелами
   *[other] { $n } переносов строки внутри абзацев: станут пробелами
}
loss-controls = { $n ->
    [one] { $n } управляющий знак: будет записан как �
    [few] { $n } управляющих знака: будут записаны как �
   *[other] { $n } управляющих знаков: будут записаны как �
}
loss-formulas = { $n ->
    [one] { $n } ячейка, похожая на формулу: перед ней встанет апостроф
    [few] { $n } ячейки, похожие на формулы: перед ними встанет апостроф
   *[other] { $n } ячеек, похожих на формулы: перед ними встанет апостроф
}
loss-no-duration = { $n ->
    [one] конец { $n } субтитра, которого нет в источнике: проигрыватели его не покажут
    [few] концы { $n } субтитров, которых нет в источнике: проигрыватели их не покажут
   *[other] концы { $n } субтитров, которых нет в источнике: проигрыватели их не покажут
}
loss-doubtful = { $n ->
    [one] надёжный знак, кто говорит: программа, читая файл, может ошибиться в { $n } говорящем
    [few] надёжный знак, кто говорит: программа, читая файл, может ошибиться в { $n } говорящих
   *[other] надёжный знак, кто говорит: программа, читая файл, может ошибиться в { $n } говорящих
}
undo = Отменить
help-teach = сказать, что это за строка
help-undo = отменить последнее изменение
teach-title = Что это за строка?
teach-line = Сказать, что такое строка { $line }
teach-paragraph = Сказать, что такое строка этого абзаца
teach-hint = Что-то разделено неверно?
teach-source = Показать исходный текст и указать строку
teach-words = Подпись говорящего: нажмите её первое и последнее слово.
teach-what = Это
taught-speaker = подпись говорящего
taught-speech = речь, а не подпись
taught-title = заголовок
taught-summary = краткое содержание
taught-date = дата
taught-time = время дня
taught-place = место
taught-furniture = не часть события
teach-which = Какие подписи
teach-any = все, написанные так же
teach-one = эта, где бы она ни стояла
teach-where = Где
teach-all = во всех подобных файлах, в том числе будущих
teach-here = только в этом файле
teach-effect = Что изменится здесь
teach-no-change = В этой стенограмме ничего не изменится.
teach-before = сейчас
teach-after = станет
teach-row-turns = реплики
teach-row-paragraphs = абзацы
teach-row-nobody = абзацы без говорящего
teach-row-furniture = строки страницы
teach-found = { $n ->
    [one] Подходит { $n } строка:
    [few] Подходят { $n } строки:
   *[other] Подходит { $n } строк:
}
teach-others = { $n ->
    [one] Изменится ещё { $n } файл
    [few] Изменятся ещё { $n } файла
   *[other] Изменится ещё { $n } файлов
}
teach-turns = реплики: { $before } → { $after }
teach-more = { $n ->
    [one] и ещё { $n }
    [few] и ещё { $n }
   *[other] и ещё { $n }
}
teach-fixed = Формат этого файла сам говорит, кто выступает и что такое каждая строка. Если это не так, выберите другой формат в отчёте над текстом.
teach-no-label = В этой строке не найти подписи. Нажмите её первое и последнее слово; за ней должен стоять знак, пробел после прописных букв или конец строки.
teach-no-date = В этой строке нет даты, которую можно прочесть.
teach-no-time = В этой строке нет времени, которое можно прочесть.
teach-nothing-learnt = По этой строке ничему не научиться. В конце заголовка или места точка не стоит.
teach-accept = Читать так
teach-done = { $n ->
    [one] Теперь так читается { $n } файл.
    [few] Теперь так читаются { $n } файла.
   *[other] Теперь так читается { $n } файлов.
}
rules-title = Чему научили
rules-lead = Эти правила действуют для всех файлов, в том числе добавленных позже. Файл правил, если его перетащить сюда, добавит свои.
rules-none = Пока ничему не научили. Откройте исходный текст абзаца и укажите строку.
rules-own = Только для этого файла
rules-save = Сохранить в файл
rule-any-label = где бы ни стояла подпись, написанная как в
rule-label = { $label }, где бы ни стояло, как в
rule-same = строки с теми же словами, что
rule-behind = то, что стоит после { $name }, как в
rule-nth = строка { $n } текста, как
rule-remove = Отменить правило: { $example }
rule-removed = Правило отменено.
message-rules = { $n ->
    [one] Теперь действует { $n } правило.
    [few] Теперь действуют { $n } правила.
   *[other] Теперь действует { $n } правил.
}
help-cite = копировать с источником: выделенное или абзац
help-mark = отметить
help-clip = добавить в подборку
selection-cite = Копировать с источником
selection-mark = Отметить
selection-clip = В подборку
selection-styles = Стили
help-styles = показать ссылку во всех стилях
library-matching = { $found } из { $total }
library-more = Показать ещё
library-nothing = Фильтру ничто не отвечает.
item-beside = Поставить рядом: { $title }
item-beside-remove = Убрать из колонок: { $title }
item-remove = Удалить: { $title }
item-remarks = { $n ->
    [one] { $n } замечание
    [few] { $n } замечания
   *[other] { $n } замечаний
}
item-hits = { $n ->
    [one] { $n } место
    [few] { $n } места
   *[other] { $n } мест
}
undated = без даты
facet-speakers = Говорящие
facet-none = не указано
speakers-count = { $n ->
    [one] { $n } говорящий
    [few] { $n } говорящих
   *[other] { $n } говорящих
}
paragraphs-count = { $n ->
    [one] { $n } абзац
    [few] { $n } абзаца
   *[other] { $n } абзацев
}
report = Как это прочитано
unattributed = Говорящий не назван
furniture = { $n ->
    [one] { $n } строка страницы вокруг текста
    [few] { $n } строки страницы вокруг текста
   *[other] { $n } строк страницы вокруг текста
}
gap = { $n ->
    [one] { $n } абзац не отвечает фильтру
    [few] { $n } абзаца не отвечают фильтру
   *[other] { $n } абзацев не отвечают фильтру
}
gap-open = Показать
matching = Отвечают фильтру { $found } из { $total } абзацев
show-matches = Только найденное
show-all = Весь текст
no-match = В этой стенограмме фильтру ничто не отвечает.
not-here = Эта стенограмма не открыта в этом браузере.
not-here-hint = Перетащите её файл или выберите другую.
paragraph-link = Абзац { $n }: ссылка на него
paragraph-source = Показать абзац { $n } в источнике
column-choose = Стенограмма в этой колонке
column-close = Закрыть колонку
lock = Прокручивать вместе
lock-hint = Колонки прокручиваются вместе по абзацам
lanes = Кто где говорит; щёлкните, чтобы перейти
source = Источник
source-close = Закрыть источник
