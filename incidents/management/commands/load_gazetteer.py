from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from incidents.editorial.acts.refresh import refresh
from incidents.editorial.refusal import Refused
from incidents.intake.gazetteer.geonames import NoSuchCountry
from incidents.intake.gazetteer.loading import LoadResult
from incidents.intake.gazetteer.places import UnreadableGazetteer
from incidents.intake.gazetteer.sources import load_sources
from incidents.models import Location


class Command(BaseCommand):
    help = (
        "Load the gazetteer of the countries of coverage (ATTEST_COUNTRIES), or of the countries or files named: "
        "GeoNames' SY.zip and alternateNamesV2.zip, OCHA's COD-AB tables as CSV, XLSX or GeoJSON. "
        "Run again, it adds what is new and leaves alone what somebody here has edited."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "sources",
            nargs="*",
            metavar="COUNTRY or FILE",
            help="two-letter codes (ISO 3166-1), such as IQ, and files as they are downloaded, packed or not",
        )
        parser.add_argument(
            "--refresh-by",
            metavar="EMAIL",
            help="also issue public places anew whose names or points have changed, in this reviewer's name",
        )

    def handle(self, *args: Any, sources: list[str], verbosity: int, **options: Any) -> None:
        reviewer = _account(options["refresh_by"]) if options["refresh_by"] else None
        codes = [source.upper() for source in sources if _is_code(source)]
        paths = [Path(source) for source in sources if not _is_code(source)]
        if not paths:
            codes = codes or settings.COUNTRIES
        shown = 0 if paths else 1  # files of a country are large, and take a while
        progress = self._say if verbosity > shown else lambda message: None
        began = time.monotonic()
        try:
            for loaded in load_sources(codes, paths, settings.COUNTRIES, progress):
                self._report(loaded, reviewer, verbosity, time.monotonic() - began)
                began = time.monotonic()
        except NoSuchCountry as error:
            raise CommandError(
                f"{error}: no country has this code; codes are those of ISO 3166-1."
            ) from error
        except UnreadableGazetteer as error:
            raise CommandError(str(error)) from error

    def _report(self, loaded: LoadResult, reviewer: User | None, verbosity: int, seconds: float) -> None:
        if verbosity:
            self.stdout.write(
                f"{loaded.country}: {loaded.added} places and {loaded.names} further names added, "
                f"{loaded.changed} changed, {loaded.kept} left as edited here ({seconds:.1f} s)"
            )
        if reviewer is not None:
            self._refresh(loaded.country, reviewer)
        elif loaded.published:
            self.stdout.write(
                f"{len(loaded.published)} of the changed places are public and keep their old pages; "
                "run this again with --refresh-by to issue them anew."
            )

    def _refresh(self, country: str, reviewer: User) -> None:
        """All public places of the country: an earlier load may have left some behind."""
        public = Location.objects.filter(country=country, public_id__isnull=False)
        try:
            issued = refresh(subjects=list(public), by=reviewer)
        except Refused as refusal:
            raise CommandError(" ".join(str(problem.message) for problem in refusal.problems)) from refusal
        self.stdout.write(f"{country}: {issued} documents issued anew")

    def _say(self, message: str) -> None:
        self.stdout.write(message)
        self.stdout.flush()


def _is_code(source: str) -> bool:
    return len(source) == 2 and source.isalpha() and not Path(source).is_file()


def _account(email: str) -> User:
    try:
        return User.objects.get(email=email)
    except User.DoesNotExist:
        raise CommandError(f"{email}: no account has this address.") from None
