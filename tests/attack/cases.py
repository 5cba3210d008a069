"""Hostile files by hand: what strangers, careless editors and fuzzers have been seen to send."""

from __future__ import annotations

START = "name: Fine\nsummary: Fine.\ntype: other\nworks_with: [other]\n"
"""A group that is in order; most cases add to it."""

MARKS = (
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)> SLOT-title-SLOT SLOT-body-SLOT "
    "SLOT-head-SLOT {{ 7*7 }} {% raw %} %s ${7*7} </script></title><!--<script> &amp; &lt;")
"""What every plain field must show exactly as it is written."""

ANY = "*"
"""Any rule will do, as long as there is one."""

YAML: dict[str, tuple[str | bytes, str]] = {
    "laughs": ("a: &a [x, x]\nb: &b [*a, *a]\n", "yaml-alias"),
    "merge": (START + "<<: {type: other}\n", "yaml-alias"),
    "brackets": ("name: " + "[" * 200_000, ANY),
    "braces": ("name: " + "{a: " * 50_000, "too-deep"),
    "deep-keys": ("\n".join(" " * i + f"k{i}:" for i in range(500)) + " x", "too-deep"),
    "dashes": ("- " * 100_000, "invalid-yaml"),
    "large": ("name: " + "x" * 300_000, "too-long"),
    "many-points": (START + "offers:\n" + "- y\n" * 25_000, "too-long"),
    "many-fields": (START + "".join(f"k{i}: v\n" for i in range(15_000)), "too-many-problems"),
    "tag-int": (START + 'founded: !!int "abc"\n', "yaml-tag"),
    "tag-python": (START + 'founded: !!python/object/apply:os.system ["id"]\n', "yaml-tag"),
    "tag-env": (START + "website: !ENV HOME\n", "yaml-tag"),
    "tag-name": (START + "!!str founded: 2018\n", "yaml-tag"),
    "directive": ("%YAML 1.2\n---\n" + START, "yaml-tag"),
    "documents": (START + "---\n" + START, "several-documents"),
    "after-dots": (START + "...\nevil: x\n", ANY),
    "duplicate": (START + "name: X\n", "duplicate-key"),
    "duplicate-quoted": (START + '"name": X\n', "duplicate-key"),
    "duplicate-escaped": (START + '"n\\u0061me": X\n', "duplicate-key"),
    "duplicate-composed": (START + '"é": X\n"e\u0301": Y\n', "duplicate-key"),
    "escape-too-large": (START + 'needs: ["\\U00110000"]\n', "invalid-yaml"),
    "escape-huge": (START + 'needs: ["\\UFFFFFFFF"]\n', "invalid-yaml"),
    "escape-surrogate": (START + 'needs: ["\\ud800"]\n', ANY),
    "escape-terminal": (START + 'needs: ["\\e[31m"]\n', "forbidden-character"),
    "escape-override": (START + 'needs: ["\\u202e"]\n', "forbidden-character"),
    "escape-nul": (START + 'needs: ["\\0"]\n', "forbidden-character"),
    "utf-16": (START.encode("utf-16"), "invalid-encoding"),
    "latin-1": ("name: Café\n".encode("latin-1"), "invalid-encoding"),
    "surrogate": (START.encode() + b"needs: [a\xed\xa0\x80b]\n", "invalid-encoding"),
    "empty": ("", "invalid-yaml"), "blank": ("  \n\n", "invalid-yaml"),
    "comment": ("# nothing\n", "invalid-yaml"), "text": ("hello", "invalid-yaml"),
    "list": ("- a", "invalid-yaml"), "list-as-name": ("? [a, b]\n: x\n", "invalid-yaml"),
    "no-name": (START + ": x\n", "invalid-yaml"), "long-name": ("k" * 1100 + ": x\n", ANY),
    "tab": (START + "place:\n\ttown: x\n", "tab-indentation"),
    "null": ("name:\nsummary: x\ntype: other\n", "missing-field"),
    "norway": ("name: NO\nsummary: on\ntype: other\non: yes\n", "unknown-field"),
    **{f"character-{ord(mark):x}": (START + f"needs: [a{mark}b]\n", "forbidden-character")
       for mark in "\x00\x1b\x7f\x85\x9b\u2028\u2029\ufeff\u202e\u2067\U000e0041\r"},
}

FIELDS: dict[str, tuple[str, str]] = {
    "30-february": ("checked_on: 2026-02-30\n", "invalid-value"),
    "year-0": ("checked_on: 0000-01-01\n", "invalid-value"),
    "year-only-0": ("founded: 0000\n", "invalid-value"),
    "month-13": ("founded: 2018-13\n", "invalid-value"),
    "arabic-digits": ("checked_on: ٢٠٢٦-٠١-٠١\n", "invalid-value"),
    "wide-digits": ("founded: ２０１８\n", "invalid-value"),
    "5000-digits": ("seats: [{name: x, role: other, count: " + "9" * 5000 + "}]\n",
                    "invalid-value"),
    "negative": ("seats: [{name: x, role: other, count: -1}]\n", "invalid-value"),
    "underscores": ("seats: [{name: x, role: other, count: 1_000}]\n", "invalid-value"),
    "null-point": ("needs:\n-\n- x\n", "invalid-value"),
    "null-part": ("seats:\n-\n", "invalid-value"),
    "null-contact": ("contact:\n- \n- x\n", "invalid-value"),
    "text-for-list": ("contact: x\n", "invalid-value"),
    "list-for-part": ("contact:\n- [a]\n", "invalid-value"),
    "list-for-word": ("status: [active]\n", "invalid-value"),
    "list-for-answer": ("access: {food: [yes]}\n", "invalid-value"),
    "language": ('language: "en\\" onload=x"\n', "invalid-value"),
    "interval": ("meets: {words: x, repeats: {every: week, interval: 0}}\n", "invalid-value"),
    "description": ("description: " + "x" * 30_000 + "\n", "too-long"),
    "traversal": ('part_of: ["../../x"]\n', "invalid-value"),
    "slash": ('part_of: ["a/b"]\n', "invalid-value"),
    "ids": ('related: [x, "group/..", "__proto__/x"]\n', "invalid-value"),
    "part-of-itself": ("part_of: [case]\n", "cycle"),
    "alias-traversal": ('aliases: ["../x"]\n', "invalid-value"),
    "alias-line-break": ('aliases: ["a\\n"]\n', "invalid-value"),
    "alias-capital": ("aliases: [Other]\n", "invalid-value"),
    "alias-of-itself": ("aliases: [case]\n", "path-collision"),
    "alias-of-other": ("aliases: [other]\n", "path-collision"),
    "image-traversal": ("image: {file: ../../etc/passwd, alt: x}\n", "invalid-value"),
    "image-line-break": ('image: {file: "a.png\\n", alt: x}\n', "invalid-value"),
    "image-missing": ("image: {file: nope.png, alt: x}\n", "invalid-image"),
    "image-link": ("image: {file: link.png, alt: x}\n", "invalid-image"),
    "image-svg": ("image: {file: evil.svg, alt: x}\n", "invalid-image"),
    "image-no-alt": ("image: {file: a.png}\n", "missing-alt-text"),
    "hotline": ('contact: [{way: hotline, value: "javascript:alert(1)"}]\n', "invalid-value"),
    "mail-header": ('contact: [{way: role-email, value: "hello@b.cc?bcc=x@y.zz"}]\n',
                    "invalid-value"),
    "command": ('"::error file=x::pwned": x\n', "unknown-field"),
    "command-line-break": ('"a\\nb::set-output": x\n', "unknown-field"),
    "places-in-message": ('"{field}{near}{description}%s": "{value}"\n', "unknown-field"),
    "value-in-message": ('status: "{choices} {description} %s {0.__class__}"\n', "invalid-value"),
    "dunder": ("__class__: x\nmodel_fields: x\n_source: x\nslug: x\n", "unknown-field"),
    "proto": ("__proto__: {x: y}\nconstructor: x\n", "unknown-field"),
    **{f"latitude-{number}": (f'place: {{town: x, latitude: "{value}", longitude: "1"}}\n', rule)
       for number, (value, rule) in enumerate((
           ("nan", "invalid-value"), (".inf", "invalid-value"), ("1e1", "invalid-value"),
           ("12:30", "invalid-value"), ("true", "invalid-value"), ("0x1F", "invalid-value"),
           ("١٢", "invalid-value"), ("91", "invalid-value"), ("+5", "invalid-value"),
           ("53,7", "invalid-value"), ("1." + "0" * 20, "invalid-value"),
           ("53.7777", "location-too-exact")))},
}

ADDRESSES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\\tscript:alert(1)", "data:text/html,x",
    "vbscript:x", "file:///etc/passwd", "//evil.example", "/\\\\evil.example",
    "https:evil.example", "https:/evil.example", "http://a@evil.example",
    "https://evil.example\\\\@x.org", "https://", "https://x", "https://[::1]/",
    "https://ex ample.org", "https://\u200bexample.org", "https://аpple.com",
    "https://example.org\\u202e", 'https://example.org/\\" onmouseover=\\"x',
    "blob:https://x.org/y", "https://example.org:99999/", "ftp://a.b/", "mailto:a@b.cc",
    "https://a.b/" + "x" * 600, "https://%6a.b/", "https://example.org/{{ 7*7 }}",
)
"""None of these may be a link."""

MARKDOWN: dict[str, str] = {
    "<script>alert(1)</script>": "unsafe-markup", "<img src=x onerror=alert(1)>": "unsafe-markup",
    '<img src="x" onerror="alert(1)">': "unsafe-markup", "<svg/onload=alert(1)>": "unsafe-markup",
    '<a href="https://x.yy" data-wikilink="true">x</a>': "unsafe-markup",
    "<!-- x": "unsafe-markup", "[[group/other|<b>x</b>]]": "unsafe-markup",
    "![x](https://evil.example/x.png)": "unsafe-markup", "![x](data:x)": "unsafe-markup",
    "[x](javascript:alert(1))": "unsafe-link", "[x](java&#115;cript:alert(1))": "unsafe-link",
    "[x](//evil.example)": "unsafe-link", '[x](//evil.example "data-wikilink")': "unsafe-link",
    '[x](https://u@evil.example "data-footnote-ref")': "unsafe-link", "[x](/etc)": "unsafe-link",
    "[x](x.html)": "unsafe-link", "<javascript:alert(1)>": "unsafe-link",
    "[x](tel:123)": "unsafe-link", "[x](ftp://a.b/)": "unsafe-link",
    "[x](http:\\\\evil.example)": "unsafe-link", "[x](https:///evil.example)": "unsafe-link",
    "[[javascript:alert(1)|x]]": "unknown-reference", "[[nokind/x]]": "unknown-kind",
    '[[group/other" onclick="x|y]]': "unknown-reference", "[[group/nope]]": "unknown-reference",
}
"""A text with this in it is refused for this reason."""

HONEST = (
    "Write `<script>` in backticks.", "1 &lt; 2 and &lt;b&gt; is a tag", "\\<b> is a tag",
    "SLOT-title-SLOT SLOT-body-SLOT", "{{ 7*7 }}{% include 'x' %}{{ config }}",
    "%(x)s %s {0.__class__}", "```mermaid\nx\n```", "$$x$$ ++x++ ==y== :smile:",
    '--8<-- "../../network.yml"', "{: onclick=x}", "[x](https://a.b){onclick=x}",
    "`[[group/nope]]`", '[x](https://a.bc/?x="onerror=1 "t data-wikilink")',
    "می\u200cخواهم · كومين · 👩\u200d👩\u200d👧 · 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
)
"""Nothing is wrong with these, and they are shown as they are."""

SLOW: dict[str, str] = {
    "quotes": ">" * 250_000, "spaced quotes": "> " * 125_000, "headings": "# a\n" * 60_000,
    "underlined": "a\n=\n" * 60_000, "pluses": "+ " * 120_000 + "x", "numbers": "1. " * 60_000,
    "table": "|" + "a|" * 2000 + "\n|" + "-|" * 2000 + "\n" + "|a\n" * 60_000,
    "mails": "a@b.cc " * 35_000, "brackets": "[" * 250_000, "images": "![[]()" * 40_000,
    "emphasis": "*a_ " * 60_000, "strong": "**a" * 80_000, "strike": "~~a " * 60_000,
    "codes": "".join("`" * i + "a" for i in range(1, 700)), "tags": "<a " * 80_000,
    "definitions": "[a]: http://b.cc/" + "x" * 120_000 + "\n\n" + "[a]" * 40_000,
    "indents": "".join(" " * (2 * i) + "- a\n" for i in range(480)), "autolinks": "http://" * 35_000,
    "parentheses": "http://a.b/" + "(" * 200_000, "notes": "[^a]: x\n\n" + "[^a]" * 60_000,
    "streets": "1 " + "Rue " * 60_000, "ways": "1 " + "Via Aa Aa " * 25_000,
    "phones": "+1 (" * 60_000, "links": "[a](javascript:x)\n" * 13_000, "line": "x" * 250_000,
    "many images": "![](a)\n" * 30_000, "mentions": "[[group/x]]\n" * 20_000,
    "anchors": "[a](#x)\n" * 25_000, "addresses": "12 Foo Street\n" * 14_000,
}
"""Guides that took other readers, or an earlier one of ours, minutes."""

FRONT_MATTER: dict[str, tuple[str, str]] = {
    "none": ("# x\n", "invalid-yaml"), "unclosed": ("---\ntitle: x\n", "missing-field"),
    "template": ("---\ntitle: x\nsummary: y\ntemplate: redirect.html\n---\n", "unknown-field"),
    "location": ("---\ntitle: x\nsummary: y\nlocation: javascript:x\n---\n", "unknown-field"),
    "hide": ("---\ntitle: x\nsummary: y\nhide: [toc]\n---\n", "unknown-field"),
    "list": ("---\n- a\n---\nx", "invalid-yaml"), "empty": ("---\n---\nx", "invalid-yaml"),
    "toml": ('+++\ntitle = "x"\n+++\n', "invalid-yaml"), "json": ('{"title":"x"}', "invalid-yaml"),
    "tag": ("---\ntitle: !!python/name:os.system\nsummary: y\n---\n", "yaml-tag"),
    "anchor": ("---\ntitle: &a x\nsummary: *a\n---\n", "yaml-alias"),
    "twice": ("---\ntitle: x\ntitle: y\nsummary: z\n---\n", "duplicate-key"),
    "blank line": ("\n---\ntitle: x\nsummary: y\n---\n", "invalid-yaml"),
}
