from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from incidents.intake.gazetteer import Loaded, load_country
from incidents.intake.geonames import NoSuchCountry


class Command(BaseCommand):
    help = (
        "Load the gazetteer of the countries of coverage (ATTEST_COUNTRIES), or of the countries named. "
        "Run again, it adds what is new and leaves alone what somebody here has edited."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("countries", nargs="*", help="two-letter codes (ISO 3166-1), such as IQ")

    def handle(self, *args: Any, countries: list[str], verbosity: int, **options: Any) -> None:
        for code in countries or settings.COUNTRIES:
            began = time.monotonic()
            try:
                loaded = load_country(code, progress=self._say if verbosity > 1 else lambda message: None)
            except NoSuchCountry as error:
                raise CommandError(
                    f"{error}: no country has this code; codes are those of ISO 3166-1."
                ) from error
            if verbosity:
                self._report(loaded, time.monotonic() - began)

    def _say(self, message: str) -> None:
        self.stdout.write(message)
        self.stdout.flush()

    def _report(self, loaded: Loaded, seconds: float) -> None:
        self.stdout.write(
            f"{loaded.country}: {loaded.added} places and {loaded.names} further names added, "
            f"{loaded.changed} changed, {loaded.kept} left as edited here ({seconds:.1f} s)"
        )
        if loaded.published:
            self.stdout.write(
                f"{len(loaded.published)} of the changed places are public: refresh the record."
            )
