# The interface in Russian.
app-name = Verbatim

search-label = Искать во всех стенограммах
search-placeholder = Слова, "точная фраза", начало*
search-exact = Буквы как напечатано
search-stems = Все формы слова
search-count = { $hits ->
    [one] { $hits } место в { $found } из { $total }
    [few] { $hits } места в { $found } из { $total }
   *[other] { $hits } мест в { $found } из { $total }
}
views = Виды
view-read = Чтение
view-compare = Рядом
theme = Светлая или тёмная
language = English
help = Клавиши и справка
library-show = Библиотека
library-hide = Скрыть библиотеку

library = Библиотека
library-matching = { $found } из { $total }
library-more = Показать ещё
library-nothing = Фильтру ничто не отвечает.
library-loading = Читаем сохранённое …
library-add = Добавить файлы
library-paste = Вставить текст
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
facet-roles = Должности
facet-dates = Даты
facet-places = Места
facet-languages = Языки
facet-formats = Форматы
facet-none = не указано
facet-nobody = говорящий не назван
facet-count-turns = реплики
facet-count-transcripts = стенограммы
facet-more = ещё { $n }
facet-fewer = Меньше
date-from = С
date-to = По
date-year = { $year }: { $n }
filter-clear = Сбросить фильтр

empty-title = Перетащите стенограммы сюда
empty-lead = Файлы, архивы или целые папки, в любом формате. Или вставьте текст.
empty-choose = Выбрать файлы
empty-safe = Ничто не покидает эту страницу. Она работает без сети.
empty-samples = Или начните с одной из этих
empty-formats = Читает официальные стенограммы, субтитры, результаты распознавания речи, парламентский XML, файлы лингвистов, Word, веб-страницы, таблицы, архивы ZIP и многое другое
empty-all = Открыть все
drop-now = Отпустите, чтобы прочитать

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

foot-library = { $n ->
    [one] { $n } стенограмма
    [few] { $n } стенограммы
   *[other] { $n } стенограмм
}
foot-safe = Ничто не покидает эту страницу
foot-kept = { $n ->
    [one] { $n } файл хранится в этом браузере, { $size }
    [few] { $n } файла хранятся в этом браузере, { $size }
   *[other] { $n } файлов хранится в этом браузере, { $size }
}
foot-memory = Не сохраняется: только в памяти
import-progress = { $done } из { $files } файлов, { $size }
import-cancel = Отменить

close = Закрыть

message-restarted = Чтение остановилось и начато заново. Всё, что было открыто, на месте.
message-restarted-file = Чтение остановилось на этом файле и начато заново. Файл отложен, остальные на месте.
message-no-worker = Чтение не удалось запустить: { $why }
message-not-kept = То, что вы откроете, не сохранится после закрытия страницы: { $why }
messages = Сообщения
dismiss = Убрать
dismiss-all = Убрать все
update-ready = Вышла новая версия Verbatim.
update-now = Перейти на неё
skip = К тексту

export = Экспорт
