"""What must not be public: telephone numbers, street addresses, personal addresses, names.

Works on the text of a file, since what is in a public file stays in its history. The patterns
are made to miss little and to leave alone what looks alike: years, sums, ISBNs, web addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from types import MappingProxyType

from . import rules
from .diagnostics import Diagnostic, Location, Rule, quoted
from .entry import Entry, Path, plain_texts
from .kinds.event import Event
from .kinds.group import Group
from .link import Network
from .load import Source

_DIGIT = re.compile("[0-9]")

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*\S")
_URL = re.compile(r"(?:https?://|www\.)\S+")
_LINK_TARGET = re.compile(r"\[\[[^\]|]*")
_PLAIN = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९０１２３４５６７８９＋＠\u00a0\u2009\u202f",
    "0123456789012345678901234567890123456789+@   ")
"""Digits of other scripts, wide signs, and the blanks of French printing: one letter for one, so
that places stay the same."""
_PHONE = re.compile(
    r"(?<![\w/.,:€$£-])(?:"
    r"(?:\+|00 ?)\d{1,3}[ ()./-]*(?:\d[ ()./-]*){6,12}\d"  # +44 20 7946 0000
    r"|0\d{2,4}[ /-]?\d{3,4}[ /-]?\d{3,5}"  # 020 7946 0000
    r"|\(0\d{1,4}\) ?\d{3,4}[ -]?\d{3,5}"  # (020) 7946 0000
    r"|0\d(?:[ .-]\d\d){4}|0\d{2,3}[ -]\d{3}[ -]\d\d[ -]\d\d"  # 01 23 45 67 89, 0212 555 12 12
    r"|\(\d{3}\) ?\d{3}-\d{4}|\d{3}[-.]\d{3}[-.]\d{4}"  # (601) 555-0100
    r")(?![\w/-]|\.\d)"
    r"|(?:[Tt]el(?:efon[eo]?)?|[Pp]hone|[Mm]obile|[Ww]hats[Aa]pp|[Ss]ignal|[Cc]all|[Rr]ing|هاتف|واتساب)"
    r"[.:]{0,2} ?(\+?\(?\d(?:[ ()./-]?[ ()]?\d){6,13})(?![\w-])")  # Tel:7946 0000
_CHAT = re.compile(r"(?:wa\.me/|whatsapp\.com/send/?\?phone=|\bt\.me/(?=\+))(\+?\d{8,15})\b")
"""Addresses that hold the number they call."""
_EMAIL = re.compile(
    r"(?<![\w.@%+-])[\w.%+-]{1,64}@[\w-]+(?:\.[\w-]+)+"  # but no @name@server: that is a handle
    r"|\b[\w.+-]{2,64} ?(?:\(at\)|\[at\]| at ) ?[\w-]+ ?(?:\(dot\)|\[dot\]| dot ) ?[a-z]{2,6}\b")
_WAYS = (r"Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Close|Terrace|Gardens|Crescent|Square|Court|"
         r"Boulevard|Blvd|Grove|Mews|Row|Walk|Parade")
_ADDRESS = re.compile(
    rf"\b(?!(?:1[6-9]|20)\d\d\b)\d{{1,5}}[A-Za-z]?,? (?:[A-Z][\w'’-]+ ){{1,3}}(?:{_WAYS})\b(?!\w)"
    r"|\b(?:Rue|[Cc]alle|C/|Via|Viale|[Aa]venida|[Aa]vda\.?|Rua|[Cc]arrer|[Pp]laza|Piazza|Place)"
    r"(?: d[eiu'’]?| des| la| el| del| della){0,3} ?[A-ZÀ-Ý][\w'’-]+(?: [A-ZÀ-Ý][\w'’-]+){0,5},? (?:n[º°o]\.? ?)?\d{1,4}\b"
    r"|\b\d{1,4}(?: ?bis| ?ter)?,? (?:rue|avenue|boulevard|allée|impasse|chemin|quai)(?: d[eu]s?| de la| de l['’]| d['’])? ?[A-ZÀ-Ý][\w'’-]+"
    r"|\b[A-ZÄÖÜ][a-zäöüß]+(?:straße|strasse|str\.|gasse|allee|platz|weg|straat|laan|plein|gracht) \d{1,4}[a-z]?\b"
    r"|\b(?:ul\.|ulica|ул\.|улица) ?[A-ZА-ЯŁŚŻŹĆ][\w-]+(?: [A-ZА-ЯŁŚŻŹĆ][\w-]+)?,? (?:д\. ?)?\d{1,4}\b"
    r"|\b[A-ZÇĞİÖŞÜ][\w’']+ (?:Sokak|Sokağı|Sok\.|Caddesi|Cad\.|Kolana|Kolanê) (?:No:? ?)?\d{1,4}\b"
    r"|شارع [\u0621-\u064a]+(?: [\u0621-\u064a]+){0,4},? ?\d{1,4}\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}\b")  # a British postcode: some fifteen houses
_EXACT = re.compile(
    r"(?<![\d.])-?\d{1,3}\.\d{3,} ?[,;/ ] ?-?\d{1,3}\.\d{3,}(?![\d.])"  # 53.7443, -0.3325
    r"|\b[2-9CFGHJMPQRVWX]{4,8}\+[2-9CFGHJMPQRVWX]{2,3}\b"  # an open location code
    r"|///\w+\.\w+\.\w+|(?:maps\.app\.goo\.gl|goo\.gl/maps|w3w\.co|what3words\.com)/\S+")
# A quick look first. These begin at a digit or a sign, which are rare; what stands before is looked
# at from there. That takes an eighth of the time of a search for the whole patterns.
_FROM_DIGIT = (
    r"(?<=\+)\d|(?<=\+)[2-9C-X]{2}|(?<=\()[\d]{3}\)|(?<=\()0\d"
    r"|(?<=0)(?<![\d.-].)\d(?:\d|[ .-]\d\d[ .-]\d\d)|(?<=0)(?<!\d.)0 ?\d|(?<=\d)\d\d[-.]\d{3}[-.]\d{4}|(?<=\d)\.\d{3}"
    r"|(?<=(?:[^\W\d]|[.:( ])\d)(?!\d{3}-\d\d-\d\d\b)(?:[ ()./-]{0,2}\d){6}"
    r"|(?<=[A-Z]\d)[A-Z\d]? \d[A-Z]{2}\b"
    # A house number, with what comes after it or what a street's name ends with before it.
    r"|(?<=\d)(?:(?=[A-Za-z, ])(?:[A-Za-z]?,? [A-Z]|(?: ?bis| ?ter)?,? (?:rue|avenue|boulevard|allée|impasse|chemin|quai))"
    r"|(?<= .)(?:(?<=straße .)|(?<=strasse .)|(?<=str\. .)|(?<=gasse .)|(?<=allee .)|(?<=platz .)|(?<=weg .)"
    r"|(?<=straat .)|(?<=laan .)|(?<=plein .)|(?<=gracht .)))")
_NUMBER_START = re.compile(rf"[+(\d](?:{_FROM_DIGIT})")
_ASCII_NUMBER_START = re.compile(rf"[+(0-9](?:{_FROM_DIGIT})", re.ASCII)
"""The same for texts in ASCII, twice as fast."""
_AFTER_A_WORD = re.compile(r"[+(0-9](?:(?<=[^:] [0-9])|(?<=o[0-9])|(?<=o[.:][0-9])|(?<=o: [0-9]))")
"""Where the number of a house can stand if what is before it says so: 4, no4, no.4, No: 4."""
_ANY_START = re.compile(r"[0-9٠-٩۰-۹०-९０-９@+＠＋]|///|dot|goo\.gl|w3w\.co|what3words")
"""Without one of these a text gives nothing away."""
_EXACT_START = re.compile(r"\d\.\d{3}|[2-9C-X]\+[2-9C-X]{2}|///\w|goo\.gl|w3w\.co|what3words")
_BEFORE_NUMBERS = (
    "Rue", "alle", "C/", "Via", "venida", "vda", "Rua", "arrer", "laza", "Piazza", "Place",
    "ul.", "ulica", " Sok", " Cad", " Kolan")
_OTHER_SCRIPTS = ("ул.", "улица", "Sokağı", "Kolanê", "شارع")
_WITHOUT_NUMBERS = (
    "///", "goo.gl", "w3w.co", "what3words", "dot", "wa.me/", "whatsapp.com/send", "t.me/+")
_FOR_EXAMPLES = re.compile(
    r"7946[ -]?0\d{3}|555[-. ]01\d\d|@(?:[\w-]+\.)*example\.(?:org|com|net)\b|@[\w.-]+\.(?:example|test|invalid)\b")
"""Numbers that Ofcom and NANPA keep for drama, and domains of RFC 2606: nobody's."""
_FREE_MAIL = re.compile(
    r"@(?:gmail|googlemail|hotmail|outlook|live|yahoo|ymail|icloud|me|aol|gmx|web|mail|"
    r"proton(?:mail)?|pm|tutanota|tuta|yandex|qq|163)\.", re.IGNORECASE)
_ROLE = re.compile(
    r"hello|hi$|info|contact|office|team|press|media|join|member|co-?op|union|group|collective|"
    r"network|assembly|train|support|help|admin|post|mail|web|list|board|secretary|treasurer|"
    r"events?|news|kontakt|contacto|bonjour|acc[eu]|tenants|mutual|aid|solidarity|food|house",
    re.IGNORECASE)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof)\.? [A-ZÀ-Ý][a-zà-ÿ]+")
_TWO_NAMES = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ'’-]+ (?:[A-Z]\. )?[A-ZÀ-Ý][a-zà-ÿ'’-]+\Z")
_AFTER_ROLE = re.compile(
    r"[:,(–—-] ?([A-ZÀ-Ý][a-zà-ÿ'’-]+ [A-ZÀ-Ý][a-zà-ÿ'’-]+)\)?\Z")
_NOT_A_PERSON = re.compile(
    r"co-?chair|chair|delegate|secretar|treasur|facilitat|commission|council|committee|assembl|"
    r"board|coordinat|spokes|member|group|union|co-?op|network|federation|team|working|women|"
    r"youth|circle|branch|officer|steward|representative|forum|congress|local|general|national|"
    r"city|district|region|neighbourhood|commune|house|street|park|centre|center|hall|library|"
    r"universit|institut|college|school|foundation",
    re.IGNORECASE)


def privacy(entry: Entry) -> Iterator[Diagnostic]:
    """What an entry's file says that should not be public; never more than a page of it."""
    return _bounded(entry.source, _private(entry))


def private_in_file(source: Source) -> Iterator[Diagnostic]:
    """What a file says that should not be public, though it is not fit to be an entry.

    Otherwise a number would only be found after the rest was mended, and stay in the history.
    """
    return _bounded(source, _in_file(source))


def _bounded(source: Source, problems: Iterator[Diagnostic]) -> Iterator[Diagnostic]:
    yield from islice(problems, rules.PROBLEMS_PER_FILE)
    if any(problems):
        yield rules.too_many(source.path, "There are more such places in this file.")


def _private(entry: Entry) -> Iterator[Diagnostic]:
    yield from _in_file(entry.source)
    yield from _names(entry)
    yield from _sensitive(entry)
    yield from _venue(entry)


def _may_hold_any(text: str) -> bool:
    """A quick look at the whole file; looking at each value takes fifty times as long."""
    if "@" in text or "＠" in text or "\\" in text:
        return True
    joined = " ".join(text.split())
    signs: tuple[str, ...] = _WITHOUT_NUMBERS
    if joined.isascii():
        number_start = _ASCII_NUMBER_START
        if _AFTER_A_WORD.search(joined):
            signs += _BEFORE_NUMBERS
    else:
        number_start = _NUMBER_START
        joined, signs = joined.translate(_PLAIN), signs + _BEFORE_NUMBERS + _OTHER_SCRIPTS
    return (
        number_start.search(joined) is not None or any(sign in joined for sign in signs)
    ) and any(pattern.search(joined) for pattern in (_PHONE, _ADDRESS, _EMAIL, _EXACT, _CHAT))


def _in_file(source: Source) -> Iterator[Diagnostic]:
    if not _may_hold_any(source.text):
        return
    for path, text in plain_texts(source.tree):
        if _ANY_START.search(text):
            yield from _in_text(source, path, text)
    if source.body:
        yield from _in_text(source, ("body",), source.body)
    yield from _in_comments(source)


def _in_comments(source: Source) -> Iterator[Diagnostic]:
    """What stands after a # and is no value: it is on no page, but it stays in the history."""
    values = "\n".join(text for _, text in plain_texts(source.tree))
    end = source.body_line - 1 if source.body else None
    for number, line in enumerate(source.text.split("\n")[:end], start=1):
        comment = _COMMENT.search(line)
        if comment is None or comment[0].strip() in values:
            continue
        for rule, found in private_in(comment[0]):
            column = line.index(found, comment.start()) + 1
            message, hint = _FOUND[rule]
            yield rule.at(Location(source.path, number, column, number, column + len(found)),
                          message.replace("{found}", quoted(found)), hint=hint)


_FOUND = {
    rules.PRIVATE_PHONE: (
        "{found} looks like a telephone number.",
        "Take it out. A number that belongs to the group goes into a contact with “way: hotline”."),
    rules.PRIVATE_ADDRESS: (
        "{found} looks like a street address.", "Name the town or neighbourhood instead."),
    rules.PERSONAL_EMAIL: (
        "{found} may be a person's own e-mail address.",
        "Use an address of a role, such as hello@ or info@, in a contact with “way: role-email”."),
    rules.LOCATION_TOO_EXACT: (
        "{found} is an exact position.",
        "Name the town or neighbourhood instead. A position goes into “place”, rounded."),
}


def _in_text(source: Source, path: Path, text: str) -> Iterator[Diagnostic]:
    for rule, found in private_in(text, _way(source, path)):
        message, hint = _FOUND[rule]
        yield rule.at(source.locate_in(path, found),
                      message.replace("{found}", quoted(found)), hint=hint)


def private_in(text: str, way: str = "") -> Iterator[tuple[Rule, str]]:
    """What a text gives away, and how it stands there. ``way`` is that of the contact it is in."""
    plain = text if text.isascii() else text.translate(_PLAIN)
    if not _ANY_START.search(plain):  # nine texts of ten
        return
    bare = _LINK_TARGET.sub(_blank, _URL.sub(_blank, plain))
    looks: list[tuple[Rule, re.Pattern[str], str]] = []
    if _DIGIT.search(bare):
        if way != "hotline":
            looks.append((rules.PRIVATE_PHONE, _PHONE, bare))
        looks.append((rules.PRIVATE_ADDRESS, _ADDRESS, bare))
    looks.append((rules.PERSONAL_EMAIL, _EMAIL, bare))
    if way != "hotline":
        looks.append((rules.PRIVATE_PHONE, _CHAT, plain))
    if _EXACT_START.search(plain):
        looks.append((rules.LOCATION_TOO_EXACT, _EXACT, plain))
    for rule, pattern, searched in looks:
        for match in pattern.finditer(searched):
            start, end = match.span(match.lastindex or 0)
            found = text[start:end]
            if _FOR_EXAMPLES.search(found):
                continue
            if rule is rules.PERSONAL_EMAIL and way in {"role-email", "social"} \
                    and not _is_personal(found):
                continue
            yield rule, found


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _way(source: Source, path: Path) -> str:
    """The way of the contact whose value a text is; "" for any other text."""
    if len(path) == 3 and path[0] == "contact" and path[2] == "value":  # noqa: PLR2004
        contact = source.tree["contact"][path[1]]
        return str(contact.get("way", ""))
    return ""


def _is_personal(address: str) -> bool:
    local = address.partition("@")[0]
    if _ROLE.search(local):
        return False
    return bool(_FREE_MAIL.search(address) or re.fullmatch(r"[A-Za-z]+[._][A-Za-z]+", local))


def _names(entry: Entry) -> Iterator[Diagnostic]:
    if not isinstance(entry, Group):
        return
    for number, seat in enumerate(entry.seats):
        for name in ("name", "represents"):
            yield from _person(entry, ("seats", number, name), getattr(seat, name))
    for number, contact in enumerate(entry.contact):
        yield from _person(entry, ("contact", number, "note"), contact.note)
        if not contact.href:
            yield from _person(entry, ("contact", number, "value"), contact.value)
    if entry.consent:
        yield from _person(entry, ("consent", "by_role"), entry.consent.by_role)


def _person(entry: Entry, path: Path, text: str | None) -> Iterator[Diagnostic]:
    if not text:
        return
    titled, after = _TITLED.search(text), _AFTER_ROLE.search(text)
    whole = _TWO_NAMES.match(text)
    found = titled[0] if titled else ""
    if not found and after and not _NOT_A_PERSON.search(after[1]):
        found = after[1]
    if not found and whole and not _NOT_A_PERSON.search(text):
        found = text
    if found:
        yield rules.PERSON_NAMED.at(
            entry.source.locate_in(path, found), f"{quoted(found)} looks like a person's name.",
            hint="Name the role, not the person who has it.")


def is_sensitive(entry: Entry, network: Network) -> bool:
    """Whether an entry needs care: a group that says so, or an event of one.

    Its page is kept from search engines, and nobody can look for what is near it.
    """
    group = network.entries.get(f"group/{entry.host}") if isinstance(entry, Event) else entry
    return isinstance(group, Group) and group.sensitive


def _sensitive(entry: Entry) -> Iterator[Diagnostic]:
    """Who needs care is shown by region, and reached through the network."""
    if not isinstance(entry, Group) or not entry.sensitive:
        return
    if entry.contact:
        yield rules.SENSITIVE_TOO_OPEN.at(
            entry.source.locate("contact", key=True),
            "A group with “sensitive: yes” is reached through the network.",
            hint="Take “contact” out; its stewards know how to reach it.")
    if entry.meets:
        yield rules.SENSITIVE_TOO_OPEN.at(
            entry.source.locate("meets", key=True),
            "A group with “sensitive: yes” does not say where and when it meets.",
            hint="Take “meets” out; whoever joins will be told.")
    place = entry.place
    if place and (place.town or place.precision in {"town", "venue"}):
        yield rules.SENSITIVE_TOO_OPEN.at(
            entry.source.locate("place", "town" if place.town else "precision"),
            "A group with “sensitive: yes” is shown by region only.",
            hint="Take the town out and write “precision: region” or “precision: country”.")


def _venue(entry: Entry) -> Iterator[Diagnostic]:
    if isinstance(entry, Group) and entry.place and entry.place.precision == "venue" \
            and not entry.consent:
        yield rules.MISSING_CONSENT.at(
            entry.source.locate("place", "precision"),
            "This place is as exact as a venue, but the group has not agreed to that here.",
            hint="Add “consent:” with given_on and by_role, or use “precision: town”.")


PATTERNS: Mapping[str, re.Pattern[str]] = MappingProxyType({
    "url": _URL, "target": _LINK_TARGET, "phone": _PHONE, "chat": _CHAT, "address": _ADDRESS, "email": _EMAIL,
    "example": _FOR_EXAMPLES, "free": _FREE_MAIL, "role": _ROLE,
    "two": re.compile(r"[A-Za-z]+[._][A-Za-z]+\Z"), "titled": _TITLED, "names": _TWO_NAMES,
    "after": _AFTER_ROLE, "body": _NOT_A_PERSON, "exact": _EXACT,
})
"""What is looked for, by the names under which the form's script knows it."""
