"""Names of people in free text who are not in the tables: relatives, lawyers, judges, witnesses.

It goes by signs: the ends of Kazakh, Russian and neighbouring surnames, common given names, initials, a word before the
name that says what its bearer is. A name without any such sign is missed; a word that has one and is nobody's name is
spared if it is given among the `others`.
"""

# ruff: noqa: RUF001 - it reads letters of two scripts

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache, lru_cache
from itertools import zip_longest

from anyascii import anyascii

from ukim.names.folding import folded

WORD = re.compile(r"(?:U\.[NSK]|E\.U)\.|[^\W\d_]+(?:[-‑'’ʼ][^\W\d_]+)*")
KAZAKH_CASE = re.compile(r"(?:[тдн][ыі]ң|[ео]в(?:а?[нт][ыі]|ке|қа|а?ға|т[ае]н?|пен|а?мен))$")
"""What ends a name that is declined, as the possessive 's does."""
POSSESSIVE = re.compile(r"['’ʼ]s$")
CAPITAL_PARTS = re.compile(r"[^-‑]+(?:[-‑](?=[^\W\d_])[^-‑a-zа-яё][^-‑]*)*")
"""Of "Almaty-based" the first word, of "Nur-Sultan" both."""
INITIAL = re.compile(r"[^\W\d_]|[ZSCKG]h|Y[eoua]|Ts|Дж")
ABBREVIATION = re.compile(r"[^\W_]*[A-ZА-ЯӘҒҚҢӨҰҮІ]{2}|[^\W_]+[a-zа-яё][A-ZА-Я]")
BEGINNING = re.compile(r"[.!?…:;\n\"“„«(\[—–•/]")
"""What stands before a word that may have a capital letter only because a sentence, a quotation or a list begins."""
SENTENCE_END = re.compile(r"[.!?…\n]")

# Ends of names in Latin letters. Cyrillic ones are compared in transliteration, and there have the ends of cases.
OV = "[a-z]{3}[oe]v"
PART = (
    "[a-z]{3}(?:bek|bai|bay|zhan|jan|khan|gul|bergen|berd[iy]|[gk]eld[iy]|mbet|m[uo]k?ham+[ae][dt]|karim|gh?al[iy]"
    "|enko|chuk|shvili|dze)"
)
FATHER = "[a-z]{3}(?:uly|[qkg]yzy|[oe]vich|[oe]vna)"
IN = "[a-z]{2}[bcdfghklmnprstvyz]in"
CASES = (
    "(?:a|u|ym|om|e|oy|y|ykh|ymi"  # Russian
    "|[dtn][iy]ng|[dtn][iy]|[gqk][ae]|[dt][ae]n?|n[ae]n?|nd[ae]|n|[mpb]en|[dlt][ae]r)?"  # Kazakh
)
LATIN = re.compile(rf"(?:{OV}[as]?|[a-z]{{3}}[oe]wa|{PART}|{FATHER})$")
LATIN_IN = re.compile(rf"{IN}a?$")
CYRILLIC = re.compile(rf"(?:{OV}|{PART}(?:[oe]v)?|{FATHER}){CASES}$")
CYRILLIC_IN = re.compile(rf"{IN}(?:a|u|ym|e|oy|y)?$")
FATHERS_NAME = re.compile(rf"{FATHER}{CASES}$")
CYRILLIC_AT_A_BEGINNING = re.compile(rf"(?:{PART}(?:[oe]v)?|{FATHER}){CASES}$")
"""Plurals such as «Активистов» end like surnames."""
SKY = re.compile(r"[a-z]{3}sk(?:y|iy|ii|yi|aya|aia)$")
ADJECTIVE = re.compile(r"(?:[oe]go|[oe]mu|[oe]y|[yi]kh|[yi]y|aya|uyu|oe|[yi]m)$")
SOUNDS_OF_A_CASE = re.compile(r"(?:[gk][ae]|[dt][ae]n?|[dt]?n|[dt][ae]g|nan|nen|[mpb]en|[ae]m|[aedtmkg])$")
SHORTEST_STEM = 3
LONGEST_NAME = 40
LONGEST_ABBREVIATION = 5
LONG_WORD, LONG_WORDS_OF_A_HEADLINE, CAPITALS_OF_A_HEADLINE = 4, 3, 0.75


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.casefold().split())


TITLES = _listed("""
    activist activists adv adviser advocate aide akim ambassador analyst artist attorney attorneys aunt author
    barrister blogger bloggers boyfriend brother brothers businessman capt captain chairman chairwoman citizen
    co-accused co-defendant co-defendants co-founder cofounder col colleague colonel commissioner comrade convict
    correspondent cousin daughter daughters defendant defendants defender defenders director dissident doctor dr
    editor entrepreneur expert father friend fugitive girlfriend governor grandmother grandson guard husband inmate
    inspector investigator investigators jailer journalist journalists judge judges lawmaker lawmakers lawyer
    lawyers leader leaders lieutenant lt mayor minister mother mp mr mrs ms neighbor neighbour nephew niece notary
    oligarch ombudsman pensioner photographer poet policeman politician premier president prisoner prisoners prof
    prosecutor prosecutors protester psychiatrist psychologist rapper relative reporter researcher resident
    secretary senator sergeant singer sister sisters son sons spokesman spokesperson spokeswoman supporter
    supporters suspect suspects teacher translator uncle victim volunteer warden widow wife witness witnesses writer
""")
"""Words before a name that say what its bearer is."""
ABBREVIATED_TITLES = _listed("mr mrs ms dr prof adv col lt capt г-н г-жа адв")
NAMED = _listed("named called surnamed")
BEGINNINGS_OF_TITLES = """
    адвокат активист блогер блоггер брат вдов внук военн глав госпож господин гражданин гражданк депутат директор
    доктор дочер дочь друг редактор жена жену жене жены женой заключенн заключённ защитник журналист заявител
    капитан лидер майор матер мать министр муж наблюдател обвиняем омбудсмен осужденн осуждённ отец отц оппозиционер
    подсудим подозреваем полковник потерпевш правозащитник председател президент прокурор политик поэт режиссер
    режиссёр родственник сестр сестёр следовател соратник сторонник судь сын эксперт юрист свидетел писател коллег
    г-н г-жа адв белсенді қорғаушы сотталушы айыпталушы тергеуші куәгер төраға әйелі күйеуі әкесі анасы ағасы інісі
    қарындасы құқық\u00adқорғаушы құқыққорғаушы судьясы прокуроры
"""
TITLE_IN_CYRILLIC = re.compile(rf"(?:{'|'.join(BEGINNINGS_OF_TITLES.split())})\w{{0,5}}")

PLACES = _listed("""
    academy airport avenue boulevard city cocktail cocktails district foundation fund hospital institute library
    mosque museum oblast park prize province raion region settlement square stadium station street theater theatre
    town university village
""")
"""Words after a name that make it the name of a place."""
INSTITUTIONS = _listed("""
    act agency association award bank bazaar bridge bureau cathedral center centre channel church club code college
    colony commission committee company convention corporation council court cup declaration desert factory field
    gazette group institution lake law list market medal media mine ministry mountain movement news newspaper office
    order party peak plant portal press prison radio refinery report river road school sea service times tv union
    valley website
""")
"""Words after a name that make it the name of an institution if they have a capital letter as well."""
PLACE_IN_CYRILLIC = re.compile(
    r"(?:район|област|город|улиц|проспект|университет|институт|академи|аэропорт|театр|библиотек|стадион|больниц|станци"
    r"|мечет|площад|аудан|облыс|көше|даңғыл|ауыл)\w*|(?:фонд|музе[йяею]|преми[яию]|с[её]л|посёл|посел)\w{0,2}"
)
IN_A_PLACE = _listed("in near outside around в во из под около близ")
"""Words before a place, seldom before a person."""
NAMED_AFTER = _listed("""
    имени улица улице улицы улицу район района районе город города городе село села селе посёлок посёлке поселок поселке
    аул ауле аула станция станции проспект проспекте площадь площади колония колонии
""")
ABBREVIATED_PLACES = _listed("им ул г п пос с пр пл")

NOBODYS = _listed("""
    Abai Abay Adding Adil Admin Administrative After Again Ahmed Aktau Aktobe All Almaty Alpha Also America American
    Amnesty An And Andijan Another Apr April Aqtau Aqtobe Arbitrary Argentina Armenia Article Articles As Asia Asian
    Asset Assets Astana Astrakhan At Atyrau Aug August Azattyk Azattyq Azerbaijan Azov Baku Balkhash Ban Bang Bans
    Basin Before Begin Belarus Bengali Berlin Birobidzhan Bishkek Bitcoin Bombay Bosnia Both Brussels Bulletin
    Burabai Burabay But By Cabin Carolina Central Chapaev Chechen Chernigov China Chinese Choice Civil Clash Code
    Commission Committee Constitution Constitutional Council Court Courts COVID Covid Criminal Czech Dec December
    Democratic Detention Domain Dr Dubai Dublin During E.U. Eastern Ekibastuz Eurasianet Europe European Facebook
    Feb February Fergana Financing Five For Four Free Freedom French Friday From Gain General Geneva Genova Georgia
    Georgian German Google Gurev Guryev Harbin Harm He Her Herzegovina His Hourly House How Human Human-rights If In
    Instagram International Internet Interpol Islam Islamic Istanbul It Its Jan January Judgment Jul July Jun June
    Kapchagay Kapshagay Karabakh Karaganda Kazakh Kazakhs Kazakhstan Kazakhstani Kazakhstanis Kharkiv Kharkov Kiev
    Kirov Kirovskiy Kishinev Kokshetau Kommersant Konaev Koshe Kostanay Kremenchuk Kremlin Kunaev Kurchatov Kyiv
    Kyrgyz Kyrgyzstan Kyzylorda Later Latin Liberty LinkedIn Login Lublin Lviv Lvov Mad Majilis Mandarin
    Mangghystau Mangystau Mar March Margin Maximum May Mazhilis Medellin Mediazona Medina Medved Ministry Minsk
    Mogilev Mohammed Moldova Monday Moscow Movement Mr Mrs Ms Muhammed Mumbai Muslim National Nations Nauryz
    Nauryzbai Nauryzbay No Northern Not Nov November Nowruz Nur-Sultan Oct October Of On One Or Oral Orda Origin Osh
    Other Others Our Palestina Palestine Parliament Party Pavlodar Petropavl Petropavlovsk Plugin Polish Prague
    Pskov Qapshaghai Qaraghandy Qonaev Qyzylorda Radio Ramadan Reuters Rights Robin Roman Rostov Ruling Russia
    Russian Russians Sakhalin Sale Samarkand San Saratov Saryarka Saryarqa Saturday Saying Security Semey Senate Sep
    Sept September Shanghai She Shymkent Since Some Source Sources Southern Soz Spitsbergen Sputnik States
    Stepnogorsk Street Sunday Supreme Szczecin Tajik Tajikistan Taldybay Taldykorgan Taldyqorghan Tambov Taraz
    Tashkent Tbilisi Telegram Tengrinews Terrorism That The Their There These They This Those Three Thursday TikTok
    Title To Tselinograd Tuesday Turin Turkestan Turkestani Turkey Turkish Turkistan Turkmen Turkmenistan Twitter
    Two U.K. U.N. U.S. Ukraine Ukrainian Ukrainians Ulysmedia Ulytau Under Union United Unruly Uralsk Uyghur Uzbek
    Uzbekistan Uzbeks Vienna Vitamin Vlast Warsaw Watch We Wednesday Western What WhatsApp When While Who Why With
    Fees Names Within Working Xinjiang Yandex Yerevan Your YouTube Zakon Zarechny Zarechnyi Zhambyl Zhanaozen
    Zhansugirov Zhetibay Zhetisu Zhetybai Zhezkazgan Zoom
""")
"""Words with a capital letter that are nobody's name, such as look like one or follow a title."""
OTHERS_IN_CYRILLIC = """
    Август Азаттык Азаттық Азербайджан Азов Актау Актобе Алматы Андижан Апрель Аргентина Астана Астрахань Атырау
    Ақтау Ақтөбе Берлин Биробиджан Бурабай Бюллетень Ватсап Верховный Выбор Год Гренландия Гурьев Декабрь
    Демократический День Дубай Дублин Европа Женева Жетыбай Жетібай Закон Заречный Инстаграм Интернет Июль Июнь
    Казахстан Караганда Киев Киргизия Киров Кишинёв Ковид Кодекс Комитет Конаев Конституция Костанай Кремль Кунаев
    Курчатов Кызылорда Кыргызстан Көше Көшө Львов Мажилис Май Март Медина Министерство Министр Могилёв Молдова
    Мумбай Наурыз Наурызбай Ноябрь Октябрь Орал Павлодар Палестина Парламент Партия Петропавловск Права Президент
    Премьер Псков Радио Рамазан Республика Республикасы Россия Россиядағы Ростов Саратов Саха Сахалин Сенат Сентябрь
    Суд Тамбов Тараз Телеграм Туркестан Түркістан Уголовный Узбек Узбеки Узбекистан Украина Уральск Февраль Фейсбук
    Харьков Чапаев Человек Чернигов Шанхай Шымкент Ютуб Январь Қарағанды Қонаев Қостанай Қызылорда Әділет Әзербайжан
    Өзбек
"""
GIVEN_NAMES = """
    Abdulla Abdullah Abdurakhman Abilkair Abylai Abzal Aibar Aibek Aibol Aidana Aidar Aidyn Aigerim Aigul Ainash
    Ainur Aisha Aisulu Aitkul Aitmukhamed Aizada Aizhan Akbota Akerke Akhmet Akmaral Akzhan Albina Aleksandr
    Aleksandra Aleksei Alena Alexander Alfiya Alisher Aliya Alma Almas Almat Almaz Almira Alnur Altyn Altynai
    Amantai Amanzhol Amina Amir Anara Anastasia Anatoly Andrei Andrew Anna Anton Anuar Anvar Ardak Arkady Arman
    Armat Arslan Artem Artur Artyom Arystan Asan Asel Aselya Asem Aset Asiya Asiyat Askar Askhat Aslan Azamat Azat
    Aziz Aziza Bagdat Bagdaulet Bagila Baglan Bakdaulet Bakhyt Balausa Barbara Batyr Bayan Beibit Bekarys Bekbolat
    Beken Beket Beknur Bektemir Bekten Bekzat Berik Berikbol Bolat Boris Botagoz Catherine Christopher Damir Dana
    Daniel Daniil Danila Daniyar Darya Dastan Daulet Dauren David Denis Didar Dilnara Dilshat Dilyara Dimash Dina
    Dinara Dinmukhamed Dmitri Dosai Dosbol Dosmukhamed Dossym Dulat Duman Eduard Ekaterina Elaman Eldar Eldos Elena
    Elizabeth Elmira Elnar Elnur Elvira Emil Emma Erasyl Erbol Erbolat Erden Erik Erkebulan Erken Erkin Erlan Ermek
    Ernar Ernur Ersain Ertay Erzhan Esbol Esen Eset Evgeny Fariza Farkhad Fatima Fedor Galina Galiya Galym Gani
    Gaukhar Gaziz Gennady George Georgy Gleb Grigory Gulbakhram Gulbanu Guldana Gulden Gulim Gulmira Gulnar Gulnara
    Gulnaz Gulnur Gulsara Gulsham Gulshat Gulsim Gulzada Gulzat Heather Ibragim Ibrahim Igor Ilias Ilya Ilyar Indira
    Inga Inkar Irina Iskander Ivan James Jennifer John Kadyr Kairat Kaisar Kamal Kamila Kamshat Kanagat Kanat Karim
    Karina Karlyga Karlygash Kasym Katira Kenes Kenesary Khadisha Khairulla Kirill Konstantin Ksenia Kuandyk Kuanysh
    Kulash Kuralai Kurmangazy Kurmet Kydyrali Kymbat Laila Larisa Laura Lazzat Leila Leonid Lyubov Lyudmila Madi
    Madina Madiyar Maira Mairash Makhmud Makpal Maksat Maksim Malik Malika Maral Marat Marfa Margarita Marie Marina
    Mariyam Marlen Martin Mary Maulen Medet Meiram Meruert Michael Mikhail Miras Moldir Mukhamed Mukhit Mukhtar
    Murad Murat Nadezhda Nagima Nargiz Nariman Nartai Natalia Nazar Nazerke Nazira Nazym Nikita Nikolai Nina Nuraly
    Nurbol Nurbolat Nurgali Nurlan Nursaule Nursaya Nursultan Nurtai Nurzhamal Nurziya Oksana Oleg Olga Olzhas Omar
    Oraz Orynbasar Ospan Patrick Paul Pavel Perizat Peter Petr Philip Pyotr Qalamkas Qorlan Rachel Raisa Rakhat
    Rakhim Rakhima Ramazan Raushan Raziya Renat Richard Rimma Rinat Robert Roman Roza Ruslan Rustam Rustem Sabina
    Sabit Sabyr Sagat Sagyn Sagyndyk Saida Saken Salima Saltanat Samal Samat Sanat Sandugash Sania Saniya Sanzhar
    Sapar Sara Sarah Sarsen Saule Sayan Sayat Sergei Serik Serikbol Serikkali Shakhizada Shokan Sholpan Shugyla
    Shynar Shynbolat Shyngys Sofya Stanislav Stephen Steven Sultan Svetlana Symbat Syrym Talgat Tamara Tanat Taras
    Tatiana Taukel Temirlan Thomas Timur Toktar Tolegen Toleu Tolkyn Turar Turgun Tursyn Tursynai Tynyshtyk Ulan
    Ulbosyn Ulmeken Ulzhan Umida Umit Vadim Valentin Valentina Valery Vasily Venera Viktor Viktoria Vitaly Vladimir
    Vladislav Vyacheslav William Yedil Yulia Yury Yusup Zamira Zarina Zaure Zauresh Zeynep Zhadyra Zhaina Zhaksylyk
    Zhalgas Zhamilya Zhanar Zhanara Zhanat Zhanbolat Zhandos Zhanel Zhanerke Zhannur Zhansaya Zhanseit Zhantore
    Zhanuzak Zharas Zharkyn Zhaskairat Zhastalap Zhasulan Zhasur Zhasuzak Zhazira Zhenis Zhomart Zhuldyz Zhuldyzay
    Zhumash Zhumat Zinaida Zoya Zukhra Zulfia
"""
"""Common given names, one spelling each: others sound the same. Left out are those that end like a surname."""


class Kind(Enum):
    """What a word with a capital letter may be."""

    other = auto()
    title = auto()
    initial = auto()
    known = auto()
    surname = auto()
    given = auto()
    plain = auto()


@dataclass(frozen=True)
class Word:
    """A word of a text, without a possessive 's; `gap` is what stands between it and the word before."""

    text: str
    start: int
    end: int
    gap: str
    is_dotted: bool
    is_possessive: bool

    @property
    def lower(self) -> str:
        """The word in small letters."""
        return self.text.casefold()

    @property
    def is_capital(self) -> bool:
        """Whether it has a capital letter."""
        return self.text[0].isupper()

    @property
    def is_initial(self) -> bool:
        """Whether it is the first letter of a name, with a full stop."""
        return self.is_capital and self.is_dotted and bool(INITIAL.fullmatch(self.text))


class Spellings:
    """Names by their words, which are found in any spelling, Cyrillic ones in any case."""

    def __init__(self, names: Iterable[Iterable[str]]) -> None:
        self.literal: set[str] = set()
        self._exact: dict[str, set[int]] = defaultdict(set)
        self._stems: dict[str, set[int]] = defaultdict(set)
        for number, words in enumerate(names):
            for word in words:
                self.literal.add(word.casefold())
                self._exact[_sounds(word)].add(number)
                self._stems[_stem(_sounds(word))].add(number)

    def names_with(self, word: str) -> set[int]:
        """The numbers, from 0, of the names that hold the word."""
        sounds = _sounds(word)
        found = self._exact.get(sounds, set())
        if not _is_cyrillic(word):
            return found
        stem = _stem(sounds)
        return found.union(self._exact.get(stem, ()), self._stems.get(sounds, ()), self._stems.get(stem, ()))


@dataclass(frozen=True)
class Known:
    """Whose names a text may hold, and the words of other names, which are not taken for a person's."""

    people: list[list[str]]
    parts: Spellings
    others: Spellings
    spared: frozenset[str]
    """Words that are nobody's name as they are written, not only in how they sound."""


@dataclass(frozen=True)
class Run:
    """Words that stand together, may be one name, and what stands around them."""

    words: list[Word]
    kinds: list[Kind]
    before: Word | None
    after: Word | None
    begins: bool
    has_title: bool
    is_in_a_headline: bool

    def without_first(self) -> "Run":
        """The rest of the run, which does not begin anything."""
        return replace(self, words=self.words[1:], kinds=self.kinds[1:], before=self.words[0], begins=False)


def known(people: Iterable[str], others: Iterable[str] = ()) -> Known:
    """What `unknown_names` spares: people by all forms of their names; organizations, courts, places, publishers."""
    names = [_parts(name) for name in dict.fromkeys(people)]
    parts, rest = Spellings(names), Spellings(_parts(name) for name in others)
    return Known(names, parts, rest, (PLACES | INSTITUTIONS | NOBODYS | rest.literal) - parts.literal)


def unknown_names(text: str, known: Known) -> list[str]:
    """The parts of the text that look like the name of a person and are nobody's of the `known` people, each once."""
    text = unicodedata.normalize("NFC", text)
    runs = (_without_what_begins(run, known) for run in _runs(_words(text), known))
    found = [text[run.words[0].start : run.words[-1].end] for run in runs if _is_unknown(run, known)]
    return list(dict.fromkeys(found))


def _parts(name: str) -> list[str]:
    """The words of a name, and the parts of double ones."""
    words = [word.text for word in _words(name)]
    return [*words, *(part for word in words if "-" in word for part in word.split("-"))]


def _words(text: str) -> list[Word]:
    words, end = [], 0
    for match in WORD.finditer(text):
        word = match.group()
        bare = POSSESSIVE.sub("", word)
        if bare[0].isupper() and bare.casefold() not in TITLES and (parts := CAPITAL_PARTS.match(bare)):
            bare = parts.group()
        stop = match.start() + len(bare)
        gap, is_dotted = text[end : match.start()], text[stop : stop + 1] == "."
        is_possessive = len(bare) < len(word) or bool(KAZAKH_CASE.search(bare))
        words.append(Word(bare, match.start(), stop, gap, is_dotted, is_possessive))
        end = match.end()
    return words


def _runs(words: list[Word], known: Known) -> Iterator[Run]:
    """The longest stretches of words with capital letters that may be one name."""
    kinds = [_kind(word, known) for word in words]
    may_be_named = [kind not in (Kind.other, Kind.title) for kind in kinds]
    headlines = _headlines(words)
    end = 0
    while end < len(words):
        start, end = end, end + 1
        if not may_be_named[start]:
            continue
        while end < len(words) and may_be_named[end] and _is_joined(words[end - 1], words[end]):
            end += 1
        before = words[start - 1] if start else None
        after = words[end] if end < len(words) and not words[end].gap.strip() else None
        has_title = _has_title(words, start)
        begins = not before or (bool(BEGINNING.search(words[start].gap)) and not has_title)
        yield Run(words[start:end], kinds[start:end], before, after, begins, has_title, headlines[start])


def _headlines(words: list[Word]) -> list[bool]:
    """Of each word, whether nearly all longer words of its sentence, but for the first, have a capital letter."""
    headlines: list[bool] = []
    sentence: list[Word] = []
    for word, following in zip_longest(words, words[1:]):
        sentence.append(word)
        if following is None or (SENTENCE_END.search(following.gap) and not word.is_initial):
            long = [other.is_capital for other in sentence[1:] if len(other.text) >= LONG_WORD]
            is_headline = len(long) >= LONG_WORDS_OF_A_HEADLINE and sum(long) >= CAPITALS_OF_A_HEADLINE * len(long)
            headlines += [is_headline] * len(sentence)
            sentence = []
    return headlines


def _is_joined(word: Word, following: Word) -> bool:
    if word.is_initial:
        return following.gap in (".", ". ", ".\u00a0")
    return not word.is_possessive and following.gap in (" ", "\u00a0")


def _has_title(words: list[Word], start: int) -> bool:
    """Whether a title stands before the word, as in "judge X", "Mr. X", "lawyer: X" or "a lawyer named X"."""
    gap, before = words[start].gap, words[start - 1 : start]
    if before and before[0].lower in NAMED:
        before = words[start - 2 : start - 1] if start > 1 else []
    if not before or before[0].is_possessive or not _is_title(before[0]):
        return False
    return gap in (" ", "\u00a0", ": ") or (gap == ". " and before[0].lower in ABBREVIATED_TITLES)


def _is_title(word: Word) -> bool:
    return word.lower in TITLES or bool(TITLE_IN_CYRILLIC.fullmatch(word.lower))


def _kind(word: Word, known: Known) -> Kind:
    if word.is_initial:
        return Kind.initial
    if not word.is_capital or not 1 < len(word.text) <= LONGEST_NAME or word.lower in known.spared:
        return Kind.other
    if known.parts.names_with(word.text):
        return Kind.known
    if _is_title(word):
        return Kind.title
    if known.others.names_with(word.text) or (_is_cyrillic(word.text) and _others_in_cyrillic().names_with(word.text)):
        return Kind.other
    return _kind_by_looks(word.text)


def _kind_by_looks(text: str) -> Kind:
    if _given_names().names_with(text) and not text.isupper():
        return Kind.given
    is_surname = _is_surname(text)
    if ABBREVIATION.match(text) and not (is_surname and text.isupper() and len(text) > LONGEST_ABBREVIATION):
        return Kind.other
    return Kind.surname if is_surname else Kind.plain


def _without_what_begins(run: Run, known: Known) -> Run:
    """The run without a first word that has its capital letter only from the beginning of a sentence."""
    if run.begins and len(run.words) > 1:
        rest = run.without_first()
        if run.kinds[0] is Kind.plain or (run.kinds[0] is Kind.surname and _is_person(rest, known)):
            return rest
    return run


def _is_unknown(run: Run, known: Known) -> bool:
    """Whether a person seems to be named who is not known."""
    names = [kind for kind in run.kinds if kind is not Kind.initial]
    if not names or _is_place(run) or _is_person(run, known):
        return False
    if len(names) < len(run.kinds):
        return _has_initials(run)
    if run.has_title and not run.is_in_a_headline and not ADJECTIVE.search(_in_latin(run.words[0].text)):
        return not (run.kinds == [Kind.plain] and ":" in run.words[0].gap)
    if len(names) == 1:
        return names[0] is Kind.surname and _is_surname_alone(run)
    if Kind.surname in names or Kind.given in names:
        return True
    return not run.is_in_a_headline and (Kind.known in names or bool(SKY.search(run.words[-1].text)))


def _is_place(run: Run) -> bool:
    """Whether what stands before or after the run makes it the name of a place or an institution."""
    before, after, is_possessive = run.before, run.after, run.words[-1].is_possessive
    if before and before.is_dotted and before.lower in ABBREVIATED_PLACES:
        return True
    if before and not run.begins:
        if before.lower in NAMED_AFTER:
            return True
        if before.lower in IN_A_PLACE and len(run.words) == 1 and not is_possessive:
            return True
    if not after or is_possessive:
        return False
    is_institution = after.is_capital and after.lower in INSTITUTIONS
    return is_institution or after.lower in PLACES or bool(PLACE_IN_CYRILLIC.fullmatch(after.lower))


def _is_person(run: Run, known: Known) -> bool:
    """Whether all words are of one known name, but for a father's name; of the initials, one must fit."""
    names: set[int] | None = None
    initials = []
    for word, kind in zip(run.words, run.kinds, strict=True):
        if kind is Kind.initial:
            initials.append(word.text)
        elif names is None or not FATHERS_NAME.search(_in_latin(word.text)):
            found = known.parts.names_with(word.text)
            names = found if names is None else names & found
    parts = {part for name in names or () for part in known.people[name]}
    return bool(parts) and (not initials or any(_is_initial_of(letter, part) for letter in initials for part in parts))


def _is_initial_of(letter: str, part: str) -> bool:
    """Whether the word begins with the letter or with its sound."""
    return _sounds(letter)[:1] == _sounds(part)[:1] or _in_latin(letter)[:1] == _in_latin(part)[:1]


def _has_initials(run: Run) -> bool:
    """Whether initials stand before a name, or behind what looks like one: there a single letter may be a number."""
    if run.kinds[-1] is not Kind.initial:
        return True
    return run.kinds.count(Kind.initial) > 1 or run.kinds[-2] is not Kind.plain


def _is_surname_alone(run: Run) -> bool:
    """Whether a word that may be a surname is one where it stands; at a beginning, only the surest are."""
    if not run.begins:
        return True
    sure = CYRILLIC_AT_A_BEGINNING if _is_cyrillic(run.words[0].text) else LATIN
    return any(sure.search(part) for part in _in_latin(run.words[0].text).split("-"))


@lru_cache(maxsize=4096)
def _is_surname(word: str) -> bool:
    ends = (CYRILLIC, CYRILLIC_IN) if _is_cyrillic(word) else (LATIN, LATIN_IN)
    return any(end.search(part) for part in _in_latin(word).split("-") for end in ends)


def _is_cyrillic(word: str) -> bool:
    return any("\u0400" <= letter <= "\u052f" for letter in word)


@lru_cache(maxsize=4096)
def _in_latin(word: str) -> str:
    return re.sub("[^a-z-]", "", anyascii(word).lower())


@lru_cache(maxsize=4096)
def _sounds(word: str) -> str:
    return folded(word)


def _stem(sounds: str) -> str:
    """The sounds without those of a Russian or Kazakh case, unless too little is left."""
    stem = SOUNDS_OF_A_CASE.sub("", sounds)
    return stem if len(stem) >= SHORTEST_STEM else sounds


@cache
def _others_in_cyrillic() -> Spellings:
    return Spellings([OTHERS_IN_CYRILLIC.split()])


@cache
def _given_names() -> Spellings:
    return Spellings([GIVEN_NAMES.split()])
