"""A table of towns in, the small gazetteer of ``near.js`` out.

    python generator/geography/make_places.py cities15000.csv

The table is that of GeoNames (https://www.geonames.org/, CC BY 4.0) with at least the columns
``name``, ``lat``, ``lon``, ``country`` and ``population``. Towns with 100,000 people or more are
kept, largest first in each country, at a tenth of a degree (about 11 km).
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path

FEWEST = 100_000
TARGET = Path(__file__).resolve().parents[2] / "theme" / "assets" / "places.js"
NOTE = "/* Towns of 100,000 people or more: GeoNames (geonames.org), CC BY 4.0, rounded to 0.1° */"


def main(table: Path) -> None:
    """Write the gazetteer."""
    opened = gzip.open if table.suffix == ".gz" else open
    countries: dict[str, list[tuple[int, str]]] = defaultdict(list)
    with opened(table, "rt", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            people = int(row["population"])
            if people >= FEWEST:
                north, east = (round(float(row[axis]) * 10) for axis in ("lat", "lon"))
                countries[row["country"]].append((-people, f"{row['name']}\t{north}\t{east}"))
    lines = []
    for country, towns in sorted(countries.items()):
        lines += [country, *(line for _, line in sorted(towns))]
    text = json.dumps("\n".join(lines), ensure_ascii=False)
    TARGET.write_text(f"{NOTE}\ncommonbookPlaces({text});\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
