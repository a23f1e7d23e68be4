# The interface in Russian.
app-name = Verbatim

search-label = Искать во всех стенограммах
search-placeholder = Слова, "точная фраза", начало*
search-exact = Буквы как напечатано
search-stems = Все формы слова
search-alphabets = Латиницей и кириллицей
views = Виды
view-read = Чтение
view-compare = Рядом
views-more = Ещё
theme = Светлая или тёмная
language = English
help = Клавиши и справка
library-show = Библиотека
library-hide = Скрыть библиотеку

library = Библиотека
library-loading = Читаем сохранённое …
library-add = Добавить файлы
library-paste = Вставить текст

empty-title = Перетащите стенограммы сюда
empty-lead = Файлы, архивы или целые папки, в любом формате. Или вставьте текст.
empty-choose = Выбрать файлы
empty-safe = Ничто не покидает эту страницу. Она работает без сети.
empty-samples = Или начните с одной из этих
empty-formats = Читает официальные стенограммы, субтитры, результаты распознавания речи, парламентский XML, файлы лингвистов, Word, веб-страницы, таблицы, архивы ZIP и многое другое
empty-all = Открыть все
drop-now = Отпустите, чтобы прочитать

foot-library = { $n ->
    [one] { $n } стенограмма
    [few] { $n } стенограммы
   *[other] { $n } стенограмм
}
foot-safe = Ничто не покидает эту страницу
import-progress = { $done } из { $files } файлов, { $size }
import-cancel = Отменить

close = Закрыть

message-restarted = Чтение остановилось и начато заново. Всё, что было открыто, на месте.
message-restarted-file = Чтение остановилось на этом файле и начато заново. Файл отложен, остальные на месте.
message-no-worker = Чтение не удалось запустить: { $why }
messages = Сообщения
dismiss = Убрать
dismiss-all = Убрать все
update-ready = Вышла новая версия Verbatim.
update-now = Перейти на неё
skip = К тексту

export = Экспорт
