"""Every number of a block, in order, past what only looks like one."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.model import Span
from bot.reading.figures.digits import VULGAR, read_digits, vulgar
from bot.reading.figures.grammar import Grammar, spaced
from bot.reading.figures.numeral import Numeral
from bot.reading.figures.spelled import read_words, with_magnitude
from bot.reading.figures.units import money_before
from bot.reading.figures.wordruns import NEXT

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]{1,2000}|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}"
)
_SECOND = re.compile(r"[ -]?'?([^\W\d_]+)")
_LETTERS = "abcdefghijklmnopqrstuvwxyzàâäáãéèêëíìîïñóòôöúùûüç"
_PHONE = re.compile(r"[\d(](?:[\d ()/-]|\.(?! )){4,24}\d")
_ALNUM = re.compile(r"[\w-]{1,64}")
_LIST_MARK = re.compile(r"\d{1,2}(?:[.)] |[.)](?=\D)|- ?)(?=[^\W\d_])")
_DIGITS = re.compile(r"[\d./,:-]{1,80}")
_MORE = re.compile(r"(?:[./,-]\d{1,6}){1,4}")
_BRACKETED = re.compile(r"\d{1,3}[\])](?: ?\d{4,12}(?:[ -]\d{2,5}){0,3})?")
_MARK = re.compile(r"[\"“”„«»()\[\]—]")
_MARKS = str.maketrans(dict.fromkeys('"“”„«»()[]—', " "))
MAX_NUMERALS = 1500  # of one block
_CONTEXT = 56  # code points looked at before a number


def words_before(flat: str, at: int, floor: int, count: int = 6) -> list[str]:
    """The last words before `at`, elisions apart, quotation marks and brackets left out."""
    before = flat[max(floor, at - _CONTEXT) : at]
    if _MARK.search(before):
        before = before.translate(_MARKS)
    return before.replace("'", "' ").split()[-count:]


def changes(flat: str, at: int, floor: int, grammar: Grammar) -> bool:
    """True when a verb of change stands before `at`: two numbers are a before and an after."""
    before = spaced(flat[max(floor, at - 90) : at]).split()
    return any(word.startswith(grammar.change) for word in before) if grammar.change else False


def scan(flat: str, even: str, block: Span, grammar: Grammar) -> list[Numeral]:
    """The numerals of a block. Dates, times, ordinals, names and the like are passed over."""
    found: list[Numeral] = []
    at, end = block.start, block.end
    addresses = _addresses(flat, block)
    if _LIST_MARK.match(flat, at, end):
        at += 2
    for match in grammar.start.finditer(flat, at, end):
        word, start = match.group(), match.start()
        if start < at or len(found) >= MAX_NUMERALS:
            continue
        at = match.end()
        if word.isalpha() and not _may_begin(flat, word, start, end, grammar):
            continue
        if addresses and (beyond := _past(addresses, start)):
            at = beyond
            continue
        numeral, at = _numeral(flat, even, Span(start, at), block, grammar)
        if numeral is None:
            continue
        numeral = with_magnitude(flat, even, numeral, end, grammar)
        at = max(at, numeral.end)
        if found and (whole := _added(flat, found[-1], numeral, grammar)):
            found[-1] = whole
        else:
            found.append(numeral)
    return found


def _numeral(
    flat: str, even: str, word: Span, block: Span, grammar: Grammar
) -> tuple[Numeral | None, int]:
    """The numeral that begins with `word`, or None, and where to go on."""
    sign = flat[word.start]
    if sign.isalpha():
        return _words(flat, even, word, block, grammar), word.end
    if sign in VULGAR:
        value = vulgar(sign)
        return (
            Numeral(start=word.start, end=word.end, value=value, digits=sign, rule="fraction"),
            word.end,
        )
    return _digits(flat, even, word.start, block, grammar)


def _added(flat: str, first: Numeral, second: Numeral, grammar: Grammar) -> Numeral | None:
    """As in "4 thousand 3 hundred", "2 millions 300.000": a smaller number right behind a magnitude."""
    if (
        first.factor < 100
        or not 0 < second.value < first.factor
        or second.share
        or second.one
        or first.share
    ):
        return None
    if first.factor < 1000 and second.factor > 1:
        return None
    link = flat[first.end : second.start]
    joined = first.factor <= 1000 and link[1:-1] in grammar.words.joiners
    if link != " " and not joined:
        return None
    return replace(first, end=second.end, value=first.value + second.value, factor=second.factor)


def _past(addresses: list[tuple[int, int]], at: int) -> int | None:
    return next((stop for start, stop in addresses if start <= at < stop), None)


def _addresses(flat: str, block: Span) -> list[tuple[int, int]]:
    """Where web and mail addresses stand; searched only when a sign of one is there."""
    if all(flat.find(sign, block.start, block.end) < 0 for sign in ("://", "www.", "@")):
        return []
    return [m.span() for m in _ADDRESS.finditer(flat, block.start, block.end)]


def _words(flat: str, even: str, word: Span, block: Span, grammar: Grammar) -> Numeral | None:
    start, end = word.start, block.end
    if flat[start - 1 : start] == "-" and flat[start - 2 : start - 1].isalpha():
        return None
    if flat.startswith(grammar.not_numbers, start):
        return None
    found = read_words(flat, start, end, grammar)
    if found is None or found.share or found.unit:
        return found
    before = words_before(flat, start, block.start, 3)
    if _any_tail(before, grammar.labels):
        return None
    if before and before[-1].rstrip(".") in grammar.months and found.value <= 31:
        return None  # "May twenty-two"
    if before and before[-1] in grammar.decades and found.value % 10 == 0:
        return None  # "anni novanta"
    return None if _is_proper(even, found, grammar) else found


def _may_begin(flat: str, word: str, start: int, end: int, grammar: Grammar) -> bool:
    """A cheap look that spares most words a closer one."""
    if word in grammar.weak:
        after = _SECOND.match(flat, start + len(word), end)
        if after and (after.group(1) in grammar.seconds or after.group(1)[:4] in grammar.stems):
            return True
        if word in grammar.words.ones:
            stop = start + len(word)
            return flat.startswith(grammar.and_half, stop) or _is_one(flat, start, stop, grammar)
    if grammar.free:
        return len(word) > 1
    return word in grammar.openers or (word[:4] in grammar.stems)


def _is_one(flat: str, start: int, stop: int, grammar: Grammar) -> bool:
    """An article that may count: "un sur cinq", "only one", "one percent"."""
    if grammar.words.one_measures or flat.startswith(grammar.percent, stop):
        return True
    if any(flat.find(link, stop, stop + 44) >= 0 for link in grammar.share_links):
        return True
    before = flat[max(0, start - 16) : start].split()
    return bool(before) and (before[-1] in grammar.words.only or before[-1] in grammar.words.minus)


def _is_proper(even: str, found: Numeral, grammar: Grammar) -> bool:
    """As in "Zero Gravity", "Six Nations": capitals inside a sentence."""
    if grammar.words.capital_nouns or not even[found.start].isupper():
        return False
    before = even[max(0, found.start - 24) : found.start].rstrip(" ")
    inside = before[-1:].isalnum() or before[-1:] in tuple(",'")
    return (
        inside
        and even[found.end : found.end + 1] == " "
        and even[found.end + 1 : found.end + 2].isupper()
    )


def _digits(
    flat: str, even: str, start: int, block: Span, grammar: Grammar
) -> tuple[Numeral | None, int]:
    """The numeral at a digit, or None, and where to go on."""
    skipped = _skip(flat, even, start, block, grammar)
    if skipped is not None:
        return None, max(skipped, start + 1)
    numeral = read_digits(flat, start, block.end, grammar)
    if numeral:
        return numeral, numeral.end
    rest = _DIGITS.match(flat, start, block.end)
    return None, rest.end() if rest else start + 1


def _skip(flat: str, even: str, at: int, block: Span, grammar: Grammar) -> int | None:
    """Where a thing that only looks like a number ends; None when a number may begin."""
    if _glued_before(flat, even, at, block.start):
        whole = _ALNUM.match(flat, at)
        return whole.end() if whole else at + 1
    if flat[at - 1 : at] == "'" and flat[at - 2 : at - 1] in ("", " ", "("):
        return at + 2
    if flat.endswith('="', 0, at):  # an attribute of markup
        whole = _ALNUM.match(flat, at)
        return whole.end() if whole else at + 1
    if flat.endswith(("under-", "over-"), at - 6, at):
        return None
    never = grammar.never.match(flat, at - (flat[at - 1 : at] == "+"), block.end)
    if never and not _ends_sentence(flat, even, never, grammar):
        return never.end()
    if flat[at - 1 : at] in ("[", "(") and at:
        bracketed = _BRACKETED.match(flat, at, block.end)
        if bracketed:
            return bracketed.end()
    return _named(flat, at, block, grammar)


def _ends_sentence(flat: str, even: str, place: re.Match[str], grammar: Grammar) -> bool:
    """As in "zwischen 20 und 30. Die Ältesten ...": a full stop, where "30. Mai" is a day."""
    if flat[place.end() - 1] != "." or not place.group()[:-1].isdigit():
        return False
    word = NEXT.match(flat, place.end())
    return word is not None and even[word.start(1)].isupper() and word.group(1) in grammar.stop


def _glued_before(flat: str, even: str, at: int, floor: int) -> bool:
    """Letters right before: a name ("G20", "F-16") unless they are a currency."""
    before = flat[at - 1 : at] if at > floor else ""
    if before == "/" and flat[at - 2 : at - 1].isdigit():
        return True  # the rest of "C-123/24"
    if before == "-" and not flat.endswith(("under-", "over-"), 0, at):
        head = flat[max(floor, at - 12) : at - 1]
        bare = head.rstrip(_LETTERS)  # "F-16" is a name, "3km-5km" a range
        return len(bare) < len(head) and not bare[-1:].isdigit()
    if not (before.isalpha() or before == "_"):
        return False
    return money_before(flat, even, at, floor) is None


def _named(flat: str, at: int, block: Span, grammar: Grammar) -> int | None:
    """A number that a word before makes a name, a date or a telephone."""
    before = words_before(flat, at, block.start)
    if not before:
        return None
    last = before[-1].rstrip(".")
    if _any_tail(before, grammar.phone):
        phone = _PHONE.match(flat, at, block.end)
        if phone:
            return phone.end()
    number = _ALNUM.match(flat, at, block.end)
    stop = number.end() if number else at + 1
    if _any_tail(before, grammar.labels):
        return _through_list(flat, _through_points(flat, stop, block.end), block.end, grammar)
    digits = flat[at:stop]
    dated = len(before) > 1 and before[-2].rstrip(".").isdigit()  # "9 maggio 14 città"
    if last in grammar.months and not (dated and len(digits) < 4):
        if _date_number(digits):
            return _through_days(flat, stop, block.end, grammar)
        if digits.isdigit() and len(digits) == 2 and _counts_nothing(flat, stop, grammar):
            return stop  # "mai 68"
    if last in grammar.decades and digits.isdigit() and int(digits) % 10 == 0 and len(digits) <= 4:
        return stop
    article = last in grammar.words.determiners and len(before) > 1
    day = before[-2] if article else last  # "Freitag, der 13."
    if day.rstrip(",") in grammar.weekdays and digits.isdigit() and int(digits) <= 31:
        return stop
    return None


def _through_days(flat: str, stop: int, end: int, grammar: Grammar) -> int:
    """Past "and 4" of "June 3 and 4", when nothing is counted behind."""
    more = grammar.further.match(flat, stop, end)
    return more.end() if more and _counts_nothing(flat, more.end(), grammar) else stop


def _counts_nothing(flat: str, at: int, grammar: Grammar) -> bool:
    word = NEXT.match(flat, at)
    return word is None or word.group(1) in grammar.stop


def _date_number(digits: str) -> bool:
    return digits.isdigit() and (int(digits) <= 31 or 1500 <= int(digits) <= 2100)


def _through_points(flat: str, stop: int, end: int) -> int:
    """Past the rest of "7.2", "4/2024" and "12 ter"."""
    more = _MORE.match(flat, stop, end)
    return more.end() if more else stop


def _through_list(flat: str, stop: int, end: int, grammar: Grammar) -> int:
    """Past "and 6" of "articles 5 and 6", when nothing is counted behind."""
    more = grammar.further.match(flat, stop, end)
    return more.end() if more else stop


def _any_tail(before: list[str], phrases: frozenset[str]) -> bool:
    """True when the last words are one of the phrases; a point is a sentence's unless it is theirs."""
    for size in (1, 2, 3):
        tail = " ".join(before[-size:])
        if tail in phrases or tail.rstrip(":") in phrases:
            return True
    return False
