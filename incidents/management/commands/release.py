"""Make a dataset release, or write the files of one again."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from incidents.exports.release.making import ReleaseError, Rewriting, again, make, rewrite_releases
from incidents.exports.release.shelf import bundle_of
from incidents.record.models.releases import Release


class Command(BaseCommand):
    help = (
        "Pin the record under a name and write its files to DATA_DIR/releases. Written again at the same sequence "
        "they are the same byte for byte, but for rows that were withheld since; errata.json names these."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", help="such as 2026.1")
        parser.add_argument("--note", help="what is new, for the public; stays as it is")
        parser.add_argument("--at", type=int, metavar="SEQUENCE", help="an earlier state than the newest")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--again", action="store_true", help="write the files anew, and compare")
        what.add_argument(
            "--rewrite", action="store_true", help="every release from which something was withheld"
        )
        parser.add_argument(
            "--accept", action="store_true", help="with --again: also where nothing accounts for a difference"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rewrite"] == bool(options["name"]):
            raise CommandError("Give a name such as 2026.1, or --rewrite for all that need it.")
        if options["accept"] and not options["again"]:
            raise CommandError("--accept belongs to --again.")
        if (options["again"] or options["rewrite"]) and (options["note"] or options["at"] is not None):
            raise CommandError("The note and the sequence of a release stay as they are.")
        with tqdm(unit="B", unit_scale=True, disable=options["verbosity"] < 1, leave=False) as bar:

            def tell(path: str, size: int) -> None:
                bar.set_description(path, refresh=False)
                bar.update(size)

            try:
                self._act(options, tell)
            except ReleaseError as error:
                raise CommandError(str(error)) from error

    def _act(self, options: dict[str, Any], tell: Any) -> None:
        if options["again"]:
            release = Release.objects.filter(pk=options["name"]).first()
            if release is None:
                raise CommandError(f"There is no release {options['name']}.")
            self._report_rewriting(again(release, accept=options["accept"], tell=tell))
        elif not options["rewrite"]:
            self._report(make(options["name"], note=options["note"], at=options["at"], tell=tell))
        else:
            done, failed = rewrite_releases(tell=tell)
            for rewriting in done:
                self._report_rewriting(rewriting)
            if failed:
                raise CommandError("\n".join(str(error) for error in failed))
            if not done:
                self.stdout.write("Nothing was withheld from any release since its files were written.")

    def _report(self, release: Release) -> None:
        bundle = bundle_of(release)
        files = bundle.files()
        size = sum(file.bytes for file in files)
        self.stdout.write(
            f"Release {release.name}: sequence {release.sequence}, {len(files)} files, {size:,} bytes."
        )
        self.stdout.write(f"They are in {bundle.folder}")
        self.stdout.write(f"Head digest, to be published elsewhere too: {bytes(release.digest).hex()}")

    def _report_rewriting(self, rewriting: Rewriting) -> None:
        self.stdout.write(
            f"Release {rewriting.name}: {len(rewriting.same)} files are the same, {len(rewriting.changed)} differ; "
            f"{rewriting.left_out} documents are left out because they were withheld."
        )
        for path in rewriting.changed:
            self.stdout.write(f"  {path}")
