//! Words that tell offices from names, and speakers from other text. A language is a row of a table, not code.
//!
//! All words are lower case, without the full stop of an abbreviation. A word may stand in several columns.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

/// What a word may be; several at once.
pub type Kinds = u16;

/// An office or an occupation: `president`, `engineer`.
pub const OFFICE: Kinds = 1;
/// Stands for somebody unnamed: `question`.
pub const GENERIC: Kinds = 1 << 1;
/// A part that somebody plays, printed without a name: `moderator`.
pub const ALONE: Kinds = 1 << 2;
/// A form of address: `mr`, `dr`.
pub const HONORIFIC: Kinds = 1 << 3;
/// Belongs to a name though it is written small: `van`, `bin`.
pub const PARTICLE: Kinds = 1 << 4;
/// Joins the words of an office: `of`, `and`.
pub const FUNCTION: Kinds = 1 << 5;
/// Never stands in a label: `is`, `we`.
pub const STOP: Kinds = 1 << 6;
/// Starts text with a colon that is no label, in capitals though it may be: `second`, `note`.
pub const STARTER: Kinds = 1 << 7;
/// Tells a remark beside a label from a party or a country: `translated`.
pub const REMARK: Kinds = 1 << 8;
/// Something heard or done: `applause`.
pub const SOUND: Kinds = 1 << 9;
/// An office whose holder goes by the first name: `king`.
pub const SOVEREIGN: Kinds = 1 << 10;
/// A country or another place that ends an office: `turkey`.
pub const COUNTRY: Kinds = 1 << 11;
/// A form of address for a woman.
pub const WOMAN: Kinds = 1 << 12;
/// A form of address for a man.
pub const MAN: Kinds = 1 << 13;

/// One language; each column is a list of words with spaces between them.
struct Row {
    offices: &'static str,
    sovereigns: &'static str,
    generic: &'static str,
    alone: &'static str,
    men: &'static str,
    women: &'static str,
    titles: &'static str,
    functions: &'static str,
    stops: &'static str,
    starters: &'static str,
    remarks: &'static str,
    sounds: &'static str,
    countries: &'static str,
}

static ROWS: &[Row] = &[
    // English
    Row {
        offices: "president presidents vice-president minister chairman chairwoman chairperson chair co-chair vice-chair \
                  governor head director director-general general secretary secretary-general speaker deputy member \
                  senator representative congressman congresswoman commissioner ombudsman ombudsperson ombudswoman \
                  ambassador envoy chancellor vice-chancellor mayor judge justice attorney counsel prosecutor officer \
                  commander commander-in-chief chief colonel major captain lieutenant admiral marshal sergeant corporal \
                  private cosmonaut astronaut pilot manager ceo cfo founder co-founder editor editor-in-chief \
                  journalist reporter correspondent columnist anchor host presenter moderator interviewer writer author \
                  poet actor actress singer composer conductor musician artist professor rector dean teacher student \
                  pupil doctor nurse paramedic physician surgeon engineer architect scientist academician researcher \
                  economist lawyer analyst expert adviser advisor aide assistant spokesman spokeswoman spokesperson \
                  leader coordinator coach trainer player captain champion hero veteran farmer worker miner operator \
                  resident participant entrepreneur businessman businesswoman owner partner keeper master skipper \
                  treasurer clerk bishop archbishop cardinal rabbi mufti imam priest pastor delegate councillor \
                  councilor councilman alderman inspector superintendent warden librarian curator restorer plenipotentiary \
                  representative trustee co-president premier dictator consul attaché undersecretary dispatcher \
                  chancellor comptroller rapporteur whip agent witness juror trainee volunteer blogger producer \
                  filmmaker photographer designer programmer developer technician driver sailor soldier cadet \
                  chaplain coxswain foreman secretary-treasurer postmaster shipbuilder fisherman",
        sovereigns: "king queen prince princess emir sultan pope patriarch sheikh emperor empress duke duchess \
                     metropolitan catholicos grand-duke",
        generic: "question questions answer reply response remark remarks comment voice voices unidentified unknown \
                  participants audience multiple inaudible several shout shouts exclamation",
        alone: "moderator host interviewer interviewee presenter operator announcer narrator interpreter translator \
                audience crowd everyone all reporter journalist correspondent press speaker spk spkr participant participants \
                witness court clerk jury panel student caller customer channel anchor anchorman guest chair chairman \
                chairwoman chairperson president \
                chairlady foreman",
        men: "mr messrs sir lord",
        women: "ms mrs miss madam lady dame",
        titles: "dr prof hon rev sen rep gov lt gen col maj capt sgt adm st esq",
        functions: "of the and for to at in on from under de a & without",
        stops: "is are was were be been am has have had do does did will would shall should can could may might must i \
                we you he she it they me him them my our your his their its this that these those there here what \
                which who whom whose when where why how not no if because but or so as than then let lets want \
                said says say told tell asked ask read reads think know see look want like one two three many some \
                any much more most very just only also too even still now today tomorrow yesterday following follows \
                about regarding concerning with between among during after before since until into by via per don’t \
                it’s i’m that’s there’s here’s let’s don't it's i'm that's there's here's let's i’d i'd we’re we're",
        starters: "first second third fourth fifth firstly secondly thirdly fourthly finally lastly another next again \
                   note example examples conclusion conclusions result results summary reason reasons item point \
                   address subject agenda contact phone telephone tel fax email e-mail website source photo video \
                   place date time venue location related topics tags published press-release appendix annex chapter \
                   part section article table figure page total price cost warning caution attention important nb ps \
                   please well yes no ok okay thanks quote end background overall besides nevertheless naturally \
                   indeed moreover however therefore thus otherwise frankly honestly incidentally remember imagine \
                   meeting visit talks interview conversation statement speech working greetings congratulations \
                   condolences message telegram telephone present attending introduction opening closing recommendation proposal \
                   proposals suggestion request problem task goal objective fact facts option options answers news \
                   breaking update updated correction translation motto rule principle key main \
                   happy new good dear additionally alternatively advice author authors text title",
        remarks: "retranslated re-translated translated translates translating translation interpreted interpretation via through \
                  speaking speaks off-mike off-mic off in responding respond answering answers continuing continues addressing laughing laughs \
                  smiling whispering inaudible reading reads as simultaneous voiceover voice-over subtitles remotely video \
                  videolink conference turning pointing without before after simultaneously singing crying shouting aside",
        sounds: "applause laughter laughs laugh laughing inaudible crosstalk cross-talk pause silence murmurs murmur \
                 interruption interruptions cheers cheering music noise unintelligible indiscernible overlapping shouts \
                 shouting boos whistling sighs coughs gavel recess break anthem ovation protest disorder hubbub \
                 commotion bell video adjourned interposing clears chuckles off-mike phonetic sic",
        countries: "russia ukraine belarus kazakhstan kyrgyzstan uzbekistan tajikistan turkmenistan armenia azerbaijan \
                    georgia moldova estonia latvia lithuania poland germany france italy spain portugal britain england \
                    scotland wales ireland netherlands belgium luxembourg switzerland austria hungary czechia slovakia \
                    slovenia croatia serbia montenegro macedonia bulgaria romania greece cyprus turkey türkiye israel \
                    palestine syria lebanon jordan iraq iran egypt libya tunisia algeria morocco sudan ethiopia kenya \
                    uganda tanzania nigeria ghana guinea senegal mali angola zambia zimbabwe namibia mozambique \
                    madagascar yemen oman qatar bahrain kuwait india pakistan afghanistan bangladesh nepal china \
                    mongolia japan vietnam laos cambodia thailand malaysia singapore indonesia philippines australia \
                    canada usa us uk uae mexico cuba venezuela colombia brazil argentina chile peru bolivia ecuador \
                    uruguay paraguay nicaragua guatemala honduras haiti jamaica finland sweden norway denmark iceland \
                    malta monaco albania bosnia kosovo abkhazia congo rwanda burundi chad cameroon gabon africa korea \
                    crimea chechnya dagestan daghestan tatarstan bashkortostan buryatia ingushetia california bavaria \
                    texas moscow europe",
    },
    // Russian
    Row {
        offices: "президент вице-президент премьер премьер-министр вице-премьер министр замминистра председатель \
                  зампред сопредседатель губернатор врио глава руководитель начальник директор гендиректор секретарь \
                  генсек спикер депутат сенатор член уполномоченный омбудсмен посол канцлер мэр судья адвокат \
                  прокурор командующий главнокомандующий командир полковник майор капитан лейтенант генерал \
                  генерал-майор генерал-лейтенант генерал-полковник адмирал маршал сержант рядовой космонавт лётчик \
                  летчик менеджер основатель редактор главред журналист корреспондент обозреватель ведущий ведущая \
                  модератор писатель писательница поэт актёр актриса режиссёр певец певица композитор дирижёр художник \
                  профессор ректор декан учитель учительница студент студентка ученик ученица школьник школьница врач \
                  медсестра фельдшер инженер архитектор учёный академик исследователь экономист юрист аналитик эксперт \
                  советник помощник пресс-секретарь представитель представительница полпред лидер координатор тренер \
                  игрок чемпион чемпионка герой ветеран фермер рабочий шахтёр оператор житель жительница участник \
                  участница предприниматель владелец заместитель зам и.о исполняющий исполняющая шкипер казначей лоцман \
                  смотритель епископ архиепископ раввин муфтий атаман староста заведующий заведующая хранитель \
                  президента премьера министра председателя губернатора главы руководителя начальника директора \
                  секретаря спикера депутата сенатора уполномоченного мэра прокурора командующего командира \
                  посла королевы короля первый комиссар государственный госсекретарь управляющий сотрудник сотрудница волонтёр доброволец \
                  блогер продюсер фотограф конструктор водитель моряк механик мастер старшина боец комбат",
        sovereigns: "король королева принц принцесса эмир султан папа патриарх шейх император митрополит католикос",
        generic: "вопрос вопросы ответ реплика реплики голос голоса возглас возгласы",
        alone: "ведущий ведущая модератор переводчик переводчица корреспондент журналист журналистка зал диктор \
                председатель председательствующий председательствующая секретарь участник участница свидетель суд \
                студент студентка респондент интервьюер спикер все хор",
        men: "господин г-н",
        women: "госпожа г-жа",
        titles: "проф акад гн",
        functions: "и по в во на при от из о об за над для с со к",
        stops: "это я мы ты вы он она оно они мне нам вам ему ей им меня нас вас его её ее их мой моя моё наш наша \
                наше ваш ваша этот эта эти тот та те что кто который которая которые когда где почему как какой \
                какая какие зачем если потому но или а же ли бы не нет да есть был была было были будет будут быть \
                может можно надо нужно хочу хотел хотела скажу скажите сказал сказала говорит говорим говорю говорили \
                повторяю повторю прошу знаете понимаете вот так такая такой такие тоже также ещё еще уже теперь \
                сейчас сегодня вчера завтра здесь там тут всё все весь очень только самое один одна одно два две три \
                много мало некоторые другой другая другие другое про между перед после до без через поэтому значит \
                давайте пожалуйста спасибо просто сразу следующий следующая следующее сводится",
        starters: "первое второе третье четвёртое четвертое пятое во-первых во-вторых в-третьих наконец далее итого итог \
                   итоги вывод пример примечание внимание справка телефон адрес тема место дата время фото видео \
                   источник автор часть глава раздел статья таблица рисунок страница приложение сноска \
                   напомню подчеркну отмечу добавлю поясню уточню например кстати хорошо итак цель задача причина \
                   предложение просьба задачи главное текст перевод",
        remarks: "перевод переводе переведено переводчика переводчик через видеосвязи видеоконференции по-английски \
                  по-немецки по-русски по-французски по-казахски по-белорусски по-китайски отвечая обращаясь продолжая \
                  читает смеётся смеется говорит показывает без по реплика",
        sounds: "аплодисменты аплодирует аплодируют смех смеётся смеется смеются шум оживление пауза неразборчиво \
                 перерыв музыка возгласы выкрики гул тишина гимн овация видео демонстрация видеоролик реплики \
                 реплика неслышно",
        countries: "россии украины белоруссии беларуси казахстана киргизии кыргызстана узбекистана таджикистана \
                    туркменистана туркмении армении азербайджана грузии молдавии молдовы германии франции италии испании \
                    великобритании сша турции израиля сирии ирана ирака египта ливии индии китая кнр японии кореи \
                    вьетнама монголии сербии словении хорватии болгарии румынии греции кипра финляндии швеции норвегии \
                    австрии венгрии польши чехии словакии бразилии аргентины венесуэлы кубы юар алжира марокко судана \
                    абхазии чечни дагестана татарстана башкортостана крыма москвы санкт-петербурга севастополя",
    },
    // German
    Row {
        offices: "präsident präsidentin vizepräsident vizepräsidentin bundeskanzler bundeskanzlerin minister ministerin \
                  ministerpräsident ministerpräsidentin bundesminister bundesministerin staatssekretär staatssekretärin \
                  vorsitzender vorsitzende vorsitz schriftführer schriftführerin abgeordneter abgeordnete staatsminister \
                  staatsministerin senator senatorin bürgermeister bürgermeisterin oberbürgermeister direktor direktorin \
                  leiter leiterin sprecher sprecherin botschafter botschafterin richter richterin professorin berichterstatter \
                  berichterstatterin wehrbeauftragter wehrbeauftragte beauftragter alterspräsident alterspräsidentin moderatorin",
        sovereigns: "könig königin prinz papst kaiser fürst",
        generic: "frage antwort zuruf zurufe zwischenruf",
        alone: "moderatorin interviewer präsident präsidentin vizepräsident vizepräsidentin vorsitzender vorsitzende dolmetscher publikum",
        men: "herr",
        women: "frau",
        titles: "dr h c mult ing",
        functions: "der die des für und im beim bei am zur zum",
        stops: "ist sind war waren wir ich sie er es wird werden haben hat nicht aber dass wenn weil auch noch nur das dies diese dieser",
        starters: "erstens zweitens drittens viertens fünftens schließlich beispiel hinweis zusatz anlage inhalt drucksache tagesordnung tagesordnungspunkt zusatzpunkt beginn schluss zitat",
        remarks: "übersetzung übersetzt dolmetscher zuruf",
        sounds: "beifall heiterkeit zuruf zurufe lachen unruhe widerspruch glocke zustimmung unterbrechung pause applaus",
        countries: "",
    },
    // French
    Row {
        offices: "président présidente ministre premier première député députée sénateur sénatrice secrétaire rapporteur \
                  rapporteure directeur directrice maire juge ambassadeur ambassadrice porte-parole chancelier \
                  vice-président vice-présidente garde haut",
        sovereigns: "roi reine pape",
        generic: "réponse voix",
        alone: "animateur animatrice intervieweur journaliste modérateur modératrice interprète",
        men: "m monsieur mm",
        women: "mme mlle madame",
        titles: "me pr",
        functions: "du des la le les et aux au chargé chargée",
        stops: "est sont était nous vous ils elles je ce cette ces qui que ne pas mais dans pour avec il elle",
        starters: "premièrement deuxièmement troisièmement exemple résultat remarque",
        remarks: "traduction traduit",
        sounds: "applaudissements rires exclamations sourires murmures protestations huées",
        countries: "",
    },
    // Spanish, Portuguese, Italian
    Row {
        offices: "presidenta presidente vicepresidente ministro ministra ministra diputado diputada senador senadora \
                  secretario secretaria alcalde alcaldesa gobernador gobernadora deputado deputada presidência \
                  sindaco direttore direttrice segretario onorevole ministra",
        sovereigns: "rey reina papa re regina",
        generic: "pregunta respuesta pergunta resposta domanda risposta",
        alone: "moderador moderadora entrevistador entrevistadora periodista intérprete presidente presidenta moderatore intervistatore",
        men: "sr señor senhor signor",
        women: "sra srta señora senhora signora",
        titles: "d dª dott",
        functions: "del las los el do da dos das della dello e y",
        stops: "es son era nosotros usted ustedes yo esto esta este eso porque pero muy não mas sono siamo questo questa",
        starters: "primero segundo tercero ejemplo",
        remarks: "traducción traducido tradução",
        sounds: "aplausos risas rumores protestos risos applausi risate",
        countries: "",
    },
    // Ukrainian
    Row {
        offices: "президент прем’єр-міністр прем'єр-міністр віцепрем’єр міністр міністерка голова головуючий головуюча \
                  заступник заступниця керівник керівниця директор директорка секретар спікер депутат депутатка \
                  посол суддя прокурор мер очільник очільниця уповноважений уповноважена радник радниця \
                  професор професорка лікар інженер учитель вчитель журналіст журналістка речник речниця \
                  начальник начальниця командир представник представниця президента голови міністра",
        sovereigns: "король королева",
        generic: "питання запитання відповідь репліка голос голоси вигук вигуки",
        alone: "ведучий ведуча модератор модераторка перекладач перекладачка кореспондент журналіст журналістка \
                головуючий головуюча секретар учасник учасниця зал свідок",
        men: "пан",
        women: "пані",
        titles: "проф",
        functions: "і й та з із у в на при від для зі",
        stops: "це я ми ви він вона вони мені нам вам його її їх мій наш ваш цей ця ці той що хто який яка які коли \
                де чому як якщо але або ні є був була було були буде будуть може можна треба потрібно хочу скажіть \
                так також ще вже тепер сьогодні вчора завтра тут там усе все дуже тільки один одна два три багато \
                будь ласка дякую отже тому",
        starters: "перше друге третє четверте нарешті далі підсумок висновок приклад примітка увага довідка телефон \
                   адреса тема місце дата час фото відео джерело автор частина розділ стаття таблиця додаток \
                   нагадаю наприклад добре мета завдання причина пропозиція переклад",
        remarks: "переклад перекладає через відеозв’язок англійською російською читає сміється показує",
        sounds: "оплески сміх шум пауза нерозбірливо перерва музика вигуки тиша гімн овації відео",
        countries: "україни росії білорусі польщі німеччини франції великої британії сша туреччини румунії молдови києва криму",
    },
    // Polish
    Row {
        offices: "prezydent premier minister ministra wiceminister marszałek wicemarszałek poseł posłanka senator senatorka \
                  przewodniczący przewodnicząca wiceprzewodniczący prezes prezeska sekretarz dyrektor dyrektorka kierownik \
                  burmistrz wójt wojewoda starosta sędzia prokurator rzecznik rzeczniczka ambasador kanclerz profesor \
                  inżynier lekarz nauczyciel dziennikarz dziennikarka komisarz radny radna podsekretarz",
        sovereigns: "król królowa książę księżna papież",
        generic: "pytanie odpowiedź głos głosy okrzyk",
        alone: "prowadzący prowadząca moderator moderatorka tłumacz tłumaczka dziennikarz dziennikarka marszałek \
                przewodniczący przewodnicząca sekretarz świadek publiczność",
        men: "pan",
        women: "pani",
        titles: "prof mgr inż",
        functions: "i w we na do od ds dla przy z ze",
        stops: "jest są był była było byli będzie nie tak ja my wy on ona oni to ten ta te że czy ale albo bo kiedy \
                gdzie dlaczego jak jeśli już jeszcze teraz dzisiaj wczoraj jutro tutaj tam bardzo tylko jeden dwa trzy \
                proszę dziękuję więc panie państwo",
        starters: "pierwsze drugie trzecie wreszcie dalej wniosek przykład uwaga telefon adres temat miejsce data czas \
                   zdjęcie źródło autor część rozdział tabela załącznik porządek punkt cel tłumaczenie",
        remarks: "tłumaczenie tłumaczy czyta pokazuje przez",
        sounds: "oklaski śmiech brawa poruszenie gwar dzwonek przerwa wesołość okrzyki",
        countries: "polski rzeczypospolitej niemiec francji rosji ukrainy litwy czech usa warszawy",
    },
    // Hebrew
    Row {
        offices: "נשיא נשיאת ראש שר שרת היושב יושב יושבת יו״ר יו\"ר מזכיר מזכירת מנכ״ל מנכ\"ל ח״כ ח\"כ חבר חברת \
                  שופט שופטת השופט השופטת מבקר נציב נציבת ראשת סגן סגנית יועץ יועצת היועץ עורך עו״ד עו\"ד פרופ פרופ׳ רב הרב",
        sovereigns: "מלך מלכת",
        generic: "שאלה תשובה קריאה קריאות",
        alone: "המנחה מנחה מראיין המראיין מראיינת מתורגמן היו״ר היו\"ר",
        men: "מר",
        women: "גב גב׳ גברת",
        titles: "ד״ר ד\"ר",
        functions: "של",
        stops: "אני אתה את הוא היא אנחנו הם זה זאת יש אין לא כן מה מי איך למה כי אם אבל או גם רק היום עכשיו",
        starters: "ראשית שנית שלישית לסיכום דוגמה הערה מקום תאריך שעה נושא טלפון מקור",
        remarks: "תרגום",
        sounds: "מחיאות צחוק מוחאים קריאות הפסקה",
        countries: "",
    },
    // Arabic
    Row {
        offices: "رئيس رئيسة الرئيس الرئيسة وزير وزيرة الوزير الوزيرة نائب نائبة النائب النائبة سفير سفيرة السفير أمين الأمين \
                  مدير مديرة المدير محافظ قاضي القاضي عضو العضو السيناتور مستشار مستشارة المتحدث المتحدثة",
        sovereigns: "ملك الملك ملكة أمير الأمير سلطان",
        generic: "سؤال جواب السؤال الجواب مداخلة صوت",
        alone: "المذيع المذيعة المحاور المحاورة المقدم المقدمة مترجم المترجم الصحفي الصحفية الجمهور",
        men: "السيد سيد",
        women: "السيدة سيدة الآنسة",
        titles: "الدكتور الدكتورة د أ الأستاذ الأستاذة الشيخ",
        functions: "",
        stops: "أنا نحن أنت هو هي هم هذا هذه ذلك نعم لا ما من في على إلى كيف لماذا متى أين إذا لكن أو",
        starters: "أولا ثانيا ثالثا أخيرا مثال ملاحظة المكان التاريخ الوقت الموضوع المصدر الهاتف",
        remarks: "ترجمة مترجم",
        sounds: "تصفيق ضحك مقاطعة موسيقى",
        countries: "",
    },
    // Languages without capitals, where only the whole label can be known.
    Row {
        offices: "",
        sovereigns: "",
        generic: "问 答 記者 记者 主持人 問 質問 回答 질문 답변",
        alone: "主持人 主席 议长 議長 委員長 司会 司会者 通訳 翻译 의장 위원장 사회자",
        men: "",
        women: "",
        titles: "",
        functions: "",
        stops: "",
        starters: "",
        remarks: "",
        sounds: "笑 笑声 掌声 鼓掌 拍手 笑い 박수 웃음",
        countries: "",
    },
];

/// Words that belong to a name though they are written small, of all languages.
const PARTICLES: &str = "van der den de la le du di da dos das del della von zu zur zum ten ter af av bin ibn bint ben \
                         al el abu y e oglu оглы кызы заде фон ван де дер ла ибн бин аль эль бен ди да дю";

/// Endings of compound words that are offices.
const OFFICE_ENDINGS: &[&str] = &[
    "minister",
    "ministerin",
    "präsident",
    "präsidentin",
    "kanzler",
    "kanzlerin",
    "sekretär",
    "sekretärin",
    "meister",
    "meisterin",
    "leiter",
    "leiterin",
];

#[derive(Default)]
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

type Table = HashMap<&'static str, Kinds, BuildHasherDefault<Fnv>>;

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table::default();
        let mut add = |words: &'static str, kinds: Kinds| {
            for word in words.split_whitespace() {
                *table.entry(word).or_default() |= kinds;
            }
        };
        for row in ROWS {
            add(row.offices, OFFICE);
            add(row.sovereigns, OFFICE | SOVEREIGN);
            add(row.generic, GENERIC);
            add(row.alone, ALONE);
            add(row.men, HONORIFIC | MAN);
            add(row.women, HONORIFIC | WOMAN);
            add(row.titles, HONORIFIC);
            add(row.functions, FUNCTION);
            add(row.stops, STOP);
            add(row.starters, STARTER);
            add(row.remarks, REMARK);
            add(row.sounds, SOUND);
            add(row.countries, COUNTRY);
        }
        add(PARTICLES, PARTICLE);
        table
    })
}

/// The longest word that is looked up, bytes.
const LONGEST: usize = 48;

/// What a word may be, whatever its case; 0 for one that no table knows.
pub fn kinds(word: &str) -> Kinds {
    if word.len() > LONGEST {
        return 0;
    }
    let mut folded = [0u8; LONGEST * 2];
    let mut length = 0;
    if word.is_ascii() {
        for byte in word.bytes() {
            folded[length] = byte.to_ascii_lowercase();
            length += 1;
        }
    } else {
        for c in word.chars().flat_map(char::to_lowercase) {
            if length + 4 > folded.len() {
                return 0;
            }
            length += c.encode_utf8(&mut folded[length..]).len();
        }
    }
    let Ok(folded) = std::str::from_utf8(&folded[..length]) else { return 0 };
    match table().get(folded) {
        Some(kinds) => *kinds,
        None if folded.len() > 8 && OFFICE_ENDINGS.iter().any(|ending| folded.ends_with(ending)) => OFFICE,
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_whatever_their_case() {
        for word in ["president", "PRESIDENT", "Президент", "ПРЕЗИДЕНТ", "Landwirtschaftsminister"] {
            assert_ne!(kinds(word) & OFFICE, 0, "{word}");
        }
        assert_ne!(kinds("Question") & GENERIC, 0);
        assert_ne!(kinds("King") & SOVEREIGN, 0);
        assert_eq!(kinds("Lindsund"), 0);
        assert_eq!(kinds(&"x".repeat(500)), 0);
    }
}
