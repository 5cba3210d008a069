"""The catalogue: every rule Commonbook can report, in words a volunteer understands.

Codes are permanent. A rule's page in the handbook, ``commonbook explain`` and the descriptions
in SARIF are all made from here.
"""

from __future__ import annotations

from types import MappingProxyType

from .diagnostics import Diagnostic, Location, Rule, Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING

# -- reading files ------------------------------------------------------------------------

INVALID_YAML = Rule(
    "invalid-yaml", ERROR, "The file cannot be read as YAML.",
    "Entries are written in YAML: a field name, a colon and a value on each line. Something on "
    "this line breaks that pattern, so the rest of the file cannot be understood. The usual "
    "causes are a second colon in a line without quotation marks, a quotation mark that is never "
    "closed, or a line that is not indented like its neighbours.",
    'summary: "Food co-op: we buy together"', fixed=True)
INVALID_ENCODING = Rule(
    "invalid-encoding", ERROR, "The file is not saved as UTF-8.",
    "UTF-8 is the one way of saving text that works for every script. Files saved by older "
    "Windows programs may use another. Open the file, save it again as UTF-8, and check that "
    "accents and other letters look right.", fixed=True)
FORBIDDEN_CHARACTER = Rule(
    "forbidden-character", ERROR, "There is an invisible or control character in the text.",
    "Some characters cannot be seen but change how text is read: control characters, odd line "
    "breaks, and marks that reverse the direction of writing. They can hide something from the "
    "person who reviews an entry, so they are refused. Delete the place shown and type it again. "
    "Joiners that Persian, Kurdish and emoji need are allowed.", fixed=True)
TAB_INDENTATION = Rule(
    "tab-indentation", ERROR, "A line is indented with a tab.",
    "YAML counts spaces, and a tab has no fixed width. Use two spaces for each level.",
    "place:\n  town: Hull", fixed=True)
DUPLICATE_KEY = Rule(
    "duplicate-key", ERROR, "A field is given twice.",
    "When a field stands in a file twice, nobody can say which one counts. Keep the right one "
    "and delete the other.", fixed=True)
YAML_ALIAS = Rule(
    "yaml-alias", ERROR, "The file uses labels or copies (&, * or <<).",
    "YAML can copy parts of a file to other places. Reviewers miss such copies, and a small file "
    "can grow to fill a computer's memory. Write each value out. Text that begins with & or * "
    "needs double quotes around it.", 'name: "*Star* Kitchen"', fixed=True)
YAML_TAG = Rule(
    "yaml-tag", ERROR, "The file uses YAML types or directives (! or %).",
    "A value that begins with an exclamation mark asks the reader to make something special out "
    "of it. Entries hold only text. If the mark belongs to the text, put double quotes around "
    "it.", 'name: "!Join"', fixed=True)
SEVERAL_DOCUMENTS = Rule(
    "several-documents", ERROR, "The file holds more than one entry.",
    "A line with three hyphens starts a second document. One file holds one entry, and the file's "
    "name is its address. Move the second part to a file of its own.", fixed=True)
TOO_DEEP = Rule(
    "too-deep", ERROR, "Values are nested too deeply.",
    "No entry needs more than a few levels. Very deep files are a mistake with brackets or "
    "indentation, or an attack.", fixed=True)
TOO_LONG = Rule(
    "too-long", ERROR, "A text, a list or a file is too long.",
    "Limits keep pages readable on a cheap phone and keep a mistake from filling the site. "
    "Shorten the text, or move part of it to a guide or an entry of its own.", fixed=True)
UNEXPECTED_FILE = Rule(
    "unexpected-file", WARNING, "A file in the network's folders is not read.",
    "Only files that end in .yml in the folder of a kind, and guides that end in .md, become "
    "pages. Others (.yaml, copies made by an editor, links to other files) are reported so that "
    "no entry goes missing without a word.")
INVALID_SLUG = Rule(
    "invalid-slug", ERROR, "A file name cannot become a web address.",
    "The name of the file is the address of the page and the name other entries use for it. Use "
    "lower-case letters a to z, digits and single hyphens. The entry itself can have a name in "
    "any script.", "network/groups/komina-jinan.yml", fixed=True)
UNKNOWN_KIND = Rule(
    "unknown-kind", ERROR, "A folder or a reference names a kind that does not exist.",
    "Each folder in network/ holds one kind of entry, and every id starts with a kind. See "
    "“commonbook kinds” for the list.", "network/trainings/first-session.yml", fixed=True)

# -- fields -------------------------------------------------------------------------------

UNKNOWN_FIELD = Rule(
    "unknown-field", ERROR, "A field has a name that this kind does not know.",
    "Nothing would be shown for it, so it is better to stop. It is often a spelling mistake. The "
    "hint names the nearest field.", fixed=True)
MISSING_FIELD = Rule(
    "missing-field", ERROR, "A required field is not there.",
    "Without it the page would have a hole. Add the field with its value.", fixed=True)
INVALID_VALUE = Rule(
    "invalid-value", ERROR, "A value does not fit its field.",
    "Some fields take a date, a number, a web address or one word from a list. The message says "
    "what is expected.", "founded: 2019-03", fixed=True)
NOT_IN_VOCABULARY = Rule(
    "not-in-vocabulary", ERROR, "A topic, practice or level is not in the network's list.",
    "Topics, practices and levels come from lists in network.yml, so that pages gather what "
    "belongs together. Use a word from the list, or ask an editor to add one.",
    "topics: [food, mutual-aid]", fixed=True)
UNSAFE_LINK = Rule(
    "unsafe-link", ERROR, "A link leads somewhere that is not allowed.",
    "Links may lead to web addresses that begin with http:// or https://, and to other entries "
    "with [[kind/name]]. Addresses with a user name, scripts and local files are refused: they "
    "are used to deceive readers.", "[our site](https://example.org)", fixed=True)
UNSAFE_MARKUP = Rule(
    "unsafe-markup", ERROR, "The text contains HTML or a picture.",
    "Text is written in Markdown. HTML is not used, because it can run programs in a reader's "
    "browser. To write about HTML, put it between backticks. Pictures belong in the field image, "
    "where they get a description.", "Write `<b>` in backticks.", fixed=True)
UNKNOWN_ANCHOR = Rule(
    "unknown-anchor", WARNING, "A link leads to a heading that is not on the page.",
    "The part after # must be the address of a heading in the same guide.")
FIGURE_WITHOUT_SOURCE = Rule(
    "figure-without-source", ERROR, "A figure has no date or no source.",
    "Numbers about movements go up and down and get repeated for years. A figure is worth "
    "printing only with the date it was true and where it comes from.",
    'figures:\n  - what: Food co-ops running\n    value: "14"\n    as_of: 2022-04\n'
    "    source: co-op-news-2022", fixed=True)
MISSING_ALT_TEXT = Rule(
    "missing-alt-text", ERROR, "A picture has no description.",
    "People who cannot see the picture, or whose phone has not loaded it, need one sentence that "
    "says what it shows (WCAG 2.2, 1.1.1).",
    "image:\n  file: kitchen.jpg\n  alt: Four people weigh rice at a long table", fixed=True)
INTERNAL_ERROR = Rule(
    "internal-error", ERROR, "Commonbook could not work with this file.",
    "This is a fault in Commonbook, not in your file. Please report it with the file. All other "
    "files were checked as usual.", fixed=True)
TOO_MANY_PROBLEMS = Rule(
    "too-many-problems", ERROR, "A file has more problems than are worth listing.",
    "Mend those shown first; the next check shows the rest.", fixed=True)

# -- links between entries ----------------------------------------------------------------

UNKNOWN_REFERENCE = Rule(
    "unknown-reference", ERROR, "A reference leads to an entry that does not exist.",
    "Entries name each other by file name. Either the name is misspelt, or the entry has not been "
    "written yet.", "part_of: [cooperation-town]", fixed=True)
WRONG_KIND_OF_REFERENCE = Rule(
    "wrong-kind-of-reference", ERROR, "A reference leads to an entry of another kind.",
    "The field expects, for example, a group, but the name belongs to a training. Use the field "
    "that fits, or put the id into “related”.", fixed=True)
REFERENCE_TO_DRAFT = Rule(
    "reference-to-draft", WARNING, "A link leads to an entry that is still a draft.",
    "Drafts are not published, so readers see plain words instead of a link until the draft is "
    "finished (take out “draft: yes”).")
PATH_COLLISION = Rule(
    "path-collision", ERROR, "Two pages would have the same address.",
    "One of them would overwrite the other. Rename one file or take out the alias.", fixed=True)
DUPLICATE_ENTRY = Rule(
    "duplicate-entry", WARNING, "Two entries seem to describe the same thing.",
    "They have the same name, or the same web address. Merge them and keep the old file's name "
    "under “aliases”. If they really are two, make the names differ.")
UNUSED_TERM = Rule(
    "unused-term", WARNING, "A term in the glossary is linked from nowhere.",
    "Readers find terms where they are used. Link it from a guide or an entry with "
    "[[term/name]].")
ORPHAN_ENTRY = Rule(
    "orphan-entry", WARNING, "Nothing links to this entry and it links to nothing.",
    "It can only be found in its list. Connect it: a topic, a related entry, a group that hosts "
    "it. A page with “editorial: yes” stands in no list, so another page or the menu has to lead "
    "to it.")

# -- how bodies decide --------------------------------------------------------------------

CYCLE = Rule(
    "cycle", ERROR, "Entries contain or require each other in a circle.",
    "The kitchen is part of the quarter, the quarter of the city, and the city of the kitchen. Then "
    "nobody can say who is at the ground and who is sent up. No structure can be shown. Often two "
    "groups have each named the other. Keep “part_of” in the smaller one. If neither is part of the "
    "other, use “works_with”. The same goes for trainings that must come before each other.",
    "# in network/groups/kitchen.yml, not in the quarter's own file\npart_of: [quarter]", fixed=True)
RANK = Rule(
    "rank", WARNING, "A body is part of one on the same or a lower level.",
    "The ladder in network.yml names levels from the ground up, such as street, quarter, town. A "
    "street can be part of a quarter, but a quarter cannot be part of a street. Either one of the "
    "two levels is wrong, or “part_of” stands in the wrong file. Bodies on the same level that help "
    "each other use “works_with”.", "ladder: town\nlevel: street\npart_of: [north-quarter]")
UNPAIRED_CO_CHAIRS = Rule(
    "unpaired-co-chairs", WARNING, "There is only one seat for co-chairs.",
    "Co-chairs share one office between two people, often a woman and a man, so that nobody leads "
    "alone. Here is only one. If two share the seat, write “count: 2” or list both seats. If one "
    "person really chairs alone, use “role: facilitator” or “role: other”.",
    "seats:\n  - name: Co-chairs\n    role: co-chair\n    count: 2")
SEAT_SENDS_NOWHERE = Rule(
    "seat-sends-nowhere", WARNING, "A delegate's seat does not say where it is sent.",
    "A delegate carries a decision from one body to another. Readers want to know to which, and the "
    "structure page draws it as a line. Name that body with “sends_to”. If delegates come to this "
    "body from others, name this body itself. If nobody is sent anywhere, use another role.",
    "seats:\n  - name: Delegate\n    role: delegate\n    sends_to: city-assembly")

# -- session plans ------------------------------------------------------------------------

AGENDA_OVERRUNS_LOCK = Rule(
    "agenda-overruns-lock", ERROR, "A block cannot start at the time that is locked for it.",
    "The blocks before it take longer than there is, even at their shortest. Shorten or drop one, "
    "or move the time.")
NO_BREAK = Rule(
    "no-break", WARNING, "More than 90 minutes pass without a break.",
    "People stop listening, and those who care for children, or for themselves, leave. Put in a "
    "block of type break or meal.", "- title: Break\n  minutes: 10\n  type: break")
VARIANT_LOSES_MUST = Rule(
    "variant-loses-must", WARNING, "A session cannot be cut to any shorter length the network offers.",
    "Blocks that must stay take longer than every shorter length in session_lengths, even at their "
    "shortest, so the page offers no shorter version. A plan of a whole day that cannot be cut to "
    "an hour is fine, as long as one of the shorter lengths can be met. Give blocks a “min”, or "
    "mark some as “should” or “could”.")
MISSING_HANDOUT = Rule(
    "missing-handout", ERROR, "A session speaks of a handout, but there is nothing to print.",
    "A handout is printed from the guides, case studies, terms and activities that are listed "
    "under “handouts”, and from what blocks say under “participants”. Anything else listed there "
    "cannot be printed for people. And a handout that is only listed under “materials” is one that "
    "nobody has written.", "handouts: [guide/organise/first-meeting, term/mandate]")
UNKNOWN_MATERIAL_UNIT = Rule(
    "unknown-material-unit", ERROR, "It is not clear how many of a thing a session needs.",
    "The list of materials is worked out for the number of people who come. So “per” is one of "
    "person, pair, small-group and room, “quantity” is how many each of them needs, and “item” "
    "names one of the things, without a number or a “for each” of its own. A number or a “for each” "
    "in “item” that says something else is only a warning.",
    "materials:\n  - item: Pen\n    per: person\n    quantity: 1\n    spare: 3", fixed=True)

# -- dates --------------------------------------------------------------------------------

DATE_OFF_SERIES = Rule(
    "date-off-series", WARNING, "A date does not belong to the series.",
    "“repeats” says on which days an event takes place. If “starts” is another day, the series "
    "begins with the first day that fits. If a change names another day, nothing is changed, and "
    "people may stand before a closed door. Look at a calendar and correct the day.",
    "starts: 2026-12-01 19:00\nrepeats:\n  every: week\n  days: [tuesday]\nchanges:\n"
    "  - date: 2026-12-29\n    cancelled: yes")

# -- what people need to trust ------------------------------------------------------------

NEEDS_SOURCES = Rule(
    "needs-sources", WARNING, "A case study has fewer than two sources.",
    "The page says “needs sources” until there are two. One source is one view.")
STALE_ENTRY = Rule(
    "stale-entry", WARNING, "An entry has not been checked for a long time.",
    "Groups move and stop. After the time set in confirm_every the page says so; after twice that "
    "it is listed under “May no longer exist”. Check the facts, then set checked_on.",
    "checked_on: 2026-11-24")
OPTED_OUT = Rule(
    "opted-out", ERROR, "This group has asked not to be listed.",
    "Its name or web address is in opt_out in network.yml. Please respect that.", fixed=True)

# -- what an editor would ask -------------------------------------------------------------

UNDATED_FIGURE = Rule(
    "undated-figure", WARNING, "A number in the text has no year and no source beside it.",
    "Networks grow and shrink, and numbers are copied for years. A reader must see when a number "
    "was true, or where to look it up. Write the year into the sentence or its paragraph, or link "
    "the source there. In a case study, the number can stand under “figures” instead. "
    "The check looks for numbers in digits, from ten up, of people, groups, homes and the like, "
    "and for sums of money. It reads English only and leaves out trainings, tables, quotations, and "
    "sentences that sound like advice or an example. It does not see whether the year is that of "
    "the number.",
    "In 2019 it had 40 members, by [[source/diary|its own count]].")
UNDATED_LAW = Rule(
    "undated-law", WARNING, "A text states law without its country and the day it was checked.",
    "Law differs from country to country and changes, and people get into trouble by trusting an "
    "old page. A guide that states law has “law” with country and day at its top. A training or "
    "an activity links such a guide. The check looks for words such as “by law”, “legally "
    "required” or “you must register”, outside quotation marks. It reads English only and cannot "
    "always tell a statement of law from a mention. If a guide only mentions law, "
    "link the guide that explains it in the same paragraph, or use other words.",
    "law: {country: GB, checked_on: 2026-11-24}")
STALE_LAW = Rule(
    "stale-law", WARNING, "A guide's law has not been checked for a long time.",
    "Law has to be looked up again after the time that is set in confirm_every, as everything "
    "else. To change the guide's own “checked_on” is not enough: read the official pages, "
    "then set the day under “law”.",
    "law: {country: GB, checked_on: 2026-11-24}")
CASE_WITHOUT_CRITICS = Rule(
    "case-without-critics", WARNING, "A full case study names nobody who sees a difficulty.",
    "A story without critics is an advertisement. Say of at least one difficulty who speaks of it: "
    "a body, a kind of member, an author of a source, or the network itself. Nobody has to be "
    "named as a person. Short cases are left alone. The check cannot tell a fair critic from an "
    "excuse.",
    "difficulties:\n  - what: Decisions took very long.\n    who: Two former members\n"
    "    source: diary")
UNDATED_NOW = Rule(
    "undated-now", WARNING, "A text speaks of the present, and nobody has checked it lately.",
    "“It currently has 40 members” is true on one day. Readers take the day on which the entry was "
    "checked for that day. If there is none, or it lies further back than confirm_every allows, "
    "the sentence may be wrong and nobody sees it. Check it and set the day, or write it in the "
    "past with its year. The check looks for words such as “currently” or “now has”, and for “has "
    "40 members”, in sentences that name no year. In a case study's figures it compares such words "
    "with the figure's own date. It reads English only and leaves out trainings, activities, "
    "events, pathways and sources.",
    "In 2024 it had 40 members.")
LONG_SENTENCE = Rule(
    "long-sentence", WARNING, "A sentence is longer than the network wants.",
    "Many readers are tired, hurried or read in their second language. They lose the beginning of "
    "a long sentence before its end. The limit is “longest_sentence” under “readability” in "
    "network.yml, or twice “words_per_sentence”. Headings, tables, code and what stands in "
    "quotation marks are not counted, and each point of a list is a sentence of its own. Languages "
    "without a target or without spaces between words are left alone. A short sentence can be hard "
    "and a long one clear: if yours is clear when read aloud, the limit may be too low.",
    "readability:\n  en: {words_per_sentence: 20, longest_sentence: 35}")
HARD_TO_READ = Rule(
    "hard-to-read", WARNING, "A text is harder to read than the network wants.",
    "Two things are measured against “readability” in network.yml: the words in an average "
    "sentence, and, if “lix” is given, LIX. LIX is the average number of words in a sentence, plus "
    "the share of words with more than six letters in percent (C. H. Björnsson, Läsbarhet, 1968). "
    "In Swedish, for which it was made, below 30 is very easy, 40 to 50 a newspaper, and above 60 "
    "very hard. The same number means something else in another language. German and Finnish have "
    "longer words; Arabic and Hebrew leave out vowels. Set each language's target by texts that you "
    "find clear. "
    "Such formulas count letters and full stops. They do not know whether words are familiar, "
    "whether thoughts are in order, or whether anything is true. A bad text can pass and a good one "
    "fail, so read aloud before you cut. Texts of fewer than 100 words are left alone.",
    "readability:\n  en: {words_per_sentence: 20, lix: 45}")
UNLINKED_TERM = Rule(
    "unlinked-term", WARNING, "An entry uses a word of the glossary and never links it.",
    "Who meets a word for the first time needs its meaning one touch away. Link the word where it is "
    "used first; once is enough, and “terms” counts as well. The check looks for "
    "names and other names of terms that have two words or more, or one of at least eight letters. "
    "What is in quotation marks, in a heading or in a link to something else is left alone. So "
    "are names with capital letters, such as Mutual Aid Disaster Relief. The check "
    "cannot see that a word is meant in its everyday sense. Say that in another word, or link it "
    "all the same.",
    "[[term/mutual-aid|mutual aid]]")

# -- people's safety ----------------------------------------------------------------------

PRIVATE_PHONE = Rule(
    "private-phone", ERROR, "There is something like a phone number in the text.",
    "A number in a public file stays in its history for ever and can be somebody's own. Only a "
    "contact with “way: hotline” may hold a number.",
    'contact:\n  - way: hotline\n    value: "+44 20 7946 0000"', fixed=True)
PRIVATE_ADDRESS = Rule(
    "private-address", ERROR, "There is something like a street address in the text.",
    "Name the town or the neighbourhood. Where exactly you meet can be told to people who ask: an "
    "address in a public file stays in its history for ever.", fixed=True)
PERSONAL_EMAIL = Rule(
    "personal-email", ERROR, "There is an e-mail address that may be a person's own.",
    "Use an address that belongs to a role, such as hello@ or info@, and only in a contact with "
    "“way: role-email”.",
    "contact:\n  - way: role-email\n    value: hello@example.org", fixed=True)
PERSON_NAMED = Rule(
    "person-named", WARNING, "A seat or a contact seems to name a person.",
    "Seats and contacts belong to roles. People change, and being named in public can harm them. "
    "Write the role.", "seats:\n  - name: Treasurer\n    role: treasurer")
LOCATION_TOO_EXACT = Rule(
    "location-too-exact", ERROR, "A position is more exact than it may be.",
    "Country and region carry no coordinates. A town may have one decimal (about 11 km). Only a "
    "public venue that has agreed may have three.",
    "place:\n  town: Hull\n  country: GB\n  precision: town\n  latitude: 53.7\n"
    "  longitude: -0.3", fixed=True)
MISSING_CONSENT = Rule(
    "missing-consent", ERROR, "A venue is listed without the group's consent.",
    "An exact place may only be published when the group has agreed. Give “consent” with a date "
    "and the role that agreed, or use “precision: town”.",
    "consent:\n  given_on: 2026-05-01\n  by_role: monthly meeting", fixed=True)
SENSITIVE_TOO_OPEN = Rule(
    "sensitive-too-open", ERROR, "A group that needs care gives more than it should.",
    "A group with “sensitive: yes” is shown by region only and reached through the network. Its "
    "file stays in public history, so it must not hold a town, coordinates or contacts either.",
    "sensitive: yes\nplace:\n  precision: region\n  region: North and East Syria\n"
    "  country: SY", fixed=True)
IMAGE_CARRIES_LOCATION = Rule(
    "image-carries-location", ERROR, "A picture's file says where it was taken.",
    "Phones write the place and time into photographs. The site removes this, but the file itself "
    "stays in public history. Save the picture without its location and add it again.",
    fixed=True)
INVALID_IMAGE = Rule(
    "invalid-image", ERROR, "A picture cannot be used.",
    "Pictures are PNG, JPEG or WebP files of at most 4 MB, in network/images/, without movement. "
    "Drawings in SVG can hold programs and are refused.", fixed=True)

# -- the site -----------------------------------------------------------------------------

BROKEN_FRAME = Rule(
    "broken-frame", ERROR, "The page frame lacks one of its places.",
    "theme/frame.html is the page around every entry. It needs places for the title, the summary, "
    "the body and the address. Compare it with the shipped one.", fixed=True)

CATALOGUE = MappingProxyType(
    {rule.code: rule for rule in sorted(
        (value for value in dict(globals()).values() if isinstance(value, Rule)),
        key=lambda rule: rule.code)}
)

PROBLEMS_PER_FILE = 30
"""Of one step; more would hide other files, and mending some shows the rest."""


def too_many(path: str, message: str) -> Diagnostic:
    """The last problem of a file that has more of them than are listed."""
    return TOO_MANY_PROBLEMS.at(
        Location(path), message, hint="Mend those shown first, then check again.")
