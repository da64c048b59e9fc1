from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from incidents.editorial.acts.adopt import adopt_batch
from incidents.editorial.refusal import Refused
from incidents.editorial.subjects import OUT_OF_FORCE
from incidents.models import Dataset, Incident

from ..acting_user import add_user_argument, user_named


class Command(BaseCommand):
    help = (
        "Adopt what a dataset coded: say that the desk has reviewed it and holds it. What is public gets refreshed "
        "editions. Each incident can be given back to its dataset on its page."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dataset", help="short name of the dataset, such as ucdp-ged")
        parser.add_argument("--dataset-version", metavar="VERSION", help="only what follows this version")
        add_user_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        datasets = Dataset.objects.filter(key=options["dataset"], own=False)
        if options["dataset_version"]:
            datasets = datasets.filter(version=options["dataset_version"])
        if not datasets:
            raise CommandError("There is no dataset of others by that name and version.")
        incidents = Incident.objects.filter(origin_row__dataset__in=datasets, adopted_on=None)
        keys = list(incidents.exclude(state__in=OUT_OF_FORCE).values_list("pk", flat=True))
        try:
            with tqdm(total=len(keys), unit=" incidents", disable=options["verbosity"] == 0) as bar:
                number = adopt_batch(
                    incidents=keys,
                    by=user_named(options["by"]),
                    progress=lambda done, _all: bar.update(done - bar.n) and None,
                )
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{number} of {len(keys)} incidents adopted.")
