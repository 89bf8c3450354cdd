"""Cues: the report verbs of a frame, told apart from nouns, passives and bare participles."""

from __future__ import annotations

from dataclasses import dataclass

from bot.reading.quotes.frame import Frame
from bot.reading.quotes.words import CueForm, Form, QuoteWords

MAX_BRACKET = 40  # atoms between the parts of one German verb
MAX_AGENT = 5  # atoms from a bare participle to who did it
_NOUN_BEFORE = "DE#"
_EMBEDDING = "DEFSNWBw"


@dataclass(frozen=True, slots=True)
class Cue:
    """A report verb in a frame. All are indices of atoms."""

    first: int  # where its verb group begins: "has" of "has repeatedly said"
    verb: int  # the verb's own first word
    last: int  # the verb's last word
    form: Form
    classes: frozenset[str]
    anchor: int  # the finite verb: the auxiliary of a perfect, else the verb
    final: bool = False  # German: at the end of its clause, the subject far before
    passive: bool = False  # "was asked": its subject is not the speaker

    @property
    def bare(self) -> bool:
        """True for a passive without its auxiliary: "as told by witnesses"."""
        return self.passive and self.first == self.verb


def find_cues(frame: Frame, words: QuoteWords) -> list[Cue]:
    """The cues of a frame in order."""
    found: list[Cue] = []
    i = 0
    while i < len(frame.atoms):
        cue = _cue_at(frame, words, i)
        if cue is None:
            i += 1
            continue
        found.append(cue)
        i = cue.last + 1
    return found


def _cue_at(frame: Frame, words: QuoteWords, i: int) -> Cue | None:
    first = frame.atoms[i].lower
    second = frame.atoms[i + 1].lower if i + 1 < len(frame.atoms) else ""
    for form in (*words.cue_phrases.get((first, second), ()), *words.single_cues.get(first, ())):
        last = i + len(form.words) - 1
        if last >= len(frame.atoms):
            continue
        if any(frame.atoms[i + k].lower != form.words[k] for k in range(2, len(form.words))):
            continue
        if words.verb_second:
            cue = _second(frame, words, form, i, last)
        else:
            cue = _plain(frame, words, form, i, last)
        if cue is not None:
            return cue
    return None


def _group_start(frame: Frame, words: QuoteWords, i: int) -> tuple[int, str]:
    """Where the verb group that ends at `i` begins, and the tags of its helpers, right to left."""
    j, helpers = i - 1, ""
    while j >= 0:
        tag = frame.tags[j]
        adverb = tag == "w" and words.is_adverb(frame.atoms[j].lower)
        pronoun = tag == "D" and j + 1 < i and frame.tags[j + 1] in "HUO"  # "le a dit", "lo ha"
        if tag not in "BHUO" and not adverb and not pronoun:
            break
        helpers += "B" if adverb or pronoun else tag
        j -= 1
    # adverbs before the first auxiliary are not the group's own: "Yesterday he said"
    return j + 1, helpers


def _plain(frame: Frame, words: QuoteWords, form: CueForm, i: int, last: int) -> Cue | None:
    """A cue where verb and helpers stand together (English, French, Italian, Spanish)."""
    if frame.tags[i] == "W":
        return None  # a name: "the Washington Post"
    if form.form == "infinitive":
        return _infinitive(frame, words, form, i, last)
    start, helpers = _group_start(frame, words, i)
    bare = None if helpers else _bare(frame, words, form, i, last)
    if bare is not None:
        return bare
    if helpers and frame.atoms[start].lower in words.had_infinitive:
        opened = _opening(frame, words, start - 1)
        if opened is not None:
            return Cue(opened, i, last, "gerund", form.classes, i)  # "dopo aver detto"
    passive = "U" in helpers and not _perfect(frame, helpers, i)
    if passive and not {"say", "judge", "cite"} & form.classes:
        return None  # "is expected"
    if form.form == "participle" and not passive and not _perfect(frame, helpers, i):
        return None
    if start == i and _names_a_thing(frame, words, form, i):
        return None
    return Cue(start, i, last, form.form, form.classes, i, passive=passive)


def _bare(frame: Frame, words: QuoteWords, form: CueForm, i: int, last: int) -> Cue | None:
    """A cue whose form alone would tell nothing: its pronoun or its agent makes it one."""
    if form.form == "finite" and _object_before(frame, words, i):
        return Cue(i - 1, i, last, form.form, form.classes, i)
    if form.form == "participle" and _inverted_clitic(frame, i):
        return Cue(i - 2, i, last, form.form, form.classes, i)
    if _by_agent(frame, words, form, last):
        return Cue(i, i, last, form.form, form.classes, i, passive=True)
    if form.form == "participle" and not words.bare_clauses and frame.tags[i - 1 : i] == "C":
        clause = max(frame.tags.rfind(sign, 0, i) for sign in ".;:T") + 1
        if "H" in frame.tags[clause:i]:
            return Cue(i, i, last, "gerund", form.classes, i)  # "a évité ... et parlé de"
    return None


def _names_a_thing(frame: Frame, words: QuoteWords, form: CueForm, i: int) -> bool:
    if form.form == "gerund":
        return i > 0 and frame.tags[i - 1] == "D"
    return form.form == "finite" and _is_noun(frame, words, form, i)


def _infinitive(frame: Frame, words: QuoteWords, form: CueForm, i: int, last: int) -> Cue | None:
    """An infinitive that reports: "quiso subrayar", "se limitó a decir", "tras asegurar".

    It stands behind a verb that only helps it, or behind what gives it the sentence's subject.
    """
    before = _over_clitics(frame, i - 1)
    linked = before > 0 and frame.tags[before] in "EF"
    verb = _over_clitics(frame, before - 1) if linked else before
    if verb >= 0 and frame.atoms[verb].lower in words.light_verbs:
        return Cue(_group_start(frame, words, verb)[0], i, last, "finite", form.classes, i)
    first = _opening(frame, words, before)
    return Cue(first, i, last, "gerund", form.classes, i) if first is not None else None


def _opening(frame: Frame, words: QuoteWords, last: int) -> int | None:
    """Where the phrase begins that ends at atom `last` and leads to an infinitive; None for none."""
    for opening in words.infinitive_openings:
        first = last - len(opening) + 1
        if first >= 0 and all(
            frame.atoms[first + k].lower == word for k, word in enumerate(opening)
        ):
            return first
    return None


def _over_clitics(frame: Frame, i: int) -> int:
    """The atom at or before `i` that is no adverb and no object pronoun: "pour le dire"."""
    while i >= 0 and frame.tags[i] in "BD":
        i -= 1
    return i


def _by_agent(frame: Frame, words: QuoteWords, form: CueForm, last: int) -> bool:
    """True for a participle without its auxiliary: 'seen by some as "weak"', 'dit "X" par Y'."""
    finite = form.form == "finite"
    if finite and not any(f.form == "participle" for f in words.cues[form.words[0]]):
        return False  # "aboga por", "spinge da"
    tight = finite or "judge" not in form.classes  # "quanto riferito dai carabinieri"
    following = frame.atoms[last + 1 : last + 1 + (1 if tight else MAX_AGENT)]
    return any(atom.lower in words.agents for atom in following)


def _perfect(frame: Frame, helpers: str, i: int) -> bool:
    """True when the helper next to the verb makes a perfect: "has said", "s'est dit".

    A passive does not: "a été salué".
    """
    nearest = next((tag for tag in helpers if tag in "HUO"), "")
    if nearest in "HO" and nearest:
        return True
    return nearest == "U" and "B" in helpers and _reflexive(frame, i, len(helpers))


def _inverted_clitic(frame: Frame, i: int) -> bool:
    """The auxiliary, the pronoun, then the participle: "a-t-il déclaré"."""
    return i >= 2 and frame.tags[i - 1] == "N" and frame.tags[i - 2] == "H"


def _reflexive(frame: Frame, i: int, size: int) -> bool:
    said = {frame.atoms[j].lower for j in range(max(0, i - size), i)}
    return bool(said & {"s'", "se", "si", "me", "m'"})


def _is_noun(frame: Frame, words: QuoteWords, form: CueForm, i: int) -> bool:
    """True when the word is a noun here: behind an article, a preposition, a genitive."""
    if i == 0:
        return False
    before = frame.atoms[i - 1].lower
    tag = frame.tags[i - 1]
    if (
        tag == "D"
        and i > 1
        and frame.tags[i - 2] == "S"
        and frame.tags[i + 1 : i + 2] in {"D", "W"}
    ):
        return False  # "comme le rappelle Rey": an object, not an article
    if tag in _NOUN_BEFORE and before != "and":
        return True
    if tag == "F":
        return before not in words.as_said  # "según explica el alcalde"
    if before == "s" and form.base:
        return True
    if not form.base:
        return False
    plain = form.words == (form.words[0],) and not form.words[0].endswith("s")
    if tag == "M" and i > 1:
        before = frame.atoms[i - 2].lower  # "the voters Tuesday say", "a Tuesday report"
    plural = before.endswith("s") or tag in "NRCB,QWO-" or before in {"people", "police"}
    return plain and not plural


def _object_before(frame: Frame, words: QuoteWords, i: int) -> bool:
    """True when an article's letters are the verb's object: "comme le rappelle Rey", "Rey le juge"."""
    tags = frame.tags
    if i < 2 or tags[i - 1] != "D":
        return False
    if tags[i - 2] == "S":
        return tags[i + 1 : i + 2] in {"D", "W"}
    if tags[i - 2] == "," and frame.atoms[i - 1].lower in words.articles:
        return tags[i + 1 : i + 2] in {":", "B"}  # "Rey, le maire, le reconnaît : ..."
    if frame.atoms[i - 1].lower not in words.articles:
        return False
    if tags[i - 3 : i - 1] == "Dw" and frame.atoms[i - 2].lower in words.humans:
        return True  # "el acusado la llamaba"
    if tags[i - 2] not in "WN":
        return False
    name = i - 2
    while name > 0 and tags[name - 1] in "W.'":
        name -= 1
    return name == 0 or tags[name - 1] not in "EF"  # "per Rey la critica è"


def _second(frame: Frame, words: QuoteWords, form: CueForm, i: int, last: int) -> Cue | None:
    """A cue in German: verb second, verb final, or a bracket of two parts."""
    if form.form == "participle":
        if frame.tags[last + 1 : last + 2] == "H":
            modal = _auxiliary(frame, i, "O")
            if modal is not None and not set(frame.tags[modal:i]) & set("S,"):
                return Cue(modal, i, last + 1, "participle", form.classes, modal)
            return Cue(i, i, last + 1, "finite", form.classes, i, final=True)
        aux = _auxiliary(frame, i, "U" if "cite" in form.classes else "H")
        if aux is None:
            return _passive(frame, form, i, last)
        return Cue(aux, i, last, "participle", form.classes, aux)
    if form.particle and not _particle_follows(frame, form.particle, last):
        return None
    if frame.tags[i] == "W" and i > 0 and frame.tags[i - 1] not in "Q.,":
        return None  # a noun: "die Forderung"
    if i and frame.atoms[i - 1].lower == "zu":
        return None
    return _finite(frame, words, form, i, last)


def _finite(frame: Frame, words: QuoteWords, form: CueForm, i: int, last: int) -> Cue | None:
    following = frame.tags[last + 1] if last + 1 < len(frame.atoms) else "."
    closing = following in ".,;:-)"
    if following == "U" or (closing and _closes_bracket(frame, words, i, "U")):
        return _passive(frame, form, i, last)
    if following == "H" and any(f.form == "participle" for f in words.cues[frame.atoms[i].lower]):
        return None  # the participle of the same letters: "weil sie es erklärt hat"
    goes_on = following != ":" and _embedded(frame, i - 1)
    final = closing and i > 0 and (frame.tags[i - 1] not in ",Q:-" or goes_on)
    modal = _auxiliary(frame, i, "O") if closing and form.words[-1].endswith("n") else None
    if modal is not None and not set(frame.tags[modal:i]) & set("S,"):
        return Cue(modal, i, last, "finite", form.classes, modal)
    if final and _closes_bracket(frame, words, i, "H"):
        return None  # the participle of the same letters: "hatte er erklärt"
    return Cue(i, i, last, "finite", form.classes, i, final=final)


def _embedded(frame: Frame, i: int) -> bool:
    """True for marked words that a German clause goes on into: 'die den Plan „Unfug“ nannten'."""
    return frame.tags[i] == "Q" and i > 1 and frame.tags[i - 1] in _EMBEDDING


def _passive(frame: Frame, form: CueForm, i: int, last: int) -> Cue | None:
    """A German passive: "wird als Fehler bezeichnet"; of other verbs before "dass" only."""
    told = frame.tags[last + 1 : last + 3] == ",T"
    if not (told or "judge" in form.classes) or "cite" in form.classes:
        return None
    if frame.tags[last + 1 : last + 2] == "U":
        return Cue(i, i, last + 1, "participle", form.classes, i, passive=True)
    aux = _auxiliary(frame, i, "U")
    if aux is None or "," in frame.tags[aux:i]:
        return None
    return Cue(aux, i, last, "participle", form.classes, aux, passive=True)


def _auxiliary(frame: Frame, i: int, wanted: str) -> int | None:
    """The finite part of a bracket: "hat ... gesagt"; of verbs that cite, "wird ... zitiert"."""
    for j in range(i - 1, max(-1, i - MAX_BRACKET), -1):
        if frame.tags[j] == wanted:
            return j
        if frame.tags[j] in ".;UT":
            return None
    return None


def _closes_bracket(frame: Frame, words: QuoteWords, i: int, wanted: str) -> bool:
    """True when the verb form at `i` is also a participle whose auxiliary stands in its clause."""
    forms = words.cues[frame.atoms[i].lower]
    aux = _auxiliary(frame, i, wanted) if any(f.form == "participle" for f in forms) else None
    return aux is not None and not set(frame.tags[aux:i]) & set("S," if wanted == "H" else ",")


def _particle_follows(frame: Frame, particle: str, last: int) -> bool:
    for j in range(last + 1, min(len(frame.atoms), last + MAX_BRACKET)):
        if frame.atoms[j].lower == particle:
            following = frame.tags[j + 1] if j + 1 < len(frame.atoms) else "."
            if following in ".,:;-QCST)":
                return True
        if frame.tags[j] in ".;":
            return False
    return False
